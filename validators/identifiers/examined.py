"""What the examination of an identifier gives, and the two gestures that every identifier shares."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_SEPARATORS = frozenset(".\N{MINUS SIGN}")
_SEPARATOR_CATEGORIES = frozenset({"Pd", "Cf"})  # dashes; soft hyphens, zero-width spaces and other invisible marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An identifier as examined: its compact form, whether it is valid, the stable code of the reason why not.

    `why`: empty, characters, length, shape, all_zero, key, siren_part, rib_key, impossible_check_digits, country,
    and for RIB boxes bank_differs, branch_differs, account_differs, key_differs.
    `notes` are codes of what is valid and yet deserves a word: monaco, foreign, siren_la_poste, padded_zero,
    corsica_key_unchecked, key_unchecked, leading_8_stripped, unknown_bank, domain_unchecked.
    """

    compact: str
    valid: bool
    why: str | None = None
    notes: tuple[str, ...] = ()


def accepted(compact: str, *notes: str) -> Examined:
    """Return a valid identifier with the notes it deserves."""
    return Examined(compact=compact, valid=True, notes=notes)


def refused(compact: str, why: str, *notes: str) -> Examined:
    """Return an invalid identifier with the code of the reason."""
    return Examined(compact=compact, valid=False, why=why, notes=notes)


def tight(text: str) -> str:
    """Return the text without spaces, dots, dashes and invisible marks, in capitals.

    Only ASCII is capitalised: no exotic letter or full-width digit may turn into a plain one on the way.
    """
    kept = (character for character in text if not _separates(character))
    return "".join(character.upper() if character.isascii() else character for character in kept)


def digits_fault(number: str, length: int) -> str | None:
    """Return why a compact number is not `length` plain digits, `None` when it is."""
    if not number:
        return "empty"
    if not (number.isascii() and number.isdigit()):
        return "characters"
    if len(number) != length:
        return "length"
    return None if number.strip("0") else "all_zero"


def _separates(character: str) -> bool:
    if character.isspace() or character in _SEPARATORS:
        return True
    return unicodedata.category(character) in _SEPARATOR_CATEGORIES
