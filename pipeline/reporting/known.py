"""What a report says of an earlier run: the findings that were open then, and how those of now stand to them."""

from __future__ import annotations

from dataclasses import dataclass

from validators.model import Level, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFinding:
    """A finding that was open when the baseline was written."""

    rule: str
    title: str
    level: Level
    outcome: Outcome
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How the open findings stand to the baseline; the verdict takes no account of it."""

    known: int
    new: int
    worse: int
    gone: tuple[KnownFinding, ...]  # of the baseline, and not open any more
