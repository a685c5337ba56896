"""A page whose side was left out of the picture is told as cut; a whole one never is."""

from __future__ import annotations

import cv2
import numpy
import pytest

from pipeline.reading.scans.reading import read_picture
from tests.scan_samples import LINES, Pixels, page, photographed, worn


def problems(pixels: Pixels, dpi: float | None = 200.0) -> list[str]:
    """Return what is wrong with the picture of a page."""
    return [problem.code for problem in read_picture(pixels, dpi, 1).problems]


@pytest.mark.parametrize(("start", "end"), [(215, 1654), (0, 620)])
def test_cut_page(start: int, end: int) -> None:
    """Lines that begin or end where the picture does were cut: the page is to be scanned whole."""
    text = tuple(f"{line} selon le bon de commande du client" for line in LINES)

    assert problems(numpy.ascontiguousarray(page(text)[:, start:end])) == ["page_cut"]


@pytest.mark.slow
def test_whole_page() -> None:
    """A scan, one with narrow margins, one with the shadow of its border, and a photo on a table are whole."""
    narrow = numpy.ascontiguousarray(page(LINES * 2)[:, 175:])
    shadow = page(LINES * 2).copy()
    cv2.rectangle(shadow, (0, 0), (14, 2339), 40, -1)

    assert problems(worn(page(LINES * 2))) == []
    assert problems(narrow) == []
    assert problems(worn(shadow)) == []
    assert problems(photographed(page(LINES * 2)), dpi=None) == []
