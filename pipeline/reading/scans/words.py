"""Words that an engine saw on a page, and the cells they stand in: words of a line that are no further apart than words are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

Frame = tuple[int, int, int, int]  # left, top, right, bottom in pixels

TOUCHING = 0.1  # heights of a line between two words that touch
CELL_GAP = 1.5  # heights of a line between two words of different cells; a space of a typewriter is 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Comb:
    """A word that stood one character to a box: the frame of the boxes, where its characters were set side by side, how many."""

    frame: Frame
    box: Frame
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as an engine read it: text, place in pixels from the top left, confidence from 0 to 1.

    It has no text where print stands that the engine left out.
    """

    text: str
    box: Frame
    confidence: float
    comb: Comb | None = None

    @property
    def tells(self) -> bool:
        """Say whether it is a word: the dots that lead to an amount are none."""
        return any(character.isalnum() for character in self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Words side by side, and the box around them; the word of a comb is a cell of its own."""

    words: tuple[Word, ...]
    box: Frame

    @property
    def comb(self) -> Comb | None:
        """Return the comb whose word it is."""
        return self.words[0].comb

    @property
    def place(self) -> Frame:
        """Return the box around what stands on the page: that of a comb has all its boxes in it."""
        return self.comb.frame if self.comb else self.box

    @property
    def text(self) -> str:
        """Return its words with a space between each two."""
        return " ".join(word.text for word in self.words if word.text)

    @property
    def touching(self) -> int:
        """Return how many of its words touch the next one, letter to letter: the engine may have read one word in two."""
        gap = TOUCHING * (self.box[3] - self.box[1])
        letters = ((one, other) for one, other in pairwise(self.words) if (one.text[-1:] + other.text[:1]).isalpha())
        return sum(other.box[0] - one.box[2] <= gap for one, other in letters)

    @property
    def has_gap(self) -> bool:
        """Say whether print stands in it that the engine left out."""
        return not all(word.text for word in self.words)


def cells_of(line: Sequence[Word]) -> list[Cell]:
    """Part a line where its words stand further apart than words do."""
    if not line:
        return []
    heights = sorted(word.box[3] - word.box[1] for word in line if word.tells) or [1]
    gap = CELL_GAP * heights[len(heights) // 2]
    groups = [[line[0]]]
    for before, word in pairwise(line):
        if word.box[0] - before.box[2] > gap or word.comb or before.comb:
            groups.append([])
        groups[-1].append(word)
    return [Cell(words=tuple(group), box=around(word.box for word in group)) for group in groups]


def in_combs(line: Sequence[Word], combs: Sequence[Comb]) -> list[Word]:
    """Return a line with one word for each comb, of all words that an engine read on it."""
    parted = [(word, next((comb for comb in combs if _within(word.box, comb.box)), None)) for word in line]
    words: list[Word] = []
    for comb, group in groupby(parted, key=itemgetter(1)):
        found = [word for word, _ in group]
        if comb is None:
            words += found
        else:
            text = "".join(word.text for word in found) if all(word.text for word in found) else ""
            sure = min(word.confidence for word in found)
            words.append(Word(text=text, box=comb.box, confidence=sure, comb=comb))
    return words


def _within(box: Frame, other: Frame) -> bool:
    """Say whether the middle of a box lies in another."""
    return other[0] < (box[0] + box[2]) / 2 < other[2] and other[1] < (box[1] + box[3]) / 2 < other[3]


def around(boxes: Iterable[Frame]) -> Frame:
    """Return the box around some boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
