"""The report of one dossier: what was judged, what was found, on what evidence; one language, no clock, no host."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.reporting.evidence import EvidenceTable
from pipeline.reporting.guards import Guards
from pipeline.reporting.known import Compared
from pipeline.reporting.seen import Argument, Code, Evidence, Reason, Sighting, Signature, Source, Spelling, Voice
from validators.model import Agreement, Fate, Level, Outcome, Verdict

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """The program that judged."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A code and what a person calls it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeValue:
    """One value of the scheme; `current` is false when a later text, or one not yet published, makes another hold."""

    label: str
    text: str
    current: bool
    source: str | None  # key of the report's sources
    basis: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The key of a beneficiary, piece, file or of the request, and what a person calls it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedOn:
    """The moment of judgement: an ISO day, or an ISO instant when the hour is known."""

    at: str
    hour_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionUsed:
    """What a person decided; `used` is false when it settles nothing here: other bytes, other finding, out of date."""

    action: str
    rule: str
    subject: str
    subject_label: str
    sha256: str
    who: str
    when: date
    reason: str
    expires: date
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule applied to one subject; `sha256` is what a decision about it must name.

    Its evidence is all of it, save that of what passed: the claims hold the rest.
    """

    rule: str
    title: str
    level: Level
    outcome: Outcome
    subject: str
    subject_label: str
    beneficiary: str | None
    message: str
    remedy: str | None
    arguments: tuple[Argument, ...]
    evidence: tuple[Evidence, ...]
    source: str  # key of the report's sources
    basis: str  # how sure it is here: surer or less sure than its source as a whole, where the rules say so
    reason: Reason | None
    sha256: str
    decided: str | None  # confirm or waive, when a person's decision settles it
    fingerprint: str | None = None  # of what failed or is inconclusive: the same in another run of the same content
    baseline: str | None = None  # known, new or worse, when a baseline was given and nobody has decided
    voices: tuple[Voice, ...] = ()  # of what failed or is inconclusive: the fewest witnesses that show it
    rejections: tuple[Named, ...] = ()  # of what failed: the known reasons for which such a request is sent back


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """A client of the request, the verdict on it and how many of its findings are in the way."""

    key: str
    id: str
    name: str
    verdict: Verdict
    failed: int  # blocking, and not waived
    to_review: int  # inconclusive and blocking, and not confirmed
    warnings: int  # failed warnings, and not waived


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many findings have one outcome at one level; `decided` of them are settled by a person."""

    level: Level
    outcome: Outcome
    number: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why controls could not conclude: how many, of which rules."""

    reason: Reason
    number: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much was really checked: applicable = executed + inconclusive; `confirmed` of the latter by a person."""

    applicable: int
    executed: int
    inconclusive: int
    confirmed: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One attribute of one subject with all that bears witness to it."""

    attribute: str
    label: str
    type: str
    personal: bool
    subject: str
    subject_label: str
    state: Agreement
    witnesses: tuple[Sighting, ...]
    voices: tuple[Voice, ...] = ()  # of a conflict: the fewest witnesses that show it
    spellings: tuple[Spelling, ...] = ()  # of a name: how it is written elsewhere, and why that is the same one


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of pages of one kind: what it was recognised by, whom it belongs to and why."""

    id: str
    kind: str
    label: str
    file: str
    first_page: int
    last_page: int
    whole_file: bool
    recognised_by: tuple[str, ...]
    margin: float
    runner_up: Named | None
    subject: str | None
    subject_label: str | None
    linked_by: tuple[Evidence, ...]
    candidates: tuple[Subject, ...]
    unread_pages: tuple[int, ...]
    ocr_pages: tuple[int, ...]
    signatures: tuple[Signature, ...] = ()
    codes: tuple[Code, ...] = ()
    next_pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with a file or with the submission, in words, and what to do about it."""

    code: str
    text: str
    remedy: str | None
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the submission and what became of it."""

    path: str
    size: int
    sha256: str
    content: str
    fate: Fate
    pages: int
    problems: tuple[Problem, ...]
    duplicate_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandCheck:
    """What no program can see and a person has to look at before depositing."""

    text: str
    source: str  # key of the report's sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Which rules judged: digest over all of them, and over the values the user supplied, with their files."""

    digest: str
    overlay_digest: str | None
    overlay_files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAsked:
    """A public register that was asked: the file of its snapshot, of which day, or why it could not answer."""

    code: str
    label: str
    file: str | None
    sha256: str | None
    taken_on: date | None
    known: int  # of the dossier's numbers
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The dossiers that this one was judged beside: of the batch, of the ledger, and the digest of what all bear."""

    dossiers: int
    earlier: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is said of one dossier; every output format is a function of this value alone."""

    schema: int
    lang: str
    tool: Tool
    reference: str
    kind: Named
    kind_declared: bool
    scheme: Named | None
    scheme_values: tuple[SchemeValue, ...] = ()  # a report of an earlier version has none
    request_file: str | None
    derived: tuple[str, ...]  # request keys read from the pieces and confirmed by nobody
    digest: str
    judged_on: JudgedOn
    verdict: Verdict
    decisions: tuple[DecisionUsed, ...]
    beneficiaries: tuple[Beneficiary, ...]
    counts: tuple[Count, ...]
    coverage: Coverage
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    pieces: tuple[Piece, ...]
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    to_check_by_hand: tuple[HandCheck, ...]
    sources: tuple[Source, ...]  # the texts that findings, hand checks and the scheme cite, by key
    rules: Rules
    registers: tuple[RegisterAsked, ...]  # empty when none was asked
    guards: Guards
    baseline: Compared | None = None
    portfolio: Beside | None = None  # None when it was judged alone
    evidence: EvidenceTable | None = None  # None when no requirement list says what is expected
