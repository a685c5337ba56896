"""Codes printed on a page: payment QR codes and 2D-Docs are read, others are left alone, and none is ever followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy
import pytest
from PIL import Image

from fixtures.codes import data_matrix, qr_code, sealed
from pipeline.reading.codes import MAX_CODES, code_of, read_codes
from tests.judgement_samples import IBAN
from validators.printed_code import Seal

GS, US = "\x1d", "\x1f"
PAYMENT = f"BCD\n002\n1\nSCT\nAGRIFRPP\nMédilog SAS\n{IBAN}\nEUR1200.5\n\n\nF-2024-017\n"
RIB = sealed(f"DC04TS000001FFFF1E8E0301FR30MEDILOG/SAS{GS}31{IBAN}{GS}32AGRIFRPP{GS}")


def picture(*codes: Image.Image) -> numpy.ndarray:
    """Return a page with codes one below the other."""
    sheet = Image.new("L", (800, 40 + sum(code.height + 40 for code in codes)), 255)
    top = 40
    for code in codes:
        sheet.paste(code, (60, top))
        top += code.height + 40
    return numpy.array(sheet)


def test_a_payment_code() -> None:
    """It tells the account, its bank, its holder and what is due; nobody seals it."""
    (read,) = read_codes(picture(qr_code(PAYMENT)), 2, None)

    assert (read.code.kind, read.code.page, read.code.seal) == ("payment", 2, Seal.NONE)
    assert dict(read.values) == {
        "applicant.bic": "AGRIFRPP",
        "applicant.name": "Médilog SAS",
        "applicant.iban": IBAN,
        "invoice.amount_due": "1200.5",
    }


def test_the_2d_doc_of_bank_details() -> None:
    """Its header tells who sealed it and when, its fields the account; that it was read does not make it authentic."""
    (read,) = read_codes(picture(data_matrix(RIB)), 1, None)

    assert dict(read.values) == {
        "applicant.name": "MEDILOG SAS",
        "applicant.iban": IBAN,
        "applicant.bic": "AGRIFRPP",
    }
    assert (read.code.kind, read.code.issuer, read.code.seal) == ("2d_doc_03", "TS00/0001", Seal.NOT_CHECKED)
    assert (read.code.issued_on, read.code.sealed_on) == (None, date(2021, 6, 1))


@pytest.mark.parametrize("version", ["DC01{}03", "DC02{}03", "DC03{}0301", "DC04{}0301FR"])
def test_every_version_of_a_2d_doc(version: str) -> None:
    """The first two name no perimeter, the fourth names its country."""
    read = code_of(f"{version.format('TS000001123FFFFF')}31{IBAN}{GS}", 1, None)

    assert read is not None
    assert read.code.issued_on == date(2012, 10, 15)
    assert dict(read.values) == {"applicant.iban": IBAN}


@pytest.mark.parametrize(
    ("header", "kind"), [("DC04TS000001FFFF1E8E0701FR", "2d_doc_07"), ("DC04TS000001FFFF1E8E0302FR", "2d_doc_")]
)
def test_types_and_perimeters_that_nobody_told(header: str, kind: str) -> None:
    """An identity document or a foreign perimeter is known by its header: no field of it is kept, named or guessed."""
    read = code_of(f"{header}60NATACHA{GS}31{IBAN}{GS}", 1, None)

    assert read is not None
    assert (read.code.kind, read.values) == (kind, ())


def test_a_field_that_is_not_known_is_passed_over() -> None:
    """The fields around it are read all the same."""
    read = code_of(f"DC04TS000001FFFF1E8E0301FR?!NIMPORTE QUOI{GS}31{IBAN}{GS}", 1, None)

    assert read is not None
    assert dict(read.values) == {"applicant.iban": IBAN}


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.invalid/payer?id=1",
        "",
        "\n",
        "BCD",
        "BCD\n002\n1\nSCT\nAGRIFRPP\nMédilog",
        PAYMENT.replace("SCT", "XXX"),
        "DC04",
        "DC99TS000001FFFF1E8E0301FR",
        "DC04TS000001FFFF1E8E03",
        "DC04TS000001FFFFZZZZ0301FR",
        "DC04ts000001FFFF1E8E0301FR",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    """Addresses, cut headers and what only looks like a code say nothing."""
    assert code_of(text, 1, None) is None


@pytest.mark.parametrize("field", ["08ZZZZ", "31", f"30{'X' * 5000}", "D2é", f"08{GS}", "0", US, US * 50, "\x00" * 99])
def test_hostile_fields(field: str) -> None:
    """Whatever stands behind a good header, reading ends, and what is kept of a value is bounded."""
    read = code_of(f"DC04TS000001FFFF1E8E0301FR{field}", 1, None)

    assert read is not None
    assert all(len(words) <= 300 for _, words in read.values)


def test_no_more_than_a_few_codes_of_a_page() -> None:
    """A page full of codes is read up to a limit, from the top, and the same code twice is one."""
    codes = [
        qr_code(PAYMENT.replace("F-2024", f"F-{number}").replace("1200.5", str(number))) for number in range(1, 13)
    ]

    read = read_codes(picture(*codes), 1, None)
    assert [dict(one.values)["invoice.amount_due"] for one in read] == [
        str(number) for number in range(1, MAX_CODES + 1)
    ]
    assert len(read_codes(picture(codes[0], codes[0]), 1, None)) == 1


def test_a_page_without_codes() -> None:
    """White, black and noise hold none."""
    noise = numpy.random.default_rng(1).integers(0, 256, (400, 400)).astype(numpy.uint8)
    for pixels in (noise, numpy.zeros((50, 50), numpy.uint8), numpy.full((1, 1), 255, numpy.uint8)):
        assert read_codes(pixels, 1, None) == ()


def test_no_seal_is_checked_without_a_list(tmp_path: Path) -> None:
    """The same 2D-Doc is only read, whether or not its seal would hold."""
    for text in (RIB, RIB.replace("MEDILOG", "AUTRE")):
        read = code_of(text, 1, None)
        assert read is not None
        assert read.code.seal == Seal.NOT_CHECKED
