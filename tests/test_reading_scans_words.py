"""The cells of a line: words that stand no further apart than words do."""

from __future__ import annotations

from pipeline.reading.scans.words import Comb, Word, around, cells_of, in_combs


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


def test_the_word_of_a_comb_is_a_cell() -> None:
    """What an engine reads in parts where a comb stood is one word in a cell of its own, with the place of the boxes."""
    comb = Comb(frame=(100, 90, 800, 140), box=(110, 95, 300, 125), characters=14)
    line = [word("SIRET", 20, 90), word("732829320", 110, 220), word("00074", 225, 300), word("Paris", 310, 380)]

    cells = cells_of(in_combs(line, [comb]))

    assert [cell.text for cell in cells] == ["SIRET", "73282932000074", "Paris"]
    assert [cell.comb for cell in cells] == [None, comb, None]
    assert cells[1].place == comb.frame


def test_what_is_left_out_of_a_comb_leaves_it_unread() -> None:
    """Where print of a comb was left out, its word has a gap: it is read again."""
    comb = Comb(frame=(100, 90, 800, 140), box=(110, 95, 300, 125), characters=14)

    (cell,) = cells_of(in_combs([word("732829320", 110, 220), word("", 225, 300)], [comb]))

    assert cell.has_gap
