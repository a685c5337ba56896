"""Pages of PDFs drawn as grey pictures."""

from __future__ import annotations

import pytest

from pipeline.reading.pdfium import NotOpenedError
from pipeline.reading.raster import picture_of_page
from tests.reading_samples import drawn, words

PAGE = drawn(words("Premier"), words("Second"))


def test_resolution_and_size() -> None:
    """A page is as many pixels as its inches ask for, black on white."""
    drawn_page = picture_of_page(PAGE, 2, 200, 50_000_000)

    assert drawn_page is not None
    pixels, dpi = drawn_page
    assert dpi == 200
    assert pixels.shape == (int(850 / 72 * 200), int(600 / 72 * 200))
    assert pixels.max() == 255
    assert pixels.min() < 60


def test_too_many_pixels() -> None:
    """A page that would have too many pixels is drawn smaller, and says its resolution."""
    drawn_page = picture_of_page(PAGE, 1, 200, 100_000)

    assert drawn_page is not None
    pixels, dpi = drawn_page
    assert pixels.size <= 100_000
    assert dpi == pytest.approx(pixels.shape[1] / 600 * 72, rel=0.02)


def test_page_that_is_not_there() -> None:
    """A page that the document does not have gives nothing; what is no document is refused."""
    assert picture_of_page(PAGE, 3, 200, 50_000_000) is None
    with pytest.raises(NotOpenedError):
        picture_of_page(b"%PDF-", 1, 200, 50_000_000)
