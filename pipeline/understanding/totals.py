"""Tells the total of the VAT from what stands beside it in its table: the bases, and the parts of each rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

BASES = {"invoice.total_vat": "invoice", "order.total_vat": "order"}


def strays(values: Mapping[str, Sequence[object]]) -> dict[str, frozenset[object]]:
    """Return, by attribute, the amounts that are no total: those read beside the one that the two other totals leave room for.

    >>> euros = Decimal
    >>> found = strays({
    ...     "invoice.total_excl_tax": [euros("624.90")], "invoice.total_incl_tax": [euros("671.15")],
    ...     "invoice.total_vat": [euros("81.90"), euros("543.00"), euros("46.25")],
    ... })
    >>> sorted(found["invoice.total_vat"])
    [Decimal('81.90'), Decimal('543.00')]
    """
    found = {}
    for attribute, prefix in BASES.items():
        amounts = set(values.get(attribute, ()))
        before, after = (set(values.get(f"{prefix}.total_{basis}_tax", ())) for basis in ("excl", "incl"))
        if len(amounts) > 1 and len(before) == len(after) == 1:
            between = _difference(before.pop(), after.pop())
            if between in amounts:
                found[attribute] = frozenset(amounts - {between})
    return found


def _difference(before: object, after: object) -> object:
    return after - before if isinstance(before, Decimal) and isinstance(after, Decimal) else None
