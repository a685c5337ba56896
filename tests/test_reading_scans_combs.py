"""Numbers that stand one character to a box on a picture are words with one place; tables, ticks and letters stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.page import Page
from pipeline.reading.scans import engines
from pipeline.reading.scans.combs import without_combs
from pipeline.reading.scans.prepare import evenly_lit, softened
from pipeline.reading.scans.reading import read_picture
from pipeline.reading.scans.words import Comb
from tests.scan_samples import Pixels, tilted, worn

IBAN, SIRET = "FR7630006000011234567890189", "73282932000074"
LEFT, BASE, STEP, HIGH = 60.0, 600.0, 17.0, 20.0  # points
Draw = Callable[[Canvas, str, float], None]


def boxes(canvas: Canvas, text: str, left: float) -> None:
    """Draw a box around every character, each beside the next."""
    for rank in range(len(text)):
        canvas.rect(left + STEP * rank, BASE, STEP, HIGH)


def apart(canvas: Canvas, text: str, left: float) -> None:
    """Draw a box around every character, with a gap between each two."""
    for rank in range(len(text)):
        canvas.rect(left + STEP * rank + 1.5, BASE, STEP - 3, HIGH)


def ticks(canvas: Canvas, text: str, left: float) -> None:
    """Draw a line under the characters, with a short tick between each two."""
    canvas.line(left, BASE, left + STEP * len(text), BASE)
    for rank in range(len(text) + 1):
        canvas.line(left + STEP * rank, BASE, left + STEP * rank, BASE + 7)


def thin(canvas: Canvas, text: str, left: float) -> None:
    """Draw thin grey boxes, as forms made for a screen have them."""
    canvas.setStrokeGray(0.6)
    canvas.setLineWidth(0.5)
    boxes(canvas, text, left)


def bars(canvas: Canvas, text: str, left: float) -> None:
    """Draw nothing but a bar between each two characters."""
    for rank in range(len(text) + 1):
        canvas.line(left + STEP * rank, BASE + 1, left + STEP * rank, BASE + 17)


def crossing(canvas: Canvas, text: str, left: float) -> None:
    """Draw a line under the characters that short ticks cross."""
    canvas.line(left, BASE + 3, left + STEP * len(text), BASE + 3)
    for rank in range(len(text) + 1):
        canvas.line(left + STEP * rank, BASE, left + STEP * rank, BASE + 7)


STYLES = (boxes, apart, ticks, crossing, thin, bars)


def written(canvas: Canvas, text: str, left: float = LEFT, *, draw: Draw = boxes, font: str = "Helvetica") -> None:
    """Write a text one character to a box; a space is an empty box."""
    canvas.saveState()
    draw(canvas, text, left)
    canvas.restoreState()
    canvas.setFont(font, 11)
    for rank, character in enumerate(text):
        canvas.drawCentredString(left + STEP * (rank + 0.5), BASE + 6, character)


def sheet(fill: Callable[[Canvas], None]) -> Pixels:
    """Return the picture of a sheet: a title, a sentence, and what is drawn between."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(LEFT, 760, "Relevé d'identité bancaire")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(LEFT, BASE + HIGH + 12, "Numéro du compte")
    fill(canvas)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(LEFT, 500, "Ce document est à remettre à tout organisme qui le demande.")
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0]
    return numpy.array(page.render(scale=200 / 72).to_pil().convert("L"))


def found(pixels: Pixels) -> list[Comb]:
    """Return the combs of a picture, from left to right."""
    return sorted(without_combs(pixels, softened(evenly_lit(pixels)))[1], key=lambda comb: comb.frame)


def read(pixels: Pixels) -> Page:
    """Return the page read from a picture."""
    seen = read_picture(pixels, 200.0, 1).page
    assert seen is not None
    return seen


def sure(seen: Page) -> str:
    """Return what two engines read alike."""
    return " | ".join(seen.text[start:end] for start, end in seen.confirmed)


@pytest.mark.parametrize("draw", STYLES)
@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier"])
def test_every_box_counts(draw: Draw, font: str) -> None:
    """A comb has as many characters as boxes, whatever they are drawn like, and stands where these do."""
    (comb,) = found(sheet(lambda canvas: written(canvas, IBAN, draw=draw, font=font)))

    assert comb.characters == 27
    assert comb.frame[0] == pytest.approx(LEFT * 200 / 72, abs=8)
    assert comb.frame[2] == pytest.approx((LEFT + 27 * STEP) * 200 / 72, abs=8)


@pytest.mark.parametrize("draw", STYLES)
def test_worn_and_tilted(draw: Draw) -> None:
    """Noise, shade and the half degree that straightening leaves do not hide a comb."""
    picture = worn(tilted(sheet(lambda canvas: written(canvas, SIRET, draw=draw)), 0.5))

    assert [comb.characters for comb in found(picture)] == [14]


@pytest.mark.slow
@pytest.mark.parametrize("draw", STYLES)
def test_an_iban_in_boxes_is_read_and_sure(draw: Draw) -> None:
    """Both engines read the characters of the boxes as one word, which stands where the boxes do."""
    seen = read(worn(sheet(lambda canvas: written(canvas, IBAN, draw=draw))))

    assert IBAN in seen.text
    assert IBAN in sure(seen)
    (run,) = (run for run in seen.runs if IBAN in seen.text[run[0] : run[1]])
    assert run[4] - run[2] == pytest.approx(27 * STEP, abs=6)
    assert "Numéro du compte" in seen.text
    assert "Ce document est" in seen.text


@pytest.mark.slow
def test_groups_and_short_rows() -> None:
    """Groups of boxes are words of their own; three boxes, or two, count where longer rows are drawn alike."""

    def fill(canvas: Canvas) -> None:
        left = LEFT
        for group in ("FR76", "3000", "6000", "0112", "3456", "7890", "189"):
            written(canvas, group, left)
            left += STEP * len(group) + 6

    picture = sheet(fill)

    assert [comb.characters for comb in found(picture)] == [4, 4, 4, 4, 4, 4, 3]
    assert "FR76 3000 6000 0112 3456 7890 189" in sure(read(picture))


def test_an_empty_box_parts_words() -> None:
    """Boxes without a character are spaces, and those left at the end are nothing."""
    combs = found(sheet(lambda canvas: written(canvas, "CENTRE HOSPITALIER   ")))

    assert [comb.characters for comb in combs] == [6, 11]


def test_a_point_in_a_box_is_kept() -> None:
    """An amount keeps the comma or the point that has a box of its own."""
    picture = sheet(lambda canvas: written(canvas, "1234.56"))
    (comb,) = found(picture)

    assert comb.characters == 6
    assert "1234.56" in read(picture).text


@pytest.mark.slow
def test_a_lost_character_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """What both engines read alike is not sure when it has fewer characters than there are boxes."""
    short = SIRET[:-1]
    for engine in ("second_line", "line_again"):
        found = getattr(engines, engine)
        monkeypatch.setattr(engines, engine, lambda *shown, found=found: found(*shown).replace(SIRET, short))

    seen = read(sheet(lambda canvas: written(canvas, SIRET)))

    assert short in seen.text
    assert short not in sure(seen)


def empty(canvas: Canvas) -> None:
    """Draw boxes that nobody filled in."""
    boxes(canvas, IBAN, LEFT)


def table(canvas: Canvas) -> None:
    """Draw a table of even columns with numbers in them."""
    written(canvas, " " * 8)
    for rank in range(8):
        canvas.drawCentredString(LEFT + STEP * (rank + 0.5), BASE + 6, f"{rank + 10}")


def stacked(canvas: Canvas) -> None:
    """Write two rows of characters in boxes that share their bars."""
    written(canvas, SIRET)
    canvas.rect(LEFT, BASE - HIGH, STEP * 14, HIGH)
    for rank, character in enumerate(SIRET):
        canvas.line(LEFT + STEP * rank, BASE - HIGH, LEFT + STEP * rank, BASE)
        canvas.drawCentredString(LEFT + STEP * (rank + 0.5), BASE - HIGH + 6, character)


def typewritten(canvas: Canvas) -> None:
    """Write letters that stand evenly apart without any box."""
    canvas.setFont("Courier", 14)
    for rank, line in enumerate(("IIIIIIIIIIII", "1111 1111 1111", "HNHNHNHNHN", "B8D8B8D8B8D8", "ililililil")):
        canvas.drawString(LEFT, BASE - 20 * rank, line)


def struck(canvas: Canvas) -> None:
    """Draw a line of a pen through a comb, along its bars."""
    written(canvas, SIRET)
    canvas.setLineWidth(3)
    canvas.line(LEFT - 10, BASE + 8, LEFT + 14 * STEP + 10, BASE + 12)


def begun(canvas: Canvas) -> None:
    """Draw a comb whose first bar is a wide beam, no bar as the others are."""
    written(canvas, SIRET)
    canvas.rect(LEFT - 4, BASE, 6, HIGH, fill=1)


@pytest.mark.parametrize("fill", [begun, empty, table, stacked, typewritten, struck])
def test_what_is_no_comb_stays(fill: Callable[[Canvas], None]) -> None:
    """Empty boxes, tables, letters evenly apart, a part of a comb, and characters that touch their boxes are left as they are."""
    picture = sheet(fill)
    page, combs = without_combs(picture, softened(evenly_lit(picture)))

    assert combs == ()
    assert page is picture
