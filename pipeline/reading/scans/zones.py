"""Finds on a page the places to sign: below and beside short lines such as « Signature du client »."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.reading.scans.prepare import DPI
from pipeline.reading.scans.words import Cell, Frame, around
from rules.signing import SigningWords, Words, load_signing

HEAD = 9  # words of a line, beyond which it is a sentence and no head of a place to sign
ALIKE, SHORT = (
    85.0,
    5,
)  # percent from which a word is one of a label's, an engine's slip aside; shorter ones are to be equal
MACHINE_READABLE = "<<"  # what only the machine-readable lines of identity documents bear

POINT = DPI / 72  # pixels
BELOW, BESIDE, BEFORE = round(100 * POINT), round(220 * POINT), round(25 * POINT)  # reach of a place from its head
MOST = 6  # places that one page has: with more, it tells about signatures rather than bearing them


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to sign: its head as the rules write it, the box around it in pixels."""

    label: str
    box: Frame


def places_to_sign(cells: Sequence[Cell], shape: tuple[int, int]) -> tuple[Place, ...]:
    """Return the places to sign of a page of that height and width, from top to bottom; none of an identity document."""
    signing = load_signing()
    if _is_identity(cells, signing):
        return ()
    heads = [(cell, label) for cell in cells if (label := _label_of(cell, signing))]
    places: list[Place] = []
    for cell, label in sorted(heads, key=lambda head: (head[0].box[1], head[0].box[0])):
        place = Place(label=label, box=_reach(cell.box, [other.box for other, _ in heads], shape))
        above = next((one for one in places if _same_place(one.box, cell.box)), None)
        if above is None:
            places.append(place)
        else:  # « Lu et approuvé » above « Signature »: one place with two heads
            merged = Place(label=above.label, box=around((above.box, place.box)))
            places[places.index(above)] = merged
    return tuple(places) if len(places) <= MOST else ()


def folded(text: str) -> Words:
    """Return the words of a text in bare lower case.

    >>> folded("Lu & approuvé, l'Établissement")
    ('lu', 'approuve', 'l', 'etablissement')
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return tuple(re.findall(r"[a-z0-9]+", "".join(each for each in plain if not unicodedata.combining(each))))


def _label_of(cell: Cell, signing: SigningWords) -> str | None:
    """Return the label that a short line of a page has; a line that carries on a sentence begins in lower case."""
    words = folded(cell.text)
    if len(words) > HEAD or cell.text[:1].islower() or _has_any(words, signing.decoys):
        return None
    found = [label for label in signing.labels if _has(words, label)]
    found += [label for label in signing.openings if _has(words[: len(label)], label)]
    return max((" ".join(label) for label in found), key=len, default=None)


def _is_identity(cells: Iterable[Cell], signing: SigningWords) -> bool:
    return any(MACHINE_READABLE in cell.text or _has_any(folded(cell.text), signing.identity) for cell in cells)


def _has_any(words: Words, sought: Iterable[Words]) -> bool:
    return any(_has(words, each) for each in sought)


def _has(words: Words, sought: Words) -> bool:
    """Say whether some words stand in a row among others, as an engine may have read them."""
    runs = (words[at : at + len(sought)] for at in range(len(words) - len(sought) + 1))
    return any(all(map(_alike, run, sought)) for run in runs)


def _alike(word: str, wanted: str) -> bool:
    return word == wanted or (len(wanted) >= SHORT and fuzz.ratio(word, wanted) >= ALIKE)


def _reach(head: Frame, heads: Iterable[Frame], shape: tuple[int, int]) -> Frame:
    """Return the box of the place that a head announces, no further than the next head on the same line."""
    left, top, right, bottom = head
    height, width = shape
    beside = [other[0] for other in heads if other[0] > right and other[1] < bottom and top < other[3]]
    end = min([other - BEFORE for other in beside], default=left + BESIDE)
    low = min(height, bottom + BELOW)
    return max(0, left - BEFORE), max(0, top - (bottom - top) // 2), min(width, max(right, end)), low


def _same_place(place: Frame, head: Frame) -> bool:
    """Say whether a head stands in a place that was found above it, at its left."""
    left, top, right, bottom = place
    return left <= head[0] < left + 4 * BEFORE and head[2] <= right and top <= head[1] and head[3] < bottom
