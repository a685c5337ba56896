"""Settles the words of a cell: what the first engine read there, confirmed by the second, looked at again where they differ."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz import fuzz

from pipeline.reading.page import Span
from pipeline.reading.scans import engines
from pipeline.reading.scans.agreeing import alike, same_words
from pipeline.reading.scans.engines import Pixels
from pipeline.reading.scans.prepare import DPI, LARGER, enlarged, softened
from pipeline.reading.scans.words import Cell, Comb, Frame

LONG = 9  # words from which a line without a number is prose, which no rule asks a value of
MARGIN = 5  # pixels around a line that are shown to an engine with it
STROKE = re.compile(r"(?<!\S)[~–—−](?=\d)")
AT = re.compile(r"(?<=[\w.-]) ?@ ?(?=\w)")
APOSTROPHE = re.compile(r"(?<!\w)[I|](?=['’][^\W\d_])")  # « l'Etat », which begins with no capital I
END = re.compile(r"(?<=mssante)(?: ?\. ?)(?=fr\b)")


class Settled(NamedTuple):
    """The words of a cell; the spans that two engines read alike; those that the first engine read so at once."""

    words: str
    confirmed: tuple[Span, ...] = ()
    at_once: tuple[Span, ...] = ()


def settled(pixels: Pixels, shown: Pixels, cell: Cell) -> Settled:
    """Return the words of a cell of a page, those that two engines read alike, and those that were never read otherwise.

    The second engine knows accents but loses spaces: its words are taken when it parts them as the first one does, but
    for those that touch.
    What the first one left out it reads by itself; where it had found nothing, only what both read alike counts.
    `shown` is the page after its light was evened.
    """
    if cell.comb:
        return _of_comb(pixels, shown, cell, cell.comb)
    mine = first = _with_signs(cell.text)
    if not engines.has_second() or not matters(cell):
        return Settled(mine)
    seen = _around(pixels, cell.box)
    other = _with_signs(engines.second_line(seen)) if seen.size else ""
    if not other:
        return Settled(mine)
    if cell.has_gap or not same_words(mine, other):
        tried = _tried_again(seen, _around(shown, cell.box), other)
        if not mine and not same_words(tried[-1], other):
            return Settled("")
        if cell.has_gap and not any(tried):
            return Settled(mine)
        told = tried if cell.has_gap else [mine, *tried]
        mine = max(told, key=lambda each: fuzz.ratio(each.casefold(), other.casefold()))
    parted = len(mine.split()) - len(other.split())
    words, against = (other, mine) if parted in (0, cell.touching) else (mine, other)
    return Settled(words, confirmed=alike(words, against), at_once=alike(words, first))


def matters(cell: Cell) -> bool:
    """Say whether a cell is worth a second engine: a line of prose without a number is not."""
    return len(cell.words) < LONG or cell.has_gap or any(character.isdigit() for character in cell.text)


def _of_comb(pixels: Pixels, shown: Pixels, cell: Cell, comb: Comb) -> Settled:
    """Return the word of a comb, which is sure when two engines read it alike and it has as many characters as boxes."""
    mine = _in_boxes(cell.text)
    if not engines.has_second():
        return Settled(mine)
    seen = _around(pixels, cell.box)
    other = _in_boxes(engines.second_line(seen))
    if not _fits(other, comb):
        return Settled(mine if _fits(mine, comb) or not other else other)
    whole = ((0, len(other)),)
    if same_words(mine, other):
        return Settled(other, confirmed=whole, at_once=whole)
    tried = map(_in_boxes, _tried_again(seen, _around(shown, cell.box), other))
    if any(same_words(each, other) for each in tried):
        return Settled(other, confirmed=whole)
    return Settled(mine if _fits(mine, comb) else other)


def _in_boxes(words: str) -> str:
    return "".join(words.split())


def _fits(word: str, comb: Comb) -> bool:
    return sum(character.isalnum() for character in word) == comb.characters


def _tried_again(seen: Pixels, shown: Pixels, other: str) -> list[str]:
    """Return what the first engine reads of a line alone: larger, then, if that is not what the other read, in its own light."""
    larger = _with_signs(engines.line_again(enlarged(shown), LARGER))
    if same_words(larger, other):
        return [larger]
    return [larger, _with_signs(engines.line_again(softened(seen), DPI))]


def _with_signs(words: str) -> str:
    """Give numbers back their minus sign, which engines take for any stroke, articles their letter, addresses their sign."""
    return END.sub(".", AT.sub("@", STROKE.sub("-", APOSTROPHE.sub("l", words))))


def _around(pixels: Pixels, box: Frame) -> Pixels:
    left, top, right, bottom = box
    return pixels[max(0, top - MARGIN) : bottom + MARGIN, max(0, left - MARGIN) : right + MARGIN]
