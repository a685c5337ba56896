"""How far apart two scanned pages look: their inked cells, laid on each other where they fit best."""

from __future__ import annotations

from random import Random

import pytest

from validators.looks import COLUMNS, ROWS, apart

Cells = set[tuple[int, int]]  # column, row


def packed(inked: Cells) -> bytes:
    """Return cells as a look keeps them."""
    bits = "".join("1" if (column, row) in inked else "0" for row in range(ROWS) for column in range(COLUMNS))
    return int(bits.ljust((len(bits) + 7) // 8 * 8, "0"), 2).to_bytes((len(bits) + 7) // 8)


def lines(seed: int, rows: range = range(12, 80, 4)) -> Cells:
    """Return lines of words of unequal lengths, far from the edges of the sheet."""
    chance = Random(seed)
    return {(column, row) for row in rows for column in range(10, 60) if chance.random() < 0.7}


def moved(cells: Cells, across: int, down: int) -> Cells:
    """Lay cells elsewhere on the sheet."""
    return {(column + across, row + down) for column, row in cells}


@pytest.mark.parametrize(("across", "down"), [(0, 0), (4, 0), (-4, 4), (1, -3)])
def test_a_page_laid_elsewhere_on_the_scanner_is_the_same(across: int, down: int) -> None:
    """Up to four cells to any side nothing is lost."""
    page = lines(1)
    assert apart(packed(page), packed(moved(page, across, down))) == 0.0


def test_a_page_that_has_one_more_line_is_as_far_as_the_line_is_long() -> None:
    """What only one of both has counts for its share, in whichever order they are given."""
    page, line = lines(1), {(column, 90) for column in range(10, 50)}
    there = apart(packed(page), packed(page | line))
    assert there == apart(packed(page | line), packed(page)) == pytest.approx(40 / len(page | line))


def test_ink_in_a_cell_beside_is_near_enough() -> None:
    """A stroke on the border of two cells falls into the one or the other."""
    page = {(column, row) for row in range(12, 80, 4) for column in range(10, 60)}
    assert apart(packed(page), packed(page | moved(page, 0, 1))) == 0.0


@pytest.mark.parametrize("other", [set(), lines(1, range(12, 14, 4))], ids=["blank", "one line"])
def test_too_little_ink_is_never_alike(other: Cells) -> None:
    """Blank pages, and pages of a line or a stamp, are not compared: two of them would be one."""
    assert apart(packed(other), packed(other)) == 1.0
    assert apart(packed(lines(1)), packed(other)) == 1.0


def test_a_page_of_other_lines_is_far() -> None:
    """Lines that stand elsewhere are no lines of the same sheet."""
    assert apart(packed(lines(1)), packed(lines(2, range(14, 80, 7)))) > 0.3
