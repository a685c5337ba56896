"""Reads again, as a page of its own, each place where lines of a page overlap: an engine took two columns for one there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.reading.scans import engines
from pipeline.reading.scans.engines import Pixels
from pipeline.reading.scans.prepare import DPI
from pipeline.reading.scans.words import Cell, Frame, Word, around, cells_of

OVERLAP = 0.3  # of a height, that two lines share at most, and two words of one line at least
AS_MUCH = 0.9  # of what was told there before: pieces of words may be surer than the words
MOST = 12  # cells of such a place: with more it is no line or two
MARGIN = 6  # pixels around it

Lines = Sequence[Sequence[Word]]


def untangled(shown: Pixels, lines: Lines) -> Lines:
    """Return the lines of an evenly lit level page; where some overlap, as they are read there alone when that tells as much."""
    cells = [(rank, cell) for rank, line in enumerate(lines) if line for cell in cells_of(line)]
    for knot in _knots(cells):
        left, top, right, bottom = around(cell.box for cell in knot)
        left, top = max(0, left - MARGIN), max(0, top - MARGIN)
        again = engines.block_words(shown[top : bottom + MARGIN, left : right + MARGIN], DPI)
        old = {word for cell in knot for word in cell.words}
        if _told(word for line in again for word in line) > AS_MUCH * _told(old):
            kept = [[word for word in line if word not in old] for line in lines]
            lines = [line for line in kept if line] + [[_moved(word, left, top) for word in line] for line in again]
    return lines


def _knots(cells: Sequence[tuple[int, Cell]]) -> Iterator[list[Cell]]:
    """Yield the cells of each place where lines overlap, with all that stands in it."""
    tied = [
        [cell] for _, cell in cells if any(_beside(one.box, other.box) < OVERLAP for one, other in pairwise(cell.words))
    ]
    tied += [
        [one, other]
        for rank, one in cells
        for another, other in cells
        if rank < another and _overlap(one.box, other.box) > OVERLAP
    ]
    seen: set[Cell] = set()
    for knot in tied:
        if seen.intersection(knot):
            continue
        while more := [cell for _, cell in cells if cell not in knot and _overlap(cell.box, _box(knot)) > 0]:
            knot += more
        seen.update(knot)
        if len(knot) <= MOST:
            yield knot


def _box(cells: Iterable[Cell]) -> Frame:
    return around(cell.box for cell in cells)


def _overlap(one: Frame, other: Frame) -> float:
    """Return the share of the lower box that the other covers, 0 when they share no column."""
    return _beside(one, other) if min(one[2], other[2]) > max(one[0], other[0]) else 0.0


def _beside(one: Frame, other: Frame) -> float:
    """Return the share of the lower box that stands level with the other."""
    return (min(one[3], other[3]) - max(one[1], other[1])) / max(1, min(one[3] - one[1], other[3] - other[1]))


def _told(words: Iterable[Word]) -> float:
    """Return how many letters some words tell, each as sure as it is."""
    return sum(word.confidence * len(word.text) for word in words)


def _moved(word: Word, left: int, top: int) -> Word:
    return Word(
        text=word.text,
        box=(word.box[0] + left, word.box[1] + top, word.box[2] + left, word.box[3] + top),
        confidence=word.confidence,
    )
