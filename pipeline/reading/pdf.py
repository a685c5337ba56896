"""Reads a PDF: the text of its pages and where it stands, its form and signatures, and what could not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pypdfium2_raw.bindings as raw

from pipeline.limits import Limits
from pipeline.reading.page import FormField, Page, ReadFile, StructuredData
from pipeline.reading.pdf_codes import codes_of, speaks_of_code
from pipeline.reading.pdf_hidden import INVOICE_WORDS, hides_figures
from pipeline.reading.pdf_look import annotation_kinds, appearance, flattened, frame
from pipeline.reading.pdf_text import Place, TextReader
from pipeline.reading.pdfium import Handle, NotOpenedError, opened, producer
from validators.model import Problem, SignatureField

FEW_CHARACTERS = 200  # of a page, below which its images are looked at: a scan may bear a stamp or a fax header
SCARCE = 20  # visible characters, fewer than which do not make the page that an image stands on a page of text
SOME, MOST = 0.3, 0.7  # shares of a page that images cover
MAX_CHARACTERS = 20_000_000  # of a file; a page of text has some 3,000
MAX_CODE_PAGES = 20  # pages of a file, on which codes are looked for: a logo on each may look like one
MAX_UNREADABLE = 20  # pages of a file, after which no more are tried
END_WITHIN = 4096  # bytes from the end of a file where `startxref` must stand for PDFium not to guess

PADDING = b"\0\t\n\r "  # that some systems add to fill a block
NO_TABLE = re.compile(rb"startxref\s+0\b")  # what a file made for the web says near its start, for want of its end
MAY_BE_SIGNED = b"/Sig"
MAY_SHOW_IMAGES = b"/Image"  # in clear even where other objects are packed: no stream can be
PORTFOLIO = re.compile(rb"/Collection\s*(?:<<|\d+\s+\d+\s+R)")


@dataclass(slots=True)
class _Reading:
    """What has been read of a file so far."""

    limits: Limits
    trust: Path | None
    pages: list[Page] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    page_count: int = 0
    characters: int = 0
    producer: str = ""
    has_images: bool = False
    has_widgets: bool = False
    code_pages: int = 0  # on which codes were looked for
    signatures: tuple[SignatureField, ...] = ()
    form_fields: tuple[FormField, ...] = ()
    structured: tuple[StructuredData, ...] = ()
    repaired: bool = False  # the bytes that are read are not those that somebody signed

    def note(self, code: str, page: int | None = None, **arguments: str | int) -> None:
        """Add a problem of the file, or of one of its pages."""
        self.problems.append(Problem(code=code, arguments=arguments, page=page))

    def distrust(self) -> None:
        """Note that the file was repaired to be read: words may be lost or wrong, and no page is known to be blank."""
        self.note("damaged_repaired")
        self.pages = [replace(page, blank=False) for page in self.pages]


def read_pdf(data: bytes, sha256: str, limits: Limits, trust: Path | None = None) -> ReadFile:
    """Return what the bytes of a PDF say; whatever is wrong with them is a problem of the file, never an exception.

    `trust` is a folder of certificates that the issuers of signatures are looked for in.
    """
    reading = _Reading(limits=limits, trust=trust)
    try:
        _read(reading, data)
    except NotOpenedError as refusal:
        _read_repaired(reading, data, otherwise="encrypted" if refusal.password else "unreadable_pdf")
    return ReadFile(
        sha256=sha256,
        pages=tuple(reading.pages),
        page_count=reading.page_count,
        signatures=reading.signatures,
        form_fields=reading.form_fields,
        structured=reading.structured,
        producer=reading.producer,
        problems=tuple(reading.problems),
    )


def _read_repaired(reading: _Reading, data: bytes, otherwise: str) -> None:
    """Read what the second engine makes of a file that the first refused; it may have lost fonts, so text, or pages."""
    from pipeline.reading.pdf_form import rewritten

    repaired = rewritten(data)
    try:
        if repaired is None:
            raise NotOpenedError(password=False)
        reading.repaired = True
        _read(reading, repaired)
        reading.distrust()
    except NotOpenedError:
        reading.note(otherwise)


def _read(reading: _Reading, data: bytes) -> None:
    with opened(data) as document:
        reading.page_count = raw.FPDF_GetPageCount(document)
        if reading.page_count <= 0:
            raise NotOpenedError(password=False)
        reading.producer = producer(document)
        reading.has_images = MAY_SHOW_IMAGES in data
        form_type = raw.FPDF_GetFormType(document)  # before annotations become part of the pages
        has_signatures = raw.FPDF_GetSignatureCount(document) > 0
        attachments = raw.FPDFDoc_GetAttachmentCount(document)
        _read_pages(reading, document)
        if attachments > 0:
            _read_attachments(reading, document, attachments)
    if _is_cut_short(data):
        reading.distrust()
    if form_type == raw.FORMTYPE_XFA_FULL:
        reading.note("dynamic_form")
    if attachments > 1 and PORTFOLIO.search(data):
        reading.note("portfolio")
    if form_type != raw.FORMTYPE_NONE and (has_signatures or reading.has_widgets or MAY_BE_SIGNED in data):
        _read_form(reading, data)


def _is_cut_short(data: bytes) -> bool:
    """Say whether the end of the file is missing; PDFium may open it all the same, with pages left empty."""
    data = data.rstrip(PADDING)
    end = data.rfind(b"startxref", -END_WITHIN)
    return end < 0 or NO_TABLE.match(data, end) is not None


def _read_pages(reading: _Reading, document: Handle) -> None:
    reader = TextReader()
    last = min(reading.page_count, reading.limits.max_pages)
    unreadable = 0
    for number in range(1, last + 1):
        if reading.characters > MAX_CHARACTERS:
            last = number - 1
            break
        unreadable += not _read_page(reading, reader, document, number)
        if unreadable > MAX_UNREADABLE:
            last = number
            break
    if last < reading.page_count:
        reading.note("too_many_pages", read=last, pages=reading.page_count)


def _read_page(reading: _Reading, reader: TextReader, document: Handle, number: int) -> bool:
    """Read one page, its number from 1; say whether it could be loaded."""
    handle = raw.FPDF_LoadPage(document, number - 1)
    noted = annotation_kinds(handle) if handle else None
    if noted:
        reading.has_widgets |= raw.FPDF_ANNOT_WIDGET in noted
        handle = flattened(document, handle, number - 1)
    if not handle:
        reading.note("page_unreadable", number)
        reading.pages.append(Page(number=number, width=0.0, height=0.0, text="", unread=True))
        return False
    try:
        width, height, place = frame(handle)
        found = reader.read(handle, place)
        if found is None:
            reading.note("garbage_text", number)
        text, runs = found or ("", ())
        page = Page(number=number, width=width, height=height, text=text, runs=runs, unread=found is None)
        reading.characters += len(text)
        if any(word in text for word in INVOICE_WORDS) and hides_figures(handle, page):
            reading.note("hidden_text", number)
        if len(text) < FEW_CHARACTERS or reading.has_images or speaks_of_code(text):
            page = _looked_at(reading, page, handle, place, blank_allowed=found is not None and not noted)
        reading.pages.append(page)
        return True
    finally:
        raw.FPDF_ClosePage(handle)


def _looked_at(reading: _Reading, page: Page, handle: Handle, place: Place | None, *, blank_allowed: bool) -> Page:
    """Add to a page whether it is a picture, whether nothing stands on it, and what its codes say if it is none."""
    words = len("".join(page.text.split()))
    seen = appearance(handle, page.width * page.height, has_text=words > 0)
    if seen.drawn and blank_allowed:
        reading.note("drawn_text", page.number)
        return replace(page, unread=True)
    scarce = words < SCARCE and seen.image_share > SOME
    picture = seen.image_share > MOST and (words < FEW_CHARACTERS or not seen.text_shown)
    page = replace(page, unread=page.unread or scarce or picture, blank=seen.blank and blank_allowed)
    if page.unread or reading.code_pages == MAX_CODE_PAGES or not (seen.codes or speaks_of_code(page.text)):
        return page
    reading.code_pages += 1
    images = [place(box) if place else box for box in seen.codes]
    return replace(page, codes=codes_of(handle, page, images, reading.trust))


def _read_attachments(reading: _Reading, document: Handle, count: int) -> None:
    from pipeline.reading.pdf_attachments import attached_data

    reading.structured, unread = attached_data(document, count)
    for code in unread:
        reading.note(code)


def _read_form(reading: _Reading, data: bytes) -> None:
    from pipeline.reading.pdf_form import FormUnreadError, read_form

    try:
        form = read_form(data, reading.limits.max_pages)
    except FormUnreadError:
        reading.note("form_unread")
        return
    reading.signatures = form.signatures
    reading.form_fields = form.fields
    if any(field.filled for field in form.signatures) and not reading.repaired:
        from pipeline.reading.pdf_signature import check_signatures

        checked = check_signatures(data, form.alone, reading.trust, reading.limits.max_pages)
        reading.signatures = tuple(
            replace(field, signature=checked.get(covered))
            for field, covered in zip(form.signatures, form.ranges, strict=True)
        )
