"""Amounts that stand in rows and columns: the Prestation Ségur's line, whatever other products are on the page."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.values import amounts
from pipeline.understanding.values.found import Found

_SEGUR = re.compile(r"(?<!\w)segur(?!\w)")
_BESIDE = re.compile(
    r"hors (?:du )?(?:perimetre |prestation |programme |forfait )?(?:du )?segur|non (?:financee? |eligible )?segur|hors perimetre"
)
_ITEMS = re.compile(
    r"(?<!\w)(?:qte|quantite|qt|designation|libelle|article|description|p\.?u\.?|prix unit\w*|nombre|nb)(?!\w)"
)
_STATE = re.compile(r"pris(?:e)?s? en charge|part (?:de l')?etat|financement (?:de l')?etat|subvention")
_TOTAL = re.compile(r"(?<!\w)(?:sous[- ]?total|total|montant)(?!\w)")
_UNIT = re.compile(r"(?<!\w)(?:p\.?u\.?|unitaires?|prix unit|qte|quantite|remise|rabais|taux|prix)(?!\w)")
_EXCL = re.compile(r"(?<!\w)(?:h\.?t\.?|hors taxes?|hors tva)(?!\w)")
_INCL = re.compile(r"(?<!\w)(?:t\.?t\.?c\.?|toutes taxes)(?!\w)")
_VAT = re.compile(r"(?<!\w)(?:tva|t\.v\.a)")


class RowAmount(NamedTuple):
    """An amount of a row about the Prestation Ségur: excl, incl or unknown basis; total when the row says so; state share."""

    found: Found
    basis: str  # excl, incl or unknown
    total: bool
    state: bool


def segur_amounts(sheet: Sheet) -> list[RowAmount]:
    """Return the amounts of every row that speaks of the Prestation Ségur, unit prices and VAT left out."""
    rows: list[RowAmount] = []
    taken: set[int] = set()
    for match in _SEGUR.finditer(sheet.folded):
        cell = sheet.cell_at(match.start())
        line_start = sheet.folded.rfind("\n", 0, match.start()) + 1
        line_end = sheet.folded.find("\n", match.end())
        line_end = len(sheet.folded) if line_end < 0 else line_end
        label = sheet.folded[line_start : match.end() + 60]
        spans = [(match.end(), line_end)]
        if cell is not None:
            label = sheet.words_of(cell)
            spans += [sheet.cells[other][:2] for other in _mates(sheet, cell)]
        if _BESIDE.search(label):
            continue
        state, total = bool(_STATE.search(label)), bool(_TOTAL.search(label))
        for start, end in spans:
            for found in amounts.find(sheet.folded[start:end]):
                moved = found._replace(start=start + found.start, end=start + found.end)
                if moved.start in taken:
                    continue
                basis = _basis(sheet, moved, label)
                taken.add(moved.start)
                if basis is not None:
                    rows.append(RowAmount(moved, basis, total, state))
    return rows


def heads_items(sheet: Sheet, cell: int) -> bool:
    """Tell whether a cell heads a column of the table of items: what stands below it is a line's amount, no total."""
    return any(_ITEMS.search(sheet.words_of(other)) for other in sheet.row(cell))


def _mates(sheet: Sheet, cell: int) -> list[int]:
    """Cells right of a row's wording; those of the next line too when the wording runs over several."""
    mates = list(sheet.right_of(cell))
    if mates:
        return mates
    for below in sheet.below(cell, 0.8 * sheet.line_height()):
        return [other for other in sheet.right_of(below) if amounts.find(sheet.words_of(other))]
    return []


def _basis(sheet: Sheet, found: Found, label: str) -> str | None:
    """Say the tax basis of an amount from its own words, its column's header, then its row's; None for a unit price or VAT."""
    if found.basis:
        return found.basis
    cell = sheet.cell_at(found.start)
    if cell is not None:
        for header in sheet.above(cell, 0.7 * sheet.height):
            words = sheet.words_of(header)
            if amounts.find(words) or any(char.isdigit() for char in words):
                continue
            if _UNIT.search(words) or _VAT.search(words):
                return None
            if _INCL.search(words):
                return "incl"
            if _EXCL.search(words):
                return "excl"
            if _TOTAL.search(words):
                break
    near = label[-120:]
    if _INCL.search(near):
        return "incl"
    if _EXCL.search(near):
        return "excl"
    return "unknown"
