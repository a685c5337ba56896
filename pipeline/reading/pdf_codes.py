"""Draws the places of a PDF page that may be codes, and reads them: images of their shape, or a page that speaks of one."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2_raw.bindings as raw

from pipeline.reading.codes import read_codes
from pipeline.reading.page import CodeData, Page
from pipeline.reading.pdfium import Handle
from validators.model import Box

CODE_WORDS = ("QR", "2D-D", "2D-d", "2DDOC", "lashcode", "cannez")  # of a page, from which it is worth a look
MARGIN = 6.0  # points around an image: white that a code needs
FINE, WHOLE = 300, 200  # dots per inch of one place, of a whole page
MAX_PLACES = 4  # of one page
POINTS = 72.0
WHITE = 0xFFFFFFFF


def speaks_of_code(text: str) -> bool:
    """Say whether the words of a page name a code, which may be drawn in lines and be no image."""
    return any(word in text for word in CODE_WORDS)


def codes_of(handle: Handle, page: Page, images: Iterable[Box], trust: Path | None) -> tuple[CodeData, ...]:
    """Return the codes of a page: in its images, by their boxes on the page as it is seen, or anywhere if its words name one."""
    found: dict[CodeData, None] = {}
    for place, dpi in _places(page, images):
        found |= dict.fromkeys(read_codes(_drawn(handle, page, place, dpi), page.number, trust))
    return tuple(found)


def _places(page: Page, images: Iterable[Box]) -> Iterator[tuple[Box, int]]:
    whole = (0.0, 0.0, page.width, page.height)
    if speaks_of_code(page.text):
        yield whole, WHOLE
        return
    for left, bottom, right, top in sorted(images)[:MAX_PLACES]:
        yield (left - MARGIN, bottom - MARGIN, right + MARGIN, top + MARGIN), FINE


def _drawn(handle: Handle, page: Page, place: Box, dpi: int) -> memoryview:
    """Return a place of a page in grey, as rows of bytes."""
    scale = dpi / POINTS
    left, bottom, right, top = (side * scale for side in place)
    width, height = max(1, round(right - left)), max(1, round(top - bottom))
    pixels = bytearray(width * height)
    buffer = (ctypes.c_ubyte * len(pixels)).from_buffer(pixels)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, buffer, width)
    raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
    whole = round(page.width * scale), round(page.height * scale)
    raw.FPDF_RenderPageBitmap(bitmap, handle, round(-left), round(top) - whole[1], *whole, 0, 0)
    raw.FPDFBitmap_Destroy(bitmap)
    return memoryview(pixels).cast("B", shape=(height, width))
