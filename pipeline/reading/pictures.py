"""Reads a file that is a picture, or several: what its pages are, and the pixels of one of them; their words come later."""

from __future__ import annotations

from typing import Any

from pipeline.limits import Limits
from pipeline.reading.images import decoded
from pipeline.reading.page import Page, ReadFile
from validators.model import Problem

POINTS = 72.0  # to the inch
USUAL_DPI = 200.0  # of a picture that does not say it

Pixels = Any  # a numpy array of a grey picture, 8 bits


def read_pictures(data: bytes, sha256: str, content: str, limits: Limits) -> ReadFile:
    """Return the pages of a picture file, whose words are not known yet, and what is wrong with it."""
    pages: list[Page] = []
    problems: list[Problem] = []
    for seen in decoded(data, content, limits):
        if isinstance(seen, Problem):
            problems.append(seen)
            continue
        scale = POINTS / (seen.dpi or USUAL_DPI)
        width, height = seen.image.width * scale, seen.image.height * scale
        pages.append(Page(number=seen.number, width=width, height=height, text="", unread=True))
    return ReadFile(sha256=sha256, pages=tuple(pages), page_count=len(pages), problems=tuple(problems))


def picture_of_file(data: bytes, content: str, number: int, limits: Limits) -> tuple[Pixels, float | None] | None:
    """Return a page of a picture file, its number from 1, in grey, and its resolution when it says it."""
    import numpy

    for seen in decoded(data, content, limits, only=number):
        if not isinstance(seen, Problem):
            return numpy.array(seen.image.convert("L")), seen.dpi
    return None
