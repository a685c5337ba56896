"""Dates as business documents print them: 12 mars 2026, 1er mars 2026, 5. März 2026, 12/03/26, 12.03.2026, 2026-03-12. Day first."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial

from pipeline.understanding.values.found import Found

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4,
    "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "sep": 9,
    "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
    # English and German: a supplier's papers may be in its own language
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12, "aug": 8,
    "januar": 1, "februar": 2, "marz": 3, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12,
}  # fmt: skip
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(
    r"(?P<day>\d(?<!\d\d)\d?)(?:er|\.)?[ \t]?(?P<month>"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\.?[ \t]?"
    r"(?P<year>\d{4}|'?\d{2})(?!\d)"
)
# What may not stand before is looked at after the first digit: a pattern that begins by a class is found much faster.
_DIGITS = re.compile(r"(\d(?<![\d/.-]\d)\d?) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?![\d/]|[.-]\d)")
_SPACED = re.compile(
    r"(\d(?<![\d.,]\d)(?<!\d \d)\d) (\d{2}) ((?:19|20)\d{2})(?! ?\d)"
)  # as identity documents print them
_ISO = re.compile(r"(\d(?<![\d-]\d)\d{3})-(\d{2})-(\d{2})(?!\d|-\d)")
_PAST_TWELVE = re.compile(r"[/.-] ?(?!0\d|1[0-2])\d\d ?[/.-]")  # in the middle of a date: no month


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
    return _find(folded, partial(_is_month_first, folded))


def finder_for(page: str) -> Callable[[str], list[Found]]:
    """Return a finder of dates on the lines of a page, where the whole page tells whether days come first."""
    month_first = cache(partial(_is_month_first, page))
    return lambda line: _find(line, month_first)


def _find(folded: str, month_first: Callable[[], bool]) -> list[Found]:
    if _DIGIT.search(folded) is None:
        return []
    found: list[Found] = []
    numeric: list[Found] = []
    for match in _DIGITS.finditer(folded):
        value = _date(_year(match[4]), int(match[3]), int(match[1]))
        if value is not None:
            doubt = "month_first" if value.day <= 12 and month_first() else None
            numeric.append(Found(match.start(), match.end(), value, doubt))
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


def _is_month_first(text: str) -> bool:
    """Tell whether a text holds a date such as 03/25/2026: then 03/04/2026 may be month first too."""
    return _PAST_TWELVE.search(text) is not None and any(
        int(match[3]) > 12 and _date(_year(match[4]), int(match[1]), int(match[3])) is not None
        for match in _DIGITS.finditer(text)
    )
