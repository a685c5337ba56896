"""Amounts as French documents print them: which dash is a minus sign, and which is the end of a longer one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.understanding.values.amounts import find, rates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total : 24 000,00 € ht - 28 800,00 € ttc", ["24000.00", "28800.00"]),
        ("24 000,00 € - 28 800,00 €", ["24000.00", "28800.00"]),
        ("total ht - 22 800,00 €", ["-22800.00"]),
        ("avoir de -22 800,00 €", ["-22800.00"]),
        ("remise 10 % - 300,00 €", ["-300.00"]),
        ("1 200,00   - 1 200,00", ["1200.00", "-1200.00"]),
    ],
)
def test_a_dash_between_two_amounts_parts_them(text: str, expected: list[str]) -> None:
    """After an amount and its currency or its basis a dash is no minus; after anything else it is one."""
    assert [found.value for found in find(text)] == [Decimal(value) for value in expected]


@pytest.mark.parametrize("text", ["taxe, 8,50 % du prix", "taxe, 8,50 p. 100 du prix", "taxe, 8,50 pour cent du prix"])
def test_a_percentage_is_a_rate_and_no_amount(text: str) -> None:
    """However it is written."""
    assert ([found.value for found in rates(text)], find(text)) == ([Decimal("8.50")], [])


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("1\ufffd000,00 €", False),
        ("12?500,00 €", False),
        ("000,00 €", False),
        ("1 000,00 €", True),
        ("0,00 €", True),
        ("montant ?\t500,00 €", True),
    ],
)
def test_what_may_be_the_end_of_an_amount_is_in_doubt(text: str, whole: bool) -> None:
    """A thousands' space that the font cannot draw leaves « 000,00 € » of « 1 000,00 € »."""
    assert [found.doubt is None for found in find(text)] == [whole]
