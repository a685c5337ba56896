"""MRZ: the machine-readable zone of an identity document and its check digits (ICAO Doc 9303, parts 3 to 6).

TD1 (3 x 30) cards and permits, TD2 (2 x 36), TD3 (2 x 44) passports, and the French identity card issued until 2021
(2 x 36, "IDFRA"), which has keys of its own, the last one over both lines, and no expiry date. Letters count from A = 10,
fillers 0, weights are 7, 3, 1. A year of two digits is of the 2000s below 80, of the 1900s from 80 on: no zone
was printed before 1980. Names and numbers are checked and forgotten: none is part of what is returned.

>>> zone = read(("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"))
>>> zone.code, zone.holds, zone.expires_on
('P<UTO', True, datetime.date(2012, 4, 15))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

CHARACTERS = re.compile(r"[A-Z0-9<]+")
LINES = {30: 3, 36: 2, 44: 2}  # characters of a line → lines of the zone
CENTURY = 80  # the first year of two digits that is of the 1900s


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineZone:
    """What a zone says of its document: code and state as printed ("P<FRA"), keys that hold of how many, expiry date.

    `expiry` is the line of the expiry date and where on it, None when the zone has none.
    """

    code: str
    held: int
    keys: int
    expires_on: date | None
    expiry: tuple[int, int, int] | None

    @property
    def holds(self) -> bool:
        """Say whether every check digit holds."""
        return self.held == self.keys


class _Form(NamedTuple):
    """Where things stand in a zone whose lines are joined: each key after what it is over, the expiry date."""

    keys: tuple[tuple[tuple[tuple[int, int], ...], int], ...]
    expiry: int | None


def _own(start: int, end: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """A field and the key right after it."""
    return ((start, end),), end


_TD1 = _Form(keys=(_own(5, 14), _own(30, 36), _own(38, 44), (((5, 30), (30, 37), (38, 45), (48, 59)), 59)), expiry=38)
_TD2 = _Form(keys=(_own(36, 45), _own(49, 55), _own(57, 63), (((36, 46), (49, 56), (57, 71)), 71)), expiry=57)
_TD3 = _Form(
    keys=(_own(44, 53), _own(57, 63), _own(65, 71), _own(72, 86), (((44, 54), (57, 64), (65, 87)), 87)), expiry=65
)
_FRENCH = _Form(keys=(_own(36, 48), _own(63, 69), _own(0, 71)), expiry=None)
_FORMS = {90: _TD1, 72: _TD2, 88: _TD3}
_LONG_NUMBER = 14  # of a TD1: a filler in the place of the number's key, when the number goes on further right


def read(lines: Sequence[str]) -> MachineZone | None:
    """Read the lines of a zone, of 30, 36 or 44 characters each; None when they are no identity document's."""
    zone = "".join(lines)
    if (
        len({len(line) for line in lines}) != 1
        or LINES.get(len(lines[0])) != len(lines)
        or not CHARACTERS.fullmatch(zone)
    ):
        return None
    if zone[0] not in "PIAC" or not zone[2:5].strip("<").isalpha():
        return None
    french = len(zone) == 72 and zone.startswith("IDFRA")
    form = _FRENCH if french else _FORMS[len(zone)]
    found = [_holds(zone, over, at) for over, at in form.keys]
    width = len(lines[0])
    start = form.expiry
    return MachineZone(
        code=zone[:5],
        held=sum(found),
        keys=len(found),
        expires_on=None if start is None else _day(zone[start : start + 6]),
        expiry=None if start is None else (start // width, start % width, start % width + 6),
    )


def sort_of(code: str) -> str:
    """Return which document a zone's code is of: passport, residence_permit or identity_card.

    >>> sort_of("P<FRA"), sort_of("IRFRA"), sort_of("IDFRA")
    ('passport', 'residence_permit', 'identity_card')
    """
    if code.startswith("P"):
        return "passport"
    return "residence_permit" if code[1:2] == "R" else "identity_card"


def check_digit(text: str) -> str:
    """Return the key of a field.

    >>> check_digit("520727")
    '3'
    """
    values = (0 if character == "<" else int(character, 36) for character in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def _holds(zone: str, over: Sequence[tuple[int, int]], at: int) -> bool:
    text = "".join(zone[start:end] for start, end in over)
    if zone[at] == "<":  # an empty field may go without a key, and a long number has its own further right
        return not text.strip("<") or (len(zone) == 90 and at == _LONG_NUMBER)
    return check_digit(text) == zone[at]


def _day(digits: str) -> date | None:
    """Return the day of six digits, year first; None when it is none, as on a document without an end."""
    if not digits.isdigit():
        return None
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    try:
        return date(year + (1900 if year >= CENTURY else 2000), month, day)
    except ValueError:
        return None
