"""The Prestation Ségur's amounts, among other products and beside the State's share."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.paper_samples import Cell, sure_of, sure_on_scan

INVOICE = (240.0, 760.0, "FACTURE N° F-2024-118")
HEADS: tuple[Cell, ...] = ((60, 640, "Désignation"), (330, 640, "Qté"), (380, 640, "P.U. HT"), (480, 640, "Montant HT"))
MENTION = "Montant pris en charge par l'Etat au titre du Ségur de la santé : "


def item(top: float, wording: str, amount: str) -> list[Cell]:
    """Return a line of the table of items."""
    return [(60, top, wording), (330, top, "1"), (380, top, amount), (480, top, amount)]


def test_another_item_is_not_the_prestations() -> None:
    """Two lines close to each other that each have a price are two items."""
    read = sure_of(
        INVOICE,
        *HEADS,
        *item(625, "Prestation Ségur DUI", "8 500,00"),
        *item(613, "Formation", "1 200,00"),
        (380, 560, "Total HT"),
        (480, 560, "9 700,00"),
    )
    assert read["invoice.segur_excl_tax"] == [Decimal("8500.00")]


def test_another_product_for_segur_is_not_added_to_the_prestation() -> None:
    """« Abonnement version Ségur » and « Prestation Ségur » make the invoice's total, and that is not the Prestation's amount."""
    total: list[Cell] = [(380, 560, "Total HT"), (480, 560, "1 500,00")]
    subscription = item(613, "Abonnement annuel version Ségur", "600,00")
    read = sure_of(INVOICE, *HEADS, *item(625, "Prestation Ségur LGC", "900,00"), *subscription, *total)
    assert "invoice.segur_excl_tax" not in read
    training = item(613, "Prestation Ségur – formation", "600,00")
    read = sure_of(INVOICE, *HEADS, *item(625, "Prestation Ségur – licence", "900,00"), *training, *total)
    assert read["invoice.segur_excl_tax"] == [Decimal("1500.00")]


def test_the_same_amount_twice_may_be_two() -> None:
    """Two sites at 2 000,00 € each make the 4 000,00 € of the total; said once more in a sum it is one."""
    sites = [
        *item(625, "Prestation Ségur – site Nord", "2 000,00"),
        *item(600, "Prestation Ségur – site Sud", "2 000,00"),
    ]
    assert "invoice.segur_excl_tax" not in sure_of(
        INVOICE, *HEADS, *sites, (380, 560, "Total HT"), (480, 560, "4 000,00")
    )
    said = [
        *item(625, "Prestation Ségur LGO", "2 000,00"),
        (60, 540, "Total Prestation Ségur HT"),
        (480, 540, "2 000,00"),
    ]
    assert sure_of(INVOICE, *HEADS, *said)["invoice.segur_excl_tax"] == [Decimal("2000.00")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Net à payer", "La prestation Ségur TTC est réalisée sans aucun surcoût pour le client"],
        ["Reste dû TTC", "Prestation Ségur TTC réalisée sans surcoût"],
        ["Remise appliquée sur les", "modules hors forfait.", "La prestation Ségur TTC est sans surcoût"],
    ],
)
def test_what_is_left_to_pay_is_no_amount_of_the_prestation(lines: list[str]) -> None:
    """The sentence under « Net à payer | 0,00 € », or under the end of another, carries on nothing."""
    rows = [*HEADS, *item(625, "Prestation Ségur DUI", "8 500,00"), (180.0, 560.0, "0,00 €")]
    rows += [(60.0, 560.0 - 12 * rank, line) for rank, line in enumerate(lines)]
    read = sure_of(INVOICE, *rows)
    assert read["invoice.segur_excl_tax"] == [Decimal("8500.00")]
    assert "invoice.segur_incl_tax" not in read


@pytest.mark.parametrize(
    "left",
    [
        [(60.0, 500.0, "Reste à charge au titre de la Prestation Ségur HT : 0,00 €")],
        [(60.0, 500.0, "Reste à charge Prestation Ségur HT"), (300.0, 500.0, "0,00 €")],
    ],
)
def test_a_label_within_what_is_left_to_pay_is_not_the_prestations(left: list[Cell]) -> None:
    """« Prestation Ségur HT » labels its amount, « Reste à charge Prestation Ségur HT » another."""
    paper = [INVOICE, *HEADS, *item(625, "Prestation Ségur DUI", "8 500,00")]
    assert sure_of(*paper, *left)["invoice.segur_excl_tax"] == [Decimal("8500.00")]


def test_the_states_share_tells_the_amount_with_tax() -> None:
    """When it is what the printed rate makes of the amount before tax; else it is another thing."""
    rows = [*HEADS, *item(625, "Prestation Ségur DUI", "8 500,00"), (380, 580, "TVA 20 %"), (480, 580, "1 940,00")]
    assert sure_of(INVOICE, *rows, (60, 500, f"{MENTION}10 200,00 € TTC"))["invoice.segur_incl_tax"] == [
        Decimal("10200.00")
    ]
    assert "invoice.segur_incl_tax" not in sure_of(INVOICE, *rows, (60, 500, f"{MENTION}9 000,00 € TTC"))


def test_the_total_that_only_the_two_others_tell() -> None:
    """A letter's « Prestation Ségur, hors taxes » is its total before tax when VAT and the sum due leave room for it."""
    read = sure_of(
        INVOICE, (60, 600, "Prestation Ségur DUI, hors taxes ....... 3 256,34 €"),
        (60, 580, "Taxe sur la valeur ajoutée au taux de 20 % ....... 651,27 €"), (60, 560, "Somme due, toutes taxes comprises ....... 3 907,61 €"),
    )  # fmt: skip
    assert read["invoice.total_excl_tax"] == [Decimal("3256.34")]
    assert read["invoice.total_vat"] == [Decimal("651.27")]
    assert read["invoice.total_incl_tax"] == [Decimal("3907.61")]


def test_what_the_state_pays_with_tax_tells_the_prestations_basis() -> None:
    """A line that says no basis is before tax when the State's share is what the totals' rate makes of it."""
    read = sure_of(
        INVOICE, (60, 620, "Prestation Ségur DUI"), (300, 620, "8 500,00 EUR"), (60, 605, "Formation"), (300, 605, "1 000,00 EUR"),
        (60, 580, "Total hors taxes"), (300, 580, "9 500,00 EUR"), (60, 565, "TVA"), (300, 565, "1 900,00 EUR"),
        (60, 550, "Total TTC"), (300, 550, "11 400,00 EUR"), (60, 520, MENTION), (60, 508, "10 200,00 EUR TTC"),
    )  # fmt: skip
    assert read["invoice.segur_excl_tax"] == [Decimal("8500.00")]


def test_a_row_below_the_items_says_its_own_basis() -> None:
    """« Part Ségur TTC réglée par l'État » under the column « Montant HT » is with tax, and the State's."""
    rows = [
        *HEADS,
        *item(625, "Prestation Ségur DUI", "8 500,00"),
        (330, 560, "Part Ségur TTC réglée par l'Etat"),
        (480, 560, "10 200,00"),
    ]
    assert sure_of(INVOICE, *rows)["invoice.segur_excl_tax"] == [Decimal("8500.00")]


def test_on_a_scan_the_other_basis_proves_it() -> None:
    """An amount of the Prestation that is printed with and without tax is sure; one of which only the one is, or a line's, is not."""
    rows = [*HEADS, *item(625, "Prestation Ségur DUI", "8 500,00")]
    proved = sure_on_scan(INVOICE, *rows, (60, 500, f"{MENTION}10 200,00 € TTC"))
    assert proved["invoice.segur_excl_tax"] == [Decimal("8500.00")]
    assert "invoice.segur_excl_tax" in sure_of(INVOICE, *rows)
    assert "invoice.segur_excl_tax" not in sure_on_scan(INVOICE, *rows)


def test_a_space_that_an_engine_lost() -> None:
    """« Sous-total Prestation SégurHT » is the Prestation's total, and no line above it is."""
    read = sure_of(
        INVOICE, *HEADS, *item(625, "Prestation Ségur - RIS, licence", "40 437,66"), *item(605, "Installation", "22 056,90"),
        (330, 585, "Sous-total Prestation SégurHT"), (480, 585, "62 494,56"),
    )  # fmt: skip
    assert read["invoice.segur_excl_tax"] == [Decimal("62494.56")]


def test_an_amount_that_was_not_read_is_not_the_next_lines() -> None:
    """A row whose amount is a smear has its price all the same: the VAT under it is no part of its wording."""
    read = sure_of(
        INVOICE, (60, 600, "Prestation Ségur RI, hors taxes"), (400, 600, "....3.05,21 EUR"),
        (60, 588, "Taxe sur la valeur ajoutée au taux de 20 %"), (400, 588, "6.611,04 EUR"),
    )  # fmt: skip
    assert "invoice.segur_excl_tax" not in read
    assert "invoice.segur_incl_tax" not in read
