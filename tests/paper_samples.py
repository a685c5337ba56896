"""Small papers drawn for a test: cells at their places on a page, and what is read of them for sure."""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.pdfgen.canvas import Canvas

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
    (piece,) = understand(read(drawn(drawing(cells, title))), "papier.pdf", lexicon_of(None))
    found: dict[str, list[Value]] = {}
    for fact in piece.facts:
        if fact.witness.confidence >= SURE:
            found.setdefault(fact.attribute, []).append(fact.value)
    return {attribute: sorted(values, key=str) for attribute, values in found.items()}
