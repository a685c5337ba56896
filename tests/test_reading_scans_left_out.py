"""What an engine left out of a page's words is found again: a figure, a box of a grid; lines, bars and specks are not."""

from __future__ import annotations

import cv2
import numpy
import pytest

from pipeline.reading.page import Page
from pipeline.reading.scans import engines, reading
from pipeline.reading.scans.left_out import left_out
from pipeline.reading.scans.words import Word
from tests.scan_samples import Pixels, page

FONT = cv2.FONT_HERSHEY_SIMPLEX


def sheet() -> Pixels:
    """Return a white page."""
    return numpy.full((600, 1200), 255, numpy.uint8)


def printed(pixels: Pixels, text: str, left: int, base: int) -> Word:
    """Print a word 20 pixels high on a page and return it as an engine reads it."""
    (wide, high), _ = cv2.getTextSize(text, FONT, 0.9, 2)
    cv2.putText(pixels, text, (left, base), FONT, 0.9, 0, 2, cv2.LINE_AA)
    return Word(text=text, box=(left, base - high, left + wide, base + 2), confidence=0.9)


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """Have the first engine leave some words out of the page."""
    found = engines.page_words

    def page_words(pixels: Pixels, dpi: int, *, sparse: bool = False) -> list[list[Word]]:
        lines = found(pixels, dpi, sparse=sparse)
        return [[word for word in line if word.text not in missing] for line in lines]

    monkeypatch.setattr(engines, "page_words", page_words)


def read(pixels: Pixels) -> Page:
    """Return the page read from a picture."""
    seen = reading.read_picture(pixels, 200.0, 1).page
    assert seen is not None
    return seen


def sure(seen: Page, words: str) -> bool:
    """Say whether two engines read some words alike, in a row."""
    return any(words in seen.text[start:end] for start, end in seen.confirmed)


def test_a_word_that_nobody_read_is_found_with_its_place() -> None:
    """The letters of one word are one place; those that were read are none."""
    pixels = sheet()
    read_words = [printed(pixels, "7670", 100, 100), printed(pixels, "5824", 700, 100)]
    missing = printed(pixels, "8684", 400, 100)

    (place,) = left_out(pixels, read_words)

    assert place.text == ""
    assert place.box == pytest.approx(missing.box, abs=6)


def test_lines_bars_dots_and_specks_are_no_words() -> None:
    """What grids, leaders and dust are made of is not taken for print."""
    pixels = sheet()
    read_words = [printed(pixels, "7670", 100, 100)]
    cv2.rectangle(pixels, (80, 60), (600, 120), 0, 2)
    cv2.line(pixels, (300, 60), (300, 120), 0, 2)
    for left in range(700, 900, 12):
        cv2.circle(pixels, (left, 100), 1, 0, -1)
        cv2.circle(pixels, (left, 300), 2, 0, -1)

    assert left_out(pixels, read_words) == []


def test_a_page_of_marks_is_noise() -> None:
    """Where most of what stands on a page was not read, nothing of it is looked at again."""
    pixels = sheet()
    read_words = [printed(pixels, "7670", 100, 100)]
    for rank in range(120):
        printed(pixels, "x", 40 + 90 * (rank % 12), 150 + 40 * (rank // 12))

    assert left_out(pixels, read_words) == []


def test_nothing_is_left_out_where_nothing_was_read() -> None:
    """A page without a word has no height of letters to look for."""
    assert left_out(sheet(), []) == []


def test_the_first_figure_of_an_amount_is_read_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An amount whose first figure one engine left out is read whole, never as what is left of it."""
    without(monkeypatch, "14")

    seen = read(page())

    assert "Total TTC 14 814,72" in seen.text
    assert sure(seen, "14 814,72")


def test_a_figure_that_only_one_engine_sees_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first engine never reads the figure that stands there, what it reads of the amount is not sure."""
    without(monkeypatch, "14")
    monkeypatch.setattr(engines, "line_again", lambda pixels, dpi: "Total TTC 814,72")

    assert not sure(read(page()), "814,72")


def test_what_engines_read_otherwise_where_nothing_was_found_is_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that no engine reads as the other does adds nothing to the page."""
    without(monkeypatch, "Total", "HT", "12", "345,60", "€")
    monkeypatch.setattr(engines, "line_again", lambda pixels, dpi: "Tetel HF 12345,50")

    assert "Total HT" not in read(page()).text
