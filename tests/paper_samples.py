"""Small papers drawn for a test: cells at their places on a page, and what is read of them for sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.page import ReadFile, Span
from pipeline.understanding.child import lexicon_of
from pipeline.understanding.layout import Sheet
from pipeline.understanding.pieces import understand
from tests.reading_samples import Draw, drawn, read
from validators.context import SURE
from validators.model import Value

Cell = tuple[float, float, str]  # left and base line in points, words


def lines(left: float, top: float, *texts: str, step: float = 12) -> list[Cell]:
    """Return lines under one another."""
    return [(left, top - step * place, text) for place, text in enumerate(texts)]


def drawing(cells: Iterable[Cell], title: str = "") -> Draw:
    """Return what draws cells on a page, in nine points, under a title in eighteen, of a line or two, if one is given."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 18)
        for line, words in enumerate(title.split("\n")):
            canvas.drawString(60, 810 - 22 * line, words)
        canvas.setFont("Helvetica", 9)
        for left, bottom, text in cells:
            canvas.drawString(left, bottom, text)

    return draw


def sheet(*cells: Cell) -> Sheet:
    """Return a page as a reader sees it."""
    (page,) = read(drawn(drawing(cells))).pages
    return Sheet(page)


def sure_of(*cells: Cell, title: str = "") -> dict[str, list[Value]]:
    """Return what is read for sure of a one-page paper, by attribute, in the order of values."""
    return _sure(read(drawn(drawing(cells, title))))


def sure_on_scan(
    *cells: Cell, doubts: Iterable[str] = (), disputed: Iterable[str] = (), agreed: float = 1.0
) -> dict[str, list[Value]]:
    """Return the same of the paper's scan: its words read alike by two engines but for `doubts`, at once but for `disputed`."""
    paper = read(drawn(drawing(cells)))
    (page,) = paper.pages
    confirmed, at_once = (_spans_without(page.text, words) for words in (doubts, disputed))
    seen = replace(page, how="ocr:tesseract", confirmed=confirmed, at_once=at_once, agreed=agreed)
    return _sure(replace(paper, pages=(seen,)))


def _spans_without(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    ends = [0]
    for start, word in sorted((text.index(word), word) for word in words):
        ends += [start, start + len(word)]
    ends.append(len(text))
    return tuple(span for span in zip(ends[::2], ends[1::2], strict=True) if span[0] < span[1])


def _sure(paper: ReadFile) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for piece in understand(paper, "papier.pdf", lexicon_of(None)):
        for fact in piece.facts:
            if fact.witness.confidence >= SURE:
                found.setdefault(fact.attribute, []).append(fact.value)
    return {attribute: sorted(values, key=str) for attribute, values in found.items()}
