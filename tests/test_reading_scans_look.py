"""How a page looks: the cells of its sheet where ink stands, the same from one scan to the next."""

from __future__ import annotations

import numpy
import pytest

from pipeline.reading.scans.look import look_of
from pipeline.reading.scans.prepare import evenly_lit, softened, straightened
from tests.scan_samples import LINES, Pixels, page, tilted, worn
from validators.looks import COLUMNS, ROWS, apart
from validators.sheets import APART

SHEET = page(LINES * 3)


def seen(pixels: Pixels) -> bytes:
    """Return the look of a scan, prepared as reading does it."""
    return look_of(softened(evenly_lit(straightened(pixels))))


def inked(look: bytes) -> int:
    """Return how many cells hold ink."""
    return int.from_bytes(look).bit_count()


def test_a_look_is_a_bit_for_each_cell() -> None:
    """Some 870 bytes, whatever the page; the lines of a page cover a part of it."""
    look = seen(SHEET)
    assert len(look) == -(-COLUMNS * ROWS // 8)
    assert 300 < inked(look) < 2_000


@pytest.mark.parametrize(
    "again",
    [worn(SHEET), tilted(SHEET, 1.5), worn(tilted(SHEET, -2.0), 7), numpy.roll(SHEET, (40, -60), (0, 1))],
    ids=["worn", "tilted", "worn and tilted", "laid elsewhere"],
)
def test_a_sheet_that_is_scanned_again_looks_alike(again: Pixels) -> None:
    """Noise, shade, blur, tilt and place change a scan, and hardly its look."""
    assert apart(seen(SHEET), seen(again)) <= APART


def test_another_paper_looks_otherwise() -> None:
    """A page of other lines is no scan of this one."""
    assert apart(seen(SHEET), seen(page([f"{line} x {line}" for line in LINES] * 2))) > 2 * APART


def test_specks_and_shadows_of_edges_are_no_ink() -> None:
    """A blank sheet that was scanned with dust and a dark border holds none."""
    blank = numpy.full((2339, 1654), 255, numpy.uint8)
    blank[::200, ::150] = 0
    blank[:, :12] = 40
    assert inked(look_of(blank)) == 0


@pytest.mark.parametrize("shape", [(800, 600), (3000, 2000), (1654, 2339), (3300, 1000)])
def test_pages_of_any_size_have_a_look(shape: tuple[int, int]) -> None:
    """A cut-out, a page larger than A4, a wide one, a long receipt."""
    pixels = numpy.full(shape, 255, numpy.uint8)
    pixels[shape[0] // 2 - 30 : shape[0] // 2 + 30, shape[1] // 2 - 200 : shape[1] // 2 + 200] = 0
    assert inked(look_of(pixels)) > 20
