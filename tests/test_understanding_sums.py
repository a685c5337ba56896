"""The totals of a document among the other amounts that stand beside them."""

from __future__ import annotations

from decimal import Decimal

from pipeline.understanding.sums import adding_up

EXCL, VAT, INCL = "invoice.total_excl_tax", "invoice.total_vat", "invoice.total_incl_tax"


def euros(*amounts: str) -> list[Decimal]:
    """Return some amounts."""
    return [Decimal(amount) for amount in amounts]


def test_bases_and_parts_are_no_total() -> None:
    """Of several VAT amounts the one between the two totals is the total, the others are not."""
    found = adding_up({EXCL: euros("100.00"), INCL: euros("115.50"), VAT: euros("10.00", "5.50", "15.50", "100.00")})

    assert found == {EXCL: Decimal("100.00"), VAT: Decimal("15.50"), INCL: Decimal("115.50")}


def test_what_is_left_to_pay_is_no_total() -> None:
    """Of two amounts with tax the one that the tax explains is the total."""
    found = adding_up({EXCL: euros("100.00"), VAT: euros("20.00"), INCL: euros("84.00", "120.00")})

    assert found[INCL] == Decimal("120.00")


def test_nothing_is_chosen_without_a_reason() -> None:
    """Totals that are not known, that fit nowhere, or in two ways: none is told."""
    assert adding_up({EXCL: euros("100.00"), INCL: euros("120.00"), VAT: euros("19.00")}) == {}
    assert adding_up({EXCL: euros("100.00"), INCL: euros("120.00"), VAT: euros("19.00", "21.00")}) == {}
    assert adding_up({EXCL: euros("100.00", "90.00"), INCL: euros("120.00"), VAT: euros("20.00", "30.00")}) == {}
    assert adding_up({VAT: euros("20.00", "30.00")}) == {}
