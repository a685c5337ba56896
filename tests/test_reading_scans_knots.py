"""Where lines of a page overlap, as those of two columns that an engine took for one, the place is read alone."""

from __future__ import annotations

import numpy
import pytest

from pipeline.reading.scans import engines
from pipeline.reading.scans.knots import untangled
from pipeline.reading.scans.words import Word

PAPER = numpy.full((300, 1500), 255, numpy.uint8)


def word(text: str, left: int, top: int, right: int, bottom: int, confidence: float = 0.9) -> Word:
    """Return a word that an engine read."""
    return Word(text=text, box=(left, top, right, bottom), confidence=confidence)


HEAD = [word("Exemple", 60, 117, 250, 150), word("MM", 1259, 140, 1340, 159)]
BELOW = [word("Lyon", 60, 164, 120, 181), word("BON", 999, 139, 1096, 168), word("DE", 1114, 165, 1176, 188)]


def seen(monkeypatch: pytest.MonkeyPatch, *lines: list[Word]) -> list[tuple[int, int]]:
    """Have the engine read some lines on any part of a page, and return the sizes of those that it was shown."""
    shown: list[tuple[int, int]] = []

    def block_words(pixels: numpy.ndarray, dpi: int) -> list[list[Word]]:
        shown.append(pixels.shape)
        return list(lines)

    monkeypatch.setattr(engines, "block_words", block_words)
    return shown


def test_lines_that_were_mixed_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A title whose words were put in two lines is one line, at its place on the page; the words beside it stay."""
    shown = seen(monkeypatch, [word("BON", 6, 6, 103, 36), word("DE", 121, 6, 183, 36)])

    lines = untangled(PAPER, [HEAD, BELOW])

    assert len(shown) == 1
    assert [[each.text for each in line] for line in lines] == [["Exemple", "MM"], ["Lyon"], ["BON", "DE"]]
    assert lines[-1][0].box == (999, 139, 1096, 169)


def test_what_tells_less_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine reads less of a place alone, the page stays as it was read."""
    seen(monkeypatch, [word("B", 6, 6, 40, 36, 0.3)])

    assert untangled(PAPER, [HEAD, BELOW]) == [HEAD, BELOW]


def test_lines_apart_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines one below the other, or side by side, are not read twice."""
    shown = seen(monkeypatch)
    lines = [
        [word("Exemple", 60, 100, 250, 130), word("SAS", 262, 104, 320, 130)],
        [word("FACTURE", 900, 110, 1100, 150)],
        [word("Lyon", 60, 128, 120, 150)],
    ]

    assert untangled(PAPER, lines) == lines
    assert shown == []
