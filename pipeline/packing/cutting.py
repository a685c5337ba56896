"""Cuts a run of pages out of a PDF with pikepdf: the same bytes each time, and nothing of the other pages in them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextlib import closing

import pikepdf
import pypdfium2

from pipeline.packing.pieces import Pages

# What a page keeps when it is cut out; everything else may lead to other pages, scripts or private data.
_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_KEPT = frozenset(("/Type", "/Parent", "/Contents", "/Resources", "/Rotate", "/UserUnit", "/Group", *_BOXES))
_NOTHING_TO_SEE = ("/Link", "/Popup", "/Widget")  # what may remain after flattening and shows nothing by itself
_DEEPEST_FIELD, _MOST_FIELDS = 32, 100_000


def page_count(data: bytes) -> int:
    """Return the number of pages pikepdf sees in a PDF; `pikepdf.PdfError` when it cannot open it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def why_whole(data: bytes) -> str | None:
    """Return why a PDF must not be cut, None when it may be: `kept_signed`, `kept_layered`, `kept_form`, `kept_marked`.

    A cut would break a signature; layers, dynamic forms and marks without a drawing of their own would not look the same.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Perms" in pdf.Root or _is_signed(pdf):
            return "kept_signed"
        if "/OCProperties" in pdf.Root:
            return "kept_layered"
        if "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm:
            return "kept_form"
        _flatten(pdf)
        marks = (mark for page in pdf.pages for mark in _annotations(page.obj))
        return "kept_marked" if any(str(mark.get("/Subtype")) not in _NOTHING_TO_SEE for mark in marks) else None


def cuts(data: bytes, runs: Iterable[Pages]) -> Mapping[Pages, bytes]:
    """Return a PDF of each run of pages, first and last counted from 1: no date, no metadata, no link, no script."""
    with pikepdf.open(io.BytesIO(data)) as whole:
        _flatten(whole)
        return {(first, last): _cut(whole, first, last) for first, last in runs}


def _cut(whole: pikepdf.Pdf, first: int, last: int) -> bytes:
    with pikepdf.new() as part:
        for page in whole.pages[first - 1 : last]:
            part.pages.append(page)
        for page in part.pages:
            for key in set(page.obj.keys()) - _KEPT:
                del page.obj[key]
        part.remove_unreferenced_resources()  # merged files often share the pictures of all their pages
        target = io.BytesIO()
        part.save(
            target,
            min_version=whole.pdf_version,
            deterministic_id=True,
            # Nothing is compressed anew: zlib builds differ, and so would the bytes.
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return target.getvalue()


def same_words(data: bytes, parts: Mapping[Pages, bytes]) -> bool:
    """Tell whether each cut says all that the pages it was made from say, to the reader that judged them.

    Two libraries may read a damaged or updated file otherwise: pdfium is asked here, since pikepdf made the cuts.
    """
    try:
        with closing(pypdfium2.PdfDocument(data)) as whole:
            return all(_says_all(whole, first, part) for (first, _), part in parts.items())
    except pypdfium2.PdfiumError:
        return False


def _says_all(whole: pypdfium2.PdfDocument, first: int, part: bytes) -> bool:
    with closing(pypdfium2.PdfDocument(part)) as pages:
        pairs = [(_words(whole, first - 1 + number), _words(pages, number)) for number in range(len(pages))]
    return all(before <= after for before, after in pairs)  # what was typed in a form is drawn, so said, only after


def _words(document: pypdfium2.PdfDocument, index: int) -> frozenset[str]:
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        return frozenset(text.get_text_range().split())


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Draw filled form fields and marks onto their page, so that they stay when the form goes."""
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")  # hidden ones excepted
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """Tell whether a signature field is filled, in the form or among the widgets that a broken form has lost."""
    form = pdf.Root.get("/AcroForm")
    roots = _dictionaries(form.get("/Fields")) if isinstance(form, pikepdf.Dictionary) else []
    waiting = [(field, "", 0) for field in roots + [mark for page in pdf.pages for mark in _annotations(page.obj)]]
    for _ in range(_MOST_FIELDS):
        if not waiting:
            return False
        field, inherited, depth = waiting.pop()
        kind = str(field.get("/FT", inherited))
        if kind == "/Sig" and "/V" in field:
            return True
        if depth < _DEEPEST_FIELD:
            waiting.extend((kid, kind, depth + 1) for kid in _dictionaries(field.get("/Kids")))
    return True  # a form without end: not cut, since nobody knows what is in it


def _annotations(page: pikepdf.Object) -> list[pikepdf.Object]:
    return _dictionaries(page.get("/Annots"))


def _dictionaries(array: object) -> list[pikepdf.Object]:
    return [each for each in array if isinstance(each, pikepdf.Dictionary)] if isinstance(array, pikepdf.Array) else []
