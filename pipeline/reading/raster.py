"""Draws a page of a PDF as a grey picture, for the engines that read pixels."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2_raw.bindings as raw

from pipeline.reading.pdfium import opened

Pixels = Any  # a numpy array of a grey picture, 8 bits

POINTS = 72.0  # to the inch
WHITE = 0xFFFFFFFF


def picture_of_page(data: bytes, number: int, dpi: int, max_pixels: int) -> tuple[Pixels, float] | None:
    """Return a page, its number from 1, and its resolution, lower than asked for when it has too many pixels.

    None when the page cannot be loaded. Raises `pipeline.reading.pdfium.NotOpenedError`.
    """
    import numpy

    with opened(data) as document:
        page = raw.FPDF_LoadPage(document, number - 1)
        if not page:
            return None
        try:
            wide, high = raw.FPDF_GetPageWidthF(page) / POINTS, raw.FPDF_GetPageHeightF(page) / POINTS
            resolution = min(float(dpi), (max_pixels / max(wide * high, 1e-6)) ** 0.5)
            width, height = max(1, int(wide * resolution)), max(1, int(high * resolution))
            pixels = numpy.empty((height, width), numpy.uint8)
            place = pixels.ctypes.data_as(ctypes.c_void_p)
            bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, place, width)
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
            raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, raw.FPDF_ANNOT)
            raw.FPDFBitmap_Destroy(bitmap)
        finally:
            raw.FPDF_ClosePage(page)
    return pixels, resolution
