"""What a check may look at: the dossier, seen from one subject, with the parameters of the rule in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from rules.model import Attribute, PieceKind, Scheme
from rules.problems import ProblemText
from validators.evidence import Expected
from validators.model import (
    BARCODE,
    EMBEDDED_XML,
    REQUEST,
    Answer,
    Beneficiary,
    Dossier,
    Fact,
    Fate,
    FileRecord,
    Moment,
    Outcome,
    Piece,
    Said,
)

SURE = 0.9  # a fact below this confidence can make a rule inconclusive, never passed nor failed
UNSEEN = {EMBEDDED_XML, BARCODE}  # ways of reading what no page shows to a person
_NOTHING = Answer(outcome=Outcome.NOT_APPLICABLE)
CLEAR = 0.22  # a piece recognised with a smaller margin may be of another kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one answer is about: the request, a beneficiary, a piece, a file or a line of the requirement list."""

    key: str
    beneficiary: Beneficiary | None = None
    piece: Piece | None = None
    file: FileRecord | None = None
    expected: Expected | None = None


class Facts:
    """The dossier's facts by attribute and subject, and its declared values by key; made once per dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self._claims = {(claim.attribute, claim.subject): shown(claim.facts) for claim in dossier.claims}
        self._rows = {
            beneficiary.key: row
            for beneficiary, row in zip(dossier.beneficiaries, rows(dossier.declared, "beneficiaries"), strict=False)
        }
        self._texts: dict[str, list[tuple[Beneficiary, str]]] = {}
        self.beneficiaries = {one.key: one for one in reversed(dossier.beneficiaries)}
        self.unclear = frozenset(piece.id for piece in dossier.pieces if not clear(piece))
        self.pieces: dict[str, list[Piece]] = {}  # by kind
        self.in_files: dict[str, list[Piece]] = {}  # by each file that their pages are in
        for piece in dossier.pieces:
            self.pieces.setdefault(piece.kind, []).append(piece)
            for file in dict.fromkeys(piece.files):
                self.in_files.setdefault(file, []).append(piece)

    def of(self, attribute: str, subject: str) -> tuple[Fact, ...]:
        """Return every fact of an attribute of a subject that a page shows or the request declares."""
        return self._claims.get((attribute, subject), ())

    def declared(self, key: str, beneficiary: Beneficiary | None = None) -> object:
        """Return a declared value by its dotted key, or a beneficiary's by its plain key; None when it is not there."""
        table: object = self._rows.get(beneficiary.key, {}) if beneficiary else self.dossier.declared
        for part in key.split("."):
            if not isinstance(table, Mapping):
                return None
            table = table.get(part)
        return table

    def is_derived(self, key: str, beneficiary: Beneficiary | None = None) -> bool:
        """Tell whether `init` derived a declared value from the pieces and nobody has confirmed it."""
        full = f"beneficiaries.{beneficiary.id}.{key}" if beneficiary else key
        return full in self.dossier.derived

    def text(self, key: str, beneficiary: Beneficiary | None = None) -> str | None:
        """Return a declared text, None when it is not there or only derived."""
        value = self.declared(key, beneficiary)
        return None if value is None or self.is_derived(key, beneficiary) else str(value)

    def texts(self, key: str) -> Sequence[tuple[Beneficiary, str]]:
        """Return each beneficiary that has a declared text of this key, with it."""
        if key not in self._texts:
            told = ((one, self.text(key, one)) for one in self.dossier.beneficiaries)
            self._texts[key] = [(one, text) for one, text in told if text is not None]
        return self._texts[key]

    def amount(self, key: str, beneficiary: Beneficiary | None = None) -> Decimal | None:
        """Return a declared amount in euros."""
        text = self.text(key, beneficiary)
        try:
            return None if text is None else Decimal(text.replace(",", "."))
        except InvalidOperation:
            return None

    def day(self, key: str, beneficiary: Beneficiary | None = None) -> date | None:
        """Return a declared day."""
        text = self.text(key, beneficiary)
        try:
            return None if text is None else date.fromisoformat(text[:10])
        except ValueError:
            return None

    def pieces_of(self, kinds: Iterable[str], subject: str | None) -> list[Piece]:
        """Return the pieces of some kinds that belong to a subject."""
        return [piece for kind in kinds for piece in self.pieces.get(kind, ()) if piece.subject == subject]

    def unread(self) -> list[FileRecord]:
        """Return the files that could hold a piece and were not read, in whole or in part."""
        incomplete = {piece.file for piece in self.dossier.pieces if not piece.surely_whole}
        partly = {"too_many_pages", "damaged_repaired", "form_unread", "dynamic_form", "portfolio"}
        return [
            file
            for file in self.dossier.files
            if file.fate == Fate.UNREADABLE or file.path in incomplete or any(p.code in partly for p in file.problems)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One rule in force over one dossier."""

    facts: Facts
    subject: Subject
    parameters: Mapping[str, object]
    kinds_of_piece: tuple[str, ...]  # the rule's own `pieces`
    scheme: Scheme | None
    moment: Moment
    labels: Mapping[str, PieceKind]
    vocabulary: Mapping[str, Attribute]
    problems: Mapping[str, ProblemText]

    @property
    def dossier(self) -> Dossier:
        """Return the dossier."""
        return self.facts.dossier

    @property
    def piece(self) -> Piece:
        """Return the piece this answer is about."""
        assert self.subject.piece is not None
        return self.subject.piece

    @property
    def file(self) -> FileRecord:
        """Return the file this answer is about."""
        assert self.subject.file is not None
        return self.subject.file

    @property
    def expected(self) -> Expected:
        """Return the line of the requirement list this answer is about."""
        assert self.subject.expected is not None
        return self.subject.expected

    @property
    def beneficiary(self) -> Beneficiary | None:
        """Return the beneficiary this answer is about, a piece's one included."""
        if self.subject.beneficiary is not None:
            return self.subject.beneficiary
        owner = self.subject.piece.subject if self.subject.piece else None
        return None if owner is None else self.facts.beneficiaries.get(owner)

    @property
    def subject_key(self) -> str:
        """Return the subject key that claims use: a beneficiary's, else the request's."""
        return self.beneficiary.key if self.beneficiary else REQUEST

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list parameter."""
        value = self.parameters.get(name, ())
        return tuple(str(item) for item in value) if isinstance(value, list | tuple) else (str(value),)

    def word(self, name: str) -> str:
        """Return a text parameter."""
        return str(self.parameters[name])


def rows(declared: Mapping[str, object], key: str) -> Sequence[Mapping[str, object]]:
    """Return a list of tables of the request file."""
    value = declared.get(key)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def sure(facts: Iterable[Fact]) -> list[Fact]:
    """Keep the facts that can decide."""
    return [fact for fact in facts if fact.witness.confidence >= SURE]


def shown(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Keep the facts that whoever instructs the request will see: not the data attached to a PDF, nor what codes say."""
    if all(fact.witness.how not in UNSEEN for fact in facts):
        return facts
    return tuple(fact for fact in facts if fact.witness.how not in UNSEEN)


def on_piece(piece: Piece, *attributes: str) -> list[Fact]:
    """Return a piece's facts of some attributes."""
    return [fact for fact in piece.facts if fact.attribute in attributes]


def clear(piece: Piece) -> bool:
    """Tell whether a piece's kind is certain enough to rely on."""
    return piece.margin >= CLEAR


def unseen(piece: Piece) -> str:
    """Return the reason why what was not found on a piece may yet stand on it."""
    if piece.unread_pages:
        return "pages_not_read"
    return "working_copy" if piece.working_copy else "read_from_pixels"


def passed(evidence: Iterable[Fact] = (), /, **arguments: Said) -> Answer:
    """Answer that the rule holds, on this evidence."""
    return Answer(outcome=Outcome.PASSED, evidence=tuple(evidence), arguments=arguments)


def failed(evidence: Iterable[Fact] = (), reason: str | None = None, /, **arguments: Said) -> Answer:
    """Answer that the rule is broken, on this evidence."""
    return Answer(outcome=Outcome.FAILED, evidence=tuple(evidence), reason=reason, arguments=arguments)


def inconclusive(reason: str, evidence: Iterable[Fact] = (), /, **arguments: Said) -> Answer:
    """Answer that it could not be told, and why."""
    return Answer(outcome=Outcome.INCONCLUSIVE, evidence=tuple(evidence), reason=reason, arguments=arguments)


def not_applicable() -> Answer:
    """Answer that the rule has nothing to look at here."""
    return _NOTHING


def day_of(moment: Moment) -> date:
    """Return the day of judgement."""
    return moment.at.date()
