"""What a child process does with one file: read it, then understand it; only what was understood comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline.reading.page import ReadFile
from pipeline.reading.worker import ReadTask, read_file
from pipeline.understanding.lexicon import Lexicon
from pipeline.understanding.pieces import understand
from rules.loader import load
from validators.model import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTask:
    """A file to read and understand: what to read, its path in the submission, the overlay whose pieces count."""

    read: ReadTask
    path: str
    overlay: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A file's pieces, and what reading it gave apart from its pages."""

    read: ReadFile
    pieces: tuple[Piece, ...]


def read_and_understand(task: FileTask) -> Understood:
    """Read a file and draw its pieces; what is wrong with the file is among its problems."""
    read = read_file(task.read)
    pieces = understand(read, task.path, lexicon_of(task.overlay))
    return Understood(read=replace(read, pages=(), form_fields=()), pieces=pieces)


@lru_cache(maxsize=1)
def lexicon_of(overlay: Path | None) -> Lexicon:
    """Return the words of every kind of piece, those of an overlay included; made once per process."""
    rulebook = load(overlay)
    return Lexicon(tuple(rulebook.kinds.values()), rulebook.attributes)
