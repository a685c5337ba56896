"""The value of a wording's last word, where it opens the line under it: « sur notre compte IBAN » over « FR76… - BIC … »."""

from __future__ import annotations

from pipeline.understanding.labels import BELOW, LINK, Labelled, Labels, fills_its_cell, opening
from pipeline.understanding.phrases import Mark
from pipeline.understanding.sought import Finder

_ASIDE = 3.0  # points by which the lines of a paragraph may start apart


def on_the_next_line(mark: Mark, labels: Labels, finder: Finder, *, whole: bool) -> list[Labelled]:
    """Return the value that stands there before any other label of that line; none for a label that has its cell for itself."""
    sheet, cell = labels.sheet, labels.sheet.cell_at(mark.end - 1)
    if cell is None or fills_its_cell(mark, sheet) or not LINK.fullmatch(sheet.folded, mark.end, sheet.cells[cell][1]):
        return []
    under = next(sheet.below(cell, sheet.usual_height), None)
    if under is None or abs(sheet.cells[under][2] - sheet.cells[cell][2]) > _ASIDE:
        return []
    start, end, *_ = sheet.cells[under]
    limit = next((other.start for other in labels.marks if start <= other.start < end), end)
    found = opening(sheet.folded[start:limit], finder, whole=whole)
    return [] if found is None else [Labelled(found.moved(start), BELOW)]
