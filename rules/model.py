"""The values that the data files become: rules, schemes, kinds of piece, sources, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Texts = Mapping[str, str]  # language code → words
Instant = datetime | date  # Europe/Paris; a plain date when no text gives the hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that is relied on; basis is sourced, secondary, inferred or overlay."""

    key: str
    title: str
    address: str
    date: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One entry of the vocabulary of facts and claims."""

    name: str
    type: str
    subject: str
    label: Texts
    personal: bool = False
    request: str | None = None
    several: bool = False  # more than one value is no conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A rule's parameters and source, in force from an instant until another."""

    start: Instant
    source: str
    until: Instant | None = None
    basis: str | None = None  # when surer or less sure than its source as a whole
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """Which requests a rule is for; empty means every one."""

    kinds: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    waves: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One control: what it applies to, the check it calls, what it says in each outcome."""

    id: str
    family: str
    level: str
    check: str
    subject: str  # request, beneficiary, piece or file
    pieces: tuple[str, ...]
    applies: Applies
    needs: tuple[str, ...]
    dated_by: str  # deposit, order or listing
    reviewed_on: date
    rejection_reasons: tuple[str, ...]
    title: Texts
    messages: Mapping[str, Texts]  # language → passed, failed, inconclusive, remedy
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandCheck:
    """What a text asks for and no folder shows: a person looks at it before depositing."""

    id: str
    applies: Applies
    text: Texts
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One known reason for which requests are sent back, numbered as rules name it."""

    id: str
    text: Texts
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When one kind of request may be deposited; `None` where no text says."""

    request: str  # listing, evidence, enrolment, funding, balance, or service (the Prestation itself)
    opens: Instant | None
    closes: Instant | None
    published: date | None
    source: str
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """A maximum of the Prestation Ségur before tax, in euros, for the scheme or for one beneficiary identifier."""

    excl_tax: Decimal
    source: str
    basis: str | None = None
    request: str | None = None  # a kind of request when the amount is for that one only
    beneficiary: str | None = None  # FINESS, SIRET or RPPS


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraPiece:
    """A piece that the scheme asks for besides the usual ones."""

    request: str
    kind: str
    source: str
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One lane, function and wave: its windows, ceilings, proof and pieces."""

    code: str
    aliases: tuple[str, ...]
    lane: str
    function: str
    wave: int
    label: Texts
    funded: bool
    funded_source: str | None
    proof_kinds: tuple[str, ...]  # va, mom; empty when no text says
    proof_source: str | None
    proof_basis: str | None
    reviewed_on: date
    windows: tuple[Window, ...]
    ceilings: tuple[Ceiling, ...]
    ceiling_document: Texts  # the document to fetch when no ceiling is known
    pieces: tuple[ExtraPiece, ...]
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One line of a lane's requirement list: a requirement, the scenario that shows it, the evidence that is expected.

    `formats` are endings of file names, `files` patterns of paths; both are empty where the list does not say.
    """

    number: str
    scenario: str  # "" when the requirement has none
    evidence: str
    formats: tuple[str, ...]
    files: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementList:
    """The requirements of one scheme, in the order of the file that the user supplies."""

    file: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """How the local snapshots of one public register are named and laid out, and which numbers they are asked for."""

    key: str
    label: Texts
    source: str
    basis: str
    licence: str
    files: tuple[str, ...]  # patterns of file names, the preferred one first
    attributes: tuple[str, ...]  # whose numbers are looked up
    number: str  # the column that holds them
    max_age_days: int
    dated_by: tuple[str, ...]  # first_line, file_name, column: where the snapshot's date stands, in this order
    date_column: str | None = None
    prefix: str = ""  # what the column writes before the number
    leading: int | None = None  # how many of the number's first characters the column holds
    folded: bool = False  # case and spaces of the column do not count
    names: tuple[tuple[str, ...], ...] = ()  # official names, each of one column or of several side by side
    hidden: tuple[str, ...] = ()  # what stands where a name is not published
    created: str | None = None  # column of the day of creation
    state: str | None = None  # column that says whether it is closed
    opened: tuple[str, ...] = ()  # values of the state: in activity
    closed: tuple[str, ...] = ()  # values of the state: closed
    since: str | None = None  # column of the day from which the state is known to hold
    columns: tuple[str, ...] = ()  # of a text file that has no header
    rows: tuple[str, ...] = ()  # column and value of the rows that count
    skip: int = 0  # lines before the rows or the header
    delimiter: str = ","
    quote: str = '"'
    encodings: tuple[str, ...] = ("utf-8",)  # tried one after the other


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """Where one attribute stands on a kind of piece: after which words."""

    attribute: str
    labels: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()  # words that are trusted only when no label of `labels` gives a value
    anywhere: bool = False  # the value's own look tells it: it needs no label
    then: str | None = None  # attribute of the date that may follow: "facture n° F-118 du 12 mars 2024"
    signing: bool = False  # its weak words count only where the document is signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A role on a kind of piece: the words that head its section, and the claim subject it speaks of."""

    role: str
    subject: str
    labels: tuple[str, ...]
    tellings: tuple[str, ...] = ()  # the words that a sentence names it after: "fourni par"
    issuer: bool = False  # it may draw the document up: the letterhead and the legal line are its own


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceKind:
    """One kind of document: how it is recognised, the facts it promises, the wordings it may bear."""

    kind: str
    label: Texts
    subject: str  # request or beneficiary
    headings: tuple[str, ...]
    title_words: tuple[tuple[str, ...], ...]  # words that, all in one title in any order, name the document
    cues: tuple[str, ...]
    against: tuple[str, ...]
    cites: tuple[str, ...]  # kinds that it refers to on a line that may look like a title
    parties: tuple[Party, ...]
    facts: tuple[FactRule, ...]
    decoys: tuple[
        str, ...
    ] = ()  # words that look like a label and announce no fact: "date d'échéance", "TVA non applicable"
    annex: bool = False  # pages that carry on the document before them, such as general terms
    look_alike: bool = False  # a document that must not pass for a piece
