"""Pages are prepared for the engines: their tilt, light, sheet and size."""

from __future__ import annotations

import numpy
import pytest

from pipeline.reading.scans.prepare import contrast, evenly_lit, sheet_of, straightened, tilt, to_working_size
from tests.scan_samples import page, photographed, tilted, worn

PAGE = page()


@pytest.mark.parametrize("degrees", [-4.0, -1.3, 0.0, 0.7, 3.0])
def test_tilt_of_a_known_angle(degrees: float) -> None:
    """A page that was turned by a known angle is found to be turned by it, and is level afterwards."""
    turned = worn(tilted(PAGE, degrees))

    assert tilt(turned) == pytest.approx(-degrees, abs=0.25)
    assert abs(tilt(straightened(turned))) <= 0.25


def test_light_is_evened_out() -> None:
    """The paper of a page lit from one side is as white on the dark side as on the light one."""
    even = evenly_lit(worn(PAGE))
    left, right = even[:, :100].mean(), even[:, -100:].mean()

    assert abs(left - right) < 8
    assert left > 200


def test_sheet_on_a_table() -> None:
    """A sheet photographed on a dark table is cut out and laid flat."""
    flat = sheet_of(photographed(PAGE))
    height, width = flat.shape

    assert height / width == pytest.approx(PAGE.shape[0] / PAGE.shape[1], rel=0.2)
    assert flat[10:60, 10:60].mean() > 200


@pytest.mark.parametrize("half", ["dark header", "shade"])
def test_page_that_is_no_sheet_on_a_table(half: str) -> None:
    """A page half of which is dark loses nothing of it."""
    pixels = PAGE.copy()
    if half == "dark header":
        pixels[: pixels.shape[0] // 4] = 60
    else:
        pixels[:, pixels.shape[1] // 2 :] //= 3

    assert sheet_of(pixels).shape == pixels.shape


@pytest.mark.parametrize(("dpi", "long_side"), [(100, 1100), (400, 4400), (None, 4000)])
def test_working_size(dpi: float | None, long_side: int) -> None:
    """A page comes to 200 dots per inch; one that does not say its size is taken for an A4 page."""
    pixels = numpy.full((long_side, long_side * 7 // 10), 255, numpy.uint8)

    assert max(to_working_size(pixels, dpi).shape) == pytest.approx(
        2339 if dpi is None else long_side * 200 / dpi, abs=2
    )


def test_contrast_tells_a_blank_page() -> None:
    """An empty page has no contrast, noise or not; one line is enough to have some."""
    blank = numpy.full(PAGE.shape, 235, numpy.uint8)
    assert contrast(worn(blank)) < 12
    assert contrast(blank) < 1
    assert contrast(worn(page(["Signature"]))) > 50
