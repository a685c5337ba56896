"""The issuers of the second set write sums, days and numbers as French papers do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bench.papers.second.writing import day_in_words, grouped, spelled, sum_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (21, "vingt et un"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (95, "quatre-vingt-quinze"),
        (200, "deux cents"),
        (1100, "mille cent"),
        (80_000, "quatre-vingt mille"),
        (200_480, "deux cent mille quatre cent quatre-vingts"),
    ],
)
def test_numbers_are_spelled_with_their_hyphens_and_plurals(number: int, words: str) -> None:
    """« Vingt » and « cent » take their plural at the end alone, and « et » stands before one and eleven, but not after eighty."""
    assert spelled(number) == words


def test_a_sum_without_cents_names_none() -> None:
    """Cents are told when there are some."""
    assert sum_in_words(Decimal("1200.00")) == "mille deux cents euros"
    assert sum_in_words(Decimal("2.01")) == "deux euros et un centime"


def test_the_first_of_a_month_has_a_word_of_its_own() -> None:
    """The first day is « premier », every other one a plain number."""
    assert day_in_words(date(2025, 3, 1)) == "premier mars deux mille vingt-cinq"
    assert day_in_words(date(2024, 8, 12)) == "douze août deux mille vingt-quatre"


def test_groups_go_on_as_long_as_the_number_does() -> None:
    """An IBAN in groups of four ends in a shorter one; no character is lost."""
    assert grouped("FR761234512345", (4,)) == "FR76 1234 5123 45"
    assert grouped("12345678900011", (9, 5)) == "123456789 00011"
