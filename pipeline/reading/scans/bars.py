"""Finds on a page the rows of boxes that upright bars make, evenly apart, as those of a comb are: one character goes in each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from pipeline.reading.scans.prepare import DPI

Pixels = Any  # a numpy array of a grey picture, 8 bits

MILLIMETRE = DPI / 25.4  # pixels
SHORTEST, TALLEST = (
    round(1.5 * MILLIMETRE),
    round(13 * MILLIMETRE),
)  # of a bar: the ticks of a form, the boxes of a slip
THIN = round(1.5 * MILLIMETRE)  # across a bar, its blur with it, at most
NARROWEST, WIDEST = 2 * MILLIMETRE, 12 * MILLIMETRE  # from one bar to the next
DARKER = 45  # levels of grey, of 255, than what stands beside it
UNEVEN = 0.06  # of the usual distance, by which one of them may differ
LEVEL = 0.12  # of a bar's height, by which the next one may be higher or lower
SLACK = 2.0  # pixels, by which anything may differ
STEP = 16  # pixels of a page's height, whose bars are looked up together: more than they may differ by
MISSING = 0.2  # of the bars, at most: where a stamp or a fold hides one
INSIDE = 0.1  # of a box, beside its bars, where nothing is another bar
CROSSED, APART = 0.2, 0.8  # of the boxes with a bar inside: more is a line of letters, nearly all are boxes with gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An upright bar: where it stands, its upper and its lower end, in pixels from the top left."""

    x: float
    top: float
    bottom: float


Row = tuple[tuple[Bar, Bar], ...]  # boxes from left to right: the bars on both sides of each
Grid = dict[int, list[Bar]]


def rows_of_boxes(shown: Pixels) -> list[Row]:
    """Return the rows of boxes of an evenly lit level page."""
    bars = sorted(_upright(shown), key=_x)
    grid = _grid(bars)
    return [boxes for row in _even(bars, grid) if (boxes := _boxes(row, grid))]


def alike(row: Row, other: Row) -> bool:
    """Say whether the boxes of two rows are as wide and as high."""
    pairs = ((_width(row), _width(other), UNEVEN), (_height(row), _height(other), LEVEL))
    return all(abs(one - two) <= max(SLACK, share * two) for one, two, share in pairs)


def _upright(shown: Pixels) -> list[Bar]:
    """Return all that is upright, straight and thin: bars, and the strokes of letters."""
    import cv2
    import numpy

    dark = cv2.dilate(255 - shown, numpy.ones((1, 3), numpy.uint8))  # a bar may lean by a pixel
    long = cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((SHORTEST, 1), numpy.uint8))
    darker = cv2.morphologyEx(long, cv2.MORPH_TOPHAT, numpy.ones((1, 2 * THIN), numpy.uint8))
    crests = darker > numpy.maximum(DARKER, cv2.dilate(darker, numpy.ones((1, THIN), numpy.uint8)) // 2)
    _, _, sizes, _ = cv2.connectedComponentsWithStats(crests.astype(numpy.uint8))
    return [
        Bar(x=float(left + wide / 2), top=float(top), bottom=float(top + high))
        for left, top, wide, high, _ in sizes[1:]
        if wide <= THIN and SHORTEST <= high <= TALLEST
    ]


def _grid(bars: Iterable[Bar]) -> Grid:
    """Return bars by the height of the page at which they end, from left to right as they come."""
    grid: Grid = defaultdict(list)
    for bar in bars:
        grid[round(bar.bottom / STEP)].append(bar)
    return grid


def _even(bars: Iterable[Bar], grid: Grid) -> Iterator[Sequence[Bar]]:
    """Yield the bars that stand evenly apart, as many as there are; each is in one row."""
    used: set[Bar] = set()
    for bar in bars:
        if bar in used:
            continue
        seconds = _like(bar, bar.x + NARROWEST, bar.x + WIDEST, grid)
        rows = (_followed(bar, second, grid) for second in seconds if second not in used)
        row = max(rows, key=len, default=())
        if len(row) > 2:
            used.update(row)
            yield row


def _followed(first: Bar, second: Bar, grid: Grid) -> Sequence[Bar]:
    """Return the row that goes on from two bars as far as bars follow; one may be missing between two others."""
    row, missing = [first, second], 0
    while True:
        step = (row[-1].x - first.x) / (len(row) - 1)
        after = _nearest(row[-1], step, step, grid)
        if after is None:
            missing += 1
            after = _nearest(row[-1], 2 * step, step, grid)
            if after is None or missing > MISSING * len(row):
                return row
            row.append(_between(row[-1], after))
        row.append(after)


def _nearest(bar: Bar, distance: float, step: float, grid: Grid) -> Bar | None:
    wanted, slack = bar.x + distance, max(SLACK, UNEVEN * step)
    return min(_like(bar, wanted - slack, wanted + slack, grid), key=lambda other: abs(other.x - wanted), default=None)


def _like(bar: Bar, left: float, right: float, grid: Grid) -> list[Bar]:
    """Return the bars between two places of the page that are as high as another and stand level with it."""
    slack = max(SLACK, LEVEL * (bar.bottom - bar.top))
    at = round(bar.bottom / STEP)
    lines = (grid.get(each, []) for each in (at - 1, at, at + 1))
    near = (
        other for line in lines for other in line[bisect_left(line, left, key=_x) : bisect_right(line, right, key=_x)]
    )
    return [other for other in near if abs(other.top - bar.top) <= slack and abs(other.bottom - bar.bottom) <= slack]


def _x(bar: Bar) -> float:
    return bar.x


def _between(one: Bar, other: Bar) -> Bar:
    return Bar(x=(one.x + other.x) / 2, top=(one.top + other.top) / 2, bottom=(one.bottom + other.bottom) / 2)


def _boxes(bars: Sequence[Bar], grid: Grid) -> Row:
    """Return the boxes between bars, or, where each has a gap beside it, those that begin at them; none in a line of letters."""
    step = (bars[-1].x - bars[0].x) / (len(bars) - 1)
    ends = [_like(bar, bar.x + INSIDE * step, bar.x + (1 - INSIDE) * step, grid) for bar in bars]
    if sum(map(bool, ends[:-1])) <= CROSSED * len(ends):
        return tuple(pairwise(bars))
    wide = median(each[0].x - bar.x for bar, each in zip(bars, ends, strict=True) if each)
    if wide < NARROWEST or sum(len(each) == 1 for each in ends) < APART * len(ends):
        return ()
    return tuple(
        (bar, Bar(x=bar.x + wide, top=bar.top, bottom=bar.bottom)) for bar, each in zip(bars, ends, strict=True) if each
    )


def _width(row: Row) -> float:
    return median(right.x - left.x for left, right in row)


def _height(row: Row) -> float:
    return median(left.bottom - left.top for left, _ in row)
