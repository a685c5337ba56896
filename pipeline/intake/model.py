"""The values of intake: submissions found, their files as listed, request and decision files as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from validators.model import Decision, Problem


class Role(StrEnum):
    """What a listed file is for."""

    PIECE = "piece"  # to be read
    REQUEST = "request"
    DECISIONS = "decisions"
    MISPLACED = "misplaced"  # a request or decision file where, or under a name by which, it does not count
    ARCHIVE = "archive"  # opened: its entries are listed as files of their own
    JUNK = "junk"  # what systems leave behind, never opened


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionPath:
    """A submission on disk: a folder or a zip archive, and the name of either without `.zip`."""

    path: Path
    name: str
    archive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The submissions of a call, and what lies in batches beside them and is no part of any."""

    submissions: tuple[SubmissionPath, ...]
    left_out: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file seen in a folder or an archive; without a location its bytes cannot be read, and the problem says why."""

    path: str
    location: Path | None
    size: int  # bytes; as an archive declares them when they were not unpacked
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The files of one folder or archive, and what concerns it as a whole."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A file of a submission; what was not read has no location, no SHA-256 and a problem that says why."""

    path: str  # POSIX, from the root of the submission, NFC; unique in its listing
    location: Path | None  # where its bytes can be read
    size: int
    sha256: str  # "" when the bytes were not read
    content: str  # as `validators.model.FileRecord`
    role: Role
    set_aside: bool  # every role but that of a piece
    problems: tuple[Problem, ...] = ()
    duplicate_of: str | None = None  # path of the first file with the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Every file of a submission in the order of paths, and the problems of the submission itself."""

    files: tuple[ListedFile, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestError:
    """One thing wrong with a request or decision file: the key, what was expected, what stands there, the line."""

    key: str  # "beneficiaries[2].siret", counted from 0; "" for the file as a whole
    expected_fr: str
    expected_en: str
    seen: str  # as written, cut short; "" when there is nothing. May be personal: mask it by its key
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFile:
    """A request file: what it declares, or, when anything is wrong with it, nothing and the errors."""

    path: str
    declared: Mapping[str, object] = field(default_factory=dict)  # amounts are int or Decimal, days ISO strings
    errors: tuple[RequestError, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFile:
    """A decision file: the decisions that are well written, and the errors of the others."""

    path: str
    decisions: tuple[Decision, ...] = ()
    errors: tuple[RequestError, ...] = ()
    problems: tuple[Problem, ...] = ()
