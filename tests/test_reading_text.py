"""The text of a PDF page and where it stands: runs, cells and columns, turned pages, odd characters, annotations."""

from __future__ import annotations

import io
import re
from typing import cast

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from tests.reading_samples import (
    SIZE,
    box_of,
    cells,
    changed,
    codes,
    drawn,
    mapped,
    read,
    saved,
    words,
    written,
)

INVOICE = drawn(words("FACTURE F-2024-017", "Montant : 1 200,00 €"), words("Deuxième page"))


def table_row(canvas: Canvas) -> None:
    """Draw a row of four cells, the last one flush right."""
    for left, cell in ((72, "REF-1"), (150, "Prestation Ségur lot 1"), (400, "2")):
        canvas.drawString(left, 600, cell)
    canvas.drawRightString(540, 600, "1 200,00 €")


def test_text_and_size() -> None:
    """A page gives its number, its size in points and its lines, accents and signs included."""
    first, second = read(INVOICE).pages

    assert (first.number, second.number) == (1, 2)
    assert (first.width, first.height) == SIZE
    assert first.text == "FACTURE F-2024-017\nMontant : 1 200,00 €"
    assert second.text == "Deuxième page"


def test_run_stands_where_its_words_are_drawn() -> None:
    """The box of a line begins where it was drawn, on its baseline, and is as high as its letters."""
    (page,) = read(drawn(words("FACTURE", "Montant"))).pages

    left, bottom, right, top = box_of(page, "Montant")

    assert left == pytest.approx(72, abs=2)
    assert bottom == pytest.approx(760, abs=1)
    assert 8 < top - bottom < 12
    assert 35 < right - left < 50


@pytest.mark.parametrize("apart", [False, True])
def test_two_spaces_part_the_cells_of_a_typewriters_line(apart: bool) -> None:
    """A line drawn at once, or word by word: one space is within a cell, « 18 750,00 » is one amount, two part it from the next."""
    line = "SEG   Prestation Ségur RIS     1    18 750,00  18 750,00"

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 8)
        for match in re.finditer(r"\S+" if apart else ".+", line):
            canvas.drawString(40 + 4.8 * match.start(), 700, match[0])

    (page,) = read(drawn(draw)).pages

    assert cells(page) == ["SEG", "Prestation Ségur RIS", "1", "18 750,00", "18 750,00"]


def test_cells_of_a_row_have_their_own_boxes() -> None:
    """A row of a table is one line of text and as many runs as it has cells, each in its column."""
    (page,) = read(drawn(table_row)).pages

    assert page.text == "REF-1 Prestation Ségur lot 1 2 1 200,00 €"
    assert cells(page) == ["REF-1", "Prestation Ségur lot 1", "2", "1 200,00 €"]
    assert [round(run[2], -1) for run in page.runs] == [70, 150, 400, 480]
    assert box_of(page, "1 200,00 €")[2] == pytest.approx(540, abs=2)


def test_columns_side_by_side_are_runs_of_their_own() -> None:
    """The supplier on the left and the client on the right do not make one run, though they make one line."""

    def parties(canvas: Canvas) -> None:
        for number, (left, right) in enumerate(
            (("ÉDITEUR SANTÉ SAS", "CENTRE HOSPITALIER"), ("75002 Paris", "69000 Lyon"))
        ):
            canvas.drawString(72, 700 - 15 * number, left)
            canvas.drawString(330, 700 - 15 * number, right)

    (page,) = read(drawn(parties)).pages

    assert cells(page) == ["ÉDITEUR SANTÉ SAS", "CENTRE HOSPITALIER", "75002 Paris", "69000 Lyon"]
    assert all(run[2] > 320 for run in page.runs[1::2])


def test_word_by_word_text_is_one_run() -> None:
    """A sentence whose words were placed one by one, as word processors do, stays one run."""
    content = b"BT /F1 12 Tf 1 0 0 1 72 700 Tm (Bon) Tj 1 0 0 1 97 700 Tm (pour) Tj 1 0 0 1 125 700 Tm (accord) Tj ET"

    (page,) = read(written(content)).pages

    assert cells(page) == ["Bon pour accord"]


def test_cells_inside_one_text_object() -> None:
    """Columns that the producer aligned inside one string by wide gaps are runs of their own too."""
    (page,) = read(written(b"BT /F1 12 Tf 72 700 Td [(Total du) -18000 (1 200,00)] TJ ET")).pages

    assert cells(page) == ["Total du", "1 200,00"]
    assert box_of(page, "1 200,00")[0] > 300


def test_word_cut_by_a_hyphen() -> None:
    """A word cut at the end of a line keeps its two lines, its hyphen, and a box for each."""
    (page,) = read(drawn(words("prise en char-", "ge par l'Etat"))).pages

    assert page.text == "prise en char-\nge par l'Etat"
    assert box_of(page, "prise en char-")[1] > box_of(page, "ge par l'Etat")[3]


@pytest.mark.parametrize(
    ("turn", "corner", "size"),
    [(0, (100, 700), SIZE), (90, (700, 500), SIZE[::-1]), (180, (500, 150), SIZE), (270, (150, 100), SIZE[::-1])],
)
def test_turned_page(turn: int, corner: tuple[int, int], size: tuple[int, int]) -> None:
    """Boxes stand where a person sees the words, from the bottom left of the page as it is shown."""
    data = changed(
        drawn(lambda canvas: canvas.drawString(100, 700, "FINESS")),
        lambda pdf: pdf.pages[0].rotate(turn, relative=True),
    )

    (page,) = read(data).pages
    left, bottom, right, top = box_of(page, "FINESS")

    assert (page.width, page.height) == size
    assert min(abs(left - corner[0]), abs(right - corner[0])) < 3
    assert min(abs(bottom - corner[1]), abs(top - corner[1])) < 3
    assert 0 <= left < right <= page.width
    assert 0 <= bottom < top <= page.height


def test_table_on_a_turned_page() -> None:
    """A landscape table drawn sideways on a turned page has the cells that a person sees."""

    def sideways(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -SIZE[0])
        canvas.drawString(100, 500, "Désignation")
        canvas.drawString(400, 500, "Total HT")

    (page,) = read(changed(drawn(sideways), lambda pdf: pdf.pages[0].rotate(90, relative=True))).pages

    assert cells(page) == ["Désignation", "Total HT"]
    assert [round(run[2]) for run in page.runs] == pytest.approx([100, 400], abs=2)


def test_cropped_page() -> None:
    """Boxes count from the corner of what is shown, not from that of the sheet."""

    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = Array([50, 60, 500, 800])

    (page,) = read(changed(drawn(lambda canvas: canvas.drawString(100, 700, "FINESS")), crop)).pages

    assert (page.width, page.height) == (450, 740)
    assert box_of(page, "FINESS")[:2] == pytest.approx((50, 640), abs=2)


@settings(max_examples=40, deadline=None)
@given(
    some.lists(
        some.lists(some.text("aé1-. '(", min_size=1, max_size=12), min_size=1, max_size=4), min_size=1, max_size=6
    )
)
def test_runs_index_the_text(rows: list[list[str]]) -> None:
    """Runs are pieces of the text, in its order, without a line end in them and without overlap."""

    def grid(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                canvas.drawString(50 + 130 * column, 800 - 18 * number, cell)

    (page,) = read(drawn(grid)).pages

    ends = [0, *(run[1] for run in page.runs)]
    assert all(previous <= run[0] < run[1] <= len(page.text) for previous, run in zip(ends, page.runs, strict=False))
    assert all("\n" not in cell and cell.strip() for cell in cells(page))
    assert sum(map(len, cells(page))) >= len("".join(page.text.split()))


def test_misread_quotes_are_mended() -> None:
    """Codes that a producer took for Latin-1 control characters are the quotes and the euro sign that they were."""
    (page,) = read(mapped({65: 0x92, 66: 0x80, 67: 0x96}, b"lAEtat 10 B C fin")).pages

    assert page.text == "l’Etat 10 € – fin"
    assert cells(page) == [page.text]


def test_text_layer_of_symbols() -> None:
    """A page whose font maps its letters to private symbols has no text and says so, the next page is read."""
    symbols = mapped({code: 0xE000 + code for code in range(33, 127)}, b"Montant pris en charge")
    document = pikepdf.open(io.BytesIO(symbols))
    document.pages.extend(pikepdf.open(io.BytesIO(INVOICE)).pages)

    file = read(saved(document))

    assert [(problem.code, problem.page) for problem in file.problems] == [("garbage_text", 1)]
    assert (file.pages[0].text, file.pages[0].runs, file.pages[0].blank) == ("", (), False)
    assert file.pages[1].text.startswith("FACTURE")


def test_few_symbols_are_no_garbage() -> None:
    """A bullet from a symbol font among the words spoils nothing."""
    file = read(mapped({65: 0xF0B7}, b"A Montant pris en charge"))

    assert codes(file) == []
    assert file.pages[0].text == "\uf0b7 Montant pris en charge"


def test_text_of_annotations() -> None:
    """Words typed on the page with a comment tool are words of the page, where they stand."""

    def typewriter(document: pikepdf.Pdf) -> None:
        look = document.make_stream(b"BT /F1 12 Tf 2 4 Td (Bon pour accord) Tj ET")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 20])
        look.Resources = cast(Dictionary, document.pages[0].Resources)
        document.pages[0].Annots = Array(
            [
                document.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.FreeText,
                        Rect=Array([100, 300, 300, 320]),
                        Contents="Bon pour accord",
                        AP=Dictionary(N=look),
                    )
                )
            ]
        )

    (page,) = read(changed(drawn(words("BON DE COMMANDE")), typewriter)).pages

    assert cells(page) == ["BON DE COMMANDE", "Bon pour accord"]
    assert box_of(page, "Bon pour accord")[:2] == pytest.approx((103, 302), abs=3)


def test_a_comb_in_a_typewriters_font() -> None:
    """Characters set one to a box are joined in whatever font they are: no word of theirs tells how wide a letter is."""

    def comb(canvas: Canvas) -> None:
        canvas.setFont("Courier", 12)
        for place, character in enumerate("FR1420041010050500013M02606"):
            canvas.drawCentredString(60 + 16 * place + 8 * (place // 4), 700, character)

    (page,) = read(drawn(comb)).pages

    assert page.text.replace(" ", "") == "FR1420041010050500013M02606"
    assert cells(page)[:2] == ["FR14", "2004"]
