"""Asks the registers of a run for a dossier's numbers: one query a register, for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.limits import Limits
from pipeline.reading.child import ChildFailure
from pipeline.reading.pool import ChildPool
from pipeline.registers.reading import Lookup, look_up
from pipeline.registers.snapshots import Snapshot, open_snapshots, reason_of
from rules.model import Attribute, Register
from rules.rulebook import Rulebook
from validators.identifiers.registered import registered_number
from validators.model import Dossier, RegisterAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The open snapshots of a run, and the children that look them up."""

    snapshots: tuple[Snapshot, ...]
    vocabulary: Mapping[str, Attribute]
    children: ChildPool

    def informed(self, dossier: Dossier) -> Dossier:
        """Return the dossier with what the registers know of its numbers."""
        numbers = [numbers_for(one.register, dossier, self.vocabulary) for one in self.snapshots]
        asked = [
            self.children.submit(look_up, Lookup(register=one.register, path=one.path, numbers=those))
            if one.path and those
            else None
            for one, those in zip(self.snapshots, numbers, strict=True)
        ]
        answers = tuple(
            one.answer if future is None else _answered(one.answer, future.result())
            for one, future in zip(self.snapshots, asked, strict=True)
        )
        return replace(dossier, registers=answers)


@contextmanager
def open_desk(rulebook: Rulebook, folder: Path, *, jobs: int, limits: Limits) -> Iterator[Desk]:
    """Open the snapshots that lie in a folder, once a run, with children of their own.

    Those that read pages may hold the engines for scans, and memory left by chance would decide what can be looked up.
    """
    with ChildPool(jobs=jobs, limits=limits) as children:
        snapshots = open_snapshots(rulebook.registers.values(), folder, children)
        yield Desk(snapshots=snapshots, vocabulary=rulebook.attributes, children=children)


def numbers_for(register: Register, dossier: Dossier, vocabulary: Mapping[str, Attribute]) -> tuple[str, ...]:
    """Return the valid numbers of a dossier that a register is asked for, in compact form, sorted, each once."""
    numbers = {
        registered_number(vocabulary[claim.attribute].type, str(fact.value))
        for claim in dossier.claims
        if claim.attribute in register.attributes
        for fact in claim.facts
    }
    return tuple(sorted(number for number in numbers if number is not None))


def _answered(answer: RegisterAnswer, result: object) -> RegisterAnswer:
    if isinstance(result, ChildFailure):
        return replace(answer, reason=reason_of(result))
    assert isinstance(result, tuple)
    return replace(answer, entries=result)
