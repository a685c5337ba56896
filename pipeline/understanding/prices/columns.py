"""Which amount of a table a label stands for, and how surely: a label may be one of a row, or head a column of lines; and its rates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.understanding.labels import BELOW, Labelled, Labels
from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark
from pipeline.understanding.values import amounts
from pipeline.understanding.values.found import Found

IN_PART = 0.85  # it may be a base or a part: sure only once the three totals add up
OF_A_LINE = 0.5  # one of a column, as likely a line's
RATES = frozenset(map(Decimal, ("20", "10", "8.5", "5.5", "2.1")))  # of French VAT, overseas included
_RATE = re.compile(r"(?:taux|tx|%)(?: (?:de )?(?:la )?t\.?v\.?a\.?)?|t\.?v\.?a\.?(?: en)? ?\(?%\)?")
_VAT = re.compile(r"(?<!\w)t\.?v\.?a(?!\w)")
_PRINTED = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?)( ?%)?")


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


def rates_in_columns(sheet: Sheet) -> Iterator[Found]:
    """Yield the usual rates of VAT of a table's column: « 20,00 » or « 20 % » under « Taux », with their sign under « TVA »."""
    for cell in range(len(sheet.cells)):
        header = sheet.words_of(cell).strip(" :.")
        rate = _RATE.fullmatch(header) and any(_VAT.search(sheet.words_of(mate)) for mate in (cell, *sheet.row(cell)))
        if not rate and not _VAT.fullmatch(header):
            continue
        for below in sheet.below(cell, 8.0 * sheet.usual_height):
            printed = _PRINTED.fullmatch(sheet.words_of(below).strip())
            value = Decimal(printed[1].replace(",", ".")) if printed and (rate or printed[2]) else None
            if value not in RATES:
                break
            yield Found(*sheet.cells[below][:2], value)


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
