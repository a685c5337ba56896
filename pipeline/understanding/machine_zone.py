"""The machine-readable zone on the pages of an identity document: its type, its keys, its expiry date, and no number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.values.found import Found
from validators.identifiers import mrz

Read = tuple[str, Sheet, Found, float]
_DOUBTFUL = 0.5
_PASSPORT = re.compile(r"P[A-Z<][A-Z<]{3}.*<<")  # engines miscount the fillers after the names


class _Strip(NamedTuple):
    """A line of the page without its spaces, and where each character stands in the text."""

    characters: str
    places: tuple[int, ...]


def zone_facts(sheets: Sequence[Sheet]) -> Iterator[Read]:
    """Yield (attribute, page, value, confidence) of every zone; from pixels sure only when both engines read all alike."""
    for sheet in sheets:
        strips = tuple(_strips(sheet))
        for at, strip in enumerate(strips):
            lines = strips[at : at + mrz.LINES.get(len(strip.characters), 0)]
            zone = mrz.read([line.characters for line in lines]) if lines else None
            if zone is not None:
                yield from _facts(sheet, lines, zone)


def _facts(sheet: Sheet, lines: Sequence[_Strip], zone: mrz.MachineZone) -> Iterator[Read]:
    """Say what is kept of a zone: a date only when every key holds, and no more words of it than the value's own."""
    alike = all(sheet.is_confirmed(line.places[0], line.places[-1] + 1) for line in lines)
    sure = 1.0 if alike else _DOUBTFUL
    first, last = lines[0].places, lines[-1].places
    yield "identity.machine_zone", sheet, Found(first[0], first[4] + 1, zone.code, borne_out=alike), sure
    yield (
        "identity.machine_keys",
        sheet,
        Found(last[-1], last[-1] + 1, f"{zone.held}/{zone.keys}", borne_out=alike),
        sure,
    )
    if zone.holds and zone.expires_on is not None and zone.expiry is not None:
        line, start, end = zone.expiry
        places = lines[line].places
        told = Found(places[start], places[end - 1] + 1, zone.expires_on, borne_out=alike)
        yield "identity.machine_expires_on", sheet, told, sure


def _strips(sheet: Sheet) -> Iterator[_Strip]:
    """Yield the lines of a page; of one that opens a passport's zone only its code, for no key is over the names on it."""
    start = 0
    for line in sheet.text.split("\n"):
        solid = tuple(place for place, character in enumerate(line, start) if not character.isspace())
        characters = "".join(sheet.text[place] for place in solid)
        if _PASSPORT.match(characters):
            yield _Strip(characters[:5].ljust(44, "<"), solid[:5])
        elif solid:
            yield _Strip(characters, solid)
        start += len(line) + 1
