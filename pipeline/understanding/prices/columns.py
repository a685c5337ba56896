"""Which amount of a table a label stands for, and how surely: a label may be one of a row, or head a column of lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.understanding.labels import BELOW, Labelled, Labels
from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark
from pipeline.understanding.values import amounts
from pipeline.understanding.values.found import Found

IN_PART = 0.85  # it may be a base or a part: sure only once the three totals add up
OF_A_LINE = 0.5  # one of a column, as likely a line's


def amounts_for(labels: Labels, mark: Mark, read: Labelled) -> list[Labelled]:
    """Return the total that was read in another cell than its label, less sure when the label may not be its own.

    A label that heads a column gives the column's total when that adds up, else every amount of it.
    """
    sheet, span = labels.sheet, (mark.start, mark.end)
    cell = sheet.cell_at(mark.start)
    if cell is None or cell == sheet.cell_at(read.found.start):
        return [read]
    if read.confidence == BELOW:
        column = _column_below(sheet, cell, span)
        if len(column) > 1:
            total = _total_of(column)
            return [Labelled(total, BELOW)] if total else [Labelled(found, OF_A_LINE) for found in column]
        if labels.ends_another(cell) or not sheet.share_column(span, (read.found.start, read.found.end)):
            return [Labelled(read.found, IN_PART)]
    return [read if labels.fill_cell(mark) else Labelled(read.found, IN_PART)]


def _column_below(sheet: Sheet, cell: int, label: tuple[int, int]) -> list[Found]:
    """Return the amounts that stand one under another below a label, down to the first words of that column.

    One that stands closer to these words than to the amount over it is theirs: they are its caption.
    """
    column: list[Found] = []
    gap, bottom = 0.0, sheet.cells[cell][3]
    for below in sheet.below(cell, sheet.height):
        start, end, _, low, _, high = sheet.cells[below]
        if not sheet.share_column(label, (start, end)):
            continue
        words = sheet.folded[start:end]
        amount = next(iter(amounts.find(words)), None)
        if amount is None or words.strip() != words[amount.start : amount.end]:
            return column[:-1] if len(column) > 1 and bottom - high < 0.75 * gap else column
        column.append(amount.moved(start))
        gap, bottom = bottom - high, low
    return column


def _total_of(column: Sequence[Found]) -> Found | None:
    """Return the last of some amounts when it is the sum of those above it, which are two or more."""
    values = [found.value for found in column if isinstance(found.value, Decimal)]
    return column[-1] if len(values) > 2 and sum(values[:-1]) == values[-1] else None
