"""The repair plan in words: what is asked of whom, why, what money waits on it, until when; one language, no clock."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.reporting.model import JudgedOn, Named, Tool
from pipeline.reporting.seen import Source
from validators.model import Outcome, Verdict
from validators.planning.model import What

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Sums in euros by tax basis, null when none is known; `unknown` beneficiaries declare no amount.

    `percent` is the part of the Prestation Ségur that the request pays; null, with no source, when no text says.
    """

    excl_tax: str | None
    incl_tax: str | None
    unknown: int
    percent: int | None
    source: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When the window of the request closes; `closes` is null where no text that was read says."""

    closes: str | None
    past: bool
    source: str | None
    basis: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A finding that an action settles, as the report says it."""

    rule: str
    title: str
    outcome: Outcome
    subject: str
    subject_label: str
    message: str
    remedy: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """One thing to do: for which requests, what, of which piece or value, why; `source` says who gives it.

    Of what serves several requests at once, the money is told by request alone, and no beneficiary is named.
    """

    references: tuple[str, ...]
    what: What
    key: str
    subject: str
    title: str
    ask: str
    files: tuple[str, ...]
    findings: tuple[Settled, ...]
    beneficiaries: tuple[str, ...]
    money: Money | None
    due: Due
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who is asked: a role of `rules/addressees.toml`, what a person calls it, and the name when there are several."""

    role: str
    label: str
    name: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What waits, in one request, on all that is asked of a party: each beneficiary once; and until when."""

    reference: str
    money: Money | None
    due: Due


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that is asked of one party."""

    party: Party
    requests: tuple[Request, ...]
    actions: tuple[PlannedAction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDossier:
    """A dossier, what stands in its way, and what following the plan would make of it."""

    reference: str
    kind: Named
    scheme: Named | None
    verdict: Verdict
    verdict_after: Verdict
    to_settle: int
    actions: int
    least: bool  # no smaller set of actions settles as much
    follows: tuple[Settled, ...]
    hopeless: tuple[Settled, ...]
    money: Money | None
    due: Due


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The repair plan of a batch; every output format is a function of this value alone."""

    schema: int
    lang: str
    tool: Tool
    judged_on: JudgedOn | None
    rules: str  # digest of the rules that judged
    dossiers: tuple[PlannedDossier, ...]
    asked: tuple[Asked, ...]
    sources: tuple[Source, ...]
    remembered: bool = False  # from a ledger: rules without their pieces, values and sums
