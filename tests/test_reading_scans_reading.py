"""A page read from its picture: its words, where they stand, and which of them two engines read alike."""

from __future__ import annotations

import numpy
import pytest

from pipeline.reading.page import Page
from pipeline.reading.scans import engines
from pipeline.reading.scans.reading import read_picture
from tests.scan_samples import LINES, Pixels, page, photographed, tilted, worn

SURE = ("732 829 320 00074", "FR76 3000 6000 0112 3456 7890 189", "12 345,60", "14 814,72", "-40,00", "12/03/2024")


def read(pixels: Pixels, dpi: float | None = 200.0) -> Page:
    """Return the page read from a picture that has no problem."""
    scanned = read_picture(pixels, dpi, 3)
    assert scanned.problems == ()
    assert scanned.page is not None
    return scanned.page


def confirmed(page: Page) -> str:
    """Return what two engines read alike."""
    return " | ".join(page.text[start:end] for start, end in page.confirmed)


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [0.0, -2.0])
def test_worn_scan(degrees: float) -> None:
    """Every number of a shaded, noisy, tilted scan is read and confirmed, accents included."""
    seen = read(worn(tilted(page(), degrees)))

    assert all(number in confirmed(seen) for number in SURE)
    assert "Prestation Ségur du numérique en santé" in seen.text
    assert seen.how == "ocr:tesseract"
    assert seen.number == 3


@pytest.mark.slow
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_page_on_its_side_or_head(turns: int) -> None:
    """A page scanned on its side or its head is read as if it stood upright."""
    seen = read(numpy.ascontiguousarray(numpy.rot90(page(LINES * 3), turns)))

    assert all(number in confirmed(seen) for number in SURE)


@pytest.mark.slow
def test_photo() -> None:
    """A page photographed on a table, from aside, is read."""
    seen = read(photographed(page(LINES * 3)), dpi=None)

    assert all(number in confirmed(seen) for number in SURE)


def test_places_are_those_of_the_page() -> None:
    """Each run lies where its words stand, in points from the bottom left."""
    seen = read(page(["Premier", "Second"]))

    (first, second) = seen.runs
    assert seen.text[first[0] : first[1]] == "Premier"
    assert first[2] == pytest.approx(72, abs=2)
    assert first[3] == pytest.approx(780, abs=3)
    assert second[3] == pytest.approx(760, abs=3)


def test_blank_page() -> None:
    """An empty sheet is blank: nothing on it is left unread."""
    seen = read(numpy.full((2339, 1654), 240, numpy.uint8))

    assert seen.blank
    assert not seen.unread


def test_illegible_page() -> None:
    """A page of specks is told as illegible, and nothing on it is used."""
    noise = numpy.random.default_rng(4).integers(0, 255, (2339, 1654)).astype(numpy.uint8)
    scanned = read_picture(noise, 200.0, 2)

    assert [(one.code, one.page) for one in scanned.problems] == [("page_illegible", 2)]
    assert scanned.page is not None
    assert scanned.page.unread
    assert scanned.page.text == ""


def test_one_engine_confirms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a second engine the words are read, and none of them is sure."""
    monkeypatch.setattr(engines, "has_second", lambda: False)

    seen = read(page())

    assert "732 829 320 00074" in seen.text
    assert seen.confirmed == ()


def test_engines_that_disagree_confirm_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number on which the engines differ is not sure, whichever of them is right."""
    monkeypatch.setattr(engines, "second_line", lambda pixels: "SIRET 732 829 320 00075")

    assert "00074" not in confirmed(read(page(["SIRET 732 829 320 00074"])))


@pytest.mark.parametrize("shape", [(1, 1), (30, 400), (4000, 60)])
def test_picture_that_is_no_page(shape: tuple[int, int]) -> None:
    """A picture too small or too narrow to hold a page is told as illegible."""
    scanned = read_picture(numpy.full(shape, 128, numpy.uint8), None, 1)

    assert [one.code for one in scanned.problems] == ["page_illegible"]
