"""Dates as French documents print them: 12 mars 2026, 1er mars 2026, 12/03/26, 12.03.2026, 2026-03-12. Day first."""

from __future__ import annotations

import re
from datetime import date

from pipeline.understanding.values.found import Found

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4,
    "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "sep": 9,
    "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
_WORDS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:er)?[ \t]?(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?[ \t]?"
    r"(?P<year>\d{4}|'?\d{2})(?!\d)"
)
_DIGITS = re.compile(r"(?<![\d/.-])(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?![\d/]|[.-]\d)")
_SPACED = re.compile(r"(?<![\d.,])(?<!\d )(\d{2}) (\d{2}) ((?:19|20)\d{2})(?! ?\d)")  # as identity documents print them
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?!\d|-\d)")


def _year(text: str) -> int:
    digits = text.lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1900 <= year <= 2199 else None


def find(folded: str) -> list[Found]:
    """Find every date; a day-first reading is doubtful once the text holds a date that can only be month first."""
    found: list[Found] = []
    numeric: list[Found] = []
    month_first = False
    for match in _DIGITS.finditer(folded):
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        value = _date(year, second, first)
        if value is None:
            # 03/25/2026 can only be month first: then 03/04/2026 may be too.
            month_first = month_first or _date(year, first, second) is not None
            continue
        numeric.append(Found(match.start(), match.end(), value))
    if month_first:
        numeric = [item._replace(doubt="month_first") if _day(item) <= 12 else item for item in numeric]
    for match in _WORDS.finditer(folded):
        value = _date(_year(match["year"]), _MONTHS[match["month"]], int(match["day"]))
        if value is not None:
            found.append(Found(match.start(), match.end(), value))
    for match in _SPACED.finditer(folded):
        value = _date(int(match[3]), int(match[2]), int(match[1]))
        if value is not None:
            found.append(Found(match.start(), match.end(), value))
    for match in _ISO.finditer(folded):
        value = _date(int(match[1]), int(match[2]), int(match[3]))
        if value is not None:
            found.append(Found(match.start(), match.end(), value))
    return sorted(found + numeric)


def _day(item: Found) -> int:
    assert isinstance(item.value, date)
    return item.value.day
