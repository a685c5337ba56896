"""Tells a document's totals among the amounts that were read for them: before tax, the VAT and with tax add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product

from pipeline.understanding.seen import Seen

_TRIPLES = tuple(
    tuple(f"{paper}.total_{part}" for part in ("excl_tax", "vat", "incl_tax")) for paper in ("invoice", "order")
)
TOTALS = frozenset(name for names in _TRIPLES for name in names)
_ADDED_UP = 0.97


def borne_out(seen: Sequence[Seen]) -> list[Seen]:
    """Return what was read without the amounts that are no totals because three others add up; these are sure."""
    read: dict[str, list[object]] = {}
    for item in seen:
        read.setdefault(item.attribute, []).append(item.found.value)
    sums = adding_up(read)
    return [
        item._replace(confidence=max(item.confidence, _ADDED_UP)) if item.attribute in sums else item
        for item in seen
        if item.found.value == sums.get(item.attribute, item.found.value)
    ]


def adding_up(values: Mapping[str, Sequence[object]]) -> dict[str, Decimal]:
    """Return, by attribute, the totals that add up, where of all amounts that were read three do, and only in one way.

    >>> euros = Decimal
    >>> adding_up({
    ...     "invoice.total_excl_tax": [euros("624.90")], "invoice.total_incl_tax": [euros("671.15"), euros("470.15")],
    ...     "invoice.total_vat": [euros("81.90"), euros("543.00"), euros("46.25")],
    ... })["invoice.total_vat"]
    Decimal('46.25')
    """
    found: dict[str, Decimal] = {}
    for names in _TRIPLES:
        read = [{value for value in values.get(name, ()) if isinstance(value, Decimal)} for name in names]
        sums = [three for three in product(*read) if three[0] + three[1] == three[2]]
        if len(sums) == 1:
            found.update(zip(names, sums[0], strict=True))
    return found
