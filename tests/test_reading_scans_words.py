"""The cells of a line: words that stand no further apart than words do."""

from __future__ import annotations

from pipeline.reading.scans.words import Word, around, cells_of


def word(text: str, left: int, right: int) -> Word:
    """Return a word of a line that is 20 pixels high."""
    return Word(text=text, box=(left, 100, right, 120), confidence=0.9)


def test_words_side_by_side_are_one_cell() -> None:
    """A label and its value in the next column are two cells, the words of each stay together."""
    line = [word("Total", 0, 60), word("TTC", 68, 110), word("14", 400, 420), word("814,72", 427, 500)]

    assert [cell.text for cell in cells_of(line)] == ["Total TTC", "14 814,72"]
    assert [cell.box for cell in cells_of(line)] == [(0, 100, 110, 120), (400, 100, 500, 120)]


def test_nothing_gives_no_cell() -> None:
    """A line without words has no cells."""
    assert cells_of([]) == []


def test_box_around_boxes() -> None:
    """The box around some boxes holds them all."""
    assert around([(5, 5, 10, 10), (0, 7, 8, 20)]) == (0, 5, 10, 20)


def test_words_that_touch() -> None:
    """« Font » and « grande » may be one word; a figure and a word that touch are two, as are figures."""
    line = [
        word("Font", 0, 58),
        word("grande", 58, 140),
        word("BC-118", 150, 200),
        word("du", 201, 220),
        word("3", 221, 230),
    ]
    (cell,) = cells_of(line)

    assert cell.touching == 1
