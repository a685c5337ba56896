"""How a page read from pixels looks: the places of its sheet where ink stands, to know the sheet when it is scanned again."""

from __future__ import annotations

from pipeline.reading.scans.prepare import DPI, Pixels
from validators.looks import COLUMNS, ROWS

SHEET = (210, 297)  # mm of A4, across and down
EDGE = 6  # mm around it that a scanner cuts, or shadows
FINE = 2  # pixels of the page, across and down, that are looked at as one
DARK = 140  # grey level of ink, of 255
SPECK = 5  # marks of fewer pixels are noise
INKED = 0.08  # share of a cell, above which ink stands in it


def look_of(shown: Pixels) -> bytes:
    """Return which cells of 3 mm of a page hold ink, a bit for each, row by row.

    `shown` is the page level and evenly lit at DPI; a wide page is turned by a quarter. Nothing is stretched to the
    sheet: what a second scan cuts or adds at an edge would move all the rest.
    """
    import cv2
    import numpy

    height, width = shown.shape
    upright = shown if height >= width else numpy.ascontiguousarray(numpy.rot90(shown))
    small = cv2.resize(upright, None, fx=1 / FINE, fy=1 / FINE, interpolation=cv2.INTER_AREA)
    sheet = _in_the_middle(_without_specks(small))
    cells = cv2.resize(sheet, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
    return numpy.packbits(cells > INKED).tobytes()


def _without_specks(grey: Pixels) -> Pixels:
    """Return a page in black and white, 1 where there is ink, without marks that are noise."""
    import cv2
    import numpy

    dark = (grey < DARK).astype(numpy.uint8)
    _, marks, sizes, _ = cv2.connectedComponentsWithStats(dark)
    large = sizes[:, cv2.CC_STAT_AREA] >= SPECK
    large[0] = False  # the paper
    return large[marks].astype(numpy.float32)


def _in_the_middle(ink: Pixels) -> Pixels:
    """Lay a page in the middle of a sheet of A4, its edges white."""
    import numpy

    wide, high = (round(side / 25.4 * DPI / FINE) for side in SHEET)
    edge = round(EDGE / 25.4 * DPI / FINE)
    sheet = numpy.zeros((high, wide), numpy.float32)
    top, left = (high - ink.shape[0]) // 2, (wide - ink.shape[1]) // 2
    kept = ink[max(0, -top) : high - top, max(0, -left) : wide - left]
    rows, columns = kept.shape
    top, left = max(0, top), max(0, left)
    sheet[top : top + rows, left : left + columns] = kept
    sheet[:edge], sheet[-edge:], sheet[:, :edge], sheet[:, -edge:] = 0, 0, 0, 0
    return sheet
