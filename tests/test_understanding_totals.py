"""The total of the VAT among the amounts of its table."""

from __future__ import annotations

from decimal import Decimal

from pipeline.understanding.totals import strays, unsettled, with_tax

EXCL, INCL, VAT = "invoice.total_excl_tax", "invoice.total_incl_tax", "invoice.total_vat"


def euros(*amounts: str) -> list[Decimal]:
    """Return some amounts."""
    return [Decimal(amount) for amount in amounts]


def test_bases_and_parts_are_no_total() -> None:
    """Of several VAT amounts the one between the two totals is the total, the others are not."""
    found = strays({EXCL: euros("100.00"), INCL: euros("115.50"), VAT: euros("10.00", "5.50", "15.50", "100.00")})

    assert found == {VAT: frozenset(euros("10.00", "5.50", "100.00"))}


def test_nothing_is_chosen_without_a_reason() -> None:
    """One amount, totals that are not known or not unique, or no amount that fits: everything that was read stays."""
    assert strays({EXCL: euros("100.00"), INCL: euros("120.00"), VAT: euros("19.00")}) == {}
    assert strays({EXCL: euros("100.00"), INCL: euros("120.00"), VAT: euros("19.00", "21.00")}) == {}
    assert strays({EXCL: euros("100.00", "90.00"), INCL: euros("120.00"), VAT: euros("21.00", "30.00")}) == {}
    assert strays({VAT: euros("21.00", "30.00")}) == {}


def test_a_rate_is_no_amount_of_vat() -> None:
    """« TVA 20,00 » is a rate unless the totals leave room for twenty euros."""
    assert strays({VAT: euros("20.00")}) == {VAT: frozenset(euros("20.00"))}
    assert strays({EXCL: euros("100.00"), INCL: euros("120.00"), VAT: euros("20.00")}) == {}


def test_an_amount_whose_first_figures_were_lost_is_none() -> None:
    """Of 1 240,74 read as 240,74 the totals tell; an amount that is wrong otherwise stays, for a rule to judge."""
    totals = {EXCL: euros("6203.70"), INCL: euros("7444.44")}
    assert strays({**totals, VAT: euros("240.74")}) == {VAT: frozenset(euros("240.74"))}
    assert strays({**totals, VAT: euros("1240.73")}) == {}


def test_tax_is_rounded_half_up() -> None:
    """As invoices do."""
    assert with_tax(Decimal("0.25"), Decimal("10")) == Decimal("0.28")


def test_several_totals_and_no_sum_are_in_doubt() -> None:
    """A total that was read as two amounts is unsettled; one read twice alike is not."""
    assert unsettled({EXCL: euros("100.00", "90.00"), INCL: euros("120.00", "120.00")}) == {EXCL}
