"""A page as a reader sees it: what goes on over the end of a line."""

from __future__ import annotations

from tests.paper_samples import Cell, sheet


def reads_on(words: str, *cells: Cell) -> bool:
    """Tell whether words that cross a line's end go on, on a page of some cells."""
    page = sheet(*cells)
    start = page.flat.index(words)
    return page.reads_on(start, start + len(words))


def test_words_go_on_right_under_their_line() -> None:
    """A label wrapped in its cell is one label."""
    words = "numero unique de referencement"
    assert reads_on(words, (60, 700, "Numéro unique de"), (60, 690, "référencement"), (200, 695, "REF-12"))


def test_words_of_two_columns_are_not_read_together() -> None:
    """« Facture » on the right, « Adressée à » below it on the left are no « facture adressée à »."""
    assert not reads_on("facture adressee a", (400, 700, "Facture"), (60, 690, "Adressée à"))


def test_labels_of_two_rows_are_not_read_together() -> None:
    """« Montant HT » with its amount, « Total TVA » under it with its own: no « HT Total »."""
    cells = [(60.0, 700.0, "Montant HT"), (60.0, 690.0, "Total TVA")]
    assert reads_on("ht total tva", *cells)
    assert not reads_on("ht total tva", cells[0], cells[1], (300, 700, "100,00"), (300, 690, "20,00"))
