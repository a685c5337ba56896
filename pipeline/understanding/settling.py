"""Which of the readings of an attribute are kept: the surest, and of single values the first on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal

from pipeline.understanding.prices.columns import IN_PART
from pipeline.understanding.seen import Seen
from rules.model import Attribute

_MANY = {"finess", "rpps", "adeli", "mssante", "siret", "siren", "vat_number", "iban", "amount"}
_ALIKE = 0.06  # readings that are so near in confidence to the surest are kept beside it


def settle(seen: Sequence[Seen], vocabulary: Mapping[str, Attribute], unanswered: Set[str] = frozenset()) -> list[Seen]:
    """Keep of each attribute the surest readings: weak labels give way, and of single values the first place wins ties.

    What a weak label alone tells is in doubt for the `unanswered` attributes: a label of theirs stands without its value.
    """
    by_attribute: dict[str, list[Seen]] = {}
    for item in _totals_only(_without_others(seen)):
        by_attribute.setdefault(item.attribute, []).append(item)
    kept: list[Seen] = []
    for name, items in by_attribute.items():
        kind = vocabulary[name].type
        strong = [item for item in items if not item.weak]
        if kind in _MANY - {"amount"}:
            kept += strong or items
        elif strong:
            best = max(item.confidence for item in strong)
            chosen = [item for item in strong if item.confidence >= best - _ALIKE]
            kept += chosen[:1] if kind == "name" else chosen
        else:
            first = _first([item for item in items if item.confidence > IN_PART] or items)
            kept.append(first.in_doubt("unanswered") if name in unanswered else first)
    return kept


def _without_others(seen: Sequence[Seen]) -> list[Seen]:
    """Leave out what a weak label reads where a label proper reads what is another's: « commande n° 12 du 3 mai » dates no invoice."""
    proper: dict[tuple[int, int, int], set[str]] = {}
    for item in seen:
        if not item.weak:
            proper.setdefault(_place(item), set()).add(_whose(item))
    return [item for item in seen if not item.weak or proper.get(_place(item), {_whose(item)}) >= {_whose(item)}]


def _place(item: Seen) -> tuple[int, int, int]:
    return item.sheet.number, item.found.start, item.found.end


def _whose(item: Seen) -> str:
    return item.attribute.partition(".")[0]


def _first(items: Sequence[Seen]) -> Seen:
    """Return the reading that stands highest on the first page: what signs a paper stands under what heads it, drawn first or not."""
    return min(items, key=lambda item: (item.sheet.number, -item.top))


def _totals_only(seen: Sequence[Seen]) -> list[Seen]:
    """Return what was read without the weak totals with tax that are below those before tax: « Net à payer » may be what is left."""
    least: dict[str, Decimal] = {}
    for item in seen:
        paper, _, part = item.attribute.partition(".")
        if part == "total_excl_tax" and isinstance(item.found.value, Decimal):
            least[paper] = min(item.found.value, least.get(paper, item.found.value))
    return [item for item in seen if not (item.weak and _is_remainder(item, least))]


def _is_remainder(item: Seen, least: Mapping[str, Decimal]) -> bool:
    paper, _, part = item.attribute.partition(".")
    value = item.found.value
    return part == "total_incl_tax" and paper in least and isinstance(value, Decimal) and value < least[paper]
