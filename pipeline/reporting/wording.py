"""Values as a person writes them, and messages filled with them, in French or English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from validators.model import Value

MISSING = "?"  # what a message shows for an argument its check did not give

_NO_BREAK = "\u00a0"  # for thousands too: the narrow one is not in the code pages of older terminals
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_TIED = re.compile(r" (?=[:;!?%€»])|(?<=«) ")
_CAPITAL = re.compile(r"^[A-ZÀ-Ý](?=[a-zà-ÿ\s'’])")
_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
# What a terminal, a browser or a spreadsheet would obey or hide: control characters, marks that turn the reading
# direction, zero-width characters, line separators, lone surrogates. Tabs and line feeds are left to the layout.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@lru_cache(maxsize=4096)  # of the rules' texts, each said many times in a large report
def no_break(text: str, lang: str) -> str:
    """Tie French punctuation to its word: before « : ; ! ? % € » and inside guillemets no line may break."""
    return _TIED.sub(_NO_BREAK, text) if lang == "fr" else text


def fill(template: str, arguments: Mapping[str, str]) -> str:
    """Put the arguments in place of the template's `{name}`s; one that is missing shows as « ? »."""
    if "{" not in template:
        return template
    words = _cut(template)
    return "".join([arguments.get(word, MISSING) if place % 2 else word for place, word in enumerate(words)])


def blanks(template: str) -> tuple[str, ...]:
    """Return the names of the arguments that a template shows."""
    return _cut(template)[1::2] if "{" in template else ()


@lru_cache(maxsize=4096)
def _cut(template: str) -> tuple[str, ...]:
    """Cut a template at its arguments: every second part is the name of one."""
    return tuple(_PLACEHOLDER.split(template))


def uncapitalised(sentence: str) -> str:
    """Start a sentence in lower case, to follow a colon; an acronym keeps its capitals."""
    return _CAPITAL.sub(lambda found: found[0].lower(), sentence)


def visible(text: str) -> str:
    """Show control, zero-width and direction characters as ‹U+202E›, so that none acts on the reader's screen."""
    if text.replace("\n", " ").replace(_NO_BREAK, " ").isprintable():
        return text  # as nearly all texts are, which takes a tenth of the time to see
    return UNSEEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def canonical(value: Value | int) -> str:
    """Write a value for machines: ISO dates, plain decimals, text as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}" if _ordinary(value) else str(value)
    return str(value)


def value_text(value: Value | int, value_type: str | None, lang: str) -> str:
    """Write a value for people; `value_type` is the attribute's, None when no attribute is known."""
    if isinstance(value, str):
        return identifier_text(value, value_type)
    if isinstance(value, datetime):
        return instant_text(value, lang)
    if isinstance(value, date):
        return day_text(value, lang)
    if isinstance(value, Decimal):
        return rate_text(value, lang) if value_type == "rate" else amount_text(value, lang)
    return f"{value:,}".replace(",", _NO_BREAK if lang == "fr" else ",") if abs(value) >= 10_000 else str(value)


def amount_text(amount: Decimal, lang: str) -> str:
    """Write euros: « 1 234,56 € » or €1,234.56; cents always, further decimals when there are any."""
    if not _ordinary(amount):
        return str(amount)
    whole, _, decimals = f"{abs(amount):f}".partition(".")
    cents = decimals.rstrip("0").ljust(2, "0")
    sign = "-" if amount < 0 else ""
    if lang == "fr":
        return f"{sign}{_grouped(whole, lang)},{cents}{_NO_BREAK}€"
    return f"{sign}€{_grouped(whole, lang)}.{cents}"


def rate_text(rate: Decimal, lang: str) -> str:
    """Write a percentage: « 8,5 % » or 8.5%."""
    if not _ordinary(rate):
        return str(rate)
    digits = f"{rate:f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{digits.replace('.', ',')}{_NO_BREAK}%" if lang == "fr" else f"{digits}%"


def day_text(day: date, lang: str) -> str:
    """Write a day: « 1er mars 2024 » or 1 March 2024."""
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return _NO_BREAK.join((number, _MONTHS[lang][day.month - 1], str(day.year)))


def instant_text(instant: datetime, lang: str) -> str:
    """Write a day and an hour: « 12 septembre 2024 à 14 h 00 » or 12 September 2024 at 14:00."""
    if lang == "fr":
        return f"{day_text(instant, lang)} à {instant.hour}{_NO_BREAK}h{_NO_BREAK}{instant.minute:02}"
    return f"{day_text(instant, lang)} at {instant:%H:%M}"


def identifier_text(value: str, value_type: str | None) -> str:
    """Group a SIRET, SIREN or IBAN as people write it; anything else stays as it is."""
    if value_type not in ("siret", "siren", "iban"):
        return value
    compact = value.replace(" ", "").replace(_NO_BREAK, "")
    if value_type == "siret" and len(compact) == 14:
        return _NO_BREAK.join((compact[:3], compact[3:6], compact[6:9], compact[9:]))
    if value_type == "siren" and len(compact) == 9:
        return _NO_BREAK.join((compact[:3], compact[3:6], compact[6:]))
    if value_type == "iban":
        return _NO_BREAK.join(compact[start : start + 4] for start in range(0, len(compact), 4))
    return value


def beneficiary_text(name: str, identifier: str) -> str:
    """Name a beneficiary with the key that its applicant gave it: « Cabinet du Parc (B07) »."""
    return f"{name} ({identifier})" if name else identifier


def _ordinary(number: Decimal) -> bool:
    return number.is_finite() and -15 < number.adjusted() < 15  # 1E+999999 would be a million digits


def _grouped(digits: str, lang: str) -> str:
    return f"{int(digits):,}".replace(",", _NO_BREAK if lang == "fr" else ",")
