"""Tells a page whose sides were left out of the picture: its lines begin or end where the picture does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.reading.scans.words import Word

TOUCHING = 2  # pixels from a side; the narrowest margin of a whole page has some thirty
LINES = 3  # that touch one side: a speck or a shadow there is read as a word or two
SURE = 0.6  # confidence from which a word is one
LETTERS = 2  # of a word, at least: the shadow of a border is read as single ones


def is_cut(lines: Iterable[Sequence[Word]], width: int) -> bool:
    """Say whether lines of a page, its words from left to right, go on beyond the left or the right of a picture that wide."""
    told = [[word for word in line if word.confidence >= SURE and len(word.text) >= LETTERS] for line in lines]
    at_left = sum(line[0].box[0] <= TOUCHING for line in told if line)
    at_right = sum(line[-1].box[2] >= width - TOUCHING for line in told if line)
    return max(at_left, at_right) >= LINES
