"""Tells a document's three totals from what stands beside them, by the one sum they make: before tax, VAT, with tax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pipeline.understanding.layout import Sheet
from pipeline.understanding.values import amounts
from pipeline.understanding.values.found import Found

Read = tuple[str, Sheet, Found, float]
_BASES = ("invoice", "order")
_PARTS = ("excl_tax", "vat", "incl_tax")
RATES = frozenset(map(Decimal, ("20", "10", "8.5", "5.5", "2.1")))  # of French VAT, overseas included
_CENT = Decimal("0.01")
_BY_SUM = 0.95  # how sure a total is that only the two others tell


def strays(values: Mapping[str, Sequence[object]]) -> dict[str, frozenset[object]]:
    """Return, by attribute, the amounts that are no total.

    Those read beside the one that the two other totals leave room for; a rate in the place of the VAT; what is left of an amount
    whose first figures were lost.

    >>> euros = Decimal
    >>> found = strays({
    ...     "invoice.total_excl_tax": [euros("624.90")], "invoice.total_incl_tax": [euros("671.15")],
    ...     "invoice.total_vat": [euros("81.90"), euros("543.00"), euros("46.25")],
    ... })
    >>> sorted(found["invoice.total_vat"])
    [Decimal('81.90'), Decimal('543.00')]
    """
    found = {}
    for base in _BASES:
        for part in _PARTS:
            name = f"{base}.total_{part}"
            read = {value for value in values.get(name, ()) if isinstance(value, Decimal)}
            expected = _by_the_others(base, part, values)
            if expected in read:
                found[name] = frozenset(read - {expected}) if part == "vat" else frozenset[object]()
            else:
                found[name] = frozenset(
                    one for one in read if _is_cut(one, expected) or (part == "vat" and one in RATES)
                )
    return {name: amounts for name, amounts in found.items() if amounts}


def unsettled(values: Mapping[str, Sequence[object]]) -> frozenset[str]:
    """Return the totals that were read as several amounts of which no sum tells the right one."""
    names = (f"{base}.total_{part}" for base in _BASES for part in _PARTS)
    return frozenset(name for name in names if len(set(values.get(name, ()))) > 1)


def completed(prefix: str, sheets: Sequence[Sheet], values: Mapping[str, Sequence[object]]) -> Iterator[Read]:
    """Yield (attribute, page, value, confidence) of the total that no label tells and that the two others make: it must be printed."""
    for part in _PARTS:
        name, expected = f"{prefix}.total_{part}", _by_the_others(prefix, part, values)
        place = printed(sheets, expected) if expected is not None and not values.get(name) else None
        if place is not None:
            yield name, *place, _BY_SUM


def printed(sheets: Sequence[Sheet], amount: Decimal) -> tuple[Sheet, Found] | None:
    """Return where an amount is printed first."""
    found = ((sheet, one) for sheet in sheets for one in amounts.find(sheet.folded) if one.value == amount)
    return next(found, None)


def with_tax(amount: Decimal, rate: Decimal) -> Decimal:
    """Return an amount before tax with its tax, in euros and cents.

    >>> with_tax(Decimal("10400.54"), Decimal("20"))
    Decimal('12480.65')
    """
    return (amount * (100 + rate) / 100).quantize(_CENT, rounding=ROUND_HALF_UP)


def _by_the_others(base: str, part: str, values: Mapping[str, Sequence[object]]) -> Decimal | None:
    """Return what a total must be for the two others to be right; None unless each of these was read in one way and is no zero."""
    others = [_only(values.get(f"{base}.total_{other}", ())) for other in _PARTS if other != part]
    if None in others or Decimal(0) in others:
        return None
    first, second = others
    assert first is not None
    assert second is not None
    made = first + second if part == "incl_tax" else second - first
    return made if made > 0 else None


def _only(values: Sequence[object]) -> Decimal | None:
    distinct = set(values)
    value = distinct.pop() if len(distinct) == 1 else None
    return value if isinstance(value, Decimal) else None


def _is_cut(amount: Decimal, whole: Decimal | None) -> bool:
    """Tell whether an amount is the end of another: 240.74 of 1240.74."""
    return whole is not None and amount < whole and f"{whole:.2f}".endswith(f"{amount:.2f}")
