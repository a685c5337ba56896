"""One file of a submission as a child reads it: its bytes are those that were listed, or nothing is said of them."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from fixtures.facturx import data_of
from fixtures.generator import generate
from fixtures.mutators.base import of_kind, sale_of
from pipeline.limits import Limits
from pipeline.reading.page import ReadFile
from pipeline.reading.worker import ReadTask, read_file
from rules.problems import load_problems
from tests.reading_samples import codes, drawn, words

READING = Path(__file__).resolve().parent.parent / "pipeline" / "reading"
LISTED = (
    "pdf",
    "jpeg",
    "png",
    "tiff",
    "webp",
    "heic",
    "gif",
    "bmp",
    "zip",
    "xml",
    "html",
    "text",
    "docx",
    "xlsx",
    "odt",
)


def read(path: Path, *, digest: str | None = None, content: str = "pdf", limits: Limits | None = None) -> ReadFile:
    """Read a file that was listed with this SHA-256, by default its own."""
    digest = digest or sha256(path.read_bytes()).hexdigest()
    return read_file(ReadTask(location=path, sha256=digest, content=content, limits=limits or Limits()))


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    """A PDF of one page."""
    path = tmp_path / "facture.pdf"
    path.write_bytes(drawn(words("FACTURE")))
    return path


def test_listed_file(invoice: Path) -> None:
    """A file whose bytes are those that were listed is read, and says which bytes it was."""
    file = read(invoice)

    assert file.pages[0].text == "FACTURE"
    assert file.sha256 == sha256(invoice.read_bytes()).hexdigest()
    assert file.problems == ()


def test_file_that_changed(invoice: Path) -> None:
    """A file that is not what was listed gives no page: what would be judged is not what is there."""
    file = read(invoice, digest="0" * 64)

    assert codes(file) == ["changed_during_run"]
    assert file.pages == ()


def test_file_that_went_away(invoice: Path) -> None:
    """A file that is gone, or became a folder or a link, is told and not read."""
    digest = sha256(invoice.read_bytes()).hexdigest()
    elsewhere = invoice.rename(invoice.with_name("ailleurs.pdf"))
    assert codes(read(invoice, digest=digest)) == ["changed_during_run"]

    invoice.symlink_to(elsewhere)
    assert codes(read(invoice, digest=digest)) == ["changed_during_run"]

    invoice.unlink()
    invoice.mkdir()
    assert codes(read(invoice, digest=digest)) == ["changed_during_run"]


def test_file_that_grew_beyond_the_limit(invoice: Path) -> None:
    """No more than the limit is read of a file that grew after it was listed."""
    assert codes(read(invoice, limits=Limits(max_file_bytes=100))) == ["changed_during_run"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("docx", "office_damaged"),
        ("msg", "message_damaged"),
        ("html", "not_a_document"),
        ("text", "not_a_document"),
    ],
)
def test_file_that_is_no_pdf(invoice: Path, content: str, code: str) -> None:
    """A file that is not read says why, and nobody has to open it for that."""
    file = read(invoice, content=content)

    assert codes(file) == [code]
    assert file.pages == ()


def test_nothing_is_passed_over_in_silence(invoice: Path) -> None:
    """Of every content that the listing lets through, either pages come back or a problem that says why not."""
    silent = {
        content
        for content in LISTED
        if not (read(invoice, content=content).pages or codes(read(invoice, content=content)))
    }

    assert silent <= {"zip"}  # an archive that was not opened has been told when it was listed


def test_every_code_has_its_wording() -> None:
    """Every problem that reading may note is worded in both languages, with the arguments it gives."""
    sources = "\n".join(path.read_text("utf-8") for path in READING.rglob("*.py"))
    noted = set(re.findall(r'(?:note\(|code=|otherwise=)"(\w+)"', sources)) | {"convert_to_pdf"}

    texts = load_problems()

    assert noted - texts.keys() == set()
    assert {"read", "pages"} == set(re.findall(r"{(\w+)}", texts["too_many_pages"].words["fr"]))
    for code in noted:
        assert set(re.findall(r"{(\w+)}", texts[code].words["fr"])) == set(
            re.findall(r"{(\w+)}", texts[code].words["en"])
        )


def test_electronic_invoice_of_its_own(tmp_path: Path) -> None:
    """An invoice that is an XML file is read as data and told by its number; it has no page, so it is no piece."""
    sale = sale_of(of_kind(generate(1, kind="balance"), "invoice")[0])
    path = tmp_path / "facture.xml"
    path.write_bytes(data_of(sale))
    file = read(path, content="xml")

    assert [(problem.code, problem.arguments) for problem in file.problems] == [("xml_alone", {"number": sale.number})]
    assert [data.kind for data in file.structured] == ["invoice"]
    assert file.pages == ()


@pytest.mark.parametrize("content", [b"<note/>", b"<broken", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_other_xml(tmp_path: Path, content: bytes) -> None:
    """An XML that is no invoice, or is not read, is no document."""
    path = tmp_path / "notes.xml"
    path.write_bytes(content)
    assert codes(read(path, content="xml")) == ["not_a_document"]
