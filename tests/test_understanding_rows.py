"""Which of a row's amounts is before tax and which with it, and which rows are not about the Prestation."""

from __future__ import annotations

from decimal import Decimal

from tests.paper_samples import Cell, sure_of

ORDER = (60.0, 760.0, "BON DE COMMANDE N° 24-77")
ITEMS: tuple[Cell, ...] = (
    *((60, 640, "Désignation"), (380, 640, "P.U. HT"), (480, 640, "Montant HT")),
    *((60, 625, "Prestation Ségur DUI"), (380, 625, "4 000,00 €"), (480, 625, "4 000,00 €")),
    *((60, 605, "Option statistiques"), (380, 605, "600,00 €"), (480, 605, "600,00 €")),
)


def test_headers_set_left_over_amounts_set_right() -> None:
    """As many headers as amounts: the first is the first's, though they share no column, and the table above is another."""
    read = sure_of(
        ORDER, *ITEMS, (60, 540, "Prise en charge par l'État"), (385, 540, "HT"), (455, 540, "TTC"),
        (60, 510, "Prestation Ségur"), (410, 510, "4 000,00 €"), (480, 510, "4 800,00 €"),
    )  # fmt: skip
    assert read["order.segur_excl_tax"] == [Decimal("4000.00")]
    assert read["order.segur_incl_tax"] == [Decimal("4800.00")]


def test_what_is_left_to_pay_is_not_the_prestation() -> None:
    """« Reste à charge au titre de la Prestation Ségur : 0,00 € » is no Prestation at nothing."""
    read = sure_of(
        ORDER, *ITEMS, (60, 500, "Reste à charge du client au titre de la Prestation Ségur"), (480, 500, "0,00 €")
    )
    assert read["order.segur_excl_tax"] == [Decimal("4000.00")]


def test_what_two_invoices_make_together_is_no_amount_of_one() -> None:
    """The recapitulative total that each of the two must show is not billed twice."""
    read = sure_of(
        (240.0, 760.0, "FACTURE N° F-118"), *ITEMS[:6],
        (60, 500, "Total des deux factures de la Prestation Ségur : 13 000,00 € HT – 15 600,00 € TTC"),
    )  # fmt: skip
    assert read["invoice.segur_excl_tax"] == [Decimal("4000.00")]
    assert "invoice.segur_incl_tax" not in read
