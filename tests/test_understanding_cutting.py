"""What a page says of its number, when it says it for itself and in one way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.understanding.child import lexicon_of
from pipeline.understanding.cutting import own_mark
from pipeline.understanding.layout import Sheet
from pipeline.understanding.pieces import understand
from tests.reading_samples import Draw, drawn, read

FOOT, MIDDLE, HEAD = 30.0, 400.0, 800.0


def at(*lines: tuple[float, str]) -> Draw:
    """Return what draws lines at heights of a page."""

    def draw(canvas: Canvas) -> None:
        for height, line in lines:
            canvas.drawString(72, height, line)

    return draw


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        ([(FOOT, "Page 2/3")], (2, 3)),
        ([(FOOT, "2 / 3")], (2, 3)),
        ([(HEAD, "Facture F-118 - page 2 sur 3")], (2, 3)),
        ([(FOOT, "SAS Exemple, capital de 10 000 euros - p. 2/3")], (2, 3)),
        ([(HEAD, "Page 2/3"), (FOOT, "Page 2/3")], (2, 3)),
        ([(HEAD, "FAX 12:04 P 4/9"), (FOOT, "Page 2/3")], None),
        ([(MIDDLE, "Voir page 2/3")], None),
        ([(HEAD, "La page 2 sur 3 du contrat est à parapher")], None),
        ([(HEAD, "2/3")], None),
        ([(FOOT, "Commande BC-03/24")], None),
        ([(FOOT, "Page 4/3")], None),
        ([(FOOT, "le 12/03/2024")], None),
        ([(FOOT, "Page 2")], None),
        ([], None),
    ],
)
def test_a_page_says_which_it_is(lines: list[tuple[float, str]], mark: tuple[int, int] | None) -> None:
    """At its head or foot, once: not in a sentence, not as part of a reference, not beside the number of a fax."""
    (page,) = read(drawn(at(*lines))).pages
    assert own_mark(Sheet(page)) == mark


def test_a_number_beside_a_legal_line() -> None:
    """« 2/3 » alone in its corner, though the foot's line goes on to it; within the line it may be anything."""
    foot = drawn(
        lambda canvas: (canvas.drawString(40, FOOT, "SAS Exemple - RCS Lyon"), canvas.drawString(540, FOOT, "2/3"))
    )
    within = drawn(at((FOOT, "SAS Exemple - exemplaire 2/3")))
    assert [own_mark(Sheet(read(data).pages[0])) for data in (foot, within)] == [(2, 3), None]


def test_a_number_that_one_engine_read_is_none() -> None:
    """On a picture « 1/1 » may be « 1/7 »: it counts when both engines read it alike."""
    (born,) = read(drawn(at((FOOT, "Page 1/1")))).pages
    seen = replace(born, how="ocr:tesseract")
    assert own_mark(Sheet(seen)) is None
    assert own_mark(Sheet(replace(seen, confirmed=((0, len(seen.text)),)))) == (1, 1)


def test_a_blank_page_counts_for_nothing() -> None:
    """The back of a sheet that was scanned on both sides has no number to bear."""
    title = (700.0, "BON DE COMMANDE N° BC-2024-118")
    pages = [at(title, (FOOT, "Page 1/2")), at(), at((600.0, "Suite"), (FOOT, "Page 2/2")), at((600.0, "Annexe"))]
    (piece,) = understand(read(drawn(*pages)), "bc.pdf", lexicon_of(None))
    assert piece.page_marks == ((1, 2), (2, 2), None)
