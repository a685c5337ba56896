"""Looks at what a PDF page shows besides its text: its size and turn, annotations, images, drawings."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2_raw.bindings as raw

from pipeline.reading.pdf_text import Place
from pipeline.reading.pdfium import Handle
from validators.model import Box

MAX_OBJECTS = 5_000  # of a page, that are looked at; a scan has one or a few dozen
MAX_ANNOTATIONS = 500  # of a page, that are looked at one by one
NESTED = 3  # forms in forms
DRAWN_WORDS = 200  # lines and curves from which a page without text is no mere frame: letters turned into drawings

UNSEEN = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}  # annotations that put nothing on the page
INVISIBLE = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
COVERING = 0.5  # share of a page from which an image hides the text drawn before it
CODE_SIDES = (20.0, 290.0)  # points of an image that may be a code: from 7 mm to 10 cm
OBLONG = 1.35  # ratio of its sides, words under it included
NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """What stands on a page besides text: share covered by images, whether nothing stands there, or drawn words."""

    image_share: float
    text_shown: bool  # some of its text is drawn, and over its largest images: the one under a scan is no witness
    blank: bool
    drawn: bool
    codes: tuple[Box, ...]  # images that may be codes, in the page's own coordinates


@dataclass(slots=True)
class _Tally:
    """What was counted of the objects of a page."""

    image_area: float = 0.0
    since_text: float = 0.0  # of it, that was drawn since the last text: a scan may come in strips
    segments: int = 0  # of paths
    others: int = 0
    text_shown: bool = False
    codes: list[Box] = field(default_factory=list)  # images that may be codes


def frame(page: Handle) -> tuple[float, float, Place | None]:
    """Return the width and height in points of a page as it is seen, and what brings boxes into its coordinates."""
    rectangle = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, rectangle)
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    quarters = raw.FPDFPage_GetRotation(page)
    x0, y0, x1, y1 = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
    if not (quarters or x0 or y0):
        return width, height, None

    def place(box: Box) -> Box:
        left, bottom, right, top = box
        if quarters == 1:
            return bottom - y0, x1 - right, top - y0, x1 - left
        if quarters == 2:
            return x1 - right, y1 - top, x1 - left, y1 - bottom
        if quarters == 3:
            return y1 - top, left - x0, y1 - bottom, right - x0
        return left - x0, bottom - y0, right - x0, top - y0

    return width, height, place


def annotation_kinds(page: Handle) -> frozenset[int]:
    """Return the kinds of annotation that put words or marks on the page: fields, comments, stamps, signatures."""
    count = raw.FPDFPage_GetAnnotCount(page)
    if count > MAX_ANNOTATIONS:
        return frozenset((raw.FPDF_ANNOT_UNKNOWN, raw.FPDF_ANNOT_WIDGET))
    return frozenset(_subtype(page, index) for index in range(count)) - UNSEEN if count > 0 else NONE


def flattened(document: Handle, page: Handle, index: int) -> Handle:
    """Make annotations part of what the page shows, so that they are read as it; return the page loaded anew."""
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    raw.FPDF_ClosePage(page)
    return raw.FPDF_LoadPage(document, index)


def appearance(page: Handle, area: float, *, has_text: bool) -> Appearance:
    """Look at the objects of a page of that area in square points; images in forms count by the box of the form."""
    tally = _Tally()
    limits = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, limits)
    count = raw.FPDFPage_CountObjects(page)
    for index in range(min(count, MAX_OBJECTS)):
        _count_object(raw.FPDFPage_GetObject(page, index), tally, limits, area)
    share = min(1.0, tally.image_area / area) if area > 0 else 0.0
    seen = tally.image_area > 0 or tally.segments > 0 or tally.others > 0 or count > MAX_OBJECTS
    return Appearance(
        image_share=share,
        text_shown=tally.text_shown or count > MAX_OBJECTS,
        blank=not seen and not has_text,
        drawn=not has_text and tally.segments >= DRAWN_WORDS,
        codes=tuple(tally.codes),
    )


def _subtype(page: Handle, index: int) -> int:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return int(raw.FPDF_ANNOT_UNKNOWN)
    try:
        return int(raw.FPDFAnnot_GetSubtype(annotation))
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _count_object(item: Handle, tally: _Tally, limits: Handle, page_area: float) -> None:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        if raw.FPDFTextObj_GetTextRenderMode(item) not in INVISIBLE:
            tally.text_shown, tally.since_text = True, 0.0
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        box = _visible_box(item, limits)
        image_area = _area(box)
        tally.codes += [box] if may_be_code(box) else ()
        tally.image_area += image_area
        tally.since_text += image_area
        tally.text_shown &= tally.since_text < COVERING * page_area
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        tally.segments += max(1, raw.FPDFPath_CountSegments(item))
    elif kind == raw.FPDF_PAGEOBJ_FORM:
        inside = list(_inside(item, NESTED))
        if raw.FPDF_PAGEOBJ_IMAGE in inside:
            tally.image_area += _area(_visible_box(item, limits))
        tally.others += any(each != raw.FPDF_PAGEOBJ_TEXT for each in inside)
    else:
        tally.others += 1


def _inside(form: Handle, depth: int) -> Iterator[int]:
    """Yield the kinds of the objects of a form and of the forms in it."""
    for index in range(min(raw.FPDFFormObj_CountObjects(form), MAX_OBJECTS)):
        item = raw.FPDFFormObj_GetObject(form, index)
        kind = raw.FPDFPageObj_GetType(item)
        yield int(kind)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth:
            yield from _inside(item, depth - 1)


def _visible_box(item: Handle, limits: Handle) -> Box:
    """Return the box of what the page shows of an object, in its own coordinates; an empty one when it shows nothing."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0, 0.0, 0.0, 0.0
    return (
        max(left.value, limits.left),
        max(bottom.value, limits.bottom),
        min(right.value, limits.right),
        min(top.value, limits.top),
    )


def _area(box: Box) -> float:
    """Return the area of a box in square points."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def may_be_code(box: Box) -> bool:
    """Say whether an image has the size and the shape of a code; its box is in points."""
    width, height = box[2] - box[0], box[3] - box[1]
    least, most = min(width, height), max(width, height)
    return CODE_SIDES[0] <= least and most <= CODE_SIDES[1] and most <= OBLONG * least
