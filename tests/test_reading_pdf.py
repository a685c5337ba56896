"""What a PDF is besides its text: images, blank and unreadable pages, damage, passwords, limits, odd kinds."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.reading_samples import (
    SIZE,
    changed,
    codes,
    drawn,
    read,
    saved,
    words,
)

INVOICE = drawn(words("FACTURE F-2024-017", "Montant : 1 200,00 €"), words("Deuxième page"))


def picture(width: int, height: int) -> ImageReader:
    """Return a grey picture."""
    return ImageReader(Image.new("L", (width, height), 128))


def test_scanned_page() -> None:
    """A page that is one big picture with a fax header on it is a picture: its words are not known, it is not blank."""

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(picture(60, 85), 0, 0, *SIZE)
        canvas.drawString(50, 830, "FAX 12/03/2024 10:42 DE : CH DE TEST A : SEGUR PAGE 3/4")

    (page,) = read(drawn(scan)).pages

    assert page.unread
    assert not page.blank


def test_picture_wrapped_in_a_form() -> None:
    """A scan that its producer wrapped in a form is seen as an image too."""

    def wrapped(canvas: Canvas) -> None:
        canvas.beginForm("scan")
        canvas.drawImage(picture(60, 85), 0, 0, *SIZE)
        canvas.endForm()
        canvas.doForm("scan")

    (page,) = read(drawn(wrapped)).pages

    assert page.unread


def test_logo_is_no_scan() -> None:
    """A page of few words with a logo is a page of words."""

    def letterhead(canvas: Canvas) -> None:
        canvas.drawImage(picture(10, 10), 50, 750, 85, 60)
        canvas.drawString(50, 600, "Annexe 1")

    (page,) = read(drawn(letterhead)).pages

    assert not page.unread


def test_letterhead_that_covers_the_page() -> None:
    """Words that are drawn over a picture of the whole page are read as they are."""

    def letter(canvas: Canvas) -> None:
        canvas.drawImage(picture(60, 85), 0, 0, *SIZE)
        words("La présente attestation est délivrée au client nommé ci-dessus. " * 5)(canvas)

    (page,) = read(drawn(letter)).pages

    assert not page.unread


@pytest.mark.parametrize("strips", [1, 4])
def test_text_under_a_scan(strips: int) -> None:
    """Words that stand under the picture of the page are no words of it: whoever scanned it laid them there."""

    def scan(canvas: Canvas) -> None:
        words("Le total de la facture est de 12 000,00 euros toutes taxes comprises. " * 5)(canvas)
        for strip in range(strips):
            canvas.drawImage(picture(60, 85), 0, strip * SIZE[1] / strips, SIZE[0], SIZE[1] / strips)

    (page,) = read(drawn(scan)).pages

    assert page.unread


def test_invisible_text_over_a_scan() -> None:
    """Words that are drawn invisibly over the picture of the page are no words of it either."""

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(picture(60, 85), 0, 0, *SIZE)
        for line in range(10):
            canvas.drawString(50, 700 - 20 * line, "Total de la facture : 12 000,00 euros TTC", mode=3)

    (page,) = read(drawn(scan)).pages

    assert page.unread


def test_blank_page() -> None:
    """A page on which nothing stands is blank; one that bears a line is not."""
    blank, ruled = read(drawn(lambda canvas: None, lambda canvas: canvas.line(50, 50, 500, 50))).pages

    assert blank.blank
    assert not ruled.blank
    assert blank.text == ruled.text == ""


def test_letters_turned_into_drawings() -> None:
    """A page of curves without a word is told as unread, not taken for a blank one."""

    def outlines(canvas: Canvas) -> None:
        for number in range(200):
            canvas.bezier(50, 4 * number, 60, 4 * number + 5, 70, 4 * number, 80, 4 * number + 3)

    file = read(drawn(outlines))

    assert [(problem.code, problem.page) for problem in file.problems] == [("drawn_text", 1)]
    assert file.pages[0].unread
    assert not file.pages[0].blank


def test_user_password() -> None:
    """A document that asks for a password fails as encrypted, and gives no page."""
    document = pikepdf.open(io.BytesIO(INVOICE))

    file = read(saved(document, encryption=Encryption(user="secret", owner="maître")))

    assert codes(file) == ["encrypted"]
    assert file.pages == ()


def test_owner_password() -> None:
    """A document that anybody may open but not change is read as any other."""
    document = pikepdf.open(io.BytesIO(INVOICE))

    file = read(saved(document, encryption=Encryption(user="", owner="maître")))

    assert codes(file) == []
    assert file.pages[0].text.startswith("FACTURE")


@pytest.mark.parametrize("percent", [10, 50, 90, 99])
def test_truncated(percent: int) -> None:
    """A file cut short is told as damaged or unreadable wherever it is cut, and none of its pages passes for blank."""
    file = read(INVOICE[: len(INVOICE) * percent // 100])

    assert codes(file) in (["damaged_repaired"], ["unreadable_pdf"])
    assert not any(page.blank for page in file.pages)


@pytest.mark.parametrize("pages", [3, 40])
@pytest.mark.parametrize("percent", [60, 90, 97])
def test_truncated_but_made_for_the_web(percent: int, pages: int) -> None:
    """A file made to be shown before its end has come opens without it: that is told all the same."""
    document = pikepdf.open(io.BytesIO(drawn(*[words(f"page {number}") for number in range(pages)])))
    data = saved(document, linearize=True)

    file = read(data[: len(data) * percent // 100])

    assert codes(read(data)) == []
    assert set(codes(file)) & {"damaged_repaired", "unreadable_pdf"}


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.7\n<html>", b"%PDF-1.4\n" + b"[" * 1_000_000, b"\0" * 5000])
def test_not_a_pdf_inside(data: bytes) -> None:
    """Bytes that only claim to be a PDF are unreadable, never an exception."""
    assert codes(read(data)) == ["unreadable_pdf"]


def test_junk_around_the_document() -> None:
    """What mail gateways put before and after a document does not make it damaged."""
    file = read(b"X-Junk: 1\r\n" * 3 + INVOICE + b"\r\n-- \r\n" * 20 + b"\0" * 10_000)

    assert codes(file) == []
    assert len(file.pages) == 2


def test_more_pages_than_allowed() -> None:
    """Pages beyond the limit are counted, not read, and the finding says how many were."""
    file = read(drawn(*[words(f"page {number}") for number in range(1, 8)]), max_pages=3)

    (problem,) = file.problems
    assert (problem.code, dict(problem.arguments)) == ("too_many_pages", {"read": 3, "pages": 7})
    assert [page.text for page in file.pages] == ["page 1", "page 2", "page 3"]
    assert file.page_count == 7


def test_pages_that_are_announced_and_missing() -> None:
    """A page that the file announces and does not hold is unreadable; thousands of them end the reading."""
    few, many = (INVOICE.replace(b"/Count 2", b"/Count %d" % count) for count in (3, 60_000))

    assert [(problem.code, problem.page) for problem in read(few).problems] == [("page_unreadable", 3)]
    assert codes(read(many)).count("page_unreadable") < 30
    assert codes(read(many))[-1] == "too_many_pages"


def test_giant_page() -> None:
    """A page of two million points is read for its words; nothing of its size is ever drawn."""
    file = read(drawn(words("FACTURE"), size=(2_000_000, 2_000_000)))

    assert file.pages[0].text == "FACTURE"


def test_producer() -> None:
    """The program that wrote the file is told, without what would break a line."""

    def sign(document: pikepdf.Pdf) -> None:
        document.docinfo[Name.Producer] = "Éditeur\u2028de PDF"

    assert read(changed(INVOICE, sign)).producer == "Éditeurde PDF"


def test_dynamic_form() -> None:
    """A form whose pages exist in Adobe Reader only is told: its placeholder page says nothing."""

    def dynamic(document: pikepdf.Pdf) -> None:
        document.Root.NeedsRendering = True
        document.Root.AcroForm = Dictionary(Fields=Array(), XFA=document.make_stream(b"<xdp/>"))

    assert codes(read(changed(drawn(words("Please wait...")), dynamic))) == ["dynamic_form"]


def test_portfolio() -> None:
    """Documents inside a portfolio are not read, and that is told."""

    def portfolio(document: pikepdf.Pdf) -> None:
        for name in ("facture.pdf", "rib.pdf"):
            document.attachments[name] = INVOICE
        document.Root.Collection = Dictionary(Type=Name.Collection, View=Name.T)

    assert codes(read(changed(drawn(words("Cover")), portfolio))) == ["portfolio"]


def test_one_attachment_is_no_portfolio() -> None:
    """An invoice that carries its own data as an attachment is an ordinary document."""

    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["factur-x.xml"] = b"<invoice/>"

    assert codes(read(changed(INVOICE, attach))) == []


@pytest.mark.parametrize(("words", "unread"), [("TOTAL DE LA FACTURE " * 5, True), ("1234567890", False)])
def test_letters_that_make_no_line(words: str, unread: bool) -> None:
    """A page whose letters all stand on lines of their own has no words that could be told: it is read as a picture."""

    def scattered(canvas: Canvas) -> None:
        for place, letter in enumerate(words.replace(" ", "")):
            canvas.drawString(50 + 5 * place, 700 + 12 * (place % 2) - 3 * place, letter)

    assert read(drawn(scattered)).pages[0].unread == unread
