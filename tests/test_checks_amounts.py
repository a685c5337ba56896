"""Checks of amounts: to the cent, in one tax basis, and open where the printed figures do not tell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Ceiling
from rules.rulebook import Rulebook
from tests.judgement_samples import FINESS, ask, book, client, dossier, euros, fact, piece, request
from validators.model import Fact, Outcome, Piece

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
EXEMPT = "tva non applicable, art. 293 b du cgi"
CEILING = "9000.00"


def amounts(kind: str, *pairs: tuple[str, str]) -> list[Fact]:
    """Return amounts that a kind of piece prints, by the last part of their name."""
    prefix = {"invoice": "invoice", "purchase_order": "order"}[kind]
    return [fact(f"{prefix}.{name}", euros(value)) for name, value in pairs]


def order(*pairs: tuple[str, str], **changes: Any) -> Piece:
    """Return an order that prints these amounts."""
    return piece("purchase_order", *amounts("purchase_order", *pairs), **changes)


def invoice(*pairs: tuple[str, str], **changes: Any) -> Piece:
    """Return an invoice that prints these amounts."""
    return piece("invoice", *amounts("invoice", *pairs), **changes)


def totals(excl: str, vat: str, incl: str, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the three totals of an invoice, and more."""
    return (("total_excl_tax", excl), ("total_vat", vat), ("total_incl_tax", incl), *more)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("0.01", (PASSED, None)), ("0.00", (FAILED, None)), ("-5.00", (FAILED, None)), (None, (OPEN, "amount_not_read"))],
)
@pytest.mark.parametrize(("rule", "kind"), [("AM-01", "funding"), ("AM-02", "balance")])
def test_the_prestation_costs_something(
    rule: str, kind: str, amount: str | None, expected: tuple[Outcome, str | None]
) -> None:
    """A Prestation Ségur at zero is refused; one whose amount was not read is for a person."""
    make = order if kind == "funding" else invoice
    pairs = [("segur_excl_tax", amount)] if amount else []
    assert ask(rule, dossier(request(kind), make(*pairs))) == expected


def test_a_doubtful_zero_refuses_nobody() -> None:
    """An amount that was read without certainty neither passes nor fails."""
    doubtful = piece("purchase_order", fact("order.segur_excl_tax", euros("0.00"), confidence=0.5))
    assert ask("AM-01", dossier(request(), doubtful)) == (OPEN, "amount_not_read")


@pytest.mark.parametrize(
    ("pairs", "text", "expected"),
    [
        (totals("100.00", "20.00", "120.00"), "", (PASSED, None)),
        (totals("100.00", "20.00", "119.99"), "", (FAILED, None)),
        (totals("100.00", "20.00", "120.01"), "", (FAILED, None)),
        (totals("100.00", "20.00", "120.00", ("total_incl_tax", "90.00")), "", (PASSED, None)),
        (totals("100.00", "20.00", "119.00", ("total_incl_tax", "90.00")), "", (OPEN, "several_totals")),
        (totals("100.00", "20.00", "120.00")[:2], "", (OPEN, "totals_not_read")),
        ((), "", (OPEN, "totals_not_read")),
        ((("total_excl_tax", "100.00"),), EXEMPT, (PASSED, None)),
        ((("total_excl_tax", "100.00"), ("total_incl_tax", "100.00")), EXEMPT, (PASSED, None)),
        ((("total_excl_tax", "100.00"), ("total_incl_tax", "120.00")), EXEMPT, (OPEN, "totals_not_read")),
        ((("total_excl_tax", "100.00"), ("total_vat", "20.00")), EXEMPT, (OPEN, "totals_not_read")),
    ],
)
def test_totals_add_up_to_the_cent(
    pairs: tuple[tuple[str, str], ...], text: str, expected: tuple[Outcome, str | None]
) -> None:
    """Before tax and tax make the total; an invoice without VAT shows one amount; what was not read stays open."""
    assert ask("AM-03", dossier(request("balance"), invoice(*pairs, text=text))) == expected


@pytest.mark.parametrize(
    ("pairs", "rates", "text", "expected"),
    [
        (totals("1000.00", "200.00", "1200.00"), ("20",), "", (PASSED, None)),
        (totals("1000.00", "85.00", "1085.00"), ("8.5",), "", (PASSED, None)),
        (totals("33.33", "6.67", "40.00"), ("20",), "", (PASSED, None)),
        (totals("1000.00", "199.00", "1199.00"), ("20",), "", (FAILED, None)),
        (totals("1000.00", "200.01", "1200.01"), ("20",), "", (OPEN, "rounded_by_line")),
        (totals("1000.00", "199.00", "1199.00"), ("20", "8.5"), "", (OPEN, "several_totals")),
        (totals("1000.00", "85.00", "1085.00"), ("20", "8.5"), "", (PASSED, None)),
        (totals("1000.00", "200.00", "1200.00"), (), "", (OPEN, "rate_not_read")),
        ((), ("20",), "", (OPEN, "totals_not_read")),
        ((("total_excl_tax", "100.00"),), (), EXEMPT, (NONE, None)),
        (totals("1000.00", "0.00", "1000.00"), (), EXEMPT, (NONE, None)),
        (totals("1000.00", "0.00", "1000.00"), (), "", (OPEN, "rate_not_read")),
    ],
)
def test_the_tax_is_that_of_the_printed_rate(
    pairs: tuple[tuple[str, str], ...], rates: tuple[str, ...], text: str, expected: tuple[Outcome, str | None]
) -> None:
    """VAT follows the rate to the cent; rounding by line and several rates are for a person."""
    printed = [fact("invoice.vat_rate", euros(rate)) for rate in rates]
    page = piece("invoice", *amounts("invoice", *pairs), *printed, text=text)
    assert ask("AM-04", dossier(request("balance"), page)) == expected


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(["20", "8.5", "5.5", "2.1"]))
def test_right_arithmetic_is_never_refused(cents: int, rate: str) -> None:
    """Whatever the amount and the rate, tax rounded to the cent and its sum pass both rules."""
    excl = Decimal(cents) / 100
    vat = (excl * Decimal(rate) / 100).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    pairs = totals(str(excl), str(vat), str(excl + vat))
    page = piece("invoice", *amounts("invoice", *pairs), fact("invoice.vat_rate", euros(rate)))
    case = dossier(request("balance"), page)
    assert (ask("AM-03", case), ask("AM-04", case)) == ((PASSED, None), (PASSED, None))


@pytest.mark.parametrize(
    ("rates", "text", "expected"),
    [
        (["20"], "", (PASSED, None)),
        (["8.5"], "", (PASSED, None)),
        (["10"], "", (FAILED, None)),
        (["20", "5.5"], "", (OPEN, "several_values")),
        ([], "", (OPEN, "rate_not_read")),
        ([], EXEMPT, (NONE, None)),
    ],
)
def test_an_odd_rate_is_pointed_out(rates: list[str], text: str, expected: tuple[Outcome, str | None]) -> None:
    """Twenty and eight and a half per cent are usual; another rate deserves a look, and beside a usual one a person's."""
    printed = [fact("invoice.vat_rate", euros(rate)) for rate in rates]
    page = piece("invoice", *printed, fact("invoice.total_excl_tax", euros("100.00")), text=text)
    assert ask("AM-05", dossier(request("balance"), page)) == expected


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        ({"declared_excl_tax": "1000.00"}, (("segur_excl_tax", "1000.00"),), (PASSED, None)),
        ({"declared_excl_tax": "1000.00"}, (("segur_excl_tax", "1000.01"),), (FAILED, None)),
        ({"declared_incl_tax": "1200.00"}, (("segur_incl_tax", "1200.01"),), (FAILED, None)),
        ({"declared_excl_tax": "1000.00"}, (("segur_incl_tax", "1200.00"),), (OPEN, "amounts_not_comparable")),
        ({}, (("segur_excl_tax", "1000.00"),), (OPEN, "limit_not_given")),
        (
            {"declared_excl_tax": "1000.00"},
            (("segur_excl_tax", "900.00"), ("segur_excl_tax", "1100.00")),
            (OPEN, "several_values"),
        ),
    ],
)
def test_what_is_invoiced_is_at_most_what_was_declared(
    declared: dict[str, str], printed: tuple[tuple[str, str], ...], expected: tuple[Outcome, str | None]
) -> None:
    """One cent more than at the advance is refused; amounts of two tax bases are not compared."""
    case = dossier(request("balance", beneficiaries=client(**declared)), invoice(*printed))
    assert ask("AM-06", case, about="beneficiary:C01") == expected


@pytest.mark.parametrize(
    ("rule", "kind", "declared", "printed", "expected"),
    [
        ("AM-07", "funding", {"declared_excl_tax": "1000.00"}, order(("segur_excl_tax", "1000.00")), PASSED),
        ("AM-07", "funding", {"declared_excl_tax": "1000.01"}, order(("segur_excl_tax", "1000.00")), FAILED),
        ("AM-11", "balance", {"order_amount_excl_tax": "999.99"}, invoice(("segur_excl_tax", "1000.00")), FAILED),
        ("AM-11", "balance", {"order_amount_excl_tax": "1000.00"}, invoice(("segur_excl_tax", "1000.00")), PASSED),
    ],
)
def test_the_chain_from_order_to_invoice_holds(
    rule: str, kind: str, declared: dict[str, str], printed: Piece, expected: Outcome
) -> None:
    """Neither what is declared nor what is invoiced passes what was ordered."""
    case = dossier(request(kind, beneficiaries=client(**declared)), printed)
    assert ask(rule, case, about="beneficiary:C01")[0] == expected


def test_what_a_piece_prints_counts_before_what_the_request_says_of_it() -> None:
    """A request that overstates the order does not cover a declared amount that the order does not."""
    entry = client(declared_excl_tax="1500.00", order_amount_excl_tax="2000.00")
    case = dossier(request(beneficiaries=entry), order(("segur_excl_tax", "1000.00")))
    assert ask("AM-07", case, about="beneficiary:C01") == (FAILED, None)


def with_ceilings(*ceilings: Ceiling) -> Rulebook:
    """Return the shipped rules with these ceilings for hospitals."""
    scheme = replace(book().schemes["HOP-DPI-VA2"], ceilings=ceilings)
    return replace(book(), schemes={**book().schemes, scheme.code: scheme})


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("segur_excl_tax", "9000.00"), (PASSED, None)),
        (("segur_excl_tax", "9000.01"), (FAILED, None)),
        (("segur_incl_tax", "10800.00"), (PASSED, None)),
        (("segur_incl_tax", "10800.01"), (FAILED, None)),
        (None, (OPEN, "amount_not_read")),
    ],
)
@pytest.mark.parametrize(("rule", "kind"), [("AM-08", "funding"), ("AM-12", "balance")])
def test_a_ceiling_holds_to_the_cent(
    rule: str, kind: str, pair: tuple[str, str] | None, expected: tuple[Outcome, str | None]
) -> None:
    """One cent above the ceiling is refused, before tax and with tax."""
    make = order if kind == "funding" else invoice
    case = dossier(request(kind), make(*([pair] if pair else [])))
    rules = with_ceilings(Ceiling(excl_tax=euros(CEILING), source="IND-1265"))
    assert ask(rule, case, rules=rules, about="beneficiary:C01") == expected


@pytest.mark.parametrize(
    ("ceilings", "expected"),
    [
        ((), (OPEN, "ceiling_unknown")),
        ((Ceiling(excl_tax=euros("1.00"), source="IND-1265", request="balance"),), (OPEN, "ceiling_unknown")),
        ((Ceiling(excl_tax=euros("1.00"), source="IND-1265", beneficiary="999999999"),), (OPEN, "ceiling_unknown")),
        (
            (
                Ceiling(excl_tax=euros("1.00"), source="IND-1265"),
                Ceiling(excl_tax=euros(CEILING), source="IND-1265", beneficiary=FINESS),
            ),
            (PASSED, None),
        ),
        (
            (
                Ceiling(excl_tax=euros("1.00"), source="IND-1265", request="funding"),
                Ceiling(excl_tax=euros(CEILING), source="IND-1265"),
            ),
            (FAILED, None),
        ),
    ],
)
def test_the_ceiling_is_the_client_s_own(ceilings: tuple[Ceiling, ...], expected: tuple[Outcome, str | None]) -> None:
    """A client's own ceiling comes before the scheme's, and the request's before that of all; one of another client or request says nothing."""
    case = dossier(request(), order(("segur_excl_tax", "5000.00")))
    assert ask("AM-08", case, rules=with_ceilings(*ceilings), about="beneficiary:C01") == expected


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        ("1000.00", (("segur_excl_tax", "1000.00"),), (PASSED, None)),
        ("1000.00", (("segur_excl_tax", "1000.01"),), (FAILED, None)),
        ("1000,00", (("segur_excl_tax", "1000.00"),), (PASSED, None)),
        ("1000.00", (("segur_excl_tax", "1000.00"), ("segur_excl_tax", "1200.00")), (PASSED, None)),
        ("1000.00", (), (OPEN, "amount_not_read")),
        (None, (("segur_excl_tax", "1000.00"),), (NONE, None)),
    ],
)
@pytest.mark.parametrize(("rule", "kind"), [("AM-09", "balance"), ("AM-13", "funding")])
def test_a_declared_amount_is_the_printed_one(
    rule: str, kind: str, declared: str | None, printed: tuple[tuple[str, str], ...], expected: tuple[Outcome, Any]
) -> None:
    """The request says what the piece prints, to the cent."""
    make, key = (order, "order_amount_excl_tax") if kind == "funding" else (invoice, "invoice_amount_excl_tax")
    entry = client(**({key: declared} if declared else {}))
    assert ask(rule, dossier(request(kind, beneficiaries=entry), make(*printed))) == expected


@pytest.mark.parametrize(
    ("text", "unread", "expected"),
    [
        ("facture no f-118", (), (PASSED, None)),
        ("facture d'acompte no f-118", (), (FAILED, None)),
        ("facture f-118 sans facture d'acompte", (), (PASSED, None)),
        ("l'avance n'a pas donne lieu a facture intermediaire", (), (PASSED, None)),
        ("facture f-118 ... un acompte de 30 % peut etre demande a la commande.", (), (PASSED, None)),
        ("la presente facture est un acompte de 30 % de la prestation", (), (FAILED, None)),
        ("acompte de 30 % : 300,00 €. il sera deduit du solde", (), (FAILED, None)),
        ("facture 2/2 - solde de la prestation", (), (FAILED, None)),
        ("facture no f-118", (2,), (OPEN, "pages_not_read")),
        ("acompte recu (facture d'acompte f-104, materiel)", (), (OPEN, "another_invoice_cited")),
        ("facture d'acompte du 12/03/2024", (), (FAILED, None)),
        ("facture d'acompte 30 %", (), (FAILED, None)),
        ("facture d'acompte no f-118, suite a la facture d'acompte f-104", (), (FAILED, None)),
    ],
)
def test_an_invoice_is_for_the_whole(text: str, unread: tuple[int, ...], expected: tuple[Outcome, str | None]) -> None:
    """A deposit invoice is pointed out, where its words were read; another one that is cited may be for other things."""
    page = piece("invoice", fact("invoice.number", "F-118"), text=text, unread_pages=unread)
    assert ask("AM-10", dossier(request("balance"), page)) == expected
