"""Which of the readings of an attribute are kept."""

from __future__ import annotations

import pytest

from tests.paper_samples import Cell, sure_of

ORDER = (240.0, 760.0, "BON DE COMMANDE N° BC-2024-118")
SIGNED = ((60.0, 200.0, "Signature du client"), (60.0, 186.0, "Le 02/06/2025"))
INVOICE = (240.0, 760.0, "FACTURE N° F-118")


@pytest.mark.parametrize(
    "cells", [(*SIGNED, (60.0, 700.0, "Date : 30/05/2025")), ((60.0, 700.0, "Date : 30/05/2025"), *SIGNED)]
)
def test_the_day_at_the_head_dates_the_paper(cells: tuple[Cell, ...]) -> None:
    """Whether a page is drawn from its head or from its foot, the day of signature under it is no date of the order."""
    assert [str(day) for day in sure_of(ORDER, *cells)["order.date"]] == ["2025-05-30"]


def test_a_label_without_its_value_puts_a_weaker_one_in_doubt() -> None:
    """« Date de commande » stands with nothing near it: the day of signature is perhaps another one."""
    assert "order.date" not in sure_of(ORDER, (60, 700, "Date de commande :"), *SIGNED)
    assert [str(day) for day in sure_of(ORDER, *SIGNED)["order.date"]] == ["2025-06-02"]


def test_what_is_left_to_pay_is_no_total_that_was_not_read() -> None:
    """« Total TTC » has an amount on two lines: « Net à payer : 0,00 » under it is not the total."""
    broken: tuple[Cell, ...] = ((380, 511, "Total TTC"), (505, 511, "7"), (480, 500, "740,00"))
    read = sure_of(INVOICE, *broken, (380, 480, "Net à payer"), (480, 480, "0,00"))
    assert "invoice.total_incl_tax" not in read
    assert [str(amount) for amount in read["invoice.amount_due"]] == ["0.00"]


def test_what_is_left_to_pay_is_no_total() -> None:
    """Once the State's share is taken off, « Net à payer » is below the total before tax: an invoice without VAT has that one."""
    before: tuple[Cell, ...] = (
        INVOICE,
        (60, 500, "Total HT : 55 280,00 €"),
        (60, 480, "TVA non applicable, art. 293 B du CGI"),
    )
    read = sure_of(*before, (60, 460, "Net à payer : 3 140,00 €"))
    assert "invoice.total_incl_tax" not in read
    read = sure_of(*before, (60, 460, "Net à payer : 55 280,00 €"))
    assert [str(amount) for amount in read["invoice.total_incl_tax"]] == ["55280.00"]


def test_a_total_that_says_so_stays_one() -> None:
    """« Total TTC » below « Total HT » is a wrong invoice, and is read as it is printed."""
    read = sure_of(
        INVOICE, (60, 500, "Total HT : 100,00 €"), (60, 480, "TVA 20 % : 20,00 €"), (60, 460, "Total TTC : 90,00 €")
    )
    assert [str(amount) for amount in read["invoice.total_incl_tax"]] == ["90.00"]


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("Net à payer : 408,00 €", "408.00"),
        ("Reste à charge du client TTC : 3 030,00 €", "3030.00"),
        ("Reste à payer par vos soins : 2 371,48 EUR", "2371.48"),
        ("À payer ............ 0,00 €", "0.00"),
        ("soit 1 200,00 € TTC. Reste à votre charge : 0,00 €.", "0.00"),
    ],
)
def test_what_is_left_to_pay_is_read(words: str, amount: str) -> None:
    """Whatever the invoice calls what the State leaves to its client."""
    read = sure_of(
        INVOICE, (60, 600, "Total HT : 34 440,00 €"), (60, 580, "Total TTC : 41 328,00 €"), (60, 560, words)
    )  # fmt: skip
    assert [str(value) for value in read["invoice.amount_due"]] == [amount]
    assert [str(value) for value in read["invoice.total_incl_tax"]] == ["41328.00"]
