"""Reads an Excel workbook: each sheet that is shown is a page, each row a row, as the cells show what they hold.

Nothing is computed: a formula gives the result that was saved with it. Links to other workbooks are not followed.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from pipeline.reading.office.grid import CONTENT, Line, beside, page_of, paragraph
from pipeline.reading.page import Page

SIZE = 11.0  # points
NARROWEST = 60.0  # points of a column
MOST_ROWS = 5_000  # of a sheet; those that hold nothing count
MOST_COLUMNS = 100
ZEROS = re.compile("0{2,20}")  # a number of so many digits, those before the first that counts included
DECIMALS = re.compile(r"0[.,](0+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The pages of a workbook, how many sheets are hidden, and how many are longer or wider than what was read."""

    pages: tuple[Page, ...]
    hidden: int
    cut: int


def read_sheets(data: bytes) -> Workbook:
    """Return a page for each sheet that is shown and holds something."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    pages: list[Page] = []
    cut = 0
    for sheet in shown:
        rows, whole = _rows(sheet)
        cut += not whole
        if any(map(any, rows)):
            pages.append(_page(len(pages) + 1, rows))
    book.close()
    return Workbook(pages=tuple(pages), hidden=len(sheets) - len(shown), cut=cut)


def _rows(sheet: Any) -> tuple[list[list[str]], bool]:
    """The words of each row, and whether these are all of them."""
    sheet.reset_dimensions()  # what the file says of its size may be anything
    rows: list[list[str]] = []
    whole = True
    for row in sheet.iter_rows():
        if len(rows) == MOST_ROWS:
            return rows, False
        whole &= all(cell.value is None for cell in row[MOST_COLUMNS:])
        rows.append([_shown(cell) for cell in row[:MOST_COLUMNS]])
    return rows, whole


def _page(number: int, rows: list[list[str]]) -> Page:
    columns = max(max((index for index, words in enumerate(row, start=1) if words), default=0) for row in rows)
    width = max(CONTENT, columns * NARROWEST)
    lines: list[Line] = []
    for row in rows:
        edges = [width * column / columns for column in range(columns + 1)]
        lines += beside(
            paragraph(words, SIZE, edges[i], edges[i + 1]) for i, words in enumerate(row[:columns]) if words
        )
    return page_of(number, lines, width)


def _shown(cell: Any) -> str:
    """A cell as a French reader sees it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return str(value).replace("\t", " ")


def _number(value: float, pattern: str) -> str:
    """A number with the decimals and the unit of its format, all its digits when that says nothing.

    >>> _number(1234.5, '#,##0.00 "€"'), _number(12345678900012, "General"), _number(0.2, "0%")
    ('1234,50 €', '12345678900012', '20 %')
    """
    percent = "%" in pattern
    value = value * 100 if percent else value
    if isinstance(value, int) and ZEROS.fullmatch(pattern):
        return str(value).zfill(len(pattern))
    decimals = DECIMALS.search(pattern)
    if decimals:
        digits = f"{value:.{min(len(decimals[1]), 15)}f}"
    else:
        digits = str(value) if isinstance(value, int) else f"{value:.15g}"
    unit = " %" if percent else " €" if "€" in pattern or "EUR" in pattern else ""
    return digits.replace(".", ",") + unit
