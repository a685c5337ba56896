"""Which kind of document a page opens."""

from __future__ import annotations

import pytest

from pipeline.understanding.child import lexicon_of
from pipeline.understanding.layout import Sheet
from pipeline.understanding.recognising import recognise
from tests.paper_samples import Cell, sheet
from tests.reading_samples import read, written
from validators.context import CLEAR


@pytest.mark.parametrize("title", [b"F A C T U R E", b" F A C T U R E"])
def test_a_title_with_its_letters_set_apart_is_read(title: bytes) -> None:
    """Whether or not a blank is drawn before it."""
    (page,) = read(written(b"BT /F1 12 Tf 72 780 Td (" + title + b") Tj ET")).pages
    seen = recognise(Sheet(page), lexicon_of(None))

    assert seen is not None
    assert seen.kind == "invoice"


def kind_of(*cells: Cell) -> tuple[str, bool]:
    """Return the kind a small paper opens, and whether the next one is too close to call."""
    seen = recognise(sheet(*cells), lexicon_of(None))
    assert seen is not None
    return seen.kind, seen.margin < CLEAR


ITEMS = (
    (60.0, 500.0, "Total HT"),
    (300.0, 500.0, "100,00 €"),
    (60.0, 480.0, "TVA 20 %"),
    (60.0, 460.0, "Net à payer TTC"),
)


@pytest.mark.parametrize(
    "labels",
    [
        ((300.0, 700.0, "BON DE COMMANDE N°"), (300.0, 680.0, "4500000092")),
        ((300.0, 700.0, "BON DE"), (300.0, 690.0, "COMMANDE N°"), (300.0, 672.0, "BC-2021-0064")),
        ((300.0, 700.0, "RÉF."), (300.0, 690.0, "COMMANDE"), (300.0, 680.0, "CLIENT"), (300.0, 664.0, "C23-0303")),
    ],
)
def test_the_label_of_a_number_is_no_title(labels: tuple[Cell, ...]) -> None:
    """An invoice prints its order's number in a row of labels over their values: it stays an invoice."""
    row = ((60.0, 700.0, "Date"), (60.0, labels[-1][1], "06/07/2024"))
    assert kind_of((60, 760, "FACTURE - Prestation Ségur"), *row, *labels, *ITEMS) == ("invoice", False)


@pytest.mark.parametrize(
    "subject",
    [
        "Objet : commande Ségur - bon de commande - couloir médico-social - DUI - vague 1",
        "Objet : BDC - bon de commande Prestation Ségur - DPI hôpital, vague 2",
    ],
)
def test_a_subject_names_the_paper_after_its_short_name(subject: str) -> None:
    """The words before the title in a subject line are the same order's, not another document's."""
    assert kind_of((60, 700, subject), *ITEMS, (60, 300, "Bon pour accord")) == ("purchase_order", False)
