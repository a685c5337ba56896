"""How a scanned page looks: the places of its sheet where ink stands, and how far two pages are apart."""

from __future__ import annotations

from dataclasses import dataclass, field

COLUMNS, ROWS = 70, 99  # cells of 3 mm of an A4 sheet, a bit of a look for each
_REACH = 4  # cells by which a sheet may lie elsewhere on the scanner
_LEAST = 60  # inked cells of a page; a stamp, a logo or two lines have fewer
_WIDE = COLUMNS + 2 * _REACH  # of a row with white on both sides: what is moved out of a row enters no other


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page of a piece that was read from pixels, and the cells of its sheet where ink stands, row by row."""

    page: int
    cells: bytes = field(repr=False)
    file: str = ""  # that the page is, when it is not in the file of its piece


def apart(cells: bytes, other: bytes) -> float:
    """Return the share of a page's inked cells near which the other page has no ink, where they lie best on each other.

    The larger share of both counts, from 0 to 1; 1 when there is too little on a page to tell.
    """
    one, two = _spread(cells), _spread(other)
    if min(one.bit_count(), two.bit_count()) < _LEAST:
        return 1.0
    moves = (down * _WIDE + across for down in range(-_REACH, _REACH + 1) for across in range(-_REACH, _REACH + 1))
    moved = max((_moved(two, by) for by in moves), key=lambda each: (one & each).bit_count())
    return max(_missing(one, moved), _missing(moved, one))


def _spread(cells: bytes) -> int:
    """Return the cells as one number, white around them: to move a page is to shift it."""
    bits = int.from_bytes(cells) >> (-COLUMNS * ROWS % 8)
    row = (1 << COLUMNS) - 1
    spread = 0
    for number in range(ROWS):
        spread |= (bits >> (number * COLUMNS) & row) << ((number + _REACH) * _WIDE + _REACH)
    return spread


def _moved(bits: int, by: int) -> int:
    return bits << by if by >= 0 else bits >> -by


def _missing(bits: int, other: int) -> float:
    """Return the share of the bits in and beside which the other has none."""
    near = other | other << 1 | other >> 1
    near |= near << _WIDE | near >> _WIDE
    return (bits & ~near).bit_count() / bits.bit_count()
