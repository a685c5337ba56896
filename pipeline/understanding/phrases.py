"""Finds many phrases in a page at once: each is looked up by its first word only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

Word = tuple[str, int]  # a word of a folded text and where it starts

_WORD = re.compile(r"[^\W_]+")
_JOINTS = ("/", "-", "_", "@", ".")


class Mark(NamedTuple):
    """A phrase seen on a page."""

    start: int
    end: int
    label: str


def words_of(folded: str) -> list[Word]:
    """Return the words of a folded text in order."""
    return [(match[0], match.start()) for match in _WORD.finditer(folded)]


class Phrases:
    """A set of folded phrases, indexed once by their first word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        for phrase in sorted(set(phrases), key=len, reverse=True):
            first = _WORD.search(phrase)
            if first is not None:
                self._by_word.setdefault(first[0], []).append(phrase)

    def every(self, flat: str, words: Sequence[Word]) -> Iterator[Mark]:
        """Yield every phrase that stands as whole words in a text whose white space is plain spaces, longest first."""
        by_word = self._by_word
        for word, start in words:
            for phrase in by_word.get(word, ()):
                # A phrase may open with a mark of its own, such as a bracket: it then starts before its first word.
                begin = start - phrase.index(word) if phrase[0] != word[0] else start
                if flat.startswith(phrase, begin) and _stands_alone(flat, begin, begin + len(phrase)):
                    yield Mark(begin, begin + len(phrase), phrase)

    def marks(self, flat: str, words: Sequence[Word]) -> list[Mark]:
        """Return the phrases of a text in order, the longest where two overlap."""
        kept: list[Mark] = []
        for mark in sorted(self.every(flat, words), key=lambda mark: (mark.start, -mark.end)):
            if kept and mark.start < kept[-1].end:
                if mark.end - mark.start > kept[-1].end - kept[-1].start:
                    kept[-1] = mark
            else:
                kept.append(mark)
        return kept


def _stands_alone(flat: str, start: int, end: int) -> bool:
    """Tell whether a span is whole words, and no part of a code: BDC in "BDC/25/0798" is no label."""
    before, after = flat[start - 1 : start] if start else "", flat[end : end + 2]
    if before.isalnum() or before in _JOINTS or after[:1].isalnum():
        return False
    return not (after[:1] in _JOINTS and after[1:].isalnum())
