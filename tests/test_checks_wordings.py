"""Checks of wordings: what a paper must say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.judgement_samples import (
    IBAN,
    ask,
    client,
    dossier,
    fact,
    on,
    piece,
    request,
)
from validators.model import Outcome

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]
STATE = "montant pris en charge par l'etat au titre du segur de la sante"


@pytest.mark.parametrize(
    ("text", "unread", "expected"),
    [
        (f"bon de commande {STATE} : 9 000,00", (), (PASSED, None)),
        ("bon de commande montant pris en charge par le client", (), (FAILED, None)),
        ("bon de commande", (2,), (OPEN, "pages_not_read")),
        (STATE, (2,), (PASSED, None)),
    ],
)
def test_an_order_tells_the_state_s_share(text: str, unread: tuple[int, ...], expected: Answered) -> None:
    """The mention is there, missing, or perhaps on a page that was not read."""
    assert ask("ME-01", dossier(request(), piece("purchase_order", text=text, unread_pages=unread))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STATE, (PASSED, None)),
        (STATE.replace("l'etat", "|'etat").replace("titre du", "t1tredu"), (PASSED, None)),
        (STATE.replace("l'etat", "le client"), (OPEN, "read_from_pixels")),
    ],
)
def test_a_mention_on_a_scan(text: str, expected: Answered) -> None:
    """On a scan the mention may be spelt with look-alikes; where it is not seen, it may be there all the same."""
    assert ask("ME-01", dossier(request(), piece("purchase_order", text=text, ocr_pages=(1,)))) == expected


@pytest.mark.parametrize(
    ("ordered", "text", "listed", "expected"),
    [
        (date(2024, 5, 1), "sous reserve de referencement", "2024-05-02", (PASSED, None)),
        (date(2024, 5, 1), "bon de commande", "2024-05-02", (FAILED, None)),
        (date(2024, 5, 2), "bon de commande", "2024-05-02", (NONE, None)),
        (date(2024, 5, 1), "bon de commande", None, (OPEN, "not_declared")),
        (None, "bon de commande", "2024-05-02", (OPEN, "date_not_seen")),
    ],
)
def test_an_order_before_the_listing_is_conditional(
    ordered: date | None, text: str, listed: str | None, expected: Answered
) -> None:
    """Passed one day before the listing it bears the condition; from that day on nobody asks for it."""
    page = piece("purchase_order", *([fact("order.date", ordered)] if ordered else []), text=text)
    declared = request(solution={"listed_on": listed} if listed else {})
    assert ask("ME-02", dossier(declared, page)) == expected


@pytest.mark.parametrize(
    ("holds", "text", "expected"),
    [
        (False, "habilitation operateur de service utilisateur", (PASSED, None)),
        (False, "mandat", (FAILED, None)),
        (True, "mandat", (NONE, None)),
        (None, "mandat", (OPEN, "not_declared")),
        (None, "operateur de service utilisateur", (PASSED, None)),
    ],
)
def test_a_drimbox_mandate_bears_its_clause(holds: bool | None, text: str, expected: Answered) -> None:
    """A distributor without its own habilitation has the publisher's written into its mandate."""
    applicant = {"role": "distributor"} | ({} if holds is None else {"edc_psc_operator": holds})
    declared = request("enrolment", "IMG-DB-VA2", applicant=applicant)
    assert ask("ME-03", dossier(declared, piece("mandate", text=text))) == expected


def test_other_schemes_ask_for_no_such_clause() -> None:
    """The clause is the DRIMbox scheme's; elsewhere the rule does not apply, and without a scheme nobody can tell."""
    applicant = {"role": "distributor"}
    declared = request("enrolment", "HOP-DPI-VA1", applicant=applicant)
    assert ask("ME-03", dossier(declared, piece("mandate"))) == (NONE, None)
    assert ask("ME-03", dossier(request("enrolment", None, applicant=applicant), piece("mandate"))) == (
        OPEN,
        "no_scheme",
    )


@pytest.mark.parametrize(
    ("facts", "text", "unread", "expected"),
    [
        ([fact("beneficiary.mssante", "a@b.mssante.fr")], "", (), (PASSED, None)),
        ([], "messagerie : a@b.mssante.fr", (), (PASSED, None)),
        ([], "messagerie : a@clermont- ferrand.mssante.fr", (), (PASSED, None)),
        ([], "adresse mssante : voir a@b.fr", (), (OPEN, "address_unlabelled")),
        ([], "adresse mssante : neant", (), (FAILED, None)),
        ([], "contact : a@b.fr", (), (FAILED, None)),
        ([], "contact", (2,), (OPEN, "pages_not_read")),
        ([fact("beneficiary.mssante", "a@b.mssante.fr", confidence=0.5)], "contact", (), (FAILED, None)),
    ],
)
@pytest.mark.parametrize("page", ["va", "mom"])
def test_a_proof_states_the_mssante_address(
    page: str, facts: list[Any], text: str, unread: tuple[int, ...], expected: Answered
) -> None:
    """An address of another kind is no MSSanté address; one that may be it is for a person."""
    assert ask("ME-04", dossier(request("balance"), piece(page, *facts, text=text, unread_pages=unread))) == expected


@pytest.mark.parametrize(
    ("declared", "seen", "derived", "expected"),
    [
        ("Cas 1", ("Cas 1",), False, (PASSED, None)),
        ("Cas 1", ("Cas 2",), False, (FAILED, None)),
        ("Cas 1", ("Cas 1", "Cas 2"), False, (OPEN, "choice_not_read")),
        ("Cas 1", (), False, (OPEN, "choice_not_read")),
        (None, ("Cas 1",), False, (FAILED, "choice_not_declared")),
        (None, (), False, (FAILED, "choice_not_declared")),
        ("Cas 1", ("Cas 1",), True, (OPEN, "not_declared")),
    ],
)
def test_the_mss_case_of_the_va_is_the_declared_one(
    declared: str | None, seen: tuple[str, ...], derived: bool, expected: Answered
) -> None:
    """The portal wants it in the request; what `init` copied from the VA does not prove the VA."""
    case = request("balance", "MS2-DUI-VA1", beneficiaries=client(**({"mss_case": declared} if declared else {})))
    if derived:
        case["derived_from"] = {"beneficiaries.C01.mss_case": "va.pdf"}
    page = piece("va", *(fact("deployment.mss_case", choice) for choice in seen), text="deploiement mss : [ ] cas")
    assert ask("ME-05", dossier(case, page), on(2024, 10, 1, 9)) == expected


@pytest.mark.parametrize(
    ("text", "unread", "expected"),
    [
        ("le client prononce l'aptitude", (), (FAILED, None)),
        ("le client prononce l'aptitude", (2,), (OPEN, "choice_not_read")),
        ("deploiement retenu : le second", (), (OPEN, "choice_not_read")),
    ],
)
def test_a_va_that_speaks_of_no_case_says_none(text: str, unread: tuple[int, ...], expected: Answered) -> None:
    """It is refused where the whole of it was read; where it may say one in other words a person looks."""
    case = request("balance", "MS2-DUI-VA1", beneficiaries=client(mss_case="Cas 1"))
    assert ask("ME-05", dossier(case, piece("va", text=text, unread_pages=unread)), on(2024, 10, 1, 9)) == expected


@pytest.mark.parametrize(
    ("facts", "text", "unread", "expected"),
    [
        ([fact("applicant.iban", IBAN)], "", (), (PASSED, None)),
        ([fact("applicant.bic", "PSSTFRPPPAR")], "", (), (PASSED, None)),
        ([], "iban : fr14 2004", (), (OPEN, "value_not_read")),
        ([], "titulaire du compte", (), (FAILED, None)),
        ([], "titulaire du compte", (1,), (OPEN, "pages_not_read")),
    ],
)
def test_a_rib_bears_an_iban_or_a_bic(facts: list[Any], text: str, unread: tuple[int, ...], expected: Answered) -> None:
    """One of them is enough; a RIB that speaks of an IBAN nobody could read is for a person."""
    page = piece("rib", *facts, text=text, unread_pages=unread)
    assert ask("ME-06", dossier(request("enrolment"), page)) == expected


NUMBER, DAY = fact("invoice.number", "F-118"), fact("invoice.date", date(2024, 3, 12))


@pytest.mark.parametrize(
    ("facts", "text", "unread", "expected"),
    [
        ([NUMBER, DAY], "", (), (PASSED, None)),
        ([DAY], "facture", (), (FAILED, None)),
        ([NUMBER], "facture", (), (FAILED, None)),
        ([DAY], "facture no f-118", (), (OPEN, "value_not_read")),
        ([NUMBER], "facture du 12/03/2024", (), (OPEN, "value_not_read")),
        ([DAY], "facture", (2,), (OPEN, "pages_not_read")),
    ],
)
def test_an_invoice_bears_its_number_and_day(
    facts: list[Any], text: str, unread: tuple[int, ...], expected: Answered
) -> None:
    """What seems to stand there and was not read is not said to be missing."""
    assert (
        ask("ME-07", dossier(request("balance"), piece("invoice", *facts, text=text, unread_pages=unread))) == expected
    )


def test_a_declared_number_that_stands_on_the_invoice_is_there() -> None:
    """Away from the words that announce it, a number is known by the request's."""
    page = piece("invoice", DAY, text="facture f-2022-202 emise le 27/12/2022")
    declared = request("balance", beneficiaries=client(invoice_number="F-2022-202"))
    assert ask("ME-07", dossier(declared, page)) == (PASSED, None)
    other = request("balance", beneficiaries=client(invoice_number="F-2022-303"))
    assert ask("ME-07", dossier(other, page)) == (FAILED, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mise en service sur le perimetre complet", PASSED),
        ("mise en service sur un perimetre partiel", FAILED),
        ("sans perimetre partiel", PASSED),
    ],
)
def test_a_partial_start_of_service_is_not_funded(text: str, expected: Outcome) -> None:
    """The report that says so is pointed out; that the scope is whole is for a person to see."""
    case = dossier(request("funding", "SAS-EDT-VA1"), piece("pv_mise_en_service", text=text))
    assert ask("ME-10", case)[0] == expected
