"""Light print on a dark ground is turned to dark on light, and a page that has none is left as it is."""

from __future__ import annotations

import numpy
import pytest

from pipeline.reading.scans.negative import dark_on_light
from pipeline.reading.scans.reading import read_picture
from tests.scan_samples import LINES, Pixels, page, photographed, worn

PAGE = page()
HEIGHT = 440  # of a banner, in pixels: it ends between two lines


def with_banner(pixels: Pixels, ground: int) -> Pixels:
    """Return a page whose first lines are printed white on a dark banner."""
    banner = pixels.copy()
    banner[:HEIGHT] = numpy.clip(255 - pixels[:HEIGHT].astype(numpy.int16) + ground, 0, 255)
    return banner


def test_a_screens_dark_mode() -> None:
    """A page that is white on black all over comes back as black on white."""
    assert numpy.abs(dark_on_light(255 - PAGE).astype(int) - PAGE).mean() < 1


@pytest.mark.parametrize("ground", [0, 90])
def test_a_banner_above_dark_print(ground: int) -> None:
    """What is printed white on a banner is turned, what is printed black under it is not."""
    turned = dark_on_light(with_banner(PAGE, ground))

    assert numpy.median(turned[: HEIGHT - 10]) == 255 - ground
    assert numpy.array_equal(turned[HEIGHT + 10 :], PAGE[HEIGHT + 10 :])
    assert (turned[: HEIGHT - 10] < 60).sum() == pytest.approx((PAGE[: HEIGHT - 10] < 60).sum(), rel=0.4)


def test_the_head_of_a_table() -> None:
    """A row no higher than its line of white print is turned whole, and nothing of the line under it."""
    row = PAGE.copy()
    row[268:320] = 255 - PAGE[268:320]
    turned = dark_on_light(row)

    assert (PAGE[268:320] < 60).sum() > 1000
    assert numpy.abs(turned[274:314].astype(int) - PAGE[274:314]).mean() < 1
    assert numpy.array_equal(turned[330:], PAGE[330:])


def test_a_page_without_any() -> None:
    """Worn, in a shadow, on a table, or with a framed box: a page of dark print is the very same picture."""
    shaded = PAGE.copy()
    shaded[:, shaded.shape[1] // 3 :] //= 3
    boxed = PAGE.copy()
    boxed[200:500, 150:900] = boxed[200:500, 150:900] // 2

    for pixels in (PAGE, worn(PAGE), shaded, boxed, photographed(PAGE)):
        assert dark_on_light(pixels) is pixels


@pytest.mark.slow
def test_what_stands_on_a_dark_ground_is_read() -> None:
    """The IBAN of a dark screen is read and confirmed like that of a page."""
    seen = read_picture(255 - page(LINES), 200.0, 1).page

    assert seen is not None
    assert "FR76 3000 6000 0112 3456 7890 189" in " ".join(seen.text[start:end] for start, end in seen.confirmed)
