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


def test_a_single_column_of_prices_is_no_unit_price() -> None:
    """« Prix € HT », set left over amounts set right, is what the line costs; « P.U. HT » alone is not."""
    for header, expected in (("Prix € HT", [Decimal("38900.00")]), ("P.U. HT", None)):
        read = sure_of(
            ORDER, (60, 640, "Poste"), (440, 640, header), (60, 615, "Prestation Ségur – plateforme"), (490, 615, "38 900,00"),
            (60, 600, "Option supervision"), (490, 600, "4 000,00"),
        )  # fmt: skip
        assert read.get("order.segur_excl_tax") == expected


def test_a_wording_goes_on_below_in_brackets_or_small_letters() -> None:
    """« Montant pris en charge… » over « (TTC) » has the amount of its last line, not that of the total above it."""
    read = sure_of(
        ORDER, (60, 640, "Prestation Ségur HT"), (490, 640, "1 000,00 €"), (60, 560, "Total TTC"), (490, 560, "1 500,00 €"),
        (60, 549, "Montant pris en charge par l'Etat au titre du Ségur de la santé"), (60, 538, "(TTC)"), (490, 538, "1 200,00 €"),
        (60, 500, "TVA 20 %"),
    )  # fmt: skip
    assert read["order.segur_incl_tax"] == [Decimal("1200.00")]


def test_a_word_of_the_margin_heads_no_amount() -> None:
    """« TVA » beside the supplier's address, right of the table, is no column of it."""
    read = sure_of(
        (60, 760, "FACTURE N° F-118"), (60, 700, "Logiciel Exemple"), (420, 700, "TVA"), (420, 688, "FR 61445554934"),
        (60, 600, "Prestation Ségur HT"), (300, 600, "4 000,00 €"), (60, 580, "TVA 20 %"), (300, 580, "800,00 €"),
    )  # fmt: skip
    assert read["invoice.segur_excl_tax"] == [Decimal("4000.00")]


def test_amounts_half_way_down_a_row_of_two_lines() -> None:
    """In a table whose amounts stand in the middle of their row, beside neither line of the wording, they are that row's."""
    head: tuple[Cell, ...] = ((60, 640, "Désignation"), (380, 640, "Prix HT"), (480, 640, "Total HT"))
    wording: tuple[Cell, ...] = (
        (60, 620, "Prestation Ségur MS1, logiciel Exemple"),
        (60, 603, "(référencement 2023-118)"),
    )
    amounts: tuple[Cell, ...] = ((380, 611.5, "9 120,00 €"), (480, 611.5, "9 120,00 €"))
    assert sure_of(ORDER, *head, *wording, *amounts)["order.segur_excl_tax"] == [Decimal("9120.00")]
    assert "order.segur_excl_tax" not in sure_of(ORDER, *head, wording[0], *amounts)


def test_a_version_is_no_amount() -> None:
    """« version 8.11 » in the wording of the Prestation is no price, and its wording goes on there."""
    head: tuple[Cell, ...] = ((60, 640, "Désignation"), (380, 640, "Prix unitaire HT"), (480, 640, "Total HT"))
    read = sure_of(
        ORDER, *head, (60, 624, "Prestation Ségur : Exemple Clinique,"), (60, 614, "version 8.11. Forfait,"),
        (60, 604, "100 % de la prestation."), (380, 604, "46 390,50 €"), (480, 604, "46 390,50 €"),
    )  # fmt: skip
    assert read["order.segur_excl_tax"] == [Decimal("46390.50")]


def test_quantities_and_rebates_head_no_amounts() -> None:
    """« Qté | P.U. HT | Rem. | Montant HT », set left over amounts set right, are two headers for two amounts."""
    read = sure_of(
        ORDER, (60, 640, "Désignation"), (352, 640, "Qté"), (387, 640, "P.U. HT"), (441, 640, "Rem."), (479, 640, "Montant HT"),
        (60, 625, "Prestation Ségur SGL"), (360, 625, "1 FF"), (400, 625, "28 500,00"), (522, 625, "28 500,00"),
        (60, 605, "Serveur"), (360, 605, "1 PC"), (404, 605, "7 133,33"), (462, 605, "10"), (526, 605, "6 420,00"),
    )  # fmt: skip
    assert read["order.segur_excl_tax"] == [Decimal("28500.00")]


def test_a_rate_may_look_like_an_amount() -> None:
    """« Qté | P.U. HT | Montant HT | TVA » over « 20,00 » or « 20 % »: the amount before tax is the one under its header."""
    for rate in ("20,00", "20 %"):
        read = sure_of(
            ORDER, (60, 640, "Désignation"), (300, 640, "Qté"), (350, 640, "P.U. HT"), (420, 640, "Montant HT"), (520, 640, "TVA"),
            (60, 625, "Prestation Ségur SGL"), (310, 625, "1"), (365, 625, "900,00"), (450, 625, "900,00"), (530, 625, rate),
            (60, 605, "Serveur"), (310, 605, "2"), (365, 605, "70,00"), (450, 605, "140,00"), (530, 605, rate),
        )  # fmt: skip
        assert read["order.segur_excl_tax"] == [Decimal("900.00")]


def test_amounts_half_way_up_a_wording_of_two_lines() -> None:
    """A web page centres a row's amounts on all the lines of its wording."""
    read = sure_of(
        ORDER, (60, 640, "Description"), (380, 640, "Prix unitaire"), (480, 640, "Total HT"),
        (60, 622, "Prestation Ségur LGO – forfait officine"), (60, 613, "LGO-SEGUR"), (390, 617.5, "2 625,00 €"), (480, 617.5, "2 625,00 €"),
        (60, 598, "Terminal carte Vitale"), (60, 589, "TPE"), (390, 593.5, "155,00 €"), (480, 593.5, "310,00 €"),
    )  # fmt: skip
    assert read["order.segur_excl_tax"] == [Decimal("2625.00")]
