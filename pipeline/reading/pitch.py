"""Parts a line in a typewriter's font into cells: every letter is as wide as a space, so two spaces part what one does not."""

from __future__ import annotations

import ctypes
import re

import pypdfium2_raw.bindings as raw

from pipeline.reading.pdfium import Handle, unchecked

FIXED_PITCH = 1  # of the flags of a font
NAME_BYTES = 64  # of the name of a font; a longer one is not written
TWO_SPACES = 1.5  # widths of a letter between two cells, at least: a word follows the one before after one
WORD = re.compile(r"\S+")

get_font = unchecked(raw.FPDFText_GetFontInfo)
get_origin = unchecked(raw.FPDFText_GetCharOrigin)


def is_typed(textpage: Handle, first: int, last: int) -> bool:
    """Say whether two characters, the ends of a line, are in a font whose letters are all as wide as each other."""
    return all(_is_fixed(textpage, index) for index in (first, last))


def _is_fixed(textpage: Handle, index: int) -> bool:
    """Say whether a character's font says so, or is Courier: as one of the fonts that every reader has it says nothing."""
    flags, name = ctypes.c_int(), ctypes.create_string_buffer(NAME_BYTES)
    get_font(textpage, index, name, NAME_BYTES, ctypes.byref(flags))
    return bool(flags.value & FIXED_PITCH) or name.value.startswith(b"Courier")


def typed_cells(textpage: Handle, start: int, line: str) -> list[tuple[int, int]]:
    """Return the spans of a line's cells; `start` is the line's own among the characters of the page. None of them if no word tells the width of a letter: boxes with one each."""
    words = [match.span() for match in WORD.finditer(line)]
    places = [(_origin(textpage, start + first), _origin(textpage, start + last - 1)) for first, last in words]
    widths = [
        (right - left) / (last - first - 1)
        for (left, right), (first, last) in zip(places, words, strict=True)
        if last - first > 1
    ]
    width = min(widths, default=0.0)
    if width <= 0:
        return []
    cells = [words[0]]
    for place, (first, last) in enumerate(words[1:], 1):
        spaces = (places[place][0] - places[place - 1][1]) / width - 1
        if 0 < spaces < TWO_SPACES:
            cells[-1] = (cells[-1][0], last)
        else:
            cells.append((first, last))
    return cells


def _origin(textpage: Handle, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    get_origin(textpage, index, ctypes.byref(x), ctypes.byref(y))
    return x.value
