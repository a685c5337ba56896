"""Takes combs off a page, one character to a box: the boxes are painted over, their characters set side by side as words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from pipeline.reading.scans.bars import Row, alike, rows_of_boxes
from pipeline.reading.scans.words import Comb, around

Pixels = Any  # a numpy array of a grey picture, 8 bits
Marks = Any  # a numpy array of booleans: what is dark in a box

DARK = 150  # levels of grey, of 255, below which a mark of an evenly lit page is print
BOXES = 4  # of a comb at least; fewer are one where such a comb stands on the page
FILLED = 3  # of its boxes, at least
BAR, THICK = 4, 0.12  # pixels on each side of a bar's middle that are the bar; of a narrow box, at most
ABOVE = 1.3  # widths of a box, by which a character may rise above the ticks beside it
BELOW = 6  # pixels under the end of a bar, where a rule may stand
RULED, MOSTLY, HALO = 0.8, 0.6, 0.35  # of a box that a rule goes through; of the boxes; of a box, by its blur
TICK = 0.75  # of a bar, from its end, where the rule under the characters may cross it
TALLER = 1.15  # times a character, that bars without any rule are high
HIGH = 12  # pixels of a character, at least
WHOLE, SPECK = 0.5, 0.1  # of the characters' height: what is one; what is less than a point
WIDE = 0.95  # times as wide as high, from which parts of a mark are characters: a worn 0 is two arcs
SEVERAL = 0.2  # of the boxes, that may seem to have two characters: more are the cells of a table
GAP = 0.09  # of their height, beside each character of a word


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """A box: the columns between its bars, and the row of the page where these end."""

    left: int
    right: int
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """What stands in a box: its columns, and whether it is as high as a character."""

    box: _Box
    left: int
    right: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """A row of boxes with characters: how far above the end of their bars these and the boxes begin, and where they end."""

    row: Row
    boxes: Sequence[_Box]
    top: int
    bottom: int
    highest: int
    words: Sequence[Sequence[_Mark]]


def without_combs(pixels: Pixels, shown: Pixels) -> tuple[Pixels, tuple[Comb, ...]]:
    """Return a level page whose combs are words, and where these stand; `shown` is the page after its light was evened."""
    filled = [each for row in rows_of_boxes(shown) if (each := _filled(row, shown))]
    long = [each.row for each in filled if len(each.row) >= BOXES]
    filled = _apart([each for each in filled if any(alike(each.row, row) for row in long)])
    if not filled:
        return pixels, ()
    page = pixels.copy()
    for each in filled:
        _paint_over(page, each)
    return page, tuple(_set(page, pixels, each, word) for each in filled for word in each.words)


def _apart(filled: Sequence[_Filled]) -> list[_Filled]:
    """Return the rows of boxes without those that the strokes of letters make in a longer one."""
    kept: list[_Filled] = []
    for each in sorted(filled, key=lambda one: -len(one.boxes)):
        if not any(_meet(each, other) for other in kept):
            kept.append(each)
    return kept


def _meet(one: _Filled, other: _Filled) -> bool:
    """Say whether the rows of boxes share a part of the page."""
    beside = one.boxes[0].left < other.boxes[-1].right and other.boxes[0].left < one.boxes[-1].right
    level = abs(one.boxes[0].base - other.boxes[0].base) < -max(one.highest, other.highest)
    return beside and level


def _filled(row: Row, shown: Pixels) -> _Filled | None:
    """Return the characters of a row of boxes; nothing where it has none, or they touch its bars, or it is no comb."""
    import numpy

    wide = row[0][1].x - row[0][0].x
    bar = min(BAR, round(THICK * wide))
    boxes = [_Box(left=round(one.x) + bar, right=round(other.x) - bar, base=round(one.bottom)) for one, other in row]
    high = round(max(one.bottom - one.top for one, _ in row))
    reach = min(high + round(ABOVE * wide), min(box.base for box in boxes))
    narrowest, lowest = min(box.right - box.left for box in boxes), max(box.base for box in boxes)
    if narrowest < HIGH // 2 or lowest + BELOW > shown.shape[0] or _goes_on(row, shown):
        return None
    inside = [shown[box.base - reach : box.base + BELOW, box.left : box.right] < DARK for box in boxes]
    shares = numpy.array([marks.mean(axis=1) for marks in inside])
    zone = _zone(shares, reach, high)
    band = _band(inside, zone, lowest=zone[0] == 0)
    bare = zone == (reach - high, reach)  # no rule at all
    if band is None or (bare and TALLER * (band[1] - band[0]) > high):
        return None
    words = _words(boxes, [marks[band[0] : band[1]] for marks in inside])
    if not words:
        return None
    top, bottom = band[0] - reach, band[1] - reach
    return _Filled(row=row, boxes=boxes, top=top, bottom=bottom, highest=min(top, -high), words=words)


def _goes_on(row: Row, shown: Pixels) -> bool:
    """Say whether a bar that was not found stands where the next box would end: the row is but a part of a comb."""
    step = row[1][0].x - row[0][0].x
    for bar, x in ((row[0][0], row[0][0].x - step), (row[-1][1], row[-1][1].x + step)):
        part = shown[round(bar.top) : round(bar.bottom), max(0, round(x) - 2) : round(x) + 3]
        if x > 0 and part.size and (part.min(axis=1) < DARK).mean() >= RULED:
            return True
    return False


def _zone(shares: Any, base: int, high: int) -> tuple[int, int]:
    """Return the rows, of those of all boxes, between their rules: where characters may stand.

    Above ticks this is all; without any rule the bars themselves say where.
    """
    ruled = (shares >= RULED).mean(axis=0) >= MOSTLY
    blurred = shares.mean(axis=0) >= HALO
    middle = base - round(TICK * high)
    under = [at for at in range(middle, len(ruled)) if ruled[at]]
    over = [at for at in range(base - high - BELOW, middle) if at >= 0 and ruled[at]]
    first = max(over) + 1 if over else 0 if under else base - high
    last = min(under) if under else base
    while over and first < last and blurred[first]:
        first += 1
    while under and first < last and blurred[last - 1]:
        last -= 1
    return first, last


def _band(inside: Sequence[Marks], zone: tuple[int, int], *, lowest: bool) -> tuple[int, int] | None:
    """Return the rows in which characters stand: the lowest ones above ticks, the only ones elsewhere."""
    inked = sum((marks.sum(axis=1) > 1).astype(int) for marks in inside)
    bands: list[tuple[int, int]] = []
    for at in range(*zone):
        if not inked[at]:
            continue
        if bands and at - bands[-1][1] <= 3:
            bands[-1] = (bands[-1][0], at + 1)
        else:
            bands.append((at, at + 1))
    bands = [band for band in bands if band[1] - band[0] >= HIGH]
    if lowest:  # those above are the words over the comb, none of which reaches into the boxes
        return bands[-1] if bands and bands[-1][0] else None
    return bands[0] if len(bands) == 1 else None


def _words(boxes: Sequence[_Box], inside: Sequence[Marks]) -> list[list[_Mark]]:
    """Return the marks of the boxes, parted where a box has none; nothing when they are no characters, or not whole."""
    import cv2
    import numpy

    found: list[_Mark | None] = []
    several = 0
    for box, marks in zip(boxes, inside, strict=True):
        _, _, sizes, _ = cv2.connectedComponentsWithStats(marks.astype(numpy.uint8))
        high, wide = marks.shape
        parts = [(int(x), int(x + w), h >= WHOLE * high) for x, _, w, h, _ in sizes[1:] if h >= SPECK * high]
        whole = sorted(part for part in parts if part[2])
        if any(left == 0 or right == wide for left, right, _ in whole):
            return []
        left, right = min((part[0] for part in parts), default=0), max((part[1] for part in parts), default=0)
        several += right - left > WIDE * high and any(other[0] >= one[1] for one, other in pairwise(whole))
        found.append(_Mark(box=box, left=left, right=right, whole=bool(whole)) if parts else None)
    count = sum(mark is not None and mark.whole for mark in found)
    if several > SEVERAL * len(boxes) or count < min(FILLED, len(boxes)):
        return []
    return [[mark for mark in run if mark] for is_mark, run in groupby(found, key=bool) if is_mark]


def _paint_over(page: Pixels, filled: _Filled) -> None:
    """Paint the boxes and what stands in them as the paper around is."""
    import numpy

    for box in filled.boxes:
        left, right = max(0, box.left - 2 * BAR), box.right + 2 * BAR
        part = page[max(0, box.base + filled.highest - BAR) : box.base + BELOW, left:right]
        part[:] = numpy.median(part)


def _set(page: Pixels, pixels: Pixels, filled: _Filled, word: Sequence[_Mark]) -> Comb:
    """Set the characters of a word side by side on the page where the first one stood."""
    gap = max(1, round(GAP * (filled.bottom - filled.top)))
    at = left = word[0].box.left + word[0].left
    base = word[0].box.base
    top, bottom = base + filled.top - 2, base + filled.bottom + 2
    for mark in word:
        drift = mark.box.base - base
        first, last = max(0, mark.left - gap), min(mark.box.right - mark.box.left, mark.right + gap)
        character = pixels[top + drift : bottom + drift, mark.box.left + first : mark.box.left + last]
        here = page[top:bottom, at : at + last - first]
        here[:] = _in_its_light(character, here)
        at += last - first
    boxes = [mark.box for mark in word]
    frame = around((box.left - BAR, box.base + filled.highest, box.right + BAR, box.base) for box in boxes)
    return Comb(frame=frame, box=(left, top, at, bottom), characters=sum(mark.whole for mark in word))


def _in_its_light(character: Pixels, paper: Pixels) -> Pixels:
    """Return a character as it would look on paper in another light."""
    import numpy

    brighter = float(numpy.median(paper)) / max(1.0, float(numpy.median(character)))
    return numpy.clip(character * brighter, 0, 255).astype(numpy.uint8)
