"""Euros as checks reckon with them: in cents, and only where all witnesses say one amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from validators.model import Fact

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, half up.

    >>> cents(Decimal("0.125"))
    Decimal('0.13')
    """
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def money(fact: Fact) -> Decimal:
    """Return an amount fact's value."""
    assert isinstance(fact.value, Decimal)
    return fact.value


def single(facts: Sequence[Fact]) -> Decimal | None:
    """Return the one value that all facts agree on."""
    values = {money(fact) for fact in facts}
    return values.pop() if len(values) == 1 else None
