"""The evidence of conformity that a lane's requirement list expects, and the files that are there for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.model import Requirement

KIND = "evidence"  # the kind of request whose files are no pieces
FILE_NAME = "file_name"  # how a file was linked: its name, or that of a folder it lies in, bears the numbers
LISTED = "requirement_list"  # the list names the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One line of the list, and the files that are its evidence, in order of paths."""

    key: str  # "EX-01/SC-02", with "#12", its line, where several lines expect something of one scenario
    requirement: Requirement
    files: tuple[str, ...]
    doubtful: tuple[
        str, ...
    ]  # files that name its requirement or its scenario, and do not tell which line they are for
    how: str  # FILE_NAME or LISTED
    beside: int  # how many lines share its files because they expect something of the same scenario; 1 is itself
    sha256: str  # over those of its files, "" when it has none: what a decision about it must have seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The list of a request's scheme, each line with its files, and each file with its lines."""

    list_file: str  # as the overlay names it
    expected: tuple[Expected, ...]
    lines_of: Mapping[str, tuple[Expected, ...]]  # of every file, by path; a file of no line has none
    doubts_of: Mapping[str, tuple[Expected, ...]]  # the lines between which a file hesitates

    @property
    def loose(self) -> tuple[str, ...]:
        """Return the files that are evidence of no line, in order of paths."""
        return tuple(path for path, lines in self.lines_of.items() if not lines)
