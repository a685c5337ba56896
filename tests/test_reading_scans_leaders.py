"""Dotted lines are taken off a page; points, dots of letters and rules are not."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.scans.leaders import without_leaders
from pipeline.reading.scans.prepare import evenly_lit, softened
from pipeline.reading.scans.reading import read_picture
from tests.scan_samples import Pixels, worn

TEXT = "Version 1.9.15 du 3.04.2024, prix : 12.345,60 EUR ... inintelligibilité, illisibilité, etc."


def sheet(fill: Callable[[Canvas], None]) -> Pixels:
    """Return the picture of a sheet on which something is drawn, in letters of 11 points."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 11)
    fill(canvas)
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0]
    return numpy.array(page.render(scale=200 / 72).to_pil().convert("L"))


def plain(pixels: Pixels) -> Pixels:
    """Return a picture without its dotted lines."""
    return without_leaders(pixels, softened(evenly_lit(pixels)))


def test_dots_after_a_number_are_taken_off() -> None:
    """Of « SIRET : 123…45 ........ » the number stays, to the last pixel."""

    def dotted(canvas: Canvas) -> None:
        canvas.drawString(60, 600, "SIRET : 732 829 320 00074 ")
        canvas.drawString(210, 600, "." * 80)

    bare = sheet(lambda canvas: canvas.drawString(60, 600, "SIRET : 732 829 320 00074 "))

    assert numpy.array_equal(plain(sheet(dotted)), bare)


def test_points_of_a_text_stay() -> None:
    """Points and commas of numbers, the end of a sentence and the dots of letters are no dotted line."""
    picture = sheet(lambda canvas: canvas.drawString(60, 600, TEXT))

    assert plain(picture) is picture


def test_rules_stay() -> None:
    """A line that was ruled, whole or in long dashes, is left to be seen."""

    def ruled(canvas: Canvas) -> None:
        canvas.line(60, 600, 400, 600)
        canvas.setDash(8, 4)
        canvas.line(60, 500, 400, 500)

    picture = sheet(ruled)

    assert plain(picture) is picture


@pytest.mark.slow
def test_a_number_among_dots_is_read_and_sure() -> None:
    """A worn form whose numbers stand between dotted lines is read as if it had none."""

    def form(canvas: Canvas) -> None:
        for rank, (label, value) in enumerate(
            (("Etablissement", "Cabinet Exemple"), ("N° SIRET", "732 829 320 00074"), ("N° RPPS", "10001234567"))
        ):
            y = 700 - 30 * rank
            canvas.drawString(60, y, label + " ....................")
            canvas.drawString(230, y, value)
            canvas.drawString(340, y, "." * 60)

    page = read_picture(worn(sheet(form)), 200.0, 1).page
    assert page is not None
    sure = [page.text[start:end] for start, end in page.confirmed]

    assert any("732 829 320 00074" in words for words in sure)
    assert any("10001234567" in words for words in sure)
    assert ".." not in page.text
