"""Labels that a narrow column breaks, with their value drawn between their two lines."""

from __future__ import annotations

from datetime import date

from pipeline.understanding.phrases import Mark, Phrases
from pipeline.understanding.wrapped import broken_marks
from tests.paper_samples import Cell, lines, sheet, sure_of

BROKEN: tuple[Cell, ...] = ((60, 558, "Carte valable"), (200, 558, "02 01 2034"), (60, 544, "jusqu'au :"))


def marks_of(*cells: Cell) -> list[Mark]:
    """Return the broken labels of a page, of one label."""
    return list(broken_marks(sheet(*cells), Phrases(["carte valable jusqu'au"])))


def test_the_value_beside_the_first_line_is_the_labels() -> None:
    """« Carte valable | 02 01 2034 » over « jusqu'au » tells until when, though the text has the value in the label's midst."""
    head = lines(60, 760, "CARTE NATIONALE D'IDENTITÉ", "RÉPUBLIQUE FRANÇAISE", "Nom / Surname : DELMARCHE", step=16)
    read = sure_of(*head, *BROKEN, (60, 520, "Délivrée le :"), (200, 520, "02 01 2024"))
    assert read["identity.expires_on"] == [date(2034, 1, 2)]


def test_two_rows_of_a_form_make_no_label() -> None:
    """Where the second line has a value of its own, starts aside or stands apart, it is another row's."""
    assert marks_of(*BROKEN) == [Mark(0, 13, "carte valable jusqu'au")]
    assert not marks_of(*BROKEN, (200, 544, "04/05/2024"))
    assert not marks_of(*BROKEN[:2], (80, 544, "jusqu'au :"))
    assert not marks_of(*BROKEN[:2], (60, 520, "jusqu'au :"))
