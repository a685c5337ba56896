"""Marks what was read of a page against what it prints: right, abstained or wrong, by attribute and by type of number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from rules.loader import load
from rules.model import Attribute
from validators.context import SURE
from validators.model import Fact, Value

NUMBERS = ("siret", "iban", "finess", "vat_number", "bic", "rib")  # told together, whatever their role
NOBODYS = 0.5  # confidence of a number that was read for sure, only whose it is was not
_BESIDE_A_NAME = frozenset(
    ["M", "MME", "MONSIEUR", "MADAME", "DR", "DOCTEUR", "SAS", "SARL", "SA", "SASU", "EURL", "SCOP", "GMBH"]
)
Truths = Mapping[str, tuple[str, ...]]  # attribute → values as `plain` gives them


class Mark(StrEnum):
    """What became of one attribute of one page."""

    RIGHT = "right"  # accepted, and true
    ABSTAINED = "abstained"  # nothing accepted
    WRONG = "wrong"  # something accepted that is not true of that attribute of that page


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One line of the marks: an attribute (or `any siret`), its mark, what was printed and what was read."""

    attribute: str
    mark: Mark
    printed: str
    read: str
    confidence: float  # of what was read, 0 when nothing was


@cache
def vocabulary() -> Mapping[str, Attribute]:
    """Return the attributes that facts may have, with their types."""
    return load(None).attributes


def plain(value: Value, kind: str) -> str:
    """Return a value of a type in the one form in which the bench compares it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    folded = "".join(c for c in unicodedata.normalize("NFD", value) if not unicodedata.combining(c)).upper()
    words = "".join(c if c.isalnum() else " " for c in folded.replace("Œ", "OE")).split()
    text = " ".join(words) if kind == "name" else "".join(words)
    return text.removeprefix("V") if kind == "version" else text


def is_one_of(read: str, truths: Iterable[str], kind: str) -> bool:
    """Tell whether a value read is one of the true ones; beside a name a civility or a legal form may stand."""
    if kind != "name":
        return read in truths
    return any(
        f" {truth} " in f" {read} " and set(read.split()) - set(truth.split()) <= _BESIDE_A_NAME for truth in truths
    )


def marks(printed: Truths, also: Truths, facts: Iterable[Fact], attributes: Mapping[str, Attribute]) -> list[Marked]:
    """Mark every printed attribute, and every other one of which something untrue was accepted."""
    read: dict[str, list[tuple[str, float]]] = {}
    for fact in facts:
        told = (plain(fact.value, attributes[fact.attribute].type), fact.witness.confidence)
        read.setdefault(fact.attribute, []).append(told)
    lines = []
    for attribute in dict.fromkeys((*printed, *read)):
        kind = attributes[attribute].type
        truths = (*printed.get(attribute, ()), *also.get(attribute, ()))
        if attribute.startswith("party."):  # a number whose owner the reader does not tell
            truths = _of_type(kind, (printed, also), attributes)
        line = _marked(attribute, printed.get(attribute, ()), truths, read.get(attribute, []), kind)
        if attribute in printed or line.mark is Mark.WRONG:
            lines.append(line)
    return [*lines, *_by_number(printed, also, read, attributes)]


def _marked(
    attribute: str, printed: Iterable[str], truths: tuple[str, ...], read: list[tuple[str, float]], kind: str
) -> Marked:
    accepted = [one for one in read if one[1] >= SURE]
    wrong = [one for one in accepted if not is_one_of(one[0], truths, kind)]
    mark = Mark.WRONG if wrong else Mark.RIGHT if accepted else Mark.ABSTAINED
    best = max(wrong or accepted or read, key=lambda one: one[1], default=("", 0.0))
    return Marked(attribute=attribute, mark=mark, printed=" | ".join(printed), read=best[0], confidence=best[1])


def _by_number(
    printed: Truths, also: Truths, read: Mapping[str, list[tuple[str, float]]], attributes: Mapping[str, Attribute]
) -> list[Marked]:
    """Mark every printed number of each type, whichever role it was read in, and every number that is none of the page's."""
    lines = []
    for kind in NUMBERS:
        numbers = [
            (value, 1.0 if attribute.startswith("party.") and confidence >= NOBODYS else confidence)
            for attribute, values in read.items()
            if attributes[attribute].type == kind
            for value, confidence in values
        ]
        known = _of_type(kind, (printed, also), attributes)
        for truth in dict.fromkeys(_of_type(kind, (printed,), attributes)):
            lines.append(_marked(f"any {kind}", (truth,), known, [one for one in numbers if one[0] == truth], kind))
        strays = [one for one in numbers if one[0] not in known and one[1] >= SURE]
        lines += [_marked(f"any {kind}", (), known, [one], kind) for one in dict.fromkeys(strays)]
    return lines


def _of_type(kind: str, places: Iterable[Truths], attributes: Mapping[str, Attribute]) -> tuple[str, ...]:
    return tuple(
        value
        for truths in places
        for attribute, values in truths.items()
        if attributes[attribute].type == kind
        for value in values
    )
