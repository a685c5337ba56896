"""What a child process does with one file: read it, then understand it; only what was understood comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline.reading.opening import open_file
from pipeline.reading.page import Page, ReadFile
from pipeline.reading.worker import ReadTask, read_file
from pipeline.understanding.lexicon import Lexicon
from rules.loader import load
from validators.model import Piece, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTask:
    """A file to read and understand: what to read, its path in the submission, the overlay whose pieces count.

    Of a file of `evidence` no piece is drawn: it is opened, and no more. `scanned` are its pages that were read from pixels, to stand where its own have no words, and what was wrong with them.
    """

    read: ReadTask
    path: str
    overlay: Path | None
    evidence: bool = False
    scanned: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A file's pieces, what reading it gave apart from its pages, and which of these are still to be read from pixels."""

    read: ReadFile
    pieces: tuple[Piece, ...]
    pictures: tuple[int, ...] = ()


def read_and_understand(task: FileTask) -> Understood:
    """Read a file and draw its pieces; what is wrong with the file is among its problems."""
    if task.evidence:
        return Understood(read=open_file(task.read), pieces=())

    from pipeline.understanding.pieces import understand  # by the children only: the parent but names this function
    from pipeline.understanding.structured import embed

    read, lexicon = _completed(read_file(task.read), task), lexicon_of(task.overlay)
    pieces = understand(read, task.path, lexicon)
    if read.structured and pieces:
        pieces, problems = embed(pieces, read.structured, lexicon.vocabulary)
        read = replace(read, problems=(*read.problems, *problems))
    pictures = () if task.scanned else tuple(page.number for page in read.pages if page.unread)
    bare = replace(read, pages=(), form_fields=(), structured=())
    return Understood(read=bare, pieces=pieces, pictures=pictures)


def _completed(read: ReadFile, task: FileTask) -> ReadFile:
    """Put the pages that were read from pixels in the place of those without words, and drop what was said of these."""
    if not task.scanned and not task.problems:
        return read
    scanned = {page.number: page for page in task.scanned}
    had_words = {number for number, page in scanned.items() if not page.unread}
    return replace(
        read,
        pages=tuple(scanned.get(page.number, page) for page in read.pages),
        problems=(*(one for one in read.problems if one.page not in had_words), *task.problems),
    )


@lru_cache(maxsize=1)
def lexicon_of(overlay: Path | None) -> Lexicon:
    """Return the words of every kind of piece, those of an overlay included; made once per process."""
    rulebook = load(overlay)
    return Lexicon(tuple(rulebook.kinds.values()), rulebook.attributes)
