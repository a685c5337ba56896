"""Typed values of a request by their dotted keys."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.intake.declared import amount, day, text, value_at

DECLARED = {
    "reference": "R-1",
    "advance": {"paid_amount": Decimal("0.10"), "decided_on": "2024-09-12", "perimeter": ["c1", "c2"]},
    "beneficiaries": [
        {"id": "c1", "order_amount_excl_tax": 12},
        {"id": "c2", "order_amount_excl_tax": "8000,10", "order_amount_incl_tax": "9600.12"},
    ],
    "applicant": {"edc_psc_operator": True},
}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("advance.paid_amount", Decimal("0.10")),
        ("beneficiaries[0].order_amount_excl_tax", Decimal(12)),
        ("beneficiaries[1].order_amount_excl_tax", Decimal("8000.10")),
        ("beneficiaries[1].order_amount_incl_tax", Decimal("9600.12")),
        ("beneficiaries[1].id", None),
        ("beneficiaries[2].order_amount_excl_tax", None),
        ("applicant.edc_psc_operator", None),
        ("advance", None),
    ],
)
def test_amount(key: str, expected: Decimal | None) -> None:
    """An amount is exact whether it is a number or a text with a point or a comma; true is no amount."""
    assert amount(DECLARED, key) == expected


def test_day() -> None:
    """A day is a date; what is no day, or is not there, is None."""
    assert day(DECLARED, "advance.decided_on") == date(2024, 9, 12)
    assert day(DECLARED, "reference") is None
    assert day(DECLARED, "solution.listed_on") is None


def test_text() -> None:
    """A text is given as it is; a value of another type is no text."""
    assert text(DECLARED, "beneficiaries[1].id") == "c2"
    assert text(DECLARED, "advance.perimeter[1]") == "c2"
    assert text(DECLARED, "advance.paid_amount") is None


@pytest.mark.parametrize("key", ["", "absent.x", "reference.x", "reference[0]", "beneficiaries.id", "advance[0]"])
def test_nothing_there(key: str) -> None:
    """A key that leads nowhere gives None, whatever the values on its way."""
    assert value_at(DECLARED, key) in (None, DECLARED)
    assert text(DECLARED, key) is None
