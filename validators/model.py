"""The values that judgement works on: facts and their witnesses, claims, answers, findings, the dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from validators.evidence import Evidence
from validators.ink import SignatureZone
from validators.looks import Look
from validators.next_page import NextPage
from validators.portfolio import Portfolio
from validators.printed_code import PrintedCode
from validators.signature import DigitalSignature

Value = str | Decimal | date
Box = tuple[float, float, float, float]  # left, bottom, right, top, in PDF points

DOCUMENT_TEXT = "document_text"  # how an office document or a message was read: to the letter, but it is not deposited
OCR = "ocr:"  # how what was read from pixels was read, before the name of the engine
REQUEST = "request"  # the subject key of what concerns the whole request
EMBEDDED_XML = "embedded_xml"  # how the data attached to a PDF are read: no page shows them
BARCODE = "barcode"  # how a code printed on a page is read: nobody sees what it says


class Outcome(StrEnum):
    """What a rule found: never `passed` for what was not checked."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not_applicable"


class Level(StrEnum):
    """How much a finding weighs."""

    BLOCKING = "blocking"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """What the findings and decisions amount to."""

    CONFORMING = "conforming"
    TO_REVIEW = "to_review"
    NON_CONFORMING = "non_conforming"


class Fate(StrEnum):
    """What became of a file."""

    USED = "used"
    DUPLICATE = "duplicate"
    OTHER = "other"
    SET_ASIDE = "set_aside"
    UNREADABLE = "unreadable"


class Agreement(StrEnum):
    """How the witnesses of a claim stand to each other."""

    AGREEMENT = "agreement"
    CONFLICT = "conflict"
    SINGLE = "single_witness"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Where a fact was seen: file, piece, page (from 1), box, how it was read, confidence from 0 to 1."""

    file: str
    # text_layer, document_text, ocr:<engine>, embedded_xml, form_field, request_file, signature, barcode, register,
    # file_name, requirement_list
    how: str
    piece: str | None = None
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One typed value of one attribute (a name of `rules/attributes.toml`), the words it was read from, its witness."""

    attribute: str
    value: Value
    words: str
    witness: Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One attribute of one subject with all the facts that bear witness to it."""

    attribute: str
    subject: str  # REQUEST, "applicant", "publisher", "solution", or a beneficiary's key "beneficiary:<id>"
    facts: tuple[Fact, ...]
    state: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something seen of a file: a code of `rules/problems.toml` and the arguments of its wording."""

    code: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file of the submission: path from its root (POSIX, NFC), bytes, SHA-256, what it really is, what became of it."""

    path: str
    size: int
    sha256: str
    content: str  # pdf, jpeg, png, tiff, webp, heic, gif, bmp, zip, xml, html, text, docx, xlsx, odt, msg, eml, video, empty, unknown
    fate: Fate
    pages: int = 0
    problems: tuple[Problem, ...] = ()
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureField:
    """A signature field of a PDF: filled or empty, the page it stands on (0 when invisible), the name it declares."""

    filled: bool
    page: int
    name: str = ""
    signature: DigitalSignature | None = None  # what fills it, as it was checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of pages of one kind, what it was recognised by, whom it belongs to, and what it says."""

    id: str  # "P001", in the order of files and pages
    kind: str  # a file name of rules/pieces/, or "other"
    file: str
    sha256: str  # of the whole file
    first_page: int
    last_page: int
    whole_file: bool
    text: str  # folded text of its pages, for wordings and names
    facts: tuple[Fact, ...] = ()
    embedded: tuple[Fact, ...] = ()  # what data attached to its file say of it, apart from what it shows
    embedded_schema: str = ""  # whether those data follow their schema: valid, invalid, not_checked; "" without data
    codes: tuple[PrintedCode, ...] = ()  # printed on its pages
    coded: tuple[Fact, ...] = ()  # what those say of it, apart from what it shows
    signatures: tuple[SignatureField, ...] = ()
    zones: tuple[SignatureZone, ...] = ()
    recognised_by: tuple[str, ...] = ()  # the words that decided
    margin: float = 1.0  # over the runner-up, from 0 to 1
    runner_up: str | None = None
    subject: str | None = None  # REQUEST, "beneficiary:<id>", or None when the link is missing or ambiguous
    linked_by: tuple[Fact, ...] = ()
    candidates: tuple[str, ...] = ()  # the subjects an ambiguous link hesitates between
    unread_pages: tuple[int, ...] = ()  # pages that are images or garbage: what they say is not known
    ocr_pages: tuple[int, ...] = ()  # pages whose words were read from pixels: one that is missing proves nothing
    # What each page that is not blank says of itself, (2, 3) for page 2 of 3, None when it does not say or says several.
    page_marks: tuple[tuple[int, int] | None, ...] = ()
    working_copy: bool = False  # an office document or a message: what it lacks may stand on what is deposited
    next_pages: tuple[NextPage, ...] = ()  # in files of their own, after its last page
    looks: tuple[Look, ...] = ()  # of its pages that were read from pixels

    @property
    def surely_whole(self) -> bool:
        """Say whether what the piece does not say is known not to stand on it."""
        return not (self.unread_pages or self.ocr_pages or self.working_copy)

    @property
    def files(self) -> tuple[str, ...]:
        """Return the files that its pages are in, in the order of the pages."""
        return (self.file, *(page.file for page in self.next_pages))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """A client of the request: its key "beneficiary:<id>" and the name it is declared under."""

    key: str
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """What a register says of one number; what it does not say, or says in two ways, is `None`."""

    number: str  # in the compact form of its type
    names: tuple[str, ...] = ()  # official ones, none when they are not published
    created_on: date | None = None
    closed: bool | None = None
    since: date | None = None  # the day from which `closed` is known to hold


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnswer:
    """What the local snapshot of one register answered: the numbers it knows among those asked, or why it cannot tell."""

    register: str  # a key of rules/registers.toml
    attributes: tuple[str, ...]  # whose numbers it is asked for
    max_age_days: int
    file: str = ""  # the snapshot's file name, "" when there is none
    sha256: str = ""
    taken_on: date | None = None
    entries: tuple[RegisterEntry, ...] = ()
    reason: str | None = None  # a code of rules/reasons.toml when nothing can be concluded from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided of one finding, on which bytes, until when."""

    action: str  # confirm or waive
    rule: str
    subject: str
    sha256: str
    who: str
    when: date
    reason: str
    expires: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The moment of judgement, Europe/Paris; `hour_known` is false when only a day was given."""

    at: datetime
    hour_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One request and everything that was read of it; all that a rule may look at."""

    reference: str
    kind: str  # listing, evidence, enrolment, funding, balance
    kind_declared: bool
    scheme: str | None
    role: str | None  # publisher, distributor, group_representative
    declared: Mapping[str, object]  # the validated request file, {} when there is none
    request_file: str | None
    derived: frozenset[str]  # request keys that `init` derived from the pieces and nobody has confirmed
    beneficiaries: tuple[Beneficiary, ...]
    files: tuple[FileRecord, ...]
    pieces: tuple[Piece, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]  # of the submission itself: two requests, limits of its own
    decisions: tuple[Decision, ...]
    digest: str  # SHA-256 over the sorted SHA-256 of every file but the decisions
    registers: tuple[RegisterAnswer, ...] | None = None  # None when no folder of snapshots was named
    portfolio: Portfolio | None = None  # None when the dossier is judged alone
    evidence: Evidence | None = None  # None but for a request of evidence whose scheme has a requirement list


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One argument of a message: its value, and the attribute that tells whether it is personal."""

    value: Value | int
    attribute: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a check answers of one subject: outcome, evidence and the arguments of the rule's messages."""

    outcome: Outcome
    arguments: Mapping[str, Said] = field(default_factory=dict)
    evidence: tuple[Fact, ...] = ()
    reason: str | None = None  # why inconclusive: a code of rules/problems.toml
    source: str | None = None  # key of the text the used value comes from, when it is not the rule's own
    basis: str | None = None  # how sure that value is, when its text as a whole is surer or less sure


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule applied to one subject."""

    rule: str
    outcome: Outcome
    level: Level
    subject: str  # REQUEST, "beneficiary:<id>", "piece:<id>", "file:<path>" or "requirement:<key>"
    beneficiary: str | None  # the beneficiary's key it counts for, None for the request as a whole
    arguments: Mapping[str, Said]
    evidence: tuple[Fact, ...]
    reason: str | None
    source: str
    basis: str
    sha256: str  # what a decision about it must have seen: of the file it is about, or the dossier's digest
    decision: Decision | None = None
