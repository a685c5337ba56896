"""The values of a plan: what is to be done, by whom it is asked, what it settles, what money waits on it, until when."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.model import Instant
from validators.model import Finding


class What(StrEnum):
    """The sorts of things a plan asks for."""

    PIECE = "piece"  # a piece to be had again, or for the first time
    ENTRY = "entry"  # a value of the request file
    FILE = "file"  # a file to be replaced or taken out
    LOOK = "look"  # something a person looks at and decides
    DOCUMENT = "document"  # an official document to fetch
    CALL = "call"  # judge again, later or with the hour
    ASK = "ask"  # something only an authority can do
    FIX = "fix"  # what the rule's remedy says, where the data names no way


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Target:
    """One thing to do: a sort, its key (kind of piece, request key, path, rule…) and what it is about.

    The subject is REQUEST, a beneficiary's key or `piece:<id>`.
    """

    what: What
    key: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something an open finding needs: any one of these targets; a finding is settled when all its needs are met."""

    finding: Finding
    options: tuple[Target, ...]  # the preferred first


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Euros, before or with tax."""

    basis: str  # excl_tax or incl_tax
    euros: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """The money that waits: sums by tax basis; `unknown` beneficiaries declare no amount; no percent when no text says."""

    amounts: tuple[Amount, ...]
    unknown: tuple[str, ...]
    percent: int | None
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When the window of the request closes; `None` where no text that was read says, then `document` names a scheme."""

    closes: Instant | None
    source: str | None
    basis: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One target of the plan: whom it is asked of, on what text that rests, the findings it settles, whom it concerns."""

    target: Target
    addressee: str
    source: str
    findings: tuple[Finding, ...]
    beneficiaries: tuple[str, ...]
    files: tuple[str, ...]  # what it replaces
    stake: Stake | None  # None when the request pays nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPlan:
    """The least that would make a dossier conforming.

    `follows` are settled with the control they depend on; nothing settles those of `hopeless`. `exact` is false when the
    set was found greedily, and a smaller one may exist.
    """

    actions: tuple[Action, ...]
    follows: tuple[Finding, ...]
    hopeless: tuple[Finding, ...]
    exact: bool
    stake: Stake | None  # of the whole request
    deadline: Deadline
