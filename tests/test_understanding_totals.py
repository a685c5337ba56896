"""The totals of a document among the other amounts that stand beside them, and the sum that proves them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.understanding.prices.totals import adding_up, by_the_others, with_tax
from tests.paper_samples import Cell, sure_of, sure_on_scan

EXCL, VAT, INCL = "invoice.total_excl_tax", "invoice.total_vat", "invoice.total_incl_tax"
INVOICE = (240.0, 760.0, "FACTURE N° F-2024-118")


def euros(*amounts: str) -> list[Decimal]:
    """Return some amounts."""
    return [Decimal(amount) for amount in amounts]


def totals(**amounts: str) -> list[Cell]:
    """Return the rows of a table of totals, each a label and its amount."""
    labels = {"excl": "Total HT", "vat": "Montant TVA", "incl": "Total TTC"}
    rows = [(labels[name], amount) for name, amount in amounts.items()]
    return [(x, 500 - 20 * at, row[part]) for at, row in enumerate(rows) for part, x in ((0, 380), (1, 480))]


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


def test_what_the_two_others_make() -> None:
    """Each total is what the two others leave room for, unless one of them was read as two amounts, or not."""
    assert by_the_others(VAT, {EXCL: euros("100.00"), INCL: euros("120.00")}) == Decimal("20.00")
    assert by_the_others(EXCL, {VAT: euros("20.00"), INCL: euros("120.00")}) == Decimal("100.00")
    assert by_the_others(INCL, {EXCL: euros("100.00"), VAT: euros("20.00", "20.00")}) == Decimal("120.00")
    assert by_the_others(VAT, {EXCL: euros("100.00", "90.00"), INCL: euros("120.00")}) is None
    assert by_the_others(VAT, {EXCL: euros("100.00")}) is None


def test_a_rate_is_no_amount_of_vat() -> None:
    """« TVA 20,00 » is a rate unless the totals leave room for twenty euros."""
    assert VAT not in sure_of(INVOICE, *totals(vat="20,00", incl="990,00"))
    assert sure_of(INVOICE, *totals(excl="100,00", vat="20,00", incl="120,00"))[VAT] == euros("20.00")


def test_an_amount_whose_first_figures_were_lost_is_none() -> None:
    """Of 1 240,74 read as 240,74 the totals tell; an amount that is wrong otherwise stays, for a rule to judge."""
    assert VAT not in sure_of(INVOICE, *totals(excl="6 203,70", vat="240,74", incl="7 444,44"))
    assert sure_of(INVOICE, *totals(excl="6 203,70", vat="1 240,73", incl="7 444,44"))[VAT] == euros("1240.73")


def test_several_totals_and_no_sum_are_in_doubt() -> None:
    """A total that was read as two amounts is unsettled; one read twice alike is not."""
    two = [*totals(excl="100,00", vat="19,00", incl="120,00"), (380, 400, "Total HT"), (480, 400, "90,00")]
    assert EXCL not in sure_of(INVOICE, *two)
    assert sure_of(INVOICE, *two)[INCL] == euros("120.00")


@pytest.mark.parametrize("base", ["198,00", "190,00"])
def test_a_base_before_the_vat_is_not_the_vat(base: str) -> None:
    """« TVA 19 % | 198,00 | 37,62 » gives the base first: the two totals tell which amount is the tax."""
    rows: list[Cell] = [(380, 480, "TVA 19 % sur"), (450, 480, base), (520, 480, "37,62")]
    read = sure_of(INVOICE, *totals(excl="198,00"), *rows, (380, 460, "Total TTC"), (480, 460, "235,62"))

    assert read[VAT] == [Decimal("37.62")]


def test_tax_is_rounded_half_up() -> None:
    """As invoices do."""
    assert with_tax(Decimal("0.25"), Decimal("10")) == Decimal("0.28")


def test_three_totals_that_add_up_prove_each_other_on_a_scan() -> None:
    """One engine is enough for figures that make a sum to the cent."""
    read = sure_on_scan(INVOICE, *totals(excl="100,00", vat="20,00", incl="120,00"), doubts=["20,00"])
    assert (read[EXCL], read[VAT], read[INCL]) == (euros("100.00"), euros("20.00"), euros("120.00"))


@pytest.mark.parametrize(
    "rows",
    [
        {"excl": "7 561,32", "vat": "1 512,26", "incl": "9 073,53"},
        {"incl": "561,32"},  # of 7 561,32, perhaps
    ],
)
def test_totals_that_nothing_proves_are_in_doubt_on_a_scan(rows: dict[str, str]) -> None:
    """Two engines that agree on an amount do not tell that its label is its own, nor that no figure was lost."""
    assert sure_of(INVOICE, *totals(**rows))
    assert not {EXCL, VAT, INCL} & sure_on_scan(INVOICE, *totals(**rows)).keys()


def test_two_totals_prove_each_other_on_a_scan() -> None:
    """A rate leads from one to the other, or what is missing between them is printed."""
    read = sure_on_scan(INVOICE, *totals(excl="100,00", incl="120,00"))
    assert (read[EXCL], read[INCL]) == (euros("100.00"), euros("120.00"))

    mixed = sure_on_scan(INVOICE, *totals(excl="200,00", incl="225,50"), (60, 300, "dont 25,50 de taxe"))
    assert (mixed[EXCL], mixed[VAT], mixed[INCL]) == (euros("200.00"), euros("25.50"), euros("225.50"))
