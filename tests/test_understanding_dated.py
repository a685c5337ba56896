"""The date that stands after its number, or on two lines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.page_samples import Words, facts_of, sure_of
from tests.paper_samples import Cell, lines
from tests.paper_samples import sure_of as sure_of_paper

ORDER = (240.0, 760.0, "BON DE COMMANDE N° BC-2024-118")


@pytest.mark.parametrize(
    "words",
    [
        ((50, 650, "Facture n° F-2024-118 du 12 mars 2024"),),
        ((50, 650, "Facture n° F-2024-118"), (50, 637, "du 12/03/2024")),
        ((50, 650, "Facture n° F-2024-118 du"), (50, 637, "mardi 12 mars 2024")),
        ((50, 650, "Facture n° F-2024-118 issued on 12 March 2024"),),
        ((50, 650, "Facture n° F-2024-118 vom 12. März 2024"),),
    ],
)
def test_the_date_goes_on_after_the_number(words: tuple[Words, ...]) -> None:
    """On the same line or at the start of the next, in the words of the supplier's language."""
    facts = facts_of(*words)

    assert sure_of("invoice.number", facts) == ["F-2024-118"]
    assert sure_of("invoice.date", facts) == [date(2024, 3, 12)]


def test_a_period_is_no_date() -> None:
    """« du 1er au 31 mars » says what was served, not when the invoice was drawn up."""
    assert sure_of("invoice.date", facts_of((50, 650, "Facture n° F-118 du 01/03/2024 au 31/03/2024"))) == []


@pytest.mark.parametrize(
    "cells",
    [
        ((60.0, 700.0, "vendredi 12 novembre"), (60.0, 688.0, "2021"), (60.0, 677.0, "Date du bon de commande")),
        ((60.0, 700.0, "Date du bon de commande"), (60.0, 684.0, "vendredi 12 novembre"), (60.0, 672.0, "2021")),
        ((60.0, 700.0, "Date du bon de commande :"), (260.0, 700.0, "12 novembre"), (260.0, 688.0, "2021")),
    ],
)
def test_a_date_goes_on_under_its_line(cells: tuple[Cell, ...]) -> None:
    """In a narrow column the year stands under the day, over its caption, under its label or beside it."""
    read = sure_of_paper(ORDER, *cells, (60.0, 200.0, "Date : lundi 15 novembre 2021"))
    assert [str(day) for day in read["order.date"]] == ["2021-11-12"]


def test_two_lines_that_make_no_date() -> None:
    """What stands on the caption's value is another field's: no day is made of both."""
    read = sure_of_paper(ORDER, (60, 700, "Lot 12"), (60, 688, "novembre 2021"), (60, 677, "Date du bon de commande"))
    assert "order.date" not in read


TOTALS: tuple[Cell, ...] = (
    (60.0, 520.0, "Date : 10/08/2023"),
    (60.0, 500.0, "Total TTC"),
    (300.0, 500.0, "35 469,94 €"),
)


@pytest.mark.parametrize(
    "cells",
    [
        lines(
            300, 430, "Pour le représentant du pouvoir adjudicateur", "M. Loïc Vieilledent, directeur", "Le 13/08/2023"
        ),
        lines(300, 430, "BON POUR ACCORD", "Nom : Mme Hélène Jacquemard", "Date : 13/08/2023", "Signature et cachet :"),
        [
            (60.0, 430.0, "Fait à : Limoges ........"),
            (300.0, 430.0, "Le : 13-08-2023 ........"),
            (60.0, 410.0, "Signature :"),
        ],
        lines(60, 430, "Bon pour accord,", "à Lyon, le 13 août 2023", "Dr Anne Verrier"),
    ],
)
def test_the_day_on_which_an_order_is_signed(cells: list[Cell]) -> None:
    """It stands with the words of the signature, under the amounts; the day at the head of the order is another."""
    read = sure_of_paper(ORDER, *TOTALS, *cells)
    assert read["order.signed_on"] == [date(2023, 8, 13)]
    assert read["order.date"] == [date(2023, 8, 10)]


def test_the_suppliers_signature_is_not_the_clients() -> None:
    """A day in the supplier's own block, or over the amounts, is no day on which the client signed."""
    read = sure_of_paper(ORDER, *TOTALS, *lines(300, 430, "Pour le fournisseur", "Signature", "Le 13/08/2023"))
    assert "order.signed_on" not in read
    read = sure_of_paper(ORDER, *lines(60, 560, "Bon pour accord", "le 13/08/2023"), *TOTALS)
    assert "order.signed_on" not in read


def test_a_page_drawn_from_its_foot_dates_no_order() -> None:
    """« Émise le » follows the order's number in the text and stands over it on the page: it dates the invoice alone."""
    rows = (
        ("Date de commande", "16/09/2023"),
        ("Bon de commande n°", "BC00318"),
        ("Émise le", "22/06/2024"),
        ("N° facture", "F-118"),
    )
    cells = [
        cell
        for rank, (label, value) in enumerate(rows)
        for cell in ((60.0, 600.0 + 14 * rank, label), (200.0, 600.0 + 14 * rank, value))
    ]
    read = sure_of_paper(*cells, title="FACTURE")
    assert read["order.date"] == [date(2023, 9, 16)]
    assert read["invoice.date"] == [date(2024, 6, 22)]


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        (((400, 720, "12 mars 2024"),), [date(2024, 3, 12)]),
        (((400, 720, "12 mars 2024"), (500, 720, "Page 1")), []),
        (((400, 720, "Échéance : 12 mars 2024"),), []),
        (((400, 720, "12 mars 2024"), (50, 600, "Date de facture : 11 mars 2024")), [date(2024, 3, 11)]),
        (((400, 500, "12 mars 2024"),), []),
    ],
)
def test_a_date_alone_beside_the_title_is_the_invoices(words: tuple[Words, ...], dates: list[date]) -> None:
    """« FACTURE        12 mars 2024 », unless a label gives another one or something else stands on that row."""
    assert (
        sure_of(
            "invoice.date",
            facts_of(
                *words, (50, 300, "Total HT"), (150, 300, "100,00 €"), (50, 285, "Total TTC"), (150, 285, "120,00 €")
            ),
        )
        == dates
    )
