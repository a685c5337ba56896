"""Amounts that stand in rows and columns: the Prestation Ségur's line, whatever other products are on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.values import amounts
from pipeline.understanding.values.found import Found

# What stands before is looked at last: the word is seldom there. Engines lose spaces: « Sous-total Prestation SégurHT ».
_SEGUR = re.compile(r"segur(?<!\wsegur)(?:ht|ttc)?(?!\w)")
_BESIDE = re.compile(
    r"hors (?:du )?(?:perimetre |prestation |programme |forfait )?(?:du )?segur|non (?:financee? |eligible )?segur|hors perimetre"
)
_NAMED = re.compile(r"(?:prestations?|forfaits?)[^.;:]{0,20}segur")
_ITEMS = re.compile(
    r"(?<!\w)(?:qte|quantite|qt|designation|libelle|article|description|p\.?u\.?|prix unit\w*|nombre|nb)(?!\w)"
)
_STATE = re.compile(
    r"pris(?:e)?s? en charge|part (?:de l')?etat|financement (?:de l')?etat|subvention|(?:reglee?|versee?|payee?|financee?)s? par l'etat"
)
_REMAINDER = re.compile(r"[rs](?<!\w.)(?:(?<=r)este|(?<=s)olde)(?!\w)")  # "soit 12 000 € TTC. Reste à charge : 0,00 €"
_LEFT_TO_PAY = re.compile(r"(?<!\w)reste (?:a |du)[^.]*\Z")  # "Reste à charge au titre de la Prestation Ségur : 0,00 €"
_TO_PAY = re.compile(r"\W*(?:net|reste|solde) (?:a|du)(?!\w)")  # "Net à payer | 0,00 €": an item of its own
_ABBREVIATED = re.compile(r"(?<!\w)(?:h\.t|t\.t\.c|t\.v\.a|no|qte|ref)\.\Z")  # a full stop that ends no sentence
_RECAPITULATION = re.compile(r"(?:(?:total|montant|ensemble|cumul) des (?:deux |\d )?factures|recapitulati)[^.]*\Z")
_TOTAL = re.compile(r"[stm](?<!\w.)(?:(?<=s)ous[- ]?total|(?<=t)otal|(?<=m)ontant)(?!\w)")
_UNIT = re.compile(r"(?<!\w)(?:p\.?u\.?|unitaires?|prix unit|qte|quantite|remise|rabais|taux|prix)(?!\w)")
_PRICE = re.compile(r"(?<!\w)(?:p\.?u\.?|unitaires?|prix|tarifs?|cout)(?!\w)")
_UNIT_ONLY = re.compile(r"(?<!\w)(?:p\.?u\.?|unitaires?|unit|qte|quantite|remise|rabais|taux)(?!\w)")
_EXCL = re.compile(r"(?:(?<!\w)|(?<=segur))(?:h\.?t\.?|hors taxes?|hors tva)(?!\w)")
_INCL = re.compile(r"(?:(?<!\w)|(?<=segur))(?:t\.?t\.?c\.?|toutes taxes)(?!\w)")
_CENTS = re.compile(r"\d[.,]\d\d(?!\d)(?! ?%)")  # of an amount, its other figures misread or not
_VAT = re.compile(r"(?<!\w)(?:tva|t\.v\.a)")
_LOOSE = 1.3  # heights of a line that part those of one wording at most
_COLUMN = 80.0  # points between a header set left and an amount set right, at most


class RowAmount(NamedTuple):
    """An amount of a row about Ségur: excl, incl or unknown basis; total when the row says so; state share; the Prestation by name."""

    found: Found
    basis: str  # excl, incl or unknown
    total: bool
    state: bool
    named: bool


def segur_amounts(sheet: Sheet) -> list[RowAmount]:
    """Return the amounts of every row that speaks of the Prestation Ségur, unit prices and VAT left out."""
    rows: list[RowAmount] = []
    taken: set[int] = set()
    for match in _SEGUR.finditer(sheet.folded):
        cell = sheet.cell_at(match.start())
        line_start = sheet.folded.rfind("\n", 0, match.start()) + 1
        line_end = sheet.folded.find("\n", match.end())
        line_end = len(sheet.folded) if line_end < 0 else line_end
        if cell is None:
            label, spans = sheet.folded[line_start : match.end() + 60], [(match.end(), line_end)]
        else:
            wording = _wording(sheet, cell)
            label = " ".join(sheet.words_of(part) for part in wording)
            spans = [(match.end(), sheet.cells[cell][1])]
            spans += [sheet.cells[mate][:2] for part in wording for mate in _values_right_of(sheet, part)]
            spans += [sheet.cells[mate][:2] for mate in _centred_right_of(sheet, wording)]
            spans += [sheet.cells[below][:2] for below in _answer_below(sheet, wording[-1])]
        if _BESIDE.search(label) or is_of_another(sheet, match.start()):
            continue
        state, total = bool(_STATE.search(label)), bool(_TOTAL.search(label))
        for start, end in spans:
            for found in amounts.find(sheet.folded[start:end]):
                moved = found._replace(start=start + found.start, end=start + found.end)
                if moved.start in taken or _REMAINDER.search(sheet.folded[start : moved.start]):
                    continue
                basis = _basis(sheet, moved, label)
                taken.add(moved.start)
                if basis is not None:
                    rows.append(RowAmount(moved, basis, total, state, _NAMED.search(label) is not None))
    return rows


def is_of_another(sheet: Sheet, position: int) -> bool:
    """Tell whether what is said before words of an amount makes it another: « Reste à charge au titre de la Prestation Ségur »."""
    cell = sheet.cell_at(position)
    start = sheet.folded.rfind("\n", 0, position) + 1 if cell is None else sheet.cells[cell][0]
    before = sheet.folded[start:position]
    return _LEFT_TO_PAY.search(before) is not None or _RECAPITULATION.search(before) is not None


def _values_right_of(sheet: Sheet, cell: int) -> Iterator[int]:
    """Yield the cells right of a wording, up to one that words another amount: « Total HT | 10,00 | Total TTC | 12,00 »."""
    for mate in sheet.right_of(cell):
        words = sheet.words_of(mate)
        if _SEGUR.search(words) or _TOTAL.search(words):
            break
        yield mate


def _centred_right_of(sheet: Sheet, wording: list[int]) -> Iterator[int]:
    """Yield the cells right of a wording of several lines, none of which has amounts beside it: they stand half-way up all of them.

    A line may stand a little further from a wording's own than lines do where nothing else tells whose the amounts are.
    """
    left = sheet.cells[wording[0]][2]
    steps = ((sheet.above, wording[0]), (sheet.below, wording[-1]))
    near = [next(step(end, _LOOSE * sheet.usual_height), None) for step, end in steps]
    loose = [*wording, *(one for one in near if one is not None and abs(sheet.cells[one][2] - left) < 3)]
    for lines in (wording, loose):
        if len(lines) > 1 and not any(_has_amounts_beside(sheet, part) for part in lines):
            boxes = [sheet.cells[part] for part in lines]
            right = max(box[4] for box in boxes)
            bottom, top = min(box[3] for box in boxes), max(box[5] for box in boxes)
            for index, (_, _, start, low, _, high) in enumerate(sheet.cells):
                if start >= right and bottom < (low + high) / 2 < top:
                    yield index
            return


def _wording(sheet: Sheet, cell: int) -> list[int]:
    """Return the lines of the wording that a cell is part of: those stacked on it and under it, left-aligned, close.

    One of them at most has amounts beside it: a second one is another item.
    """
    lines = [cell]
    priced = _has_amounts_beside(sheet, cell)
    steps = [(sheet.above, lambda other: lines.insert(0, other)), (sheet.below, lines.append)]
    for step, grow in reversed(steps) if _goes_on_below(sheet, cell) else steps:
        current = cell
        for _ in range(3):
            _, _, left, bottom, _, top = sheet.cells[current]
            near = next(step(current, 0.95 * max(top - bottom, sheet.usual_height)), None)
            if near is None or abs(sheet.cells[near][2] - left) > 3 or amounts.find(sheet.words_of(near)):
                break
            if _ends_there(sheet, *((near, current) if step == sheet.above else (current, near))):
                break
            near_priced = _has_amounts_beside(sheet, near)
            if priced and near_priced:
                break
            priced = priced or near_priced
            grow(near)
            current = near
    return lines


def _ends_there(sheet: Sheet, upper: int, lower: int) -> bool:
    """Tell whether two lines of a column say two things: the upper one ends a sentence, or one of them says what is to be paid."""
    said = [sheet.words_of(upper).rstrip(), sheet.words_of(lower)]
    return (said[0].endswith(".") and not _ABBREVIATED.search(said[0])) or any(map(_TO_PAY.match, said))


def _goes_on_below(sheet: Sheet, cell: int) -> bool:
    """Tell whether the line under a wording carries it on: « Montant pris en charge par l'État » over « (TTC) »."""
    under = next(sheet.below(cell, 0.95 * sheet.usual_height), None)
    if under is None or abs(sheet.cells[under][2] - sheet.cells[cell][2]) > 3:
        return False
    first = sheet.text[sheet.cells[under][0] : sheet.cells[under][1]].lstrip()[:1]
    return first == "(" or first.islower()


def _has_amounts_beside(sheet: Sheet, cell: int) -> bool:
    beside = [sheet.words_of(other) for other in sheet.right_of(cell)]
    return any(amounts.find(words) or _CENTS.search(words) for words in beside)


def _answer_below(sheet: Sheet, cell: int) -> list[int]:
    """Return the cell below a wording when it is an amount and nothing else: « Prestation Ségur HT » over its value."""
    below = next(sheet.below(cell, 1.6 * sheet.usual_height), None)
    if below is None or abs(sheet.cells[below][2] - sheet.cells[cell][2]) > 4:
        return []
    words = sheet.words_of(below).strip()
    return [below] if any(found.end - found.start >= len(words) - 4 for found in amounts.find(words)) else []


def heads_items(sheet: Sheet, cell: int) -> bool:
    """Tell whether a cell heads a column of the table of items: what stands below it is a line's amount, no total."""
    return any(_ITEMS.search(sheet.words_of(other)) for other in sheet.row(cell))


def _basis(sheet: Sheet, found: Found, label: str) -> str | None:
    """Say the tax basis of an amount from its own words, its column's header, then its row's; None for a unit price or VAT."""
    if found.basis:
        return found.basis
    cell = sheet.cell_at(found.start)
    if cell is not None:
        counted = _counted_header(sheet, cell)
        for header in sheet.above(cell, 0.7 * sheet.height) if counted is None else (counted,):
            words = sheet.words_of(header)
            if any(map(str.isdigit, words)):
                continue
            if _VAT.search(words) or (_UNIT.search(words) and not _only_price(sheet, cell, words)):
                return None
            if _INCL.search(words) or _EXCL.search(words):
                column = "incl" if _INCL.search(words) else "excl"
                return _own_basis(label) or column  # a total in an items' column may say another basis than its header
            if _TOTAL.search(words):
                break
    near = label[-120:]
    if _INCL.search(near):
        return "incl"
    if _EXCL.search(near):
        return "excl"
    return "unknown"


def _own_basis(label: str) -> str | None:
    """Return the one basis that the words of a row say, None when they say none or both."""
    said = [basis for basis, words in (("incl", _INCL), ("excl", _EXCL)) if words.search(label)]
    return said[0] if len(said) == 1 else None


def _counted_header(sheet: Sheet, cell: int) -> int | None:
    """Return the header of an amount that stands under none of its row's own: « HT | TTC », left, over amounts set right.

    The nearest row of headers over the wording counts as many of them as the wording has amounts.
    """
    row = _whole_row(sheet, cell)
    priced = [mate for mate in row if amounts.find(sheet.words_of(mate))]
    if priced == row:
        return None
    for over in sheet.above(row[0], 0.3 * sheet.height):
        headers = [mate for mate in _whole_row(sheet, over) if _heads_amounts(sheet.words_of(mate))]
        # The rate of VAT is an amount by its looks, « 20,00 », or none, « 20 % ».
        for counted in (headers, [mate for mate in headers if not _VAT.search(sheet.words_of(mate))]):
            if len(counted) == len(priced):
                own = counted[priced.index(cell)]
                return own if _may_head(sheet, own, cell) else None
        if headers:
            return None
    return None


def _may_head(sheet: Sheet, header: int, cell: int) -> bool:
    """Tell whether a header stands over an amount or a little left of it, as in a column whose amounts are set right."""
    return sheet.cells[header][2] <= sheet.cells[cell][4] and sheet.cells[cell][2] - sheet.cells[header][4] < _COLUMN


def _only_price(sheet: Sheet, cell: int, header: str) -> bool:
    """Tell whether a header « Prix HT » is that of a row's one amount: of nothing else can it be the unit price."""
    priced = [mate for mate in _whole_row(sheet, cell) if amounts.find(sheet.words_of(mate))]
    return (
        len(priced) == 1
        and _UNIT_ONLY.search(header) is None
        and (_EXCL.search(header) or _INCL.search(header)) is not None
    )


def _whole_row(sheet: Sheet, cell: int) -> list[int]:
    return sorted((cell, *sheet.row(cell)), key=lambda mate: sheet.cells[mate][2])


def _heads_amounts(words: str) -> bool:
    return not any(map(str.isdigit, words)) and any(one.search(words) for one in (_EXCL, _INCL, _VAT, _PRICE, _TOTAL))
