"""Amounts that a page holds and nobody sees are told; the hidden words of scans, headings and signing platforms are not."""

from __future__ import annotations

import pytest
from PIL import Image
from reportlab.lib.colors import Color, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.reading_samples import SIZE, Draw, changed, codes, drawn, read, words

TOTAL = "Total TTC 9 999,00 EUR"
INVOICE = words("FACTURE F-2024-017", "Total TTC 1 200,00 EUR")
NO_INK = 3


def with_text(text: str, *, x: float = 72, y: float = 300, colour: Color | None = None, mode: int = 0) -> Draw:
    """Return what draws an invoice and one more line in a colour or a mode."""

    def draw(canvas: Canvas) -> None:
        INVOICE(canvas)
        written = canvas.beginText(x, y)
        if colour is not None:
            written.setFillColor(colour)
        written.setTextRenderMode(mode)
        written.textOut(text)
        canvas.drawText(written)

    return draw


def on_ground(red: float, green: float, blue: float, *, line: bool = False) -> Draw:
    """Return what draws a shape, or a thick line, and a white total on it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(red, green, blue)
        canvas.setStrokeColorRGB(red, green, blue)
        if line:
            canvas.setLineWidth(30)
            canvas.line(60, 305, 400, 305)
        else:
            canvas.rect(60, 290, 340, 30, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        with_text(TOTAL, colour=white)(canvas)

    return draw


@pytest.mark.parametrize(
    "page",
    [
        with_text(TOTAL, colour=white),
        with_text(TOTAL, mode=NO_INK),
        with_text("IBAN FR76 3000 4000 0312 3456 7890 143", mode=NO_INK),
        with_text(TOTAL, x=700),
        with_text(TOTAL, y=-60),
        on_ground(1, 1, 1),
    ],
    ids=["white", "no ink", "iban", "beside the page", "below the page", "white on a white shape"],
)
def test_a_total_that_nobody_sees(page: Draw) -> None:
    """White on white, without ink or off the page: the page is said not to show all that was read of it."""
    file = read(drawn(page))

    assert codes(file) == ["hidden_text"]
    assert file.problems[0].page == 1


@pytest.mark.parametrize(
    "page",
    [
        INVOICE,
        on_ground(0, 0, 0.6),
        on_ground(0, 0, 0.6, line=True),
        with_text("{{Sig_es_:signer1:signature}} /sn1/", colour=white),
        with_text("Imprimé le 12 mars", mode=NO_INK),
    ],
    ids=["nothing hidden", "white on blue", "white on a thick line", "anchor of a platform", "no amount"],
)
def test_what_is_seen_or_of_no_weight(page: Draw) -> None:
    """Headings in white on a colour, anchors for signatures and hidden words without an amount alarm nobody."""
    assert codes(read(drawn(page))) == []


def test_words_of_a_recognised_scan() -> None:
    """The words that a scanner laid without ink over or under its image are those of the image."""

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 85), 200)), 0, 0, *SIZE)
        with_text(TOTAL, mode=NO_INK)(canvas)

    def under(canvas: Canvas) -> None:
        with_text(TOTAL, mode=NO_INK)(canvas)
        canvas.drawImage(ImageReader(Image.new("L", (60, 85), 200)), 0, 0, *SIZE)

    assert codes(read(drawn(scan))) == codes(read(drawn(under))) == []


def test_only_invoices_are_looked_at() -> None:
    """Another page is not looked at: the look costs time, and a hidden amount misleads on an invoice."""

    def letter(canvas: Canvas) -> None:
        canvas.setFillColor(white)
        canvas.drawString(72, 700, TOTAL)

    assert codes(read(drawn(letter))) == []


def test_a_turned_page() -> None:
    """What stands on a page that is turned is on it."""
    turned = changed(drawn(INVOICE), lambda document: setattr(document.pages[0], "Rotate", 90))
    assert codes(read(turned)) == []
