"""Reads one page from its picture: prepared, read by one engine, confirmed line by line by another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.reading.page import Page, Run, Scanned, Span
from pipeline.reading.scans import engines
from pipeline.reading.scans.combs import without_combs
from pipeline.reading.scans.edges import is_cut
from pipeline.reading.scans.engines import Pixels
from pipeline.reading.scans.ink import signature_zones
from pipeline.reading.scans.knots import untangled
from pipeline.reading.scans.leaders import without_leaders
from pipeline.reading.scans.left_out import left_out
from pipeline.reading.scans.look import look_of
from pipeline.reading.scans.negative import dark_on_light
from pipeline.reading.scans.prepare import (
    DPI,
    contrast,
    evenly_lit,
    sheet_of,
    softened,
    specks,
    straightened,
    to_working_size,
)
from pipeline.reading.scans.settling import matters, settled
from pipeline.reading.scans.words import Comb, Frame, Word, cells_of, in_combs
from validators.model import Problem

HOW = f"ocr:{engines.FIRST}"
POOR = 0.72  # mean confidence of a page, below which it may lie on its side
LEGIBLE = 0.45  # mean confidence below which nothing read of a page is used
BLANK = 12.0  # levels of grey between paper and ink, below which nothing stands on a page
SHORT = 3  # letters of a word that may be as high as it is wide
TINY, OBLONG = 48, 12  # pixels of a side that holds no line of words; sides of a picture that is no page
TOO_MANY_SPECKS = 25_000  # of a page; one full of small print has some 8,000 letters
LEADER = re.compile(r"[.·•…_‧~]{2,}|[·•…]|[|¦]+")  # dots that lead to an amount, bars of a grid
NOISE = 0.2  # confidence below which a word is a speck


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The lines of a page as the first engine reads them, its picture, and the evenly lit one that the engine was shown."""

    pixels: Pixels
    shown: Pixels
    combs: Sequence[Comb]
    lines: Sequence[Sequence[Word]]

    @property
    def confidence(self) -> float:
        """Return the mean confidence of its words, each as long as it is."""
        words = [word for line in self.lines for word in line]
        return sum(word.confidence * len(word.text) for word in words) / max(1, sum(len(word.text) for word in words))

    @property
    def upright(self) -> bool:
        """Say whether its words are wider than they are high, and read well: on its side or its head a page does not."""
        boxes = [word.box for line in self.lines for word in line if len(word.text) > SHORT]
        wide = sum(box[2] - box[0] > box[3] - box[1] for box in boxes)
        return self.confidence >= POOR and 2 * wide > len(boxes)


def read_picture(pixels: Pixels, dpi: float | None, number: int) -> Scanned:
    """Return a page with the words read from its grey picture, and what is wrong with it.

    `dpi` is None for a picture that does not say how large it is.
    """
    if min(pixels.shape) < TINY or max(pixels.shape) > OBLONG * min(pixels.shape):
        return Scanned(page=_empty(pixels, number, blank=False), problems=_problems("page_illegible", number))
    pixels = dark_on_light(to_working_size(sheet_of(pixels), dpi))
    if contrast(pixels) < BLANK:
        return Scanned(page=_empty(pixels, number, blank=True))
    if specks(pixels) < TOO_MANY_SPECKS:  # noise takes an engine a minute, for nothing
        reading = _upright(pixels)
        if reading.confidence >= LEGIBLE:
            cut = is_cut(reading.lines, reading.pixels.shape[1])
            return Scanned(page=_page(reading, number), problems=_problems("page_cut", number) if cut else ())
    return Scanned(page=_empty(pixels, number, blank=False), problems=_problems("page_illegible", number))


def _problems(code: str, number: int) -> tuple[Problem, ...]:
    return (Problem(code=code, page=number, arguments={"page": number}),)


def _upright(pixels: Pixels) -> _Reading:
    """Read a page as it lies, and turned when it seems to lie on its side or its head."""
    reading = _read(pixels)
    if reading.upright:
        return reading
    turns = engines.quarter_turns(evenly_lit(pixels), DPI)
    if not turns:
        return reading
    import numpy

    turned = _read(numpy.ascontiguousarray(numpy.rot90(pixels, turns)))
    return max(reading, turned, key=lambda each: (each.upright, each.confidence))


def _read(pixels: Pixels) -> _Reading:
    level = straightened(pixels)
    shown = softened(evenly_lit(level))
    plain, combs = without_combs(without_leaders(level, shown), shown)
    if plain is not level:
        level, shown = plain, softened(evenly_lit(plain))
    lines = _words(engines.page_words(shown, DPI) or engines.page_words(shown, DPI, sparse=True))
    return _Reading(pixels=level, shown=shown, combs=combs, lines=_words(untangled(shown, lines)))


def _words(lines: Iterable[Sequence[Word]]) -> list[list[Word]]:
    kept = ([word for word in line if _is_word(word)] for line in lines)
    return [line for line in kept if line]


def _is_word(word: Word) -> bool:
    """Say whether an engine saw letters: no specks, and no dots that lead to an amount, seen as small letters at times."""
    long = len(word.text) > SHORT and not word.text.islower()
    return (word.confidence > NOISE or long) and not LEADER.fullmatch(word.text)


def _page(reading: _Reading, number: int) -> Page:
    """Write the lines of a page one below the other, each cell a run, with what both engines read alike."""
    height, width = reading.pixels.shape
    text, runs, confirmed, at_once = "", list[Run](), list[Span](), list[Span]()
    missing = left_out(reading.shown, [word for line in reading.lines for word in line]) if engines.has_second() else ()
    lines = _completed(_in_order(reading.lines), missing)
    rows = [cells_of(in_combs(line, reading.combs)) for line in lines]
    shown = 0  # letters and figures that both engines were shown
    for cells in rows:
        parts = []
        at = len(text)
        for cell in cells:
            told = settled(reading.pixels, reading.shown, cell)
            if not told.words:
                continue
            shown += _letters(told.words) if matters(cell) else 0
            parts.append(told.words)
            runs.append((at, at + len(told.words), *_in_points(cell.place, height)))
            confirmed += [(at + start, at + end) for start, end in told.confirmed]
            at_once += [(at + start, at + end) for start, end in told.at_once]
            at += len(told.words) + 1
        if parts:
            text += " ".join(parts) + "\n"
    return Page(
        number=number,
        width=width * 72 / DPI,
        height=height * 72 / DPI,
        text=text.rstrip("\n"),
        runs=tuple(runs),
        how=HOW,
        confirmed=_joined(text, confirmed),
        at_once=_joined(text, at_once),
        agreed=sum(_letters(text[start:end]) for start, end in confirmed) / max(shown, 1),
        zones=signature_zones(reading.pixels, [cell for cells in rows for cell in cells], number),
        look=look_of(reading.shown),
    )


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _empty(pixels: Pixels, number: int, *, blank: bool) -> Page:
    height, width = pixels.shape
    size = {"width": width * 72 / DPI, "height": height * 72 / DPI}
    return Page(number=number, text="", how=HOW, blank=blank, unread=not blank, **size)


def _in_order(lines: Iterable[Sequence[Word]]) -> list[list[Word]]:
    """Join lines of the engine's blocks that stand beside each other on the page, from top to bottom."""
    rows: list[list[Word]] = []
    for line in sorted(lines, key=lambda words: sum(word.box[1] + word.box[3] for word in words) / len(words)):
        middle = sum(word.box[1] + word.box[3] for word in line) / (2 * len(line))
        if rows and _stands_within(middle, rows[-1]) and not _overlaps(line, rows[-1]):
            rows[-1] = sorted([*rows[-1], *line], key=lambda word: word.box[0])
        else:
            rows.append(list(line))
    return rows


def _completed(rows: list[list[Word]], missing: Iterable[Word]) -> list[list[Word]]:
    """Put what the engine left out in the rows that it stands in; what stands in none is a row of its own, or a mere mark."""
    alone = []
    for word in missing:
        left, top, right, bottom = word.box
        middle = (top + bottom) / 2
        row = next((row for row in rows if _stands_within(middle, row) and not _overlaps([word], row)), None)
        if row is not None:
            row.append(word)
            row.sort(key=lambda each: each.box[0])
        elif right - left > bottom - top:
            alone.append([word])
    return _in_order([*rows, *alone])


def _stands_within(middle: float, row: Sequence[Word]) -> bool:
    tops, bottoms = sorted(word.box[1] for word in row), sorted(word.box[3] for word in row)
    return tops[len(row) // 2] < middle < bottoms[len(row) // 2]


def _overlaps(line: Sequence[Word], row: Sequence[Word]) -> bool:
    left, right = min(word.box[0] for word in line), max(word.box[2] for word in line)
    return any(word.box[0] < right and left < word.box[2] for word in row)


def _in_points(box: Frame, height: int) -> tuple[float, float, float, float]:
    scale = 72 / DPI
    left, top, right, bottom = box
    return left * scale, (height - bottom) * scale, right * scale, (height - top) * scale


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join spans that nothing but space parts."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
