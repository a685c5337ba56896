"""Compares a PDF as it was signed with the same PDF as it is now, page by page, as a person would see them."""

from __future__ import annotations

import ctypes
import hashlib
from dataclasses import dataclass

import pypdfium2_raw.bindings as raw

from pipeline.reading.pdf_form import FormUnreadError, read_form
from pipeline.reading.pdf_look import MAX_ANNOTATIONS, UNSEEN
from pipeline.reading.pdf_text import TextReader
from pipeline.reading.pdfium import Handle, NotOpenedError, opened

MAX_PAGES = 100  # that are drawn and compared; a longer file is told as changed without where
WIDEST = 800  # pixels of a page that is drawn
WHITE = 0xFFFFFFFF
NOTE_UNITS = 1_000  # UTF-16 units of a note that are compared

Note = tuple[int, tuple[float, ...], bytes]  # its kind, its box, its words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What a page shows without its form: size and turn, words, picture, notes and stamps laid upon it."""

    frame: tuple[float, float, int]
    words: object
    picture: bytes
    notes: tuple[Note, ...]


def changed_pages(before: bytes, after: bytes, max_pages: int) -> tuple[int, ...] | None:
    """Return the numbers of the pages that do not show the same, removed and added ones too; None when nobody can tell."""
    try:
        then, now = _looks(before), _looks(after)
    except NotOpenedError:
        return None
    if then is None or now is None:
        return None
    length = max(len(then), len(now))
    differ = [n for n in range(length) if n >= len(then) or n >= len(now) or then[n] != now[n]]
    typed = filled_pages(before, after, max_pages) or ()
    return tuple(sorted({number + 1 for number in differ} | set(typed)))


def filled_pages(before: bytes, after: bytes, max_pages: int) -> tuple[int, ...] | None:
    """Return the numbers of the pages of which form fields hold something else; None when nobody can tell."""
    try:
        then, now = read_form(before, max_pages).fields, read_form(after, max_pages).fields
    except FormUnreadError:
        return None
    return tuple(sorted({field.page for field in set(then) ^ set(now)}))


def _looks(data: bytes) -> list[_Look] | None:
    """Return how the pages of a document look, None when there are too many."""
    with opened(data) as document:
        count = raw.FPDF_GetPageCount(document)
        if count > MAX_PAGES:
            return None
        reader = TextReader()
        return [_look(document, index, reader) for index in range(count)]


def _look(document: Handle, index: int, reader: TextReader) -> _Look:
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise NotOpenedError(password=False)
    try:
        width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        return _Look(
            frame=(width, height, raw.FPDFPage_GetRotation(page)),
            words=reader.read(page, None),
            picture=_picture(page, width, height),
            notes=_notes(page),
        )
    finally:
        raw.FPDF_ClosePage(page)


def _picture(page: Handle, width: float, height: float) -> bytes:
    """Return a digest of the page as it is drawn, without its form and notes."""
    scale = WIDEST / max(width, height, 1.0)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = raw.FPDFBitmap_CreateEx(columns, rows, raw.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise NotOpenedError(password=False)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, WHITE)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, 0)
        size = raw.FPDFBitmap_GetStride(bitmap) * rows
        return hashlib.sha256(ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)).digest()
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _notes(page: Handle) -> tuple[Note, ...]:
    count = min(raw.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)
    notes = (_note(page, index) for index in range(count))
    return tuple(note for note in notes if note[0] not in {*UNSEEN, raw.FPDF_ANNOT_WIDGET})


def _note(page: Handle, index: int) -> Note:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return int(raw.FPDF_ANNOT_UNKNOWN), (), b""
    try:
        box = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, box)
        words = (ctypes.c_ushort * NOTE_UNITS)()
        raw.FPDFAnnot_GetStringValue(annotation, b"Contents", words, ctypes.sizeof(words))
        return int(raw.FPDFAnnot_GetSubtype(annotation)), (box.left, box.bottom, box.right, box.top), bytes(words)
    finally:
        raw.FPDFPage_CloseAnnot(annotation)
