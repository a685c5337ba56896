"""Checks of identity by role: whose number stands where, which names are one, and what an address does not prove."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.judgement_samples import (
    CLIENT_SIRET,
    FINESS,
    IBAN,
    OTHER_FINESS,
    OTHER_IBAN,
    OTHER_NIC,
    OTHER_SIRET,
    SIRET,
    ask,
    client,
    dossier,
    fact,
    piece,
    request,
)
from validators.model import Outcome, Piece

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]
PUBLISHER = {"name": "Armorial Santé", "siret": "39860733300042"}
INVALID = "00067420230507"  # an order number and a day, run together


def bearing(kind: str, *numbers: tuple[str, str] | tuple[str, str, float], **changes: Any) -> Piece:
    """Return a piece that bears these numbers: attribute, value and how surely they were given to that party."""
    facts = [fact(name, value, confidence=rest[0] if rest else 1.0) for name, value, *rest in numbers]
    return piece(kind, *facts, **changes)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((("applicant.siret", SIRET),), (PASSED, None)),
        ((("applicant.vat_number", "FR44732829320"),), (PASSED, None)),
        ((("party.siren", SIRET[:9], 0.5),), (PASSED, None)),
        ((("applicant.siret", OTHER_SIRET),), (FAILED, None)),
        ((("applicant.siret", OTHER_SIRET, 0.5),), (OPEN, "identity_not_seen")),
        ((("applicant.siret", OTHER_SIRET), ("party.siren", SIRET[:9], 0.5)), (OPEN, "several_values")),
        ((("applicant.siret", SIRET), ("party.siret", OTHER_SIRET, 0.5)), (PASSED, None)),
        ((("applicant.siret", CLIENT_SIRET),), (OPEN, "identity_not_seen")),  # the client's, in the wrong place
        ((("party.siret", OTHER_SIRET, 0.5),), (FAILED, None)),  # neither the client's nor anybody's that is known
        ((("party.siret", CLIENT_SIRET, 0.5),), (OPEN, "identity_not_seen")),
        ((("party.siret", INVALID, 0.5),), (OPEN, "identity_not_seen")),
        ((("applicant.siret", PUBLISHER["siret"]),), (FAILED, None)),  # the publisher bills in its distributor's place
        ((), (OPEN, "identity_not_seen")),
    ],
)
def test_the_supplier_of_an_invoice_is_the_applicant(numbers: Any, expected: Answered) -> None:
    """By SIREN, wherever it stands; another company's number refuses only when it is surely the supplier's."""
    declared = request("balance", publisher=PUBLISHER)
    assert ask("IT-01", dossier(declared, bearing("invoice", *numbers))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("polyclee conseil bon de commande", (PASSED, None)),
        ("armorial sante bon de commande", (OPEN, "identity_not_seen")),
        ("contact@polyclee-conseil.example bon de commande", (OPEN, "identity_not_seen")),
    ],
)
def test_an_order_may_name_its_supplier_without_a_number(text: str, expected: Answered) -> None:
    """No text asks an order for its supplier's number: the name does; a name inside an e-mail address is no name."""
    assert ask("IT-01", dossier(request(), piece("purchase_order", text=text))) == expected


def test_nothing_is_compared_with_what_is_not_declared() -> None:
    """Without the applicant's SIRET an invoice proves nothing, and the finding says what to declare."""
    declared = request("balance", applicant={"role": "publisher"})
    assert ask("IT-01", dossier(declared, bearing("invoice", ("applicant.siret", SIRET)))) == (OPEN, "not_declared")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (SIRET, (PASSED, None)),
        (OTHER_NIC, (FAILED, None)),
        (OTHER_SIRET, (NONE, None)),
        ("73282932000075", (OPEN, "need_not_passed")),
    ],
)
def test_another_establishment_is_pointed_out(number: str, expected: Answered) -> None:
    """Same SIREN, other NIC: a warning; another SIREN is another rule's, and a wrong key is not another establishment."""
    assert ask("IT-02", dossier(request("balance"), bearing("invoice", ("applicant.siret", number)))) == expected


@pytest.mark.parametrize(("numbers", "expected"), [((OTHER_NIC,), FAILED), ((OTHER_NIC, SIRET), PASSED)])
def test_an_establishment_is_told_by_its_siren(numbers: tuple[str, ...], expected: Outcome) -> None:
    """Wherever a number of the applicant's company stands, it is the applicant's; the declared one beside it is enough."""
    page = bearing("invoice", *(("party.siret", number, 0.5) for number in numbers))
    assert ask("IT-02", dossier(request("balance"), page))[0] == expected


@pytest.mark.parametrize(
    ("printed", "declared", "expected"),
    [
        (IBAN, IBAN, (PASSED, None)),
        (IBAN, "FR14 2004 1010 0505 0001 3M02 606", (PASSED, None)),
        (OTHER_IBAN, IBAN, (FAILED, None)),
        (OTHER_IBAN, "FR1420041010050500013M02607", (OPEN, "need_not_passed")),
        (None, IBAN, (OPEN, "value_not_seen")),
        (IBAN, None, (NONE, None)),
    ],
)
def test_the_account_of_the_rib_is_the_declared_one(
    printed: str | None, declared: str | None, expected: Answered
) -> None:
    """Money goes to the account that was declared; a wrong key is told first."""
    applicant = {"role": "publisher", "siret": SIRET} | ({"iban": declared} if declared else {})
    page = bearing("rib", *([("applicant.iban", printed)] if printed else []))
    assert ask("IT-03", dossier(request("enrolment", applicant=applicant), page)) == expected


@pytest.mark.parametrize(
    ("boxes", "sureness", "expected"),
    [
        ("20041 01005 0500013M026 06", 1.0, (PASSED, None)),
        ("20041 01006 0500013M026 88", 1.0, (FAILED, None)),
        ("20041 01006 0500013M026 88", 0.5, (OPEN, "value_not_seen")),
        ("20041 01006 0500013M026 89", 1.0, (OPEN, "value_not_seen")),
    ],
)
def test_a_slip_without_iban_is_compared_by_its_boxes(boxes: str, sureness: float, expected: Answered) -> None:
    """The four boxes are an account of their own when their key holds; those read in doubt or with a broken key prove nothing."""
    applicant = {"role": "publisher", "siret": SIRET, "iban": IBAN}
    page = bearing("rib", ("applicant.rib", boxes, sureness))
    assert ask("IT-03", dossier(request("enrolment", applicant=applicant), page)) == expected


@pytest.mark.parametrize(
    ("text", "holder", "expected"),
    [
        ("titulaire : polyclee conseil sarl", None, (PASSED, None)),
        ("titulaire : conseil polyclee", "CONSEIL POLYCLÉE", (PASSED, None)),
        ("titulaire : boulangerie tibasse", "Boulangerie Tibasse", (FAILED, None)),
        ("titulaire : polyclee", "Polyclée", (OPEN, "name_doubtful")),
        ("facturation@polyclee-conseil.example", None, (OPEN, "name_not_seen")),
        ("", None, (OPEN, "name_not_seen")),
    ],
)
def test_the_rib_is_in_the_applicant_s_name(text: str, holder: str | None, expected: Answered) -> None:
    """Legal forms, case and order aside; clearly another name warns, a doubtful one is for a person."""
    page = bearing("rib", *([("applicant.name", holder)] if holder else []), text=text)
    assert ask("IT-04", dossier(request("enrolment"), page)) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((("beneficiary.siret", CLIENT_SIRET),), (PASSED, None)),
        ((("beneficiary.siret", OTHER_SIRET),), (FAILED, None)),
        ((("beneficiary.siret", SIRET),), (NONE, None)),  # the supplier's, in the wrong place
        ((("applicant.siret", SIRET), ("party.siret", OTHER_SIRET, 0.5)), (FAILED, None)),
        ((("party.siret", OTHER_SIRET, 0.5),), (NONE, None)),
        ((("applicant.siret", SIRET), ("party.siret", INVALID, 0.5)), (NONE, None)),
        ((), (NONE, None)),
    ],
)
def test_the_client_s_number_is_the_declared_one(numbers: Any, expected: Answered) -> None:
    """Another entity's SIRET under the client's name warns; a piece without one says nothing."""
    assert ask("IT-05", dossier(request("balance"), bearing("invoice", *numbers))) == expected


@pytest.mark.parametrize(
    ("printed", "text", "expected"),
    [
        ((FINESS,), "", (PASSED, None)),
        ((OTHER_FINESS,), "", (FAILED, None)),
        ((OTHER_FINESS, FINESS), "", (PASSED, None)),
        ((OTHER_FINESS,), "no finess 92 000 065 0, no finess ej : 75 071 218 4", (PASSED, None)),
        ((), "", (NONE, None)),
    ],
)
def test_an_entity_s_two_finess_do_not_conflict(printed: tuple[str, ...], text: str, expected: Answered) -> None:
    """The declared FINESS beside the legal one is enough; another one alone warns."""
    page = bearing("invoice", *(("beneficiary.finess", number) for number in printed), text=text)
    assert ask("IT-06", dossier(request("balance"), page)) == expected


@pytest.mark.parametrize(
    ("invoice", "proof", "names", "expected"),
    [
        ("clinique des glycines", "la clinique des glycines atteste", ("", ""), (PASSED, None)),
        ("clinique des glycines", "ehpad les lilas", ("", "EHPAD Les Lilas"), (FAILED, None)),
        (
            "clinique des glycines",
            "ehpad les lilas mssante : contact@clinique-des-glycines.mssante.fr",
            ("Clinique des Glycines", "EHPAD Les Lilas"),
            (FAILED, None),
        ),
        ("clinique des glycines", "aucun nom", ("", ""), (OPEN, "name_not_seen")),
        ("clinique glycines", "clin. glycines", ("Clinique Glycines", "Clin. Glycines"), (PASSED, None)),
        ("aucun nom", "ehpad les lilas", ("", "EHPAD Les Lilas"), (OPEN, "name_not_seen")),
    ],
)
def test_invoice_and_proof_name_one_client(
    invoice: str, proof: str, names: tuple[str, str], expected: Answered
) -> None:
    """A VA in clearly another name is refused, whatever address it gives; a name that was not read is for a person."""
    billed, proved = ([("beneficiary.name", name)] if name else [] for name in names)
    case = dossier(request("balance"), bearing("invoice", *billed, text=invoice), bearing("va", *proved, text=proof))
    assert ask("IT-07", case, about="beneficiary:C01") == expected


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("armorial sante donne mandat a polyclee conseil", (), (PASSED, None)),
        ("armorial sante donne mandat", (("applicant.siret", SIRET),), (PASSED, None)),
        ("armorial sante donne mandat a boulangerie tibasse", (), (FAILED, None)),
        ("mandat a polyclee conseil", (), (FAILED, None)),
    ],
)
@pytest.mark.parametrize("kind", ["enrolment", "funding"])
def test_a_mandate_joins_publisher_and_applicant(kind: str, text: str, numbers: Any, expected: Answered) -> None:
    """Both are named, by name or number; the DRIMbox's mandate is asked for with the advance too."""
    declared = request(kind, publisher=PUBLISHER)
    assert ask("IT-08", dossier(declared, bearing("mandate", *numbers, text=text))) == expected


def test_a_mandate_with_an_unread_page_is_for_a_person() -> None:
    """A name may stand on the page that was not read."""
    page = piece("mandate", text="polyclee conseil", unread_pages=(2,))
    assert ask("IT-08", dossier(request("enrolment", publisher=PUBLISHER), page)) == (OPEN, "pages_not_read")


@pytest.mark.parametrize(
    ("rule", "kind", "page", "attribute", "printed", "text", "expected"),
    [
        ("IT-09", "enrolment", "listing_report", "solution.listing_number", "ANS 337405", "", (PASSED, None)),
        ("IT-09", "enrolment", "listing_report", "solution.listing_number", "ANS-337406", "", (FAILED, None)),
        ("IT-09", "enrolment", "listing_report", "solution.listing_number", None, "ans-337405", (PASSED, None)),
        (
            "IT-09",
            "enrolment",
            "listing_report",
            "solution.listing_number",
            None,
            "ans-3374051",
            (OPEN, "value_not_seen"),
        ),
        ("IT-11", "funding", "purchase_order", "solution.listing_number", "ANS-337406", "", (FAILED, None)),
        ("IT-11", "funding", "purchase_order", "solution.listing_number", None, "", (NONE, None)),
        ("IT-10", "balance", "va", "solution.version", "v12.2", "", (PASSED, None)),
        ("IT-10", "balance", "va", "solution.version", "12.3", "", (FAILED, None)),
        ("IT-10", "balance", "va", "solution.version", None, "", (NONE, None)),
    ],
)
def test_numbers_of_the_software_are_the_same_everywhere(
    rule: str, kind: str, page: str, attribute: str, printed: str | None, text: str, expected: Answered
) -> None:
    """The listing number and the version are those of the request, however they are spaced."""
    solution = {"listing_number": "ANS-337405", "version": "12.2", "listed_on": "2024-05-02"}
    numbers = [(attribute, printed)] if printed else []
    assert ask(rule, dossier(request(kind, solution=solution), bearing(page, *numbers, text=text))) == expected


def test_a_piece_with_an_unread_page_may_bear_the_number() -> None:
    """What is asked only where it is printed stays open when a page was not read."""
    page = piece("purchase_order", unread_pages=(2,))
    assert ask("IT-11", dossier(request(), page)) == (OPEN, "value_not_seen")


def test_clients_are_compared_one_by_one() -> None:
    """The invoice of one client and the VA of another are not held against each other."""
    two = [*client(), {"id": "C02", "name": "EHPAD Les Lilas", "finess": OTHER_FINESS}]
    case = dossier(
        request("balance", beneficiaries=two),
        piece("invoice", text="clinique des glycines"),
        piece("va", text="ehpad les lilas", subject="beneficiary:C02"),
    )
    assert ask("IT-07", case, about="beneficiary:C01") == (NONE, None)


@pytest.mark.parametrize(
    ("how", "expected"), [("text_layer", (NONE, None)), ("ocr:tesseract", (OPEN, "value_not_seen"))]
)
def test_another_number_that_pixels_show_in_doubt_is_no_absence(how: str, expected: Answered) -> None:
    """A rule that lets a number be absent is left open when a scan shows another one that one engine alone read."""
    seen = fact("solution.listing_number", "HOP-DPI-VA2-999", confidence=0.7)
    seen = replace(seen, witness=replace(seen.witness, how=how))
    page = piece("purchase_order", seen, ocr_pages=(1,) if how != "text_layer" else ())

    assert ask("IT-11", dossier(request(), page)) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((("applicant.siret", SIRET),), (PASSED, None)),
        ((("applicant.siret", OTHER_SIRET),), (FAILED, None)),
        ((("applicant.siret", OTHER_SIRET, 0.5),), (NONE, None)),
        ((("party.siret", OTHER_SIRET, 0.5),), (NONE, None)),  # of the client's group, perhaps
        ((("applicant.siret", PUBLISHER["siret"]),), (NONE, None)),  # the publisher may install for its distributor
        ((), (NONE, None)),
    ],
)
def test_the_supplier_of_a_va_is_the_applicant(numbers: Any, expected: Answered) -> None:
    """Only what is surely the supplier's, and neither the publisher's nor the client's, tells that a VA is of another service."""
    declared = request("balance", publisher=PUBLISHER)
    assert ask("IT-24", dossier(declared, bearing("va", *numbers))) == expected


@pytest.mark.parametrize(
    ("rule", "applicant", "publisher", "number", "expected"),
    [
        ("IT-22", {"role": "publisher", "siret": SIRET}, {}, SIRET, (PASSED, None)),
        ("IT-22", {"role": "publisher", "siret": SIRET}, {}, OTHER_SIRET, (FAILED, None)),
        ("IT-22", {"role": "publisher", "siret": SIRET}, {}, None, (NONE, None)),
        ("IT-22", {"role": "distributor", "siret": SIRET}, PUBLISHER, PUBLISHER["siret"], (NONE, None)),
        ("IT-23", {"role": "distributor", "siret": SIRET}, PUBLISHER, PUBLISHER["siret"], (PASSED, None)),
        ("IT-23", {"role": "distributor", "siret": SIRET}, PUBLISHER, SIRET, (NONE, None)),
        ("IT-23", {"role": "distributor", "siret": SIRET}, PUBLISHER, OTHER_SIRET, (FAILED, None)),
    ],
)
def test_the_listing_report_is_the_publishers(
    rule: str, applicant: dict[str, str], publisher: dict[str, str], number: str | None, expected: Answered
) -> None:
    """A report that lists another publisher's software is another solution's, whatever number it bears."""
    report = bearing("listing_report", *([("publisher.siret", number)] if number else []))
    assert ask(rule, dossier(request("enrolment", applicant=applicant, publisher=publisher), report)) == expected


@pytest.mark.parametrize(
    ("rule", "declared", "attribute", "seen", "expected"),
    [
        ("IT-25", {"applicant": {"role": "publisher", "nie": "1187"}}, "applicant.nie", "NIE-1187", PASSED),
        ("IT-25", {"applicant": {"role": "publisher", "nie": "NIE-1178"}}, "applicant.nie", "NIE-1187", FAILED),
        ("IT-25", {"applicant": {"role": "publisher", "nie": "1187"}}, "applicant.nie", None, NONE),
        ("IT-26", {"solution": {"nil": "NIL 08812"}}, "solution.nil", "08812", PASSED),
        ("IT-26", {"solution": {"nil": "NIL-08812"}}, "solution.nil", "NIL-09001", FAILED),
    ],
)
def test_the_numbers_of_the_cnda_are_the_declared_ones(
    rule: str, declared: dict[str, Any], attribute: str, seen: str | None, expected: Outcome
) -> None:
    """With its acronym or without, the NIE and the NIL of the CNDA's paper are those of the request."""
    paper = bearing("cnda_proof", *([(attribute, seen)] if seen else []))
    assert ask(rule, dossier(request("listing", **declared), paper)) == (expected, None)
