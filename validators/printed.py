"""Whether a value stands on a page in any of the ways that people write it: to tell a disagreement from a misreading."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

# Folded: French, then English; of both, the first letters are how they are cut short.
_MONTHS = (
    "janvier|janv|january|jan", "fevrier|fevr|fev|february|feb", "mars|march|mar", "avril|avr|april|apr", "mai|may",
    "juin|june|jun", "juillet|juil|july|jul", "aout|august|aug", "septembre|september|sept|sep",
    "octobre|october|oct", "novembre|november|nov", "decembre|december|dec",
)  # fmt: skip


def amount_stands_in(amount: Decimal, text: str) -> bool:
    """Tell whether an amount stands in a folded text, with its cents, or whole before a currency.

    >>> amount_stands_in(Decimal("1200.00"), "total ttc : 1 200,00 €"), amount_stands_in(Decimal("12.00"), "1 120,00")
    (True, False)
    """
    whole, cents = f"{abs(amount):.2f}".split(".")
    head = len(whole) % 3 or 3
    groups = [whole[:head], *(whole[place : place + 3] for place in range(head, len(whole), 3))]
    bare = r"| ?(?:€|eur)" if cents == "00" else ""
    pattern = rf"(?<!\d)(?<!\d[.,]){r'[ .,]?'.join(groups)}(?:[.,]{cents}(?!\d){bare})"
    return re.search(pattern, text) is not None


def day_stands_in(day: date, text: str) -> bool:
    """Tell whether a day stands in a folded text, in figures or in letters.

    >>> day_stands_in(date(2024, 3, 1), "le 1er mars 2024"), day_stands_in(date(2024, 3, 1), "01/03/24")
    (True, True)
    """
    year = rf"(?:{day.year}|{day.year % 100:02})"
    figures = rf"0?{day.day}[/. -]0?{day.month}[/. -]{year}|{day.year}[/. -]?{day.month:02}[/. -]?{day.day:02}"
    figures += rf"|0?{day.month}/0?{day.day}/{year}"  # as Americans write it
    letters = rf"0?{day.day}(?:er|st|nd|rd|th)? ?(?:{_MONTHS[day.month - 1]})[. ,-]*{year}"
    return re.search(rf"(?<!\d)(?:{figures}|{letters})(?!\d)", text) is not None


def characters_stand_in(value: str, text: str) -> bool:
    """Tell whether the letters and digits of a value stand in a folded text, however they are grouped.

    >>> characters_stand_in("FR7630004000031234567890143", "iban : fr76 3000 4000 0312 3456 7890 143")
    True
    """
    return _compact(value) in _compact(text)


def word_stands_in(value: str, text: str) -> bool:
    """Tell whether a reference stands in a folded text as whole words, however its parts are joined."""
    parts = re.findall(r"[a-z0-9]+", value.lower())
    joined = r"[^a-z0-9]{0,3}".join(parts)
    return bool(parts) and re.search(rf"(?<![a-z0-9]){joined}(?![a-z0-9])", text) is not None


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
