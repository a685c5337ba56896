"""A document's three totals, before tax, the VAT and with tax, and the one sum they make: it proves them, and tells what is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from pipeline.reading.page import SURE
from pipeline.understanding.layout import Sheet
from pipeline.understanding.prices.columns import IN_PART, RATES
from pipeline.understanding.seen import Seen
from pipeline.understanding.values.found import Found

Read = tuple[str, Sheet, Found, float]
Values = Mapping[str, Sequence[object]]  # by attribute
_TRIPLES = tuple(
    tuple(f"{paper}.total_{part}" for part in ("excl_tax", "vat", "incl_tax")) for paper in ("invoice", "order")
)
TOTALS = frozenset(name for names in _TRIPLES for name in names)
_CENT = Decimal("0.01")
_ADDED_UP = 0.97  # how sure three totals are that add up
_BY_SUM = 0.95  # how sure a total is that only the two others tell


def by_their_sum(seen: Sequence[Seen], sheets: Sequence[Sheet]) -> list[Seen]:
    """Return what was read without the amounts that are no totals; three that add up are sure.

    In doubt is a total that was read as several amounts, and one of a page read from pixels that no sum proves: its label may be
    another's, or its first figures lost, and both engines say the same.
    """
    values = values_read(seen)
    sums = adding_up(values)
    parts = {item.attribute for item in seen if item.confidence <= IN_PART}
    kept = [item for item in seen if not _is_stray(item, sums, values, parts)]
    left = values_read(kept)
    proved = sums.keys() | _proved(left, sheets)
    return [_weighed(item, sums, left, proved) for item in kept]


def values_read(seen: Iterable[Seen]) -> dict[str, list[object]]:
    """Return the values that were read, by attribute."""
    values: dict[str, list[object]] = {}
    for item in seen:
        values.setdefault(item.attribute, []).append(item.found.value)
    return values


def adding_up(values: Values) -> dict[str, Decimal]:
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


def completed(prefix: str, sheets: Sequence[Sheet], values: Values) -> Iterator[Read]:
    """Yield (attribute, page, value, confidence) of the total that no label tells and that the two others make: it must be printed."""
    for names in _TRIPLES:
        for name in names:
            expected = by_the_others(name, values) if name.startswith(prefix) and not values.get(name) else None
            place = printed(sheets, expected) if expected is not None else None
            if place is not None:
                sheet, found = place
                yield name, sheet, found._replace(borne_out=True), _BY_SUM


def by_the_others(name: str, values: Values) -> Decimal | None:
    """Return what a total must be for the two others to be right; None unless each of these was read in one way and is no zero."""
    names = next(names for names in _TRIPLES if name in names)
    before, tax, after = (None if one == name else _only(values.get(one, ())) for one in names)
    known = [amount for amount in (before, tax, after) if amount]
    if len(known) != 2:
        return None
    made = known[0] + known[1] if after is None else after - known[0]
    return made if made > 0 else None


def printed(sheets: Sequence[Sheet], amount: Decimal) -> tuple[Sheet, Found] | None:
    """Return where an amount is printed first."""
    found = ((sheet, one) for sheet in sheets for one in sheet.amounts if one.value == amount)
    return next(found, None)


def with_tax(amount: Decimal, rate: Decimal) -> Decimal:
    """Return an amount before tax with its tax, in euros and cents.

    >>> with_tax(Decimal("10400.54"), Decimal("20"))
    Decimal('12480.65')
    """
    return (amount * (100 + rate) / 100).quantize(_CENT, rounding=ROUND_HALF_UP)


def _is_stray(item: Seen, sums: Mapping[str, Decimal], values: Values, parts: Set[str]) -> bool:
    """Tell whether an amount is no total: three others add up, it is a rate or the base, or the end of what the two others make.

    What may be a part of the VAT is one where two totals that are none of these `parts` leave room for another amount.
    """
    value = item.found.value
    if item.attribute not in TOTALS or not isinstance(value, Decimal):
        return False
    if item.attribute in sums:
        return value != sums[item.attribute]
    whole = by_the_others(item.attribute, values)
    if not item.attribute.endswith("vat"):
        return _is_cut(value, whole)
    before, _, after = next(names for names in _TRIPLES if item.attribute in names)
    beside = item.confidence <= IN_PART and whole not in (None, value) and parts.isdisjoint((before, after))
    return _is_cut(value, whole) or value in RATES or value in values.get(before, ()) or beside


def _weighed(item: Seen, sums: Mapping[str, Decimal], values: Values, proved: Iterable[str]) -> Seen:
    """Return a reading as sure as its sum makes it."""
    if item.attribute not in TOTALS:
        return item
    if item.attribute in sums:
        proved_one = item.found._replace(borne_out=True)
        return item._replace(found=proved_one, confidence=max(item.confidence, _ADDED_UP))
    several = len(set(values[item.attribute])) > 1
    unproved = item.sheet.how not in SURE and item.attribute not in proved
    return item.in_doubt("totals") if several or unproved else item


def _proved(values: Values, sheets: Sequence[Sheet]) -> set[str]:
    """Return the totals that go with another one: the third that the two make is printed, or a rate leads from one to the other."""
    found: set[str] = set()
    for names in _TRIPLES:
        read = [name for name in names if values.get(name)]
        missing = [name for name in names if name not in read]
        if len(missing) == 1:
            third = by_the_others(missing[0], values)
            if third is not None and (printed(sheets, third) or _is_taxed(names, values)):
                found.update(read)
    return found


def _is_taxed(names: Sequence[str], values: Values) -> bool:
    """Tell whether a rate of VAT makes one of two totals of the other."""
    before, tax, after = (_only(values.get(name, ())) for name in names)
    whole = after if after is not None else None if before is None or tax is None else before + tax
    part = before if before is not None else None if after is None or tax is None else after - tax
    return whole is not None and part is not None and whole in {with_tax(part, rate) for rate in RATES}


def _only(values: Sequence[object]) -> Decimal | None:
    distinct = set(values)
    value = distinct.pop() if len(distinct) == 1 else None
    return value if isinstance(value, Decimal) else None


def _is_cut(amount: Decimal, whole: Decimal | None) -> bool:
    """Tell whether an amount is the end of another: 240.74 of 1240.74."""
    return whole is not None and amount < whole and f"{whole:.2f}".endswith(f"{amount:.2f}")
