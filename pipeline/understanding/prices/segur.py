"""The amount of the Prestation Ségur on an order or an invoice, by tax basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.reading.page import SURE
from pipeline.understanding.layout import Sheet
from pipeline.understanding.prices.columns import RATES
from pipeline.understanding.prices.rows import RowAmount
from pipeline.understanding.prices.totals import Read, printed, with_tax
from pipeline.understanding.values import amounts
from pipeline.understanding.values.found import Found

Place = tuple[Sheet, Found]
Rows = Sequence[tuple[Sheet, RowAmount]]


def segur_facts(prefix: str, sheets: Sequence[Sheet], rows: Rows, totals: Mapping[str, set[object]]) -> list[Read]:
    """Return (attribute, page, value, confidence) for the Prestation's amounts in its rows; the State's share is another thing.

    `totals` are the document's own totals by basis: they tell the basis of an amount that does not say its own.
    """
    read: list[Read] = []
    own = [(sheet, row) for sheet, row in rows if not row.state]
    shared = _shared(rows, totals)
    for basis in ("excl", "incl"):
        named = [(sheet, row) for sheet, row in own if row.basis == basis]
        known = totals.get(basis, set())
        told = [
            (s, r)
            for s, r in own
            if r.basis == "unknown" and (r.found.value in known or r.found.value in shared[basis])
        ]
        for sheet, found, confidence in _amount(sheets, named or told):
            if _has_other_basis(sheets, found, basis):
                found = found._replace(borne_out=True)
            elif sheet.how not in SURE:
                found = found._replace(doubt=found.doubt or "segur")
            read.append((f"{prefix}.segur_{basis}_tax", sheet, found, confidence))
    return read


def _shared(rows: Sequence[tuple[Sheet, RowAmount]], totals: Mapping[str, set[object]]) -> dict[str, set[object]]:
    """Return the amounts, by basis, that are what the State pays: with tax as it says, before tax at the rate of the totals."""
    states: set[object] = {row.found.value for _, row in rows if row.state and row.basis == "incl"}
    rates = _rates_between(totals)
    before: set[object] = {
        row.found.value
        for _, row in rows
        if isinstance(row.found.value, Decimal) and any(with_tax(row.found.value, rate) in states for rate in rates)
    }
    return {"excl": before, "incl": states}


def _has_other_basis(sheets: Sequence[Sheet], found: Found, basis: str) -> bool:
    """Tell whether the pages also print an amount with tax for one without, or the other way round.

    From pixels a row's words may be lost, and another amount stand for its own: no key would tell.
    """
    every = {one.value for sheet in sheets for one in sheet.amounts if isinstance(one.value, Decimal)}
    if not isinstance(found.value, Decimal) or not found.value:
        return False
    if basis == "excl":
        return any(with_tax(found.value, rate) in every for rate in RATES)
    return any(with_tax(one, rate) == found.value for one in every for rate in RATES)


def segur_with_tax(
    sheets: Sequence[Sheet], rows: Rows, before: Sequence[object], totals: Mapping[str, set[object]]
) -> Place | None:
    """Return where the Prestation's amount with tax stands when no row gives it: in the State's share or in the total.

    That amount must be what the one rate, printed or told by the totals, makes of the amount before tax, `before`, or the total of a document that
    sells nothing else.
    """
    only = next(iter(set(before)), None) if len(set(before)) == 1 else None
    if not isinstance(only, Decimal):
        return None
    rates = RATES.intersection(rate.value for sheet in sheets for rate in amounts.rates(sheet.folded))
    made = {with_tax(only, rate) for rate in rates or _rates_between(totals)}
    if len(made) != 1:
        return None
    (amount,) = made
    states = {row.found.value for _, row in rows if row.state and row.basis != "excl"}
    if amount not in states and (totals.get("excl") != {only} or totals.get("incl") != {amount}):
        return None
    place = printed(sheets, amount)
    return place and (place[0], place[1]._replace(borne_out=True))


def _rates_between(totals: Mapping[str, set[object]]) -> set[Decimal]:
    """Return the rates of VAT that lead from the total before tax to the one with tax."""
    before, after = ({one for one in totals.get(basis, ()) if isinstance(one, Decimal)} for basis in ("excl", "incl"))
    return {rate for rate in RATES if len(before) == 1 and {with_tax(one, rate) for one in before} == after}


def _amount(sheets: Sequence[Sheet], rows: Rows) -> Iterator[tuple[Sheet, Found, float]]:
    """The rows' total when one says so, their only value, or their sum when that sum is printed; else all, in doubt.

    « Abonnement version Ségur » beside « Prestation Ségur » may be another thing: rows are summed that are all named so, or none.
    """
    pool = [item for item in rows if item[1].total] or list(rows)
    distinct = {row.found.value for _, row in pool}
    if len(distinct) == 1:
        found = pool[0][1].found
        yield pool[0][0], found._replace(doubt=found.doubt or _each(sheets, pool)), 0.95
    elif distinct:
        total = sum((value for _, row in pool if isinstance(value := row.found.value, Decimal)), Decimal(0))
        alike = len({row.named for _, row in pool}) == 1
        sum_printed = printed(sheets, total) if alike else None
        if sum_printed:
            yield *sum_printed, 0.95
        else:
            yield from ((sheet, row.found, 0.5) for sheet, row in pool)


def _each(sheets: Sequence[Sheet], rows: Rows) -> str | None:
    """Return the doubt about an amount that several rows have, of which the sum is printed: one site's each, or the same twice."""
    value = rows[0][1].found.value
    boxes = ((sheet, sheet.box(row.found.start, row.found.end)) for sheet, row in rows)
    places = {(sheet.number, round(box[1])) for sheet, box in boxes if box is not None}
    if len(places) < 2 or not isinstance(value, Decimal) or not value:
        return None
    return "segur" if printed(sheets, value * len(places)) else None
