"""Makes what a TOML or JSON parser gives into plain values: bounded, printable, and the same from both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from pipeline.intake.keys import KeyPath
from pipeline.intake.syntax import Words

MAX_DEPTH = 16  # tables in tables; the schemas need 4
MAX_DIGITS = 30  # of a number, zeros of its exponent included: a longer one only serves to exhaust the memory

TOO_DEEP = (f"au plus {MAX_DEPTH} niveaux de sections", f"at most {MAX_DEPTH} levels of sections")
TOO_LONG = (f"un nombre ordinaire, d'au plus {MAX_DIGITS} chiffres", f"a plain number of at most {MAX_DIGITS} digits")
PRINTABLE = ("un texte sans caractère de contrôle", "a text without control characters")

# Control characters but those of lines, and half characters: no report can hold them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

Fault = tuple[KeyPath, Words, str]  # where, what was expected, what stands there


def plain_table(table: Mapping[str, object], path: KeyPath, faults: list[Fault]) -> dict[str, object]:
    """Return the table with texts trimmed and in NFC, days and hours as ISO text; add what is refused to `faults`."""
    if any(UNPRINTABLE.search(key) for key in table):
        faults.append((path, PRINTABLE, ""))
        return {}
    return {key: _plain(value, (*path, key), faults) for key, value in table.items()}


def _plain(value: object, path: KeyPath, faults: list[Fault]) -> object:
    if len(path) > MAX_DEPTH:
        faults.append((path, TOO_DEEP, ""))
        return None
    if isinstance(value, dict):
        return plain_table(value, path, faults)
    if isinstance(value, list):
        return [_plain(item, (*path, index), faults) for index, item in enumerate(value)]
    if isinstance(value, str):
        return _text(value, path, faults)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _number(value, path, faults)
    return value.isoformat() if isinstance(value, date | time) else value  # a datetime is a date too


def _text(value: str, path: KeyPath, faults: list[Fault]) -> str:
    if UNPRINTABLE.search(value):
        faults.append((path, PRINTABLE, ascii(value)))
        return ""
    return unicodedata.normalize("NFC", value).strip()


def _number(value: Decimal | int, path: KeyPath, faults: list[Fault]) -> Decimal | int:
    number = Decimal(value)
    if not number.is_finite() or max(len(number.as_tuple().digits), abs(number.adjusted())) > MAX_DIGITS:
        faults.append((path, TOO_LONG, str(number)))
        return 0
    return value
