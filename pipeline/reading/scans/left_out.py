"""Finds what an engine left out of a page's words: a box of a grid, the first figure of an amount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.reading.scans.marks import without_rules
from pipeline.reading.scans.words import Frame, Word, around

Pixels = Any  # a numpy array of a grey picture, 8 bits

DARK = 140  # levels of grey, of 255, below which a mark of an evenly lit page is print
SMALLEST = 8  # pixels of the height of a letter that an engine reads
NARROW = 0.2  # of its height, that a letter is wide at least: the bar of a grid is less
# In usual heights of a printed letter of the page:
LOW, TALL = 0.7, 2.2  # of a letter or a figure: dots and commas are lower
TOGETHER = 0.8  # between two letters of a word, at most
MOST = 60  # of them on a page: with more, it is noise that was left out


def left_out(shown: Pixels, words: Sequence[Word]) -> list[Word]:
    """Return the places of print that no word covers, each as a word without a text, on an evenly lit level page."""
    import cv2
    import numpy

    marks = without_rules((shown < DARK).astype(numpy.uint8))
    covered = numpy.zeros(shown.shape, bool)
    for word in words:
        left, top, right, bottom = word.box
        reach = (bottom - top) // 4
        covered[max(0, top - reach) : bottom + reach, max(0, left - reach) : right + reach] = True
    _, _, sizes, middles = cv2.connectedComponentsWithStats(marks)
    sizes, middles = sizes[1:], middles[1:].astype(int)
    is_read = covered[middles[:, 1], middles[:, 0]]
    wide, high = sizes[:, 2], sizes[:, 3]
    letters = high[is_read & (high >= SMALLEST)]
    if not letters.size:
        return []
    usual = float(numpy.median(letters))
    alike = (high >= LOW * usual) & (high <= TALL * usual) & (wide >= NARROW * high)
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in sizes[~is_read & alike]]
    places = _grouped(boxes)
    return [Word(text="", box=box, confidence=0) for box in places] if len(places) <= MOST else []


def _grouped(boxes: Iterable[Frame]) -> list[Frame]:
    """Join the letters that stand beside each other."""
    groups: list[Frame] = []
    for box in sorted(boxes):
        at = next((at for at, group in enumerate(groups) if _beside(group, box)), None)
        if at is None:
            groups.append(box)
        else:
            groups[at] = around((groups[at], box))
    return groups


def _beside(group: Frame, box: Frame) -> bool:
    heights = group[3] - group[1], box[3] - box[1]
    shared = min(group[3], box[3]) - max(group[1], box[1])
    return box[0] - group[2] <= TOGETHER * max(heights) and 2 * shared > min(heights)
