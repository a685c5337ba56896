"""Personal values, how each is masked, and how they are found again in any text whatever its case, accents and spacing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

DOTS = "••••"

_WORD = re.compile(r"[^\W_]+")
_FRENCH_IBAN = re.compile(r"(?<![^\W_])(?:FR|MC)[0-9]{2}(?:[\s.\-]?[A-Z0-9]){23}(?![^\W_])", re.IGNORECASE)
# What stands before a name without being part of it.
_TITLES = frozenset(
    ("cabinet", "de", "docteur", "dr", "du", "m", "madame", "mlle", "mme", "monsieur", "pr", "professeur", "selarl")
)
_SHORTEST = 2  # a single letter is no name
_SHORTEST_GLUED = 8  # of an identifier that may stand inside other letters and digits
_ROTATED = 6  # a name of so many words is also sought with its last words first
_PREFIX = 2


def mask(value: str, value_type: str) -> str:
    """Mask one value: an IBAN keeps its ends, a number its last three digits, a name its initials."""
    if DOTS in value:
        return value  # masked before
    compact = "".join(_WORD.findall(value))
    if value_type == "iban" and len(compact) >= 15:
        return f"{compact[:4]} {DOTS} {compact[-4:]}"
    if value_type in ("rpps", "adeli") and len(compact) > _SHORTEST_GLUED:
        return f"{DOTS} {compact[-3:]}"
    if value_type == "mssante" and "@" in value:
        return f"{DOTS}@{value.rpartition('@')[2]}"
    return initials(value) if value_type == "name" else DOTS


def initials(name: str) -> str:
    """Shorten a name: « Camille de Pina » becomes « C. d. P. »."""
    return " ".join(f"{word[0]}." for word in _WORD.findall(name)) or DOTS


def french_ibans_masked(text: str) -> str:
    """Mask whatever has the form of a French or Monegasque IBAN."""
    return _FRENCH_IBAN.sub(lambda found: mask(found[0], "iban"), text)


class Secrets:
    """The values to hide, indexed so that a text is searched once for all of them."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        self._masks: dict[str, str] = {}  # letters and digits of a value, folded → its mask
        self._words: dict[str, set[int]] = {}  # first two of them → lengths of the names that begin so
        self._glued: dict[str, set[int]] = {}  # the same of identifiers
        for value, value_type in values:
            for compact in _forms(value, value_type):
                self._add(compact, mask(value, value_type), value_type)

    def hidden(self, text: str) -> str:
        """Return the text with every known value masked."""
        if not self._masks:
            return text
        compact, places, starts, ends = _compacted(text)
        parts, done, at = [], 0, 0
        while at < len(compact):
            end = self._match(compact, at, starts, ends)
            if end is None:
                at += 1
                continue
            hidden = self._masks[compact[at:end]]
            parts += [text[done : places[at]], hidden]
            done, at = places[end - 1] + 1, end
            # The full stop of an initial may end the sentence too.
            done += text.startswith(".", done) and hidden.endswith(".")
        return "".join(parts) + text[done:]

    def _add(self, compact: str, hidden: str, value_type: str) -> None:
        glued = value_type != "name" and len(compact) >= _SHORTEST_GLUED
        if len(compact) >= _SHORTEST:
            self._masks.setdefault(compact, hidden)
            index = self._glued if glued else self._words
            index.setdefault(compact[:_PREFIX], set()).add(len(compact))

    def _match(self, compact: str, at: int, starts: set[int], ends: set[int]) -> int | None:
        """Return where the longest value that begins here ends; a name begins and ends where words do."""
        prefix = compact[at : at + _PREFIX]
        possible = (at + length for length in self._glued.get(prefix, ()))
        found = [end for end in possible if end <= len(compact) and compact[at:end] in self._masks]
        if at in starts:
            possible = (at + length for length in self._words.get(prefix, ()))
            found += [end for end in possible if end in ends and compact[at:end] in self._masks]
        return max(found, default=None)


def _forms(value: str, value_type: str) -> Iterator[str]:
    """Give the ways a value may be written: a name also without its title, and with the family name first."""
    words = _WORD.findall(_folded(value))
    yield "".join(words)
    if value_type != "name":
        return
    bare = list(words)
    while len(bare) > 2 and bare[0] in _TITLES:
        bare.pop(0)
    if len(bare) <= _ROTATED:
        for turn in range(len(bare)):
            yield "".join(bare[turn:] + bare[:turn])


def _compacted(text: str) -> tuple[str, list[int], set[int], set[int]]:
    """Return a text's letters and digits, folded, with the place of each, and where among them words begin and end."""
    letters: list[str] = []
    places: list[int] = []
    starts, ends = set(), set()
    for word in _WORD.finditer(_folded(text)):
        starts.add(len(places))
        letters.append(word[0])
        places.extend(range(word.start(), word.end()))
        ends.add(len(places))
    return "".join(letters), places, starts, ends


def _folded(text: str) -> str:
    """Return the text in lower case without accents, each character at its place."""
    return text.lower() if text.isascii() else "".join(map(_folded_character, text))


@cache
def _folded_character(character: str) -> str:
    return unicodedata.normalize("NFKD", character)[0].lower()[0]
