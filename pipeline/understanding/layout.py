"""A page as a reader sees it: cells with their boxes, and who stands right of, below or above whom."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from operator import itemgetter

from pipeline.reading.page import SURE, Page, Span
from pipeline.understanding.folding import fold
from pipeline.understanding.phrases import words_of
from pipeline.understanding.values import amounts
from pipeline.understanding.values.found import Found
from validators.model import Box

_LAST_WORD, _NEXT_WORD = re.compile(r"(\S+) $"), re.compile(r" (\S+)")
_REACH = 60  # characters before a span, among which the word beside it is looked for
Cell = tuple[int, int, float, float, float, float]  # start, end in the text; left, bottom, right, top


class Sheet:
    """One page, folded, with its cells; cells of one line are parted by a tab so that no number crosses two of them."""

    def __init__(self, page: Page, typed: str = "") -> None:
        """Take a page and the lines that were typed into its form fields, which its text layer does not hold."""
        self.number = page.number
        self.width, self.height = page.width or 1.0, page.height or 1.0
        self.how, self.zones = page.how, page.zones
        self.confirmed, self.at_once = page.confirmed, page.at_once
        self.codes, self.agreed, self.look = page.codes, page.agreed, page.look
        self.typed_from = len(page.text)
        self.text = f"{page.text}\n{typed}" if typed else page.text
        self.cells: list[Cell] = sorted(page.runs)
        self.starts = [cell[0] for cell in self.cells]
        self.folded = _parted(fold(self.text), self.cells)
        self.flat = self.folded.replace("\t", " ").replace("\n", " ")
        self.words = words_of(self.folded)
        heights = sorted(cell[5] - cell[3] for cell in self.cells)
        self.usual_height = heights[len(heights) // 2] if heights else 10.0  # of a line on this page, in points
        self._rows: dict[int, tuple[int, ...]] = {}
        self._columns: dict[tuple[int, float, bool], list[int]] = {}
        self._by_bottom = sorted(
            (bottom, index, left, right, top) for index, (_, _, left, bottom, right, top) in enumerate(self.cells)
        )
        self._bottoms = [cell[0] for cell in self._by_bottom]
        self._tallest = heights[-1] if heights else 0.0

    @cached_property
    def amounts(self) -> list[Found]:
        """Return every amount on the page, in the order of its text."""
        return amounts.find(self.folded)

    def cell_at(self, position: int) -> int | None:
        """Return the index of the cell that holds a position of the text."""
        index = bisect_right(self.starts, position) - 1
        if index >= 0 and position < self.cells[index][1]:
            return index
        return None

    def words_of(self, index: int) -> str:
        """Return the folded words of a cell."""
        start, end, *_ = self.cells[index]
        return self.folded[start:end]

    def is_confirmed(self, start: int, end: int) -> bool:
        """Say whether the words of a span are sure: never a picture of words, or read alike by two engines."""
        return self.how in SURE or _holds(self.confirmed, self._bare(start, end))

    def is_at_once(self, start: int, end: int) -> bool:
        """Say whether the words of a span were read so at once, and never otherwise."""
        return self.how in SURE or _holds(self.at_once, self._bare(start, end))

    def _bare(self, start: int, end: int) -> Span:
        """Return a span without the marks around its words: a euro sign tells nothing, and engines take it for any letter."""
        while start < end and not self.text[start].isalnum():
            start += 1
        while start < end and not self.text[end - 1].isalnum():
            end -= 1
        return start, end

    def beside(self, start: int, end: int) -> tuple[str, str]:
        """Return the words of its cell that stand right before and right after a span, one space apart; "" where none does."""
        line = self.folded[self.folded.rfind("\n", 0, start) + 1 : start]
        before, after = _LAST_WORD.search(line[-_REACH:]), _NEXT_WORD.match(self.folded, end)
        return before[1] if before else "", after[1] if after else ""

    def box(self, start: int, end: int) -> Box | None:
        """Return the box of the cells that hold a span, shared out along the cell when the span is only part of it."""
        first = self.cell_at(start)
        if first is None:
            return None
        cell_start, cell_end, left, bottom, right, top = self.cells[first]
        if end <= cell_end and cell_end > cell_start:
            step = (right - left) / (cell_end - cell_start)
            return (left + (start - cell_start) * step, bottom, left + (end - cell_start) * step, top)
        for index in range(first + 1, len(self.cells)):
            if self.cells[index][0] >= end:
                break
            _, _, other_left, other_bottom, other_right, other_top = self.cells[index]
            left, bottom = min(left, other_left), min(bottom, other_bottom)
            right, top = max(right, other_right), max(top, other_top)
        return (left, bottom, right, top)

    def share_column(self, first: tuple[int, int], second: tuple[int, int]) -> bool:
        """Tell whether two spans of the text stand one over the other, at least in part."""
        one, other = self.box(*first), self.box(*second)
        return one is None or other is None or (one[0] < other[2] and other[0] < one[2])

    def reads_on(self, start: int, end: int) -> bool:
        """Tell whether a span that crosses a line's end goes on right under it: not in another column, nor in a table's next row."""
        if self.folded.find("\n", start, end) < 0:
            return True
        first, last = self.cell_at(start), self.cell_at(end - 1)
        if first is None or last is None:
            return True
        if last not in self.below(first, self.usual_height):
            return False
        values = [next(self.right_of(cell), None) for cell in (first, last)]
        both = all(value is not None and any(map(str.isdigit, self.words_of(value))) for value in values)
        return not both or values[0] == values[1]

    def row(self, index: int) -> tuple[int, ...]:
        """Return the other cells of the same visual row, from left to right of the page."""
        mates = self._rows.get(index)
        if mates is None:
            _, _, _, bottom, _, top = self.cells[index]
            height = top - bottom
            first = bisect_left(self._bottoms, bottom - self._tallest)
            last = bisect_right(self._bottoms, top)
            found = []
            for low, other, _, _, high in self._by_bottom[first:last]:
                shared = (top if top < high else high) - (bottom if bottom > low else low)
                if shared > 0 and other != index and shared > 0.4 * min(height, high - low):
                    found.append(other)
            mates = tuple(sorted(found, key=lambda other: self.cells[other][2]))
            self._rows[index] = mates
        return mates

    def alone(self, index: int) -> bool:
        """Tell whether a cell has its visual row for itself."""
        return not self.row(index)

    def right_of(self, index: int) -> Iterator[int]:
        """Yield the cells right of a cell on its visual row, nearest first."""
        right = self.cells[index][4] - 1
        for other in self.row(index):
            if self.cells[other][2] >= right:
                yield other

    def below(self, index: int, reach: float) -> Iterator[int]:
        """Return the cells under a cell whose columns overlap, nearest first, within `reach` points."""
        return self._column(index, reach, below=True)

    def above(self, index: int, reach: float) -> Iterator[int]:
        """Return the cells over a cell whose columns overlap, nearest first, within `reach` points."""
        return self._column(index, reach, below=False)

    def stands_under(self, index: int, labels: Set[int | None]) -> bool:
        """Tell whether a cell stands right under one of some labels, aligned with it: it answers that one, not another left of it."""
        over = next(self.above(index, 0.8 * self.usual_height), None)
        return over in labels and over is not None and abs(self.cells[over][2] - self.cells[index][2]) < 4

    def _column(self, index: int, reach: float, *, below: bool) -> Iterator[int]:
        column = self._columns.get((index, reach, below))
        if column is None:
            column = self._columns[index, reach, below] = self._in_column(index, reach, below=below)
        return iter(column)

    def _in_column(self, index: int, reach: float, *, below: bool) -> list[int]:
        """Return the cells of a column, nearest first: of all cells only those whose bottom is near enough are looked at."""
        _, _, left, bottom, right, top = self.cells[index]
        slack = 0.4 * (top - bottom)
        lowest, highest = (bottom - reach - self._tallest, bottom + slack) if below else (top - slack, top + reach)
        found: list[tuple[float, int]] = []
        first, last = bisect_left(self._bottoms, lowest), bisect_right(self._bottoms, highest)
        for other_bottom, other, other_left, other_right, other_top in self._by_bottom[first:last]:
            if other_left >= right or other_right <= left:
                continue
            distance = bottom - other_top if below else other_bottom - top
            if -slack < distance <= reach and other != index:
                overlap = min(right, other_right) - max(left, other_left)
                if overlap > 0.25 * min(right - left, other_right - other_left):
                    found.append((distance, other))
        found.sort()
        return [other for _, other in found]

    def by_columns(self) -> str:
        """Return the words column by column, top down: a paragraph stays whole in whatever order it was drawn."""
        ordered = sorted((round(left / 6), -top, start, end) for start, end, left, _, _, top in self.cells)
        return " ".join([self.folded[start:end] for _, _, start, end in ordered])


def _holds(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether one of some spans, in order, holds another."""
    index = bisect_right(spans, span[0], key=itemgetter(0)) - 1
    return index >= 0 and span[1] <= spans[index][1]


def _parted(folded: str, cells: list[Cell]) -> str:
    """Put a tab between neighbouring cells of one line."""
    cuts = []
    for left, right in itertools.pairwise(cells):
        between = folded[left[1] : right[0]]
        if between != "\n" and between.isspace() and "\n" not in between:
            cuts.append(left[1])
    if not cuts:
        return folded
    characters = list(folded)
    for cut in cuts:
        characters[cut] = "\t"
    return "".join(characters)
