"""Which value a label stands for: the one after it, right of it, below it, and last, above it."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from typing import NamedTuple

from pipeline.understanding.answered import is_answered
from pipeline.understanding.dated import LOOSE, broken_date
from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark
from pipeline.understanding.sought import Finder
from pipeline.understanding.values.found import Found

# What may stand between a label and its value without being a value itself.
LINK = re.compile(
    r"(?:[ \t:,.;=#_>()*/\"|-]|\(?\d{1,2}(?:[.,]\d{1,2})? ?%\)?|\b(?:no|num|numero|n|du|de|de la|le|la|les|en date|est|sont|a|au|ref|reference|date|emise?|etablie?"
    r"|au taux|taux|sous le|ht|ttc|hors taxes?|toutes taxes comprises|en euros?|euros?|eur|geographique|juridique|ej|et"
    r"|document|piece|suivant|suivante|unique|client|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|entite|ci-dessous|soit|montant)\b|€)*+"  # possessive: a hostile cell would be tried in every way there is
)
_AMOUNT_WORDS = re.compile(
    r"(?<!\w)(?:total|sous-total|montant|base|remise|h\.?t|t\.?t\.?c|t\.?v\.?a|hors taxes?|taxes comprises)(?!\w)"
)
_FIGURES = re.compile(r"\d{3}|\d[.,]\d")
_OWN_WORDS = 16  # characters before a label in its cell: "2. Nom de la ", "N° et "
_OWN = re.compile(r" (?:du |de la |de l'|sous (?:le )?)")  # in "FINESS du client : …" the client is no label
_DIGIT = re.compile(r"\d")
_TITLE = 1.4  # usual heights of a line; what is larger is a title
_ALIKE = 0.7  # of a title's height; what is smaller is no line of it
_MOST_LINES = 3  # of a label in a narrow column
BELOW, ABOVE = 0.95, 0.92  # how sure the value below a label is, or the one it is the caption of
# What may follow a reference in its cell.
_REST = re.compile(r"[\s.,;)]*(?:\(?(?:du|en date du|datee? du|le)\b.*)?", re.DOTALL)


class Labelled(NamedTuple):
    """A value and how surely the label is its own."""

    found: Found
    confidence: float


class Labels:
    """The labels seen on a page."""

    def __init__(self, sheet: Sheet, marks: Sequence[Mark]) -> None:
        """Take the marks of a page in order, none over another."""
        self.sheet = sheet
        self.marks = marks
        self._starts = [mark.start for mark in marks]
        self._opened = Counter(sheet.cell_at(start) for start in self._starts)

    def end_of_reach(self, mark: Mark) -> int:
        """Return where the line of a label ends, or the next label begins; a rate may stand before the amount it makes."""
        folded = self.sheet.folded
        line_end = folded.find("\n", mark.end)
        limit = len(folded) if line_end < 0 else line_end
        following = itertools.islice(self.marks, bisect_left(self._starts, mark.end), None)
        others = (other for other in following if not other.label.startswith("taux"))
        ends = (other.start for other in others if not _OWN.fullmatch(folded, mark.end, other.start))
        return min(limit, next(ends, limit))

    def fill_cell(self, mark: Mark) -> bool:
        """Tell whether labels, and words that link, are all that stands in the cell of a label."""
        cell = self.sheet.cell_at(mark.start)
        if cell is None:
            return True
        start, end, *_ = self.sheet.cells[cell]
        rest = start
        for other in self.marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if not LINK.fullmatch(self.sheet.folded, rest, other.start):
                return False
            rest = other.end
        return rest >= end or LINK.fullmatch(self.sheet.folded, rest, end) is not None

    def ends_another(self, cell: int) -> bool:
        """Tell whether a cell only ends the words right above it, which are no label: « Prix » over « HT »."""
        above = next(self.sheet.above(cell, self.sheet.usual_height), None)
        return above is not None and above not in self._opened and not _DIGIT.search(self.sheet.words_of(above))

    def below(self, mark: Mark, cell: int) -> Iterator[int]:
        """Yield the cells below a label that ends in a cell; of « Total HT  TVA  Total TTC » each label has its own."""
        cells = list(self.sheet.below(cell, 4.0 * self.sheet.usual_height + self._depth_beside(cell)))
        row = set(self.sheet.row(cells[0])) if cells and self._opened[cell] > 1 else set()
        for other in cells:
            start, end, *_ = self.sheet.cells[other]
            if row.isdisjoint(cells) or self.sheet.share_column((mark.start, mark.end), (start, end)):
                yield other

    def _depth_beside(self, cell: int) -> float:
        """Return how far under a label, in points, those beside it go on: « Numéro unique », « de », « référencement »."""
        sheet, lowest = self.sheet, self.sheet.cells[cell][3]
        for mate in sheet.row(cell):
            line: int | None = mate
            for _ in range(_MOST_LINES):
                if line is None or (mate not in self._opened) or _DIGIT.search(sheet.words_of(line)):
                    break
                lowest = min(lowest, sheet.cells[line][3])
                line = next(sheet.below(line, sheet.usual_height), None)
        return sheet.cells[cell][3] - lowest

    def opened_by_others(self, first: int, last: int) -> Set[int | None]:
        """Return the cells that labels open, without the first of the two that a label fills if no other opens it."""
        if first == last or self._opened[first] > 1:  # a cell is never beside, below or above itself
            return self._opened.keys()
        return self._opened.keys() - {first}


def fills_its_cell(mark: Mark, sheet: Sheet) -> bool:
    """Tell whether a label has its cell for itself but for a few words: at the end of a wording it announces no other cell."""
    cell = sheet.cell_at(mark.start)
    return cell is None or mark.start - sheet.cells[cell][0] < _OWN_WORDS


def in_wording(mark: Mark, labels: Labels, finder: Finder, near: Callable[[int], list[Found]]) -> list[Labelled]:
    """Return the value of a label that is part of a wording: after it, or where the wording goes on under it."""
    cell = labels.sheet.cell_at(mark.start)
    end = len(labels.sheet.folded) if cell is None else labels.sheet.cells[cell][1]
    after = [one for one in _after(mark, labels, near) if one.found.start < end]
    if after or cell is None or mark.end < end:
        return after
    under = next(labels.sheet.below(cell, 1.3 * labels.sheet.usual_height), None)
    if under is None or abs(labels.sheet.cells[under][2] - labels.sheet.cells[cell][2]) > 3:
        return []
    return _in_cells(labels.sheet, finder, [under], BELOW, whole=False)


def values_of(
    mark: Mark, labels: Labels, finder: Finder, near: Callable[[int], list[Found]], *, whole: bool = False
) -> list[Labelled]:
    """Return the value that a label stands for, the surest place first; empty when it stands for none.

    `near` gives what `finder` finds on the line of a position; a `whole` value fills its cell.
    """
    sheet = labels.sheet
    after = _after(mark, labels, near)
    if after or _is_in_title(mark, sheet):
        return after
    first, last = sheet.cell_at(mark.start), sheet.cell_at(mark.end - 1)  # a label may be wrapped over two cells
    if first is None or last is None:
        return _next_line(mark, sheet, near)
    starts = labels.opened_by_others(first, last)
    for end in dict.fromkeys((last, first)):
        beside_it = itertools.takewhile(lambda cell: not sheet.stands_under(cell, starts), sheet.right_of(end))
        right = _to_another_amount(sheet, _until(beside_it, starts, 2))
        beside = _in_cells(sheet, finder, right, 0.97, whole=whole)
        if beside:
            return beside
    if whole and is_answered(mark, sheet):
        return []
    under = _in_cells(sheet, finder, _until(labels.below(mark, last), starts, 1), BELOW, whole=whole)
    under = under or _in_cells(sheet, finder, _in_box(sheet, last, starts), BELOW, whole=True)
    captioned = _caption_of(sheet, first, starts)
    caption = _in_cells(sheet, finder, captioned, ABOVE, whole=whole)
    caption = caption or _date_over(sheet, finder, captioned, starts)
    if under and caption and _gap(sheet, first, caption) < 0.75 * _gap(sheet, last, under):
        return caption
    return under or caption


def _is_in_title(mark: Mark, sheet: Sheet) -> bool:
    """Tell whether a label goes on with a title, which announces nothing under it: « Attestation de référencement Ségur »."""
    cell = sheet.cell_at(mark.start)
    if cell is None:
        return False
    height = _height(sheet, cell)
    above = next(sheet.above(cell, height), None)
    begins = not sheet.folded[sheet.cells[cell][0] : mark.start].strip()
    goes_on = above is not None and _height(sheet, above) > _ALIKE * height
    return height > _TITLE * sheet.usual_height and (goes_on or not begins)


def _height(sheet: Sheet, cell: int) -> float:
    return sheet.cells[cell][5] - sheet.cells[cell][3]


def _gap(sheet: Sheet, label: int, values: list[Labelled]) -> float:
    """The white space between a label and a value over or under it, in points."""
    cell = sheet.cell_at(values[0].found.start)
    if cell is None:
        return 0.0
    return max(sheet.cells[label][3] - sheet.cells[cell][5], sheet.cells[cell][3] - sheet.cells[label][5])


def _in_box(sheet: Sheet, index: int, starts: Set[int | None]) -> list[int]:
    """The only cell of the next row in the box that a label heads at its left: a form centres values in their boxes."""
    _, _, left, bottom, _, _ = sheet.cells[index]
    border = min((sheet.cells[other][2] for other in sheet.right_of(index)), default=sheet.width)
    reach = bottom - 2.2 * sheet.usual_height
    inside = [
        other
        for other, (_, _, start, _, end, top) in enumerate(sheet.cells)
        if left - 2 < start and end < border and reach < top <= bottom + 1
    ]
    return inside if len(inside) == 1 and inside[0] not in starts else []


def _caption_of(sheet: Sheet, index: int, starts: Set[int | None]) -> list[int]:
    """The cell right above a label that stands as its caption: aligned with it, almost touching, no label itself."""
    _, _, left, _, right, _ = sheet.cells[index]
    if sheet.words_of(index).rstrip().endswith(":"):
        return []  # what ends in a colon announces its value, it does not comment on the one above
    above = _until(sheet.above(index, 1.7 * sheet.usual_height), starts, 1)
    aligned = [cell for cell in above if abs(sheet.cells[cell][2] - left) < 4 or abs(sheet.cells[cell][4] - right) < 4]
    return [cell for cell in aligned if not _is_answer(sheet, cell, index, starts)]


def _date_over(sheet: Sheet, finder: Finder, cells: list[int], starts: Set[int | None]) -> list[Labelled]:
    """The date whose last line is one of the cells, where its first one stands on it: « vendredi 12 novembre » over « 2021 »."""
    over = (next(sheet.above(cell, LOOSE * sheet.usual_height), None) for cell in cells)
    found = [broken_date(sheet, finder, first) for first in over if first is not None and first not in starts]
    return [Labelled(one, ABOVE) for one in found if one is not None]


def _is_answer(sheet: Sheet, value: int, caption: int, starts: Set[int | None]) -> bool:
    """Tell whether a value stands nearer to a label over it than to what would be its caption."""
    over = next(sheet.above(value, 1.7 * sheet.usual_height), None)
    if over is None or over not in starts:
        return False
    return sheet.cells[over][3] - sheet.cells[value][5] <= sheet.cells[value][3] - sheet.cells[caption][5]


def _after(mark: Mark, labels: Labels, near: Callable[[int], list[Found]]) -> list[Labelled]:
    """The value that follows on the same line, with nothing but linking words between."""
    limit = labels.end_of_reach(mark)
    for found in near(mark.end):
        if mark.end <= found.start < limit:
            between = labels.sheet.folded[mark.end : found.start]
            return [Labelled(found, 1.0)] if LINK.fullmatch(between) else []
    return []


def _next_line(mark: Mark, sheet: Sheet, near: Callable[[int], list[Found]]) -> list[Labelled]:
    """Without geometry, the value that opens the next line that is not blank."""
    line_end = sheet.folded.find("\n", mark.end)
    if line_end < 0:
        return []
    opening = len(sheet.folded) - len(sheet.folded[line_end:].lstrip(" \n\t:"))
    for found in near(opening):
        if found.start > line_end:
            return [Labelled(found, 0.8)] if found.start == opening else []
    return []


def _until(cells: Iterator[int], starts: Set[int | None], most: int) -> list[int]:
    """Take a few cells, stopping at one that opens with a label of its own."""
    taken: list[int] = []
    for cell in cells:
        if cell in starts or len(taken) == most:
            break
        taken.append(cell)
    return taken


def _to_another_amount(sheet: Sheet, cells: list[int]) -> list[int]:
    """Keep the cells up to one that words an amount of its own: in « Montant TVA | Total brut HT | 10,00 » it is not the VAT."""
    worded = (place for place, cell in enumerate(cells) if _is_worded(sheet.words_of(cell)))
    return cells[: next(worded, len(cells))]


def _is_worded(words: str) -> bool:
    return _AMOUNT_WORDS.search(words) is not None and LINK.fullmatch(words) is None and not _FIGURES.search(words)


def _in_cells(sheet: Sheet, finder: Finder, cells: list[int], confidence: float, *, whole: bool) -> list[Labelled]:
    """The first value that opens one of the cells; a narrow cell may wrap its value over the line below it."""
    for cell in cells:
        start, end, *_ = sheet.cells[cell]
        line = sheet.folded[start:end]
        found = opening(line, finder, whole=whole)
        if found is None:
            found = opening(f"{line} {_wrapped(sheet, cell)}", finder, whole=whole)
        if found is not None:
            return [Labelled(found._replace(start=start + found.start, end=min(end, start + found.end)), confidence)]
        broken = broken_date(sheet, finder, cell)
        if broken is not None:
            return [Labelled(broken, confidence)]
    return []


def opening(text: str, finder: Finder, *, whole: bool) -> Found | None:
    """Return the value that a text begins with, but for linking words."""
    found = next(iter(finder(text)), None)
    if found is None or not LINK.fullmatch(text[: found.start]):
        return None
    return found if not whole or _REST.fullmatch(text[found.end :]) else None


def _wrapped(sheet: Sheet, cell: int) -> str:
    """Return the words of the line that carries on a cell just below it, left-aligned with it."""
    left = sheet.cells[cell][2]
    below = next(sheet.below(cell, 0.7 * sheet.usual_height), None)
    return sheet.words_of(below) if below is not None and abs(sheet.cells[below][2] - left) < 3 else ""
