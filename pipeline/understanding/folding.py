"""Text made comparable: lower case, no accents, plain spaces and dashes, and not one character longer or shorter."""

from __future__ import annotations

import unicodedata

_SPACES = "\t\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_SINGLE = {
    "œ": "o", "Œ": "o", "æ": "a", "Æ": "a", "ø": "o", "Ø": "o", "ß": "s",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "\u00ad": "-",
    "°": "o", "º": "o", "ª": "a", "\u0092": "'", "\u0080": "€",
}  # fmt: skip


def _table() -> dict[int, str]:
    """Map every Latin letter to its bare lower-case form; one character always gives one character."""
    table = {}
    for code in range(0x41, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        base = _SINGLE.get(base, base)  # "Ǽ" is "æ" at first, then "a": folding twice changes nothing more
        if len(base) == 1 and base != chr(code):
            table[code] = base
    table.update({ord(space): " " for space in _SPACES})
    table.update({ord(char): replacement for char, replacement in _SINGLE.items()})
    return table


_TABLE = _table()
# Nearly every page is Latin-1 but for typographic marks and the euro, which folds as its CP1252 code does: bytes are
# translated ten times faster than characters.
_BYTES = bytes(ord(_TABLE.get(code, chr(code)).replace("€", "\u0080")) for code in range(0x100))
_BEYOND_BYTES = {chr(code): plain for code, plain in _TABLE.items() if code >= 0x100 and not chr(code).isalpha()}
_BEYOND_BYTES |= {"œ": "o", "Œ": "o", "€": "\u0080"}
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


def fold(text: str) -> str:
    """Return the text in bare lower case, character for character.

    >>> fold("N° de Référencement : Été\\u202f2024")
    'no de referencement : ete 2024'
    """
    for mark, plain in _BEYOND_BYTES.items():
        text = text.replace(mark, plain)
    try:
        return text.encode("latin-1").translate(_BYTES).decode("latin-1").replace("\u0080", "€")
    except UnicodeEncodeError:  # another alphabet, or a symbol
        return text.translate(_TABLE)


def squeeze(text: str) -> str:
    """Return a folded text with every run of white space, line ends included, made one space.

    >>> squeeze("Montant pris en\\n  charge")
    'montant pris en charge'
    """
    return " ".join(fold(text).split())


def has_ligatures(text: str) -> bool:
    """Tell whether the text holds typographic ligatures, which folding cannot expand in place."""
    return any(ligature in text for ligature in _LIGATURES)
