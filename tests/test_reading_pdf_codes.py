"""Codes on the pages of a born-digital PDF: sought where an image has their shape or words speak of one, and nowhere else."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fixtures.codes import data_matrix, printed_on, qr_code
from pipeline.reading import pdf_codes
from pipeline.reading.page import CodeData
from pipeline.reading.pdf import MAX_CODE_PAGES
from tests.reading_samples import drawn, read, saved, words
from tests.test_reading_codes import PAYMENT, RIB

LINES = [f"Ligne {number} de la facture, qui dit assez de mots pour une page de texte" for number in range(20)]


def codes(data: bytes) -> list[CodeData]:
    """Return the codes of all pages of a PDF."""
    return [code for page in read(data).pages for code in page.codes]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The pictures that were looked at for codes."""
    seen: list[Any] = []
    before = pdf_codes.read_codes

    def noted(pixels: Any, *others: Any) -> Any:
        seen.append(pixels.shape)
        return before(pixels, *others)

    monkeypatch.setattr(pdf_codes, "read_codes", noted)
    return seen


def test_a_page_of_text_is_not_looked_at(looks: list[Any]) -> None:
    """Born-digital pages cost what they did."""
    assert codes(drawn(words(*LINES))) == []
    assert looks == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_images_are_found_however_the_page_is_turned(turn: int) -> None:
    """A payment code and a 2D-Doc on a page of text are read, on a page that is displayed turned as well."""
    plain = printed_on(printed_on(drawn(words(*LINES)), 1, qr_code(PAYMENT)), 1, data_matrix(RIB))
    with pikepdf.open(io.BytesIO(plain)) as document:
        document.pages[0].Rotate = turn
        data = saved(document)

    assert {one.code.kind for one in codes(data)} == {"payment", "2d_doc_03"}


def test_images_of_another_shape(looks: list[Any]) -> None:
    """A letterhead and a dot are no codes: nothing is drawn for them."""
    logo = ImageReader(qr_code("logo"))

    def draw(canvas: Canvas) -> None:
        words(*LINES)(canvas)
        canvas.drawImage(logo, 40, 40, 300, 60)
        canvas.drawImage(logo, 400, 40, 10, 10)

    assert codes(drawn(draw)) == []
    assert looks == []


def test_a_code_drawn_in_lines_on_a_page_that_speaks_of_it() -> None:
    """Software draws codes as squares: the words beside them call for a look."""
    pixels = qr_code(PAYMENT).resize((qr_code(PAYMENT).width // 4,) * 2, 0)

    def draw(canvas: Canvas) -> None:
        words(*LINES, "Scannez ce QR code pour payer")(canvas)
        for y in range(pixels.height):
            for x in range(pixels.width):
                if not pixels.getpixel((x, y)):
                    canvas.rect(420 + 2 * x, 150 - 2 * y, 2, 2, stroke=0, fill=1)

    (read_,) = codes(drawn(draw))
    assert read_.code.kind == "payment"


def test_no_more_pages_than_a_few_are_looked_at(looks: list[Any]) -> None:
    """A square logo on every page of a long file does not cost its reading."""
    page = ImageReader(qr_code("logo"))

    def draw(canvas: Canvas) -> None:
        words(*LINES)(canvas)
        canvas.drawImage(page, 400, 40, 80, 80)

    assert codes(drawn(*[draw] * (MAX_CODE_PAGES + 10))) == []
    assert len(looks) == MAX_CODE_PAGES
