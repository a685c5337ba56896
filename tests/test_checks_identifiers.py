"""Checks of identifiers: each fault is named, a slip is told by the witness who has it right, doubt accuses nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.judgement_samples import (
    CLIENT_SIRET,
    FINESS,
    IBAN,
    OTHER_IBAN,
    SIRET,
    ask,
    client,
    dossier,
    fact,
    findings,
    piece,
    request,
)
from validators.model import Level, Outcome

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]


@pytest.mark.parametrize(
    ("rule", "key", "value", "expected"),
    [
        ("ID-04", "finess", FINESS, (PASSED, None)),
        ("ID-04", "finess", "7501234", (FAILED, "identifier_length")),
        ("ID-04", "finess", "000000000", (FAILED, "identifier_all_zero")),
        ("ID-04", "finess", "920000651", (NONE, None)),
        ("ID-05", "finess", "920000651", (FAILED, "identifier_key")),
        ("ID-05", "finess", FINESS, (PASSED, None)),
        ("ID-05", "finess", "2A0000014", (NONE, None)),  # how a Corsican key is made stands in no text
        ("ID-04", "finess", "2A0000014", (PASSED, None)),
        ("ID-06", "rpps", "10999760092", (PASSED, None)),
        ("ID-06", "rpps", "1012345", (FAILED, "identifier_length")),
        ("ID-07", "rpps", "10999760093", (FAILED, "identifier_key")),
        ("ID-08", "adeli", "759300001", (PASSED, None)),
        ("ID-08", "adeli", "75100", (FAILED, "identifier_length")),
        ("ID-12", "siret", "MONACOCONFO001", (FAILED, "note_monaco")),
        ("ID-12", "siret", CLIENT_SIRET, (PASSED, None)),
    ],
)
def test_a_client_s_number_is_examined(rule: str, key: str, value: str, expected: Answered) -> None:
    """Format refuses, a key that is only inferred warns, and what is merely unusual is pointed out."""
    assert ask(rule, dossier(request(beneficiaries=client(**{key: value})))) == expected


@pytest.mark.parametrize(
    ("rule", "key", "value", "expected"),
    [
        ("ID-01", "siret", SIRET, (PASSED, None)),
        ("ID-01", "siret", "35600000049837", (PASSED, None)),  # La Poste, by the sum of its digits
        ("ID-01", "siret", "73282932000075", (FAILED, "identifier_key")),
        ("ID-01", "siret", "7328293200007", (FAILED, "identifier_length")),
        ("ID-01", "siret", "7328293200007X", (FAILED, "identifier_characters")),
        ("ID-02", "iban", "FR14 2004 1010 0505 0001 3M02 606", (PASSED, None)),
        ("ID-02", "iban", "FR1420041010050500013M02607", (FAILED, "identifier_key")),
        ("ID-02", "iban", "BE68539007547034", (PASSED, None)),
        ("ID-03", "bic", "BCPTFR2", (FAILED, "identifier_length")),
        ("ID-03", "bic", "PSSTFRPPPAR", (PASSED, None)),
        ("ID-09", "vat_number", "FR44732829320", (PASSED, None)),
        ("ID-09", "vat_number", "FR45732829320", (FAILED, "identifier_key")),
        ("ID-09", "vat_number", "XX44732829320", (FAILED, "identifier_country")),
        ("ID-11", "iban", "BE68539007547034", (FAILED, "note_foreign")),
        ("ID-11", "iban", IBAN, (PASSED, None)),
        ("ID-11", "iban", "BE00539007547034", (NONE, None)),
    ],
)
def test_the_applicant_s_number_is_examined(rule: str, key: str, value: str, expected: Answered) -> None:
    """Each fault of a number is named; a foreign account is valid and pointed out."""
    applicant = {"role": "publisher", "name": "Polyclée Conseil", key: value}
    assert ask(rule, dossier(request(applicant=applicant, beneficiaries=[]))) == expected


def test_what_nobody_declares_and_no_piece_prints_is_not_examined() -> None:
    """No number, no finding: that one is missing is another rule's business."""
    case = dossier(request(applicant={"role": "publisher"}, beneficiaries=[]))
    assert {rule: ask(rule, case) for rule in ("ID-01", "ID-02", "ID-09")} == dict.fromkeys(
        ("ID-01", "ID-02", "ID-09"), (NONE, None)
    )


def test_a_slip_is_told_by_the_witness_who_has_it_right() -> None:
    """Two digits swapped in the request are put right by the invoice, which is named."""
    mistyped = SIRET[:-3] + SIRET[-2] + SIRET[-3] + SIRET[-1]
    applicant = {"role": "publisher", "siret": mistyped}
    case = dossier(request("balance", applicant=applicant), piece("invoice", fact("applicant.siret", SIRET)))
    assert ask("ID-01", case) == (FAILED, "slip")
    (found,) = findings(case, "ID-01")
    assert (found.arguments["right"].value, found.arguments["where"].value) == (SIRET, "invoice.pdf")


def test_another_number_is_no_slip() -> None:
    """A right number that is not close to the wrong one is not offered in its place."""
    applicant = {"role": "publisher", "siret": "12345678901234"}
    case = dossier(request("balance", applicant=applicant), piece("invoice", fact("applicant.siret", SIRET)))
    assert ask("ID-01", case)[1] != "slip"


@pytest.mark.parametrize(("confidence", "expected"), [(1.0, FAILED), (0.5, PASSED)])
def test_a_number_that_was_read_with_doubt_accuses_nobody(confidence: float, expected: Outcome) -> None:
    """A wrong SIRET on a piece fails only when it was surely read."""
    page = piece("invoice", fact("applicant.siret", "73282932000075", confidence=confidence))
    assert ask("ID-01", dossier(request("balance"), page))[0] == expected


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("73282932000075", (OPEN, "seen_on_pixels")),  # misread, or misprinted: a person sees which
        (SIRET.replace("0", "O"), (PASSED, None)),  # what the request says, to the eye
        (SIRET, (PASSED, None)),
    ],
)
def test_a_fault_that_pixels_show_in_doubt_is_for_a_person(read: str, expected: Answered) -> None:
    """A wrong SIRET that a scan may show is neither a failure nor passed over."""
    doubtful = fact("applicant.siret", read, confidence=0.7)
    seen = replace(doubtful, witness=replace(doubtful.witness, how="ocr:tesseract"))
    assert ask("ID-01", dossier(request("balance"), piece("invoice", seen))) == expected


@pytest.mark.parametrize(
    ("boxes", "iban", "expected"),
    [
        ("20041 01005 0500013M026 06", IBAN, (PASSED, None)),
        ("20041 01005 0500013M026 07", IBAN, (FAILED, None)),
        ("30006 00001 12345678901 89", IBAN, (FAILED, None)),
        ("20041 01005 0500013M026 06", None, (NONE, None)),
        (None, IBAN, (NONE, None)),
        ("20041 01005 0500013M026", IBAN, (OPEN, "several_values")),
    ],
)
def test_the_boxes_of_a_rib_say_what_its_iban_says(boxes: str | None, iban: str | None, expected: Answered) -> None:
    """A RIB that contradicts itself is refused; one of a single form has nothing to compare."""
    said = (("applicant.rib", boxes), ("applicant.iban", iban))
    facts = [fact(attribute, value) for attribute, value in said if value]
    assert ask("ID-10", dossier(request("enrolment"), piece("rib", *facts))) == expected


def test_two_ibans_on_a_rib_are_for_a_person() -> None:
    """Which of two accounts the boxes should match is not for a machine to choose."""
    page = piece(
        "rib",
        fact("applicant.rib", "20041 01005 0500013M026 06"),
        fact("applicant.iban", IBAN),
        fact("applicant.iban", OTHER_IBAN),
    )
    assert ask("ID-10", dossier(request("enrolment"), page)) == (OPEN, "several_values")


def test_a_key_that_is_only_inferred_warns() -> None:
    """The keys of FINESS and RPPS numbers stand in no text that was read: a wrong one never refuses a dossier."""
    case = dossier(request(beneficiaries=client(finess="920000651", rpps="10999760093", adeli="75100")))
    assert {rule: findings(case, rule)[0].level for rule in ("ID-05", "ID-07", "ID-08")} == dict.fromkeys(
        ("ID-05", "ID-07", "ID-08"), Level.WARNING
    )
