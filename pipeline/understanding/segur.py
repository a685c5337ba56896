"""The amount of the Prestation Ségur on an order or an invoice, by tax basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.understanding.layout import Sheet
from pipeline.understanding.rows import RowAmount, segur_amounts
from pipeline.understanding.values import amounts
from pipeline.understanding.values.found import Found

Read = tuple[str, Sheet, Found, float]


def segur_facts(prefix: str, sheets: Sequence[Sheet], totals: Mapping[str, set[object]]) -> list[Read]:
    """Return (attribute, page, value, confidence) for the Prestation's amounts; the State's share is another thing.

    `totals` are the document's own totals by basis: they tell the basis of an amount that does not say its own.
    """
    rows = [(sheet, row) for sheet in sheets for row in segur_amounts(sheet)]
    read: list[Read] = []
    own = [(sheet, row) for sheet, row in rows if not row.state]
    for basis in ("excl", "incl"):
        named = [(sheet, row) for sheet, row in own if row.basis == basis]
        told = [(s, r) for s, r in own if r.basis == "unknown" and r.found.value in totals.get(basis, set())]
        for sheet, found, confidence in _amount(sheets, named or told):
            read.append((f"{prefix}.segur_{basis}_tax", sheet, found, confidence))
    return read


def _amount(sheets: Sequence[Sheet], rows: Sequence[tuple[Sheet, RowAmount]]) -> Iterator[tuple[Sheet, Found, float]]:
    """The rows' total when one says so, their only value, or their sum when that sum is printed; else all, in doubt."""
    pool = [item for item in rows if item[1].total] or list(rows)
    distinct = {row.found.value for _, row in pool}
    if len(distinct) == 1:
        yield pool[0][0], pool[0][1].found, 0.95
    elif distinct:
        total = sum((value for _, row in pool if isinstance(value := row.found.value, Decimal)), Decimal(0))
        printed = next(
            ((sheet, found) for sheet in sheets for found in amounts.find(sheet.folded) if found.value == total), None
        )
        if printed:
            yield *printed, 0.95
        else:
            yield from ((sheet, row.found, 0.5) for sheet, row in pool)
