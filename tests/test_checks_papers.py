"""What papers say of each other and of tax: references, scenario, address and signatory, VAT number and exemption."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judgement_samples import CLIENT_SIRET, ask, client, dossier, euros, fact, piece, request
from validators.model import Fact, Outcome

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]


@pytest.mark.parametrize(
    ("rule", "kind", "page", "attribute", "key"),
    [
        ("IT-13", "balance", "invoice", "order.number", "order_number"),
        ("IT-13", "balance", "va", "order.number", "order_number"),
        ("IT-14", "balance", "invoice", "invoice.number", "invoice_number"),
    ],
)
def test_papers_cite_the_declared_references(rule: str, kind: str, page: str, attribute: str, key: str) -> None:
    """The declared one passes however it is parted, another warns, none says nothing."""
    outcomes = [
        ask(rule, dossier(request(kind, beneficiaries=client(**{key: "BC-2024/017"})), piece(page, *seen)))
        for seen in ((fact(attribute, "BC 2024 017"),), (fact(attribute, "BC-2024/018"),), ())
    ]
    assert outcomes == [(PASSED, None), (FAILED, None), (NONE, None)]


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("Scénario 4", "scenario d'installation : scenario 4 le client", (PASSED, None)),
        ("4", "scenario : 4", (PASSED, None)),
        ("Scénario 2B", "scenario no 2b", (PASSED, None)),
        ("Scénario 4", "scenario 3", (FAILED, None)),
        ("Scénario 4", "[ ] scenario 3 [x] scenario 4", (OPEN, "choice_not_read")),
        ("Scénario 4", "scenario 12/03/2024", (NONE, None)),
        ("Scénario 4", "le scenario convenu", (NONE, None)),
        (None, "scenario 3", (NONE, None)),
        ("RIS hébergé", "scenario installe ris heberge", (PASSED, None)),
        ("RIS hébergé", "scenario installe ris local", (OPEN, "scenario_not_seen")),
        ("RIS hébergé", "un logiciel", (NONE, None)),
    ],
)
@pytest.mark.parametrize(("rule", "kind", "page"), [("IT-16", "funding", "purchase_order"), ("IT-17", "balance", "va")])
def test_the_scenario_is_the_same_everywhere(
    rule: str, kind: str, page: str, declared: str | None, text: str, expected: Answered
) -> None:
    """The one scenario a paper names is the declared one; a form that offers several is for a person."""
    entry = client(**({"scenario": declared} if declared else {}))
    assert ask(rule, dossier(request(kind, beneficiaries=entry), piece(page, text=text))) == expected


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("accueil@clinique.mssante.fr", (PASSED, None)),
        ("accueil@autre.mssante.fr", (FAILED, None)),
        (None, (NONE, None)),
    ],
)
def test_the_mssante_address_is_the_declared_one(seen: str | None, expected: Answered) -> None:
    """Later controls rely on the address of the VA: the request says the same one."""
    facts = [fact("beneficiary.mssante", seen)] if seen else []
    entry = client(mssante_address="Accueil@Clinique.mssante.fr")
    assert ask("IT-15", dossier(request("balance", beneficiaries=entry), piece("va", *facts))) == expected


def test_an_mssante_address_may_be_cut_at_a_line_s_end() -> None:
    """What was read up to the end of a line is no other address."""
    page = piece("va", fact("beneficiary.mssante", "accueil@clinique.mssante"), text="accueil@clinique.mssante. fr")
    entry = client(mssante_address="accueil@clinique.mssante.fr")
    assert ask("IT-15", dossier(request("balance", beneficiaries=entry), page)) == (PASSED, None)


@pytest.mark.parametrize(
    ("signatory", "expected"),
    [
        ("Docteur Anne Exemple", (PASSED, None)),
        ("Dr Hugo Modèle", (OPEN, "name_elsewhere")),
        (None, (PASSED, None)),
    ],
)
def test_the_client_s_own_name_on_its_va_is_no_signature(signatory: str | None, expected: Answered) -> None:
    """A doctor is client and signatory: the name in the letterhead does not hide that another one undersigned."""
    facts = [fact("proof.signatory", signatory)] if signatory else []
    entry = client(name="Docteur Anne Exemple", signatory="Docteur Anne Exemple")
    page = piece("va", *facts, text="docteur anne exemple 3 rue du port je soussigne")
    assert ask("IT-18", dossier(request("balance", beneficiaries=entry), page)) == expected


@pytest.mark.parametrize(
    ("address", "outcome"),
    [("accueil@clinique.mssante.fr", PASSED), ("accueil.clinique.mssante.fr", FAILED), (None, NONE)],
)
def test_an_mssante_address_looks_like_one(address: str | None, outcome: Outcome) -> None:
    """An address without its @ reaches nobody."""
    entry = client(**({"mssante_address": address} if address else {}))
    assert ask("ID-13", dossier(request("balance", beneficiaries=entry)))[0] == outcome


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("n° tva fr 44 732829320", "liable", (PASSED, None)),
        (f"client : tva fr71{CLIENT_SIRET[:9]}", "liable", (FAILED, None)),  # the client's own
        ("44 732 829 320 rcs dijon 732829320. n° tva intracommunautaire : fr", "liable", (PASSED, None)),
        (f"71 {CLIENT_SIRET[:9]} n° tva du client : fr", "liable", (FAILED, None)),
        ("iban fr76 3000 6000 0112 3456 7890 189", "liable", (FAILED, None)),
        ("facture", "liable", (FAILED, None)),
        ("facture", "exempt", (NONE, None)),
    ],
)
def test_a_supplier_who_is_liable_states_a_vat_number(text: str, status: str, expected: Answered) -> None:
    """Its own: neither the client's nor what an account number begins with."""
    declared = request("balance", applicant={"role": "publisher", "vat_status": status})
    assert ask("ME-08", dossier(declared, piece("invoice", text=text))) == expected


@pytest.mark.parametrize(
    ("facts", "text", "expected"),
    [
        (
            [fact("invoice.total_vat", euros("0.00"))],
            "tva non applicable en guyane, article 294 du cgi",
            (PASSED, None),
        ),
        ([fact("invoice.vat_rate", euros("0"))], "exoneration de tva", (PASSED, None)),
        ([fact("invoice.total_vat", euros("0.00"))], "total tva 0,00", (FAILED, None)),
        ([fact("invoice.total_vat", euros("85.00"))], "total tva 85,00", (NONE, None)),
        ([], "facture", (NONE, None)),
    ],
)
def test_an_invoice_without_tax_says_why(facts: list[Fact], text: str, expected: Answered) -> None:
    """In Guyane and Mayotte no VAT is due, and the invoice cites the text; elsewhere too when it charges none."""
    assert ask("ME-09", dossier(request("balance"), piece("invoice", *facts, text=text))) == expected


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(["20", "8.5", "0"]))
def test_declared_amounts_agree_at_the_rates_of_the_mainland_and_overseas(cents: int, rate: str) -> None:
    """Twenty per cent, eight and a half, none: rounded to the cent all pass, three cents off some cannot tell."""
    excl = Decimal(cents) / 100
    incl = (excl * (100 + Decimal(rate)) / 100).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    entry = client(order_amount_excl_tax=str(excl), order_amount_incl_tax=str(incl))
    assert ask("AM-14", dossier(request(beneficiaries=entry)), about="beneficiary:C01") == (PASSED, None)


@pytest.mark.parametrize(
    ("incl", "expected"),
    [
        ("1200.00", (PASSED, None)),
        ("1200.02", (OPEN, "rounded_by_line")),
        ("1200.03", (FAILED, None)),
        ("1100.00", (FAILED, None)),
        (None, (NONE, None)),
    ],
)
def test_declared_amounts_before_and_with_tax_agree(incl: str | None, expected: Answered) -> None:
    """A few cents may come of rounding line by line; ten per cent is no rate of these sales."""
    entry = client(**{"declared_excl_tax": "1000.00", **({"declared_incl_tax": incl} if incl else {})})
    assert ask("AM-14", dossier(request(beneficiaries=entry)), about="beneficiary:C01") == expected


@pytest.mark.parametrize(("name", "expected"), [("Exemple Santé", PASSED), (None, FAILED)])
def test_a_distributor_names_its_publisher(name: str | None, expected: Outcome) -> None:
    """The mandate joins the two: without the publisher's name nobody can compare it."""
    declared = request("enrolment", applicant={"role": "distributor"}, publisher={"name": name} if name else None)
    assert ask("DO-08", dossier(declared))[0] == expected
