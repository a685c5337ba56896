"""Lays lines of an office document out as a page: what stands side by side in a table stands on one row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from pipeline.reading.page import Page, Run
from validators.model import DOCUMENT_TEXT

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 50.0  # points: an A4 page
CONTENT = WIDTH - 2 * MARGIN
LETTER = 0.5  # width of a letter, as a share of its height
USUAL_STOP = 35.4  # points between two tab stops when a paragraph sets none: 1.25 cm
CLOSEST = 4.0  # points between words and those that end at the next tab stop
LEADING, APART = 0.2, 0.8  # heights of a letter between two lines of a paragraph, and before a paragraph


class Stop(NamedTuple):
    """Where a tab leads, in points from the left of the content, and whether words end there rather than begin."""

    at: float
    ends: bool


class Fragment(NamedTuple):
    """Words that belong together on a line, and where they stand, in points from the left of the content."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a page: what stands on it from left to right, its height in points, the white space above it."""

    fragments: tuple[Fragment, ...]
    size: float
    gap: float


def paragraph(
    text: str, size: float, left: float = 0.0, right: float = CONTENT, stops: Sequence[Stop] = ()
) -> list[Line]:
    """Return the lines of a paragraph, cut at `\\n`; a tab parts what it stands between. No line for blank ones.

    A tab leads to the next of `stops`, which are in order, or of the usual ones.
    """
    lines: list[Line] = []
    for part in text.split("\n"):
        words = [" ".join(word.split()) for word in part.split("\t")]
        fragments = _placed(words, size, left, right, stops)
        if fragments:
            gap = (LEADING if lines else APART) * size
            lines.append(Line(fragments=fragments, size=size, gap=gap))
    return lines


def beside(cells: Iterable[Sequence[Line]]) -> list[Line]:
    """Return the lines of the cells of one row of a table, the first line of each cell on the first line of the row."""
    rows = []
    for abreast in zip_longest(*cells):
        there = [line for line in abreast if line is not None]
        rows.append(
            Line(
                fragments=tuple(fragment for line in there for fragment in line.fragments),
                size=max(line.size for line in there),
                gap=max(line.gap for line in there),
            )
        )
    return rows


def page_of(number: int, lines: Sequence[Line], width: float = CONTENT) -> Page:
    """Return the page that these lines make, top down; as long as they need, and as wide as `width` points and margins."""
    used = sum(line.gap + line.size for line in lines)
    height = max(HEIGHT, used + 2 * MARGIN)
    texts: list[str] = []
    runs: list[Run] = []
    start, top = 0, height - MARGIN
    for line in lines:
        top -= line.gap
        for fragment in line.fragments:
            end = start + len(fragment.text)
            runs.append((start, end, MARGIN + fragment.left, top - line.size, MARGIN + fragment.right, top))
            start = end + 1
        texts.append("\t".join(fragment.text for fragment in line.fragments))
        top -= line.size
    return Page(
        number=number,
        width=width + 2 * MARGIN,
        height=height,
        text="\n".join(texts),
        runs=tuple(runs),
        blank=not texts,
        how=DOCUMENT_TEXT,
    )


def _placed(
    words: Sequence[str], size: float, left: float, right: float, stops: Sequence[Stop]
) -> tuple[Fragment, ...]:
    """Place words, each but the first after a tab, closer together when they would not fit."""
    placed: list[Fragment] = []
    end = 0.0
    for place, word in enumerate(words):
        width = len(word) * LETTER * size
        start = _after_tab(end, width, stops) if place else end
        end = start + width
        if word:
            placed.append(Fragment(start, end, word))
    scale = min(1.0, (right - left) / end) if end else 1.0
    return tuple(Fragment(left + one.left * scale, left + one.right * scale, one.text) for one in placed)


def _after_tab(end: float, width: float, stops: Sequence[Stop]) -> float:
    """Where words of a width begin after a tab."""
    for stop in stops:
        if stop.at > end:
            return max(end + CLOSEST, stop.at - width) if stop.ends else stop.at
    return (end // USUAL_STOP + 1) * USUAL_STOP
