"""Labels that a narrow column breaks, with their value drawn between their two lines: « Carte valable | 02 01 2024 », « jusqu'au »."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark, Phrases, words_of

_TIGHT = 1.2  # heights of a line that may part the two lines of a label
_ASIDE = 4.0  # points by which they may start apart


def broken_marks(sheet: Sheet, phrases: Phrases) -> Iterator[Mark]:
    """Yield the phrases that begin in a cell and end in the one under it, though its value stands between them in the text.

    The mark is their first line's: the value follows it.
    """
    for first, last in _pairs(sheet):
        start, end, *_ = sheet.cells[first]
        line = sheet.words_of(first)
        text = f"{line} {sheet.words_of(last)}"
        for mark in phrases.every(text, words_of(text)):
            if mark.start < len(line) < mark.end:
                yield Mark(start + mark.start, end, mark.label)


def _pairs(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the cells, each with the one right under it, of which the first has one cell beside it and the second none."""
    lines: list[list[int]] = []
    for cell, (start, *_) in enumerate(sheet.cells):
        if lines and "\n" not in sheet.folded[sheet.cells[cell - 1][1] : start]:
            lines[-1].append(cell)
        else:
            lines.append([cell])
    for upper, lower in itertools.pairwise(lines):
        if len(upper) == 2 and len(lower) == 1 and _is_tight(sheet, upper[0], lower[0]):
            yield upper[0], lower[0]


def _is_tight(sheet: Sheet, upper: int, lower: int) -> bool:
    _, _, left, bottom, _, _ = sheet.cells[upper]
    _, _, other_left, _, _, other_top = sheet.cells[lower]
    return abs(left - other_left) < _ASIDE and abs(bottom - other_top) < _TIGHT * sheet.usual_height
