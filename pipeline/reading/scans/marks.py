"""The dark marks of a page, without the lines that were ruled on it."""

from __future__ import annotations

from typing import Any

from pipeline.reading.scans.prepare import DPI

Marks = Any  # a numpy array as large as the page's picture, 1 where something dark stands

RULE = round(32 * DPI / 72)  # pixels of length from which a level or upright line is ruled
THIN = 9  # pixels across a ruled line at most


def without_rules(marks: Marks) -> Marks:
    """Take lines off that were ruled: long, thin, level or upright."""
    import cv2
    import numpy

    left = marks.copy()
    for along, across in (((1, RULE), (THIN, 1)), ((RULE, 1), (1, THIN))):
        long: Marks = cv2.morphologyEx(marks, cv2.MORPH_OPEN, numpy.ones(along, numpy.uint8))
        thick: Marks = cv2.morphologyEx(long, cv2.MORPH_OPEN, numpy.ones(across, numpy.uint8))
        near = numpy.ones(tuple(min(each, 5) for each in across), numpy.uint8)
        left[cv2.dilate(long & (1 - thick), near) > 0] = 0
    return left
