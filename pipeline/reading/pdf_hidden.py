"""Tells whether a PDF page holds amounts or IBANs that nobody sees: without ink, white on white, or off the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence

import pypdfium2_raw.bindings as raw

from pipeline.reading.page import Page, Span
from pipeline.reading.pdfium import Handle, unchecked, unchecked_pointer
from validators.model import Box

INVOICE_WORDS = ("actur", "ACTUR", "nvoice", "INVOICE")  # of a page, from which it is worth a look
FIGURES = re.compile(r"\d[.,]\d\d(?!\d)|\b[A-Z]{2}\d\d(?:[ ]?[0-9A-Z]{4}){3}")
MAX_OBJECTS = 5_000  # of a page, that are looked at; an invoice has some hundred
MAX_CHARACTERS = 1_000  # of one text object
WHITE = 250  # of 255, from which each colour is that of paper
THICK = 3.0  # points, from which a line may be the ground of words
MARGIN = 1.0  # point, by which text must be off the page

TEXT, PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
FILLED = {raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP}
NO_INK = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}

count_objects = unchecked(raw.FPDFPage_CountObjects)
get_object = unchecked_pointer(raw.FPDFPage_GetObject)
mode_of = unchecked(raw.FPDFTextObj_GetTextRenderMode)
get_fill = unchecked(raw.FPDFPageObj_GetFillColor)


def hides_figures(handle: Handle, page: Page) -> bool:
    """Say whether a page holds an amount or an IBAN in text that is not seen.

    Text over or under an image, a drawing in a form or a shading is held to be seen, as is white text on a coloured
    shape: the words of a recognised scan have no ink, and headings are often white.
    """
    if any(FIGURES.search(page.text, start, end) for start, end in _off(page)):
        return True
    unseen = list(_unseen(handle))
    if not unseen:
        return False
    pictures, shapes = _grounds(handle)
    hidden = [item for item, white in unseen if not _touches(_box(item), pictures + shapes if white else pictures)]
    return bool(hidden) and FIGURES.search(_words(handle, hidden)) is not None


def _off(page: Page) -> list[Span]:
    """Return the runs of words that are off the page."""
    right_edge, top_edge = page.width + MARGIN, page.height + MARGIN
    return [
        (start, end)
        for start, end, left, bottom, right, top in page.runs
        if left > right_edge or bottom > top_edge or right < -MARGIN or top < -MARGIN
    ]


def _unseen(page: Handle) -> Iterator[tuple[Handle, bool]]:
    """Yield the text objects that have no ink, and those, said true, that are white; called for every invoice."""
    colour = (ctypes.c_uint * 4)()
    red, green, blue, opacity = (ctypes.byref(colour, 4 * place) for place in range(4))
    item = ctypes.c_void_p()
    for index in range(min(count_objects(page), MAX_OBJECTS)):
        item.value = get_object(page, index)
        mode = mode_of(item)  # of no text, none of these
        if mode in NO_INK:
            yield ctypes.cast(item, raw.FPDF_PAGEOBJECT), False
        elif mode in FILLED and get_fill(item, red, green, blue, opacity):
            if not colour[3]:
                yield ctypes.cast(item, raw.FPDF_PAGEOBJECT), False
            elif colour[0] >= WHITE and min(colour[:3]) >= WHITE:
                yield ctypes.cast(item, raw.FPDF_PAGEOBJECT), True


def _grounds(page: Handle) -> tuple[list[Box], list[Box]]:
    """Return the boxes of what words may belong to, images and the like, and of coloured shapes."""
    pictures, shapes = [], []
    for index in range(min(count_objects(page), MAX_OBJECTS)):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == PATH and _is_coloured(item):
            shapes.append(_box(item))
        elif kind not in (PATH, TEXT):
            pictures.append(_box(item))
    return pictures, shapes


def _is_coloured(path: Handle) -> bool:
    """Say whether a shape is filled with something else than white; a pattern has no one colour, a thick line fills."""
    filled, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    if raw.FPDFPath_GetDrawMode(path, filled, stroked) and not filled.value:
        return bool(stroked.value and raw.FPDFPageObj_GetStrokeWidth(path, width) and width.value >= THICK)
    colour = [ctypes.c_uint() for _ in range(4)]
    return not raw.FPDFPageObj_GetFillColor(path, *colour) or min(part.value for part in colour[:3]) < WHITE


def _box(item: Handle) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _touches(box: Box, others: Sequence[Box]) -> bool:
    left, bottom, right, top = box
    return any(left < other[2] and other[0] < right and bottom < other[3] and other[1] < top for other in others)


def _words(page: Handle, items: Sequence[Handle]) -> str:
    """Return the text of some text objects, one after the other: an amount may be one object for each figure."""
    textpage = raw.FPDFText_LoadPage(page)
    buffer = (ctypes.c_ushort * MAX_CHARACTERS)()
    try:
        parts = []
        for item in items:
            length = raw.FPDFTextObj_GetText(item, textpage, buffer, 2 * MAX_CHARACTERS)
            if 2 < length <= 2 * MAX_CHARACTERS:
                parts.append(ctypes.string_at(buffer, length - 2).decode("utf-16-le", "replace"))
        return "".join(parts)
    finally:
        raw.FPDFText_ClosePage(textpage)
