"""Amounts in tables: which one a label stands for, and when that is not sure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.page_samples import Words, facts_of, sure_of

EXCL, VAT, INCL = "invoice.total_excl_tax", "invoice.total_vat", "invoice.total_incl_tax"


def sums(excl: str, vat: str, incl: str, bottom: float = 300) -> list[Words]:
    """Return the usual three lines: labels on the left, amounts on the right."""
    return [
        (330, bottom, "Total HT"), (480, bottom, excl),
        (330, bottom - 16, "Total TVA"), (480, bottom - 16, vat),
        (330, bottom - 32, "Total TTC"), (480, bottom - 32, incl),
    ]  # fmt: skip


def test_a_label_that_goes_on_speaks_of_a_part() -> None:
    """« TVA 20 % sur services » is followed by its base: that is no total of the VAT for sure."""
    facts = facts_of((50, 300, "TVA 20 % sur services"), (250, 300, "81,90 €"), (350, 300, "16,38 €"))

    assert sure_of(VAT, facts) == []


def test_parts_that_the_totals_bear_out_are_sure() -> None:
    """A wording that goes on is that of a total all the same where before tax, VAT and with tax add up."""
    facts = facts_of(
        (50, 300, "Total HT des services rendus"), (350, 300, "1 000,00 €"),
        (50, 284, "Total TVA"), (350, 284, "200,00 €"),
        (50, 268, "Total TTC"), (350, 268, "1 200,00 €"),
    )  # fmt: skip

    assert [sure_of(name, facts) for name in (EXCL, VAT, INCL)] == [
        [Decimal("1000.00")],
        [Decimal("200.00")],
        [Decimal("1200.00")],
    ]


def test_the_lines_of_a_column_are_no_total() -> None:
    """Below « Montant HT » stand the amounts of lines; the total is the one that says so."""
    lines: list[Words] = [(50, 500, "Prestation"), (450, 500, "Montant HT"), (50, 480, "Audit"), (450, 480, "400,00 €")]
    lines += [(50, 460, "Formation"), (450, 460, "250,00 €")]

    assert sure_of(EXCL, facts_of(*lines)) == []
    assert sure_of(EXCL, facts_of(*lines, *sums("650,00 €", "130,00 €", "780,00 €"))) == [Decimal("650.00")]


def test_the_last_of_a_column_is_its_total_when_it_adds_up() -> None:
    """Two rates and their sum, one under another: the sum is what the header stands for."""
    facts = facts_of(
        (100, 300, "Total HT"), (250, 300, "Total TVA"), (400, 300, "Total TTC"),
        (100, 284, "321,40 €"), (250, 284, "64,28 €"), (400, 284, "385,68 €"),
        (100, 268, "100,00 €"), (250, 268, "5,50 €"), (400, 268, "105,50 €"),
        (100, 252, "421,40 €"), (250, 252, "69,78 €"), (400, 252, "491,18 €"),
    )  # fmt: skip

    assert [sure_of(name, facts) for name in (EXCL, VAT, INCL)] == [
        [Decimal("421.40")],
        [Decimal("69.78")],
        [Decimal("491.18")],
    ]


def test_totals_in_a_row_stay_sure_over_other_amounts() -> None:
    """Below the three totals stands what the State pays, its caption under it: they are sure even when they do not add up."""
    facts = facts_of(
        (50, 443, "TOTAL H.T."), (250, 443, "T.V.A. à 20 %"), (430, 443, "TOTAL T.T.C."),
        (50, 425, "1 000,00 €"), (250, 425, "200,00 €"), (430, 425, "1 200,01 €"),
        (50, 399, "1 200,01 €"), (430, 399, "0,00 €"),
        (50, 385, "Montant pris en charge par l'Etat"), (430, 385, "Reste dû"),
    )  # fmt: skip

    assert [sure_of(name, facts) for name in (EXCL, VAT, INCL)] == [
        [Decimal("1000.00")],
        [Decimal("200.00")],
        [Decimal("1200.01")],
    ]


def test_headers_drawn_as_one_run_each_head_their_own_column() -> None:
    """« Total HT   Total TVA   Total TTC » in one stroke: each amount is that of the words above it."""
    facts = facts_of(
        (100, 300, "Total HT   Total TVA   Total TTC"), (102, 284, "500,00"), (155, 284, "100,00"), (213, 284, "600,00")
    )

    assert [sure_of(name, facts) for name in (EXCL, VAT, INCL)] == [
        [Decimal("500.00")],
        [Decimal("100.00")],
        [Decimal("600.00")],
    ]


def test_the_end_of_a_header_on_two_lines_is_no_label() -> None:
    """« Taux de » over « TVA » heads a column of something else: what stands below is not the VAT."""
    facts = facts_of((450, 511, "Prix sans"), (450, 500, "TVA"), (450, 480, "850,00 €"))

    assert sure_of(VAT, facts) == []


def test_a_total_on_the_right_of_its_label_stays_sure() -> None:
    """The common layout is read as ever, whatever is left to pay."""
    facts = facts_of(*sums("1 000,00 €", "200,00 €", "1 200,00 €"), (330, 250, "Net à payer"), (480, 250, "840,00 €"))

    assert [sure_of(name, facts) for name in (EXCL, VAT, INCL)] == [
        [Decimal("1000.00")],
        [Decimal("200.00")],
        [Decimal("1200.00")],
    ]


@pytest.mark.parametrize(
    ("headers", "rates"),
    [
        (("Taux", "Base HT", "Montant TVA"), [Decimal("20.00")]),
        (("% TVA", "Base HT", "Montant"), [Decimal("20.00")]),
        (("Taux", "Base", "Remise"), []),
        (("TVA", "Base HT", "Montant TVA"), []),
    ],
)
def test_a_rate_without_its_sign(headers: tuple[str, ...], rates: list[Decimal]) -> None:
    """Accounting software prints « 20,00 » under « Taux » in the table of the VAT; under « TVA » it may be euros."""
    first, second, third = headers
    facts = facts_of(
        (60, 300, first), (120, 300, second), (180, 300, third), (60, 288, "20,00"), (120, 288, "1 000,00"), (180, 288, "200,00"),
        *sums("1 000,00", "200,00", "1 200,00"),
    )  # fmt: skip

    assert sure_of("invoice.vat_rate", facts) == rates


def test_an_invoice_of_two_rates() -> None:
    """« 20 % » and « 5,5 % » under « TVA », or under « Taux »: neither is the invoice's only one."""
    for header in ("TVA", "Taux TVA"):
        facts = facts_of(
            (60, 300, header), (120, 300, "Base"), (60, 288, "20 %"), (120, 288, "2 000,00"), (60, 276, "5,5 %"), (120, 276, "100,00"),
            *sums("2 100,00", "405,50", "2 505,50"),
        )  # fmt: skip

        assert sure_of("invoice.vat_rate", facts) == [Decimal("20"), Decimal("5.5")]
