"""Numbers given to a party that are perhaps another company's: a second entity in one section, or in the margins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.understanding.numbers import Number, siren_in
from rules.model import Party
from validators.identifiers import EXAMINERS


class Owned(NamedTuple):
    """A number and the party whose it is, None when nobody tells; how surely; where the section begins that alone tells it."""

    number: Number
    party: Party | None
    confidence: float
    section: int | None = None


def of_one_entity(given: Sequence[Owned]) -> list[Owned]:
    """Give to nobody what a section holds of a second company: a heading that is not known may stand between the two."""
    first: dict[int, str] = {}
    settled = []
    for item in given:
        entity = siren_in(item.number)
        other = item.section is not None and _is_valid(item) and first.setdefault(item.section, entity) != entity
        settled.append(Owned(item.number, None, 0.0) if other else item)
    return settled


def without_rivals(given: Sequence[Owned], likely: float) -> list[Owned]:
    """Give to nobody the numbers of two companies that margins alone give to one party: one is perhaps its group's or its bank's.

    They are those that are no more than `likely` its own. A number whose key does not hold is no other company's: it is for a rule to judge.
    """
    entities: dict[str, set[str]] = {}
    for item in given:
        if item.party is not None and item.confidence <= likely and _is_valid(item):
            entities.setdefault(item.party.role, set()).add(siren_in(item.number))
    return [
        Owned(item.number, None, 0.0)
        if item.party is not None and item.confidence <= likely and len(entities.get(item.party.role, ())) > 1
        else item
        for item in given
    ]


def _is_valid(item: Owned) -> bool:
    kind, found = item.number
    return EXAMINERS[kind](str(found.value)).valid
