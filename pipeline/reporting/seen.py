"""What a finding rests on: values and where they were seen, the words of its message, the text it cites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from validators.model import Box
from validators.printed_code import Seal
from validators.signature import Integrity, Issuer


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that findings rest on; basis is sourced, secondary, inferred, overlay or unknown."""

    key: str
    title: str
    address: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A value and where it was seen: `value` for machines, `text` as a person writes it, `words` as the page prints it."""

    value: str
    text: str
    words: str
    file: str
    piece: str | None
    page: int | None
    box: Box | None
    how: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Sighting):
    """A sighting that a finding rests on, with the attribute it is a value of."""

    attribute: str
    label: str
    type: str
    personal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A value as its strongest witness tells it, how many other places tell the same, whether it is the only witness."""

    seen: Evidence
    others: int
    alone: bool  # nothing else says anything of this attribute of this subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A name that a claim's witnesses write in another way, how it compares with the first one, and `text` that says it."""

    name: str
    first: str
    same: bool | None  # None when it is doubtful
    why: str  # as `validators.names.NameMatch`
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One value of a message, by the name its template gives it."""

    name: str
    value: str
    text: str
    attribute: str | None
    type: str | None
    personal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a finding is inconclusive, or what is wrong with a file: a code and its wording."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A digital signature as it was checked: whose, when, what still holds; `text` says it."""

    name: str  # that the file gives, or the certificate
    signer: str  # of the certificate
    page: int | None
    signed_at: str | None
    time_stamped: bool
    integrity: Integrity
    changed_pages: tuple[int, ...]
    issuer: Issuer
    self_signed: bool
    in_date: bool | None
    advanced_format: bool
    qualified: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code read on a page: what it is, who sealed it, and whether that was checked; `text` says it."""

    kind: str
    label: str
    page: int
    issuer: str
    issued_on: date | None
    sealed_on: date | None
    seal: Seal
    text: str
