"""Values as people print them: found however they are written, and not in the middle of another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from validators.printed import amount_stands_in, characters_stand_in, day_stands_in, word_stands_in


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("total ttc : 1 234,50 €", True),
        ("total 1.234,50", True),
        ("1,234.50 eur", True),
        ("1234.50", True),
        ("-1 234,50", True),
        ("11 234,50", False),
        ("1 234,51", False),
        ("1 234,505", False),
        ("1 234 €", False),
        ("", False),
    ],
)
def test_an_amount(text: str, there: bool) -> None:
    """With its cents, its thousands parted in any way."""
    assert amount_stands_in(Decimal("1234.50"), text) is there


@pytest.mark.parametrize(("text", "there"), [("120 €", True), ("120,00", True), ("120", False), ("1120,00", False)])
def test_a_round_amount(text: str, there: bool) -> None:
    """Without its cents only before a currency: a bare number may be anything."""
    assert amount_stands_in(Decimal(120), text) is there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("le 5 novembre 2024", True),
        ("05/11/2024", True),
        ("5.11.24", True),
        ("2024-11-05", True),
        ("nov. 5, 2024: 5 nov. 2024", True),
        ("invoice date 11/05/2024", True),  # as Americans write it
        ("15/11/2024", False),
        ("05/12/2024", False),
        ("05/11/20245", False),
    ],
)
def test_a_day(text: str, there: bool) -> None:
    """In figures or in letters."""
    assert day_stands_in(date(2024, 11, 5), text) is there


def test_the_first_of_a_month() -> None:
    """« 1er » is the first."""
    assert day_stands_in(date(2024, 3, 1), "paris, le 1er mars 2024")


def test_a_reference() -> None:
    """Its parts may be joined otherwise; part of a longer one is another."""
    assert word_stands_in("F-2024-017", "facture f 2024/017 du")
    assert word_stands_in("17", "no 17 du")
    assert not word_stands_in("F-2024-017", "f-2024-0171")
    assert not word_stands_in("---", "---")


def test_an_iban() -> None:
    """Its groups do not matter."""
    assert characters_stand_in("FR7630006000011234567890189", "iban fr76 3000 6000 0112 3456 7890 189")
    assert not characters_stand_in("FR7630006000011234567890189", "fr76 3000 6000 0112 3456 7890 180")
