"""Looks at the places to sign of a page: whether strokes or a stamp stand there that are no printed words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.reading.scans.marks import without_rules
from pipeline.reading.scans.prepare import DPI, softened, without_light
from pipeline.reading.scans.words import Cell, Frame, Word
from pipeline.reading.scans.zones import POINT, Place, places_to_sign
from validators.ink import Ink, SignatureZone

Pixels = Any  # a numpy array of a grey picture, 8 bits

DARK = 204  # levels of grey, of 255, below which a mark is ink: the pale blue of a stamp is, the shade of a box is not
PRINTED = 0.6  # confidence from which a word is printed: an engine reads strokes too, badly
SLIGHT = 7  # pixels across a dash that is left of a ruled line, at most
AROUND = round(40 * POINT)  # how far strokes may leave their place
TEXT_LINES = 4  # of a place below its head, beyond which they may be a stamp's
CLEAR_BAND = round(24 * POINT)  # height of white in which somebody could have signed
# In usual heights of a word on the page:
TALL, WIDE = 1.7, 6.0  # of a stroke that is no printed letter, nor a few that touch
STROKES = 3.0  # of all such strokes together, that make a writing
MARKS = 1.0  # of all other marks together, from which nobody can tell
SPECK = 0.35

PICTURE_WIDTH, PICTURE_BYTES = 400, 30_000
PAPER, SHADE = 215, 17  # of a picture that a person is shown: what is lighter is paper, and the step between two greys


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strokes:
    """What stands in a place, in usual heights of a word: large strokes in it and beside it, and lesser marks in it."""

    inside: float
    beside: float
    marks: float


def signature_zones(pixels: Pixels, cells: Sequence[Cell], number: int) -> tuple[SignatureZone, ...]:
    """Return the places to sign of a straightened page, each with what stands there and a picture of it."""
    height, width = pixels.shape
    places = places_to_sign(cells, (height, width))
    if not places:
        return ()
    shown = softened(_as_paper_throws_back(pixels))
    words = [word for cell in cells for word in cell.words if word.confidence >= PRINTED]
    return tuple(
        SignatureZone(
            page=number,
            box=_in_points(place.box, height),
            label=place.label,
            state=_state(shown, place, words),
            picture=_picture(shown, place.box),
        )
        for place in places
    )


def _as_paper_throws_back(pixels: Pixels) -> Pixels:
    """Return a page as if white light fell on it evenly; what is faint stays so, unlike in what engines are shown."""
    import numpy

    return numpy.clip(without_light(pixels) * 255, 0, 255).astype(numpy.uint8)


def _state(shown: Pixels, place: Place, words: Sequence[Word]) -> Ink:
    usual = _usual_height(words)
    near = [word.box for word in words if _height(word) < TALL * usual and _meets(word.box, place.box, AROUND)]
    strokes = _strokes(shown, place.box, near, usual)
    if strokes.inside >= STROKES:
        return Ink.INK
    doubtful = strokes.inside or strokes.beside or strokes.marks >= MARKS
    if doubtful or _text_lines(place.box, near) > TEXT_LINES or not _has_clear_band(place.box, near):
        return Ink.UNCLEAR
    return Ink.EMPTY


def _strokes(shown: Pixels, box: Frame, words: Iterable[Frame], usual: float) -> _Strokes:
    """Measure the marks in and around a place that are neither words, nor ruled lines, nor specks."""
    import cv2

    left, top, right, bottom = box
    x0, y0 = max(0, left - AROUND), max(0, top - AROUND)
    marks = (shown[y0 : bottom + AROUND, x0 : right + AROUND] < DARK).astype("uint8")
    marks = without_rules(marks)
    for word_left, word_top, word_right, word_bottom in words:
        margin = (word_bottom - word_top) // 4
        rows = slice(max(0, word_top - margin - y0), word_bottom + margin - y0)
        marks[rows, max(0, word_left - margin - x0) : word_right + margin - x0] = 0
    inside = beside = lesser = 0.0
    for x, y, wide, high, _ in cv2.connectedComponentsWithStats(marks)[2][1:]:
        size = max(wide, high) / usual
        if size < SPECK or min(wide, high) < SLIGHT:
            continue
        within = left <= x0 + x + wide / 2 < right and top <= y0 + y + high / 2 < bottom
        large = high >= TALL * usual or wide >= WIDE * usual
        inside += size * (large and within)
        beside += size * (large and not within)
        lesser += size * (within and not large)
    return _Strokes(inside=inside, beside=beside, marks=lesser)


def _usual_height(words: Sequence[Word]) -> float:
    heights = sorted(map(_height, words))
    return float(heights[len(heights) // 2]) if heights else 9 * POINT


def _height(word: Word) -> int:
    return word.box[3] - word.box[1]


def _text_lines(box: Frame, words: Iterable[Frame]) -> int:
    """Count the printed lines of a place, its head aside."""
    lines, low = 0, 0
    for word in sorted((word for word in words if _meets(word, box, 0)), key=lambda word: word[1]):
        middle = (word[1] + word[3]) / 2
        lines += middle > low
        low = max(low, word[3])
    return lines - 1


def _has_clear_band(box: Frame, words: Iterable[Frame]) -> bool:
    """Say whether a place is white from side to side somewhere, high enough to sign in."""
    at, widest = box[1], 0
    for word in sorted((word for word in words if _meets(word, box, 0)), key=lambda word: word[1]):
        widest, at = max(widest, word[1] - at), max(at, word[3])
    return max(widest, box[3] - at) >= CLEAR_BAND


def _meets(word: Frame, box: Frame, reach: int) -> bool:
    left, top, right, bottom = box
    return left - reach < word[2] and word[0] < right + reach and top - reach < word[3] and word[1] < bottom + reach


def _picture(shown: Pixels, box: Frame) -> bytes:
    """Draw a place as a grey PNG of few shades, small enough to stand in a report."""
    import cv2
    import numpy

    left, top, right, bottom = box
    place = shown[top:bottom, left:right]
    clean = numpy.where(place > PAPER, 255, place // SHADE * SHADE).astype(numpy.uint8)
    width, data = min(PICTURE_WIDTH, right - left), b""
    while not data or len(data) > PICTURE_BYTES:
        size = (width, max(1, round(width * (bottom - top) / (right - left))))
        small = cv2.resize(clean, size, interpolation=cv2.INTER_AREA) // SHADE * SHADE
        data = cv2.imencode(".png", small, (cv2.IMWRITE_PNG_COMPRESSION, 9))[1].tobytes()
        width = width * 3 // 4
    return data


def _in_points(box: Frame, height: int) -> tuple[float, float, float, float]:
    scale = 72 / DPI
    left, top, right, bottom = box
    points = (left * scale, (height - bottom) * scale, right * scale, (height - top) * scale)
    return round(points[0], 1), round(points[1], 1), round(points[2], 1), round(points[3], 1)
