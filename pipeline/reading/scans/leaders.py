"""Takes dotted lines off a page: an engine reads the dots after a number, or under it, as letters of it."""

from __future__ import annotations

from typing import Any

from pipeline.reading.scans.prepare import DPI

Pixels = Any  # a numpy array of a grey picture, 8 bits

DARK = 170  # levels of grey, of 255, below which a dot of an evenly lit page is one
DOT = round(0.9 * DPI / 25.4)  # pixels across a dot, its blur with it, at most
APART = round(2.2 * DPI / 25.4)  # from one to the next, at most
LONG = round(7 * DPI / 25.4)  # of a line of them, at least: no « etc... »
DOTS = 6  # of a line, at least
UNEVEN, MOSTLY = 0.2, 0.7  # of the usual step, by which one may differ; of the steps that do not


def without_leaders(pixels: Pixels, shown: Pixels) -> Pixels:
    """Return a level page without its dotted lines; `shown` is the page after its light was evened."""
    import cv2
    import numpy

    _, labels, sizes, _ = cv2.connectedComponentsWithStats((shown < DARK).astype(numpy.uint8))
    small = (sizes[:, 2] <= DOT) & (sizes[:, 3] <= DOT)
    small[0] = False  # the paper
    dots = small[labels].astype(numpy.uint8)
    lines = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, numpy.ones((1, APART), numpy.uint8))
    _, rows, shapes, _ = cv2.connectedComponentsWithStats(lines)
    middles = sizes[:, :2] + sizes[:, 2:4] // 2
    line_of = rows[middles[:, 1], middles[:, 0]]
    candidates = numpy.flatnonzero((shapes[:, 2] >= LONG) & (shapes[:, 3] <= DOT + 2))
    dotted = [line for line in candidates if line and _is_even(numpy.sort(middles[small & (line_of == line), 0]))]
    found = numpy.isin(rows, dotted) & (dots > 0)
    if not found.any():
        return pixels
    around = cv2.dilate(found.astype(numpy.uint8), numpy.ones((5, 5), numpy.uint8)) > 0
    page = pixels.copy()
    page[around] = cv2.medianBlur(pixels, 2 * APART + 1)[around]
    return page


def _is_even(places: Any) -> bool:
    """Say whether dots from left to right stand evenly apart, but for those that wear took off; those of an i do not."""
    import numpy

    if len(places) < DOTS:
        return False
    steps = numpy.diff(places)
    usual = numpy.median(steps)
    return bool((abs(steps - usual) <= max(1.5, UNEVEN * usual)).mean() >= MOSTLY)
