"""The data attached to a PDF: found whatever made the file, several told apart, and nothing read of other attachments."""

from __future__ import annotations

import zlib

import pikepdf
import pytest
from facturx import generate_from_binary
from pikepdf import Name

from fixtures.facturx import attached, data_of
from pipeline.reading import pdf_attachments
from pipeline.reading.page import ReadFile
from pipeline.reading.structured import MAX_BYTES
from tests.reading_samples import changed, codes, drawn, read, words
from tests.test_reading_structured import LAUGHS, sale

PAGES = drawn(words("FACTURE F-2024-017"))


def numbers(file: ReadFile) -> list[str]:
    """Return the numbers that the data of a file tell."""
    return [words for data in file.structured for name, words in data.values if name == "invoice.number"]


def test_made_by_the_library_of_the_format() -> None:
    """A Factur-X written by the reference library is read, and its page is that of the file."""
    file = read(generate_from_binary(PAGES, data_of(sale())))

    assert numbers(file) == [sale().number]
    assert [data.schema for data in file.structured] == ["valid"]
    assert codes(file) == []
    assert file.pages[0].text == "FACTURE F-2024-017"


def test_no_attachment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF without attachments is never looked through for data."""
    monkeypatch.setattr(pdf_attachments, "attached_data", None)
    assert read(PAGES).structured == ()


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.XML", "facture.xml"])
def test_any_name(name: str) -> None:
    """The data are known by what they are: issuers call the file what they like."""
    assert numbers(read(attached(PAGES, (name, data_of(sale()))))) == [sale().number]


def test_two_invoices_and_the_same_twice() -> None:
    """Two invoices are both read; one that is attached under two names is one."""
    first, second = data_of(sale()), data_of(sale(number="F-2"))

    assert numbers(read(attached(PAGES, ("a.xml", first), ("b.xml", second)))) == [sale().number, "F-2"]
    assert numbers(read(attached(PAGES, ("a.xml", first), ("b.xml", first)))) == [sale().number]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("factur-x.xml", b"<rsm:CrossIndustry", ["xml_damaged"]),
        ("factur-x.xml", LAUGHS.encode(), ["xml_with_dtd"]),
        ("factur-x.xml", b"<a>" + b" " * MAX_BYTES + b"</a>", ["xml_too_large"]),
        ("notes.xml", b"<note/>", []),
        ("photo.jpg", b"\xff\xd8\xff", []),
        ("conditions.txt", b"<rsm:CrossIndustry", []),
    ],
)
def test_what_is_not_read(name: str, content: bytes, told: list[str]) -> None:
    """Data that cannot be read safely are told; other attachments are nobody's business; the pages are read anyway."""
    file = read(attached(PAGES, (name, content)))

    assert codes(file) == told
    assert file.structured == ()
    assert file.pages[0].text == "FACTURE F-2024-017"


def test_data_that_unpack_to_a_bomb() -> None:
    """An attachment of a few kilobytes that unpacks to far more than an invoice is not parsed."""

    def inflate(document: pikepdf.Pdf) -> None:
        stream = document.Root.AF[0].EF.F
        stream.write(zlib.compress(b" " * (4 * MAX_BYTES)), filter=Name.FlateDecode)

    file = read(changed(attached(PAGES, ("factur-x.xml", b"<a/>")), inflate))
    assert codes(file) == ["xml_too_large"]
