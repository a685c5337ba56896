"""Finds many phrases in a page at once: each is looked up by its longest word, which is seldom on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Words = Mapping[str, list[int]]  # the words of a folded text, and where each starts

_JOINTS = frozenset("/-_@.")
_SPACED = bytes(code if chr(code).isalnum() else ord(" ") for code in range(0x100))


class Mark(NamedTuple):
    """A phrase seen on a page."""

    start: int
    end: int
    label: str


def words_of(folded: str) -> dict[str, list[int]]:
    """Return the words of a folded text and where they start; letters beyond Latin-1 part words."""
    places: dict[str, list[int]] = {}
    start = 0
    for word in folded.encode("latin-1", "replace").translate(_SPACED).decode("latin-1").split(" "):
        if word in places:
            places[word].append(start)
        else:
            places[word] = [start]
        start += len(word) + 1
    places.pop("", None)
    return places


class Phrases:
    """A set of folded phrases, indexed once by their longest word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[str, int, str]]] = {}
        for phrase in set(phrases):
            words = sorted(words_of(phrase), key=len, reverse=True)
            if words:
                # The next longest word spares most looks for a phrase that is not there.
                self._by_word.setdefault(words[0], []).append((phrase, phrase.index(words[0]), words[1 % len(words)]))

    def every(self, flat: str, words: Words) -> list[Mark]:
        """Return every phrase that stands as whole words in a text whose white space is plain spaces.

        They are in order, the longest first of those that start together.
        """
        found = []
        for word in self._by_word.keys() & words.keys():
            places = words[word]
            for phrase, offset, next_word in self._by_word[word]:
                for place in places if next_word in words else ():
                    start = place - offset
                    if start >= 0 and flat.startswith(phrase, start):
                        end = start + len(phrase)
                        if _stands_alone(flat, start, end):
                            found.append(Mark(start, end, phrase))
        return sorted(found, key=lambda mark: (mark.start, -mark.end))

    def marks(self, flat: str, words: Words) -> list[Mark]:
        """Return the phrases of a text in order, the longest where two overlap."""
        return longest_of(self.every(flat, words))


def longest_of(marks: Iterable[Mark]) -> list[Mark]:
    """Keep of phrases in order the longest where two overlap."""
    kept: list[Mark] = []
    for mark in marks:
        if kept and mark.start < kept[-1].end:
            if mark.end - mark.start > kept[-1].end - kept[-1].start:
                kept[-1] = mark
        else:
            kept.append(mark)
    return kept


def _stands_alone(flat: str, start: int, end: int) -> bool:
    """Tell whether a span is whole words, and no part of a code: BDC in "BDC/25/0798" is no label."""
    if start and ((before := flat[start - 1]).isalnum() or before in _JOINTS):
        return False
    after = flat[end : end + 2]
    return not after[:1].isalnum() and not (after[:1] in _JOINTS and after[1:].isalnum())
