"""Codes printed on pieces: they agree with the pages, disagree for certain, or nobody can tell; read is not authentic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from fixtures.codes import certificate
from fixtures.generator import generate
from fixtures.mutators.base import of_kind, with_document
from fixtures.sample import Rib, Sample
from fixtures.writer import write
from tests.judgement_samples import IBAN, OTHER_IBAN, ask, dossier, fact, piece, request
from tests.judging import clean, judge_folder, judge_sample, settings
from validators.model import BARCODE, Agreement, Fact, Outcome, Piece, Value, Verdict
from validators.printed_code import PrintedCode, Seal

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
PAGES = (fact("applicant.iban", IBAN), fact("invoice.total_incl_tax", Decimal("1200.00")))
TEXT = "facture no f-2024-017 medilog sas total ttc 1 200,00 acompte 400,00"


def coded(*values: tuple[str, Value]) -> tuple[Fact, ...]:
    """Return facts that a code gives."""
    facts = (fact(name, value) for name, value in values)
    return tuple(replace(one, witness=replace(one.witness, how=BARCODE)) for one in facts)


def invoice(*values: tuple[str, Value], pages: tuple[Fact, ...] = PAGES, **changes: object) -> Piece:
    """Return an invoice with a code that says this."""
    return piece("invoice", *pages, **({"text": TEXT, "coded": coded(*values)} | changes))


def agrees(one: Piece) -> tuple[Outcome, str | None]:
    """Return what is said of the agreement of an invoice and its code."""
    return ask("XM-04", dossier(request("balance"), one))


@pytest.mark.parametrize(
    "value",
    [
        ("applicant.iban", IBAN),
        ("invoice.amount_due", Decimal("1200.00")),
        ("invoice.amount_due", Decimal("400.00")),
        ("applicant.name", "MEDILOG SAS"),
    ],
)
def test_a_code_that_the_page_bears_out(value: tuple[str, Value]) -> None:
    """The account, the total, a part of it that the page names, or the holder."""
    assert agrees(invoice(value)) == (PASSED, None)


@pytest.mark.parametrize("value", [("applicant.iban", OTHER_IBAN), ("invoice.amount_due", Decimal("1300.00"))])
def test_a_code_that_the_page_contradicts(value: tuple[str, Value]) -> None:
    """The page shows another account, or no such amount; on a scan it is only to look at."""
    assert agrees(invoice(value)) == (FAILED, None)
    assert agrees(invoice(value, ocr_pages=(1,))) == (OPEN, "read_from_pixels")


def test_what_the_page_does_not_tell() -> None:
    """An invoice without an account neither bears a code out nor contradicts it; another name contradicts none."""
    assert agrees(invoice(("applicant.iban", IBAN), pages=())) == (OPEN, "code_not_compared")
    assert agrees(invoice(("applicant.name", "AUTRE SOCIETE"))) == (OPEN, "code_not_compared")
    assert agrees(invoice()) == (NONE, None)


def test_what_a_code_says_decides_no_other_rule() -> None:
    """A page must show an account for it to count: what only a code says is seen by nobody."""
    case = dossier(request("balance"), invoice(("applicant.iban", OTHER_IBAN[:-1] + "0"), pages=()))
    assert ask("ID-02", case)[0] == ask("ID-02", dossier(request("balance"), invoice(pages=())))[0]


def test_the_claim_tells_both() -> None:
    """The account of the page and that of the code are two witnesses that disagree."""
    case = dossier(request("balance", applicant={}), invoice(("applicant.iban", OTHER_IBAN)))
    (claim,) = [one for one in case.claims if one.attribute == "applicant.iban"]
    assert claim.state == Agreement.CONFLICT


@pytest.mark.parametrize(
    ("seals", "expected"),
    [
        ((Seal.AUTHENTIC,), (PASSED, None)),
        ((Seal.BROKEN,), (FAILED, None)),
        ((Seal.NOT_LISTED,), (OPEN, "seal_not_listed")),
        ((Seal.OUT_OF_DATE,), (OPEN, "seal_out_of_date")),
        ((Seal.NOT_CHECKED,), (NONE, None)),
        ((Seal.NONE,), (NONE, None)),
        ((), (NONE, None)),
        ((Seal.AUTHENTIC, Seal.BROKEN), (FAILED, None)),
        ((Seal.AUTHENTIC, Seal.NOT_LISTED), (OPEN, "seal_not_listed")),
    ],
)
def test_seals(seals: tuple[Seal, ...], expected: tuple[Outcome, str | None]) -> None:
    """Authentic only by a listed certificate; without a list nobody was asked; one broken seal is enough."""
    codes = tuple(PrintedCode(kind="2d_doc_03", page=1, issuer="TS00/0001", seal=seal) for seal in seals)
    assert ask("XM-05", dossier(request("enrolment"), piece("rib", codes=codes))) == expected


# --- whole dossiers --------------------------------------------------------------------------------------------------


def with_trust(sample: Sample, folder: Path) -> tuple[set[tuple[Outcome, str | None]], list[Seal]]:
    """Return what is said of the seals of a dossier when the certificate is listed, and the seals."""
    trust = folder / "confiance"
    trust.mkdir()
    (trust / "ts00.der").write_bytes(certificate().public_bytes(Encoding.DER))
    written = write(sample, folder / "dossier")
    judged = judge_folder(written.folder, replace(settings(sample.on), trust=trust))
    found = (one for one in judged.judgement.findings if one.rule == "XM-05" and one.outcome != NONE)
    outcomes = {(one.outcome, one.reason) for one in found}
    return outcomes, [code.seal for one in judged.dossier.pieces for code in one.codes]


@pytest.mark.parametrize("kind", ["balance", "enrolment"])
@pytest.mark.parametrize("seed", [4, 5, 6])
def test_a_good_dossier_with_codes(kind: str, seed: int) -> None:
    """Codes that agree add no alarm to the same dossier without them, and none is called authentic."""
    _, plain = clean(seed, kind=kind)
    _, judged = clean(seed, kind=kind, coded=True)

    found = {one.outcome for one in judged.judgement.findings if one.rule == "XM-04"}
    assert judged.judgement.verdict == plain.judgement.verdict
    assert FAILED not in found
    assert all(code.seal in (Seal.NONE, Seal.NOT_CHECKED) for one in judged.dossier.pieces for code in one.codes)


def test_a_listed_certificate_makes_bank_details_authentic(tmp_path: Path) -> None:
    """With the issuer's certificate in the folder of --trust, the 2D-Doc is authentic."""
    assert with_trust(generate(32, kind="enrolment", coded=True), tmp_path) == ({(PASSED, None)}, [Seal.AUTHENTIC])


def test_a_page_that_was_retouched() -> None:
    """Another account on the page than in the 2D-Doc is told, whatever the seal; the verdict is left to the other rules."""
    sample = generate(32, kind="enrolment", coded=True)
    document = of_kind(sample, "rib")[0]
    assert isinstance(document.coded, Rib)
    told = replace(document.coded, iban=OTHER_IBAN)
    judged = judge_sample(with_document(sample, replace(document, coded=told)))

    (finding,) = [one for one in judged.judgement.findings if one.rule == "XM-04"]
    assert finding.outcome == FAILED
    assert {one.witness.how for one in finding.evidence} == {"text_layer", BARCODE}
    assert judged.judgement.verdict == Verdict.CONFORMING


def test_the_day_of_the_seal_is_told() -> None:
    """The report says that the code was read, by whom and when it was sealed, and that nobody checked that."""
    judged = judge_sample(generate(32, kind="enrolment", coded=True))
    (code,) = [code for one in judged.report.pieces for code in one.codes]

    assert (code.kind, code.sealed_on, code.seal) == ("2d_doc_03", date(2021, 6, 1), Seal.NOT_CHECKED)
    assert "authenticité non vérifiée" in code.text
