"""Reads one file of a submission, in a child process: checks that its bytes are those that were listed, then reads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.intake.disk import open_regular
from pipeline.limits import Limits
from pipeline.reading.page import ReadFile, Scanned
from validators.model import Problem

# What is said of a file that holds no text this version reads, by its content; the listing has told the other ones.
NOT_READ = {**dict.fromkeys(("html", "xml", "text"), "not_a_document"), "video": "video_not_watched"}
PICTURES = ("jpeg", "png", "tiff", "webp", "gif", "bmp", "heic")
OFFICE = ("docx", "odt", "xlsx")
MESSAGES = ("eml", "msg")
NUMBERS = ("invoice.number", "order.number")  # what an electronic invoice or order is called by


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """A file to read: where its bytes are, the SHA-256 and the content they were listed with, what may be read of it."""

    location: Path
    sha256: str
    content: str  # as `validators.model.FileRecord`
    limits: Limits
    trust: Path | None = None  # a folder of certificates, to know who vouches for those that sign


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanTask:
    """A page to read from its pixels: the file it is a page of, its number from 1."""

    read: ReadTask
    number: int


def read_file(task: ReadTask) -> ReadFile:
    """Return what a file says; never raises for what is wrong with the file, whose problems tell it."""
    if task.content not in ("pdf", "xml", *PICTURES, *OFFICE, *MESSAGES):
        return _not_read(task, NOT_READ.get(task.content))
    data = _bytes(task)
    if data is None:
        return _not_read(task, "changed_during_run")
    return _read(data, task)


def _read(data: bytes, task: ReadTask) -> ReadFile:
    """Give the bytes to the reader of their content; each engine is loaded by the children only, when it is needed."""
    if task.content in PICTURES:
        from pipeline.reading.pictures import read_pictures

        return read_pictures(data, task.sha256, task.content, task.limits)
    if task.content in OFFICE:
        from pipeline.reading.office.reader import read_office

        return read_office(data, task.sha256, task.content, task.limits)
    if task.content in MESSAGES:
        from pipeline.reading.mail.reader import read_message

        return read_message(data, task.sha256, task.content, task.limits)
    if task.content == "xml":
        return _read_xml(task, data)
    from pipeline.reading.pdf import read_pdf

    return read_pdf(data, task.sha256, task.limits, task.trust)


def read_scan(task: ScanTask) -> Scanned:
    """Return the words of a page that is a picture; never raises for what is wrong with it."""
    data = _bytes(task.read)
    if data is None:
        return Scanned(problems=(Problem(code="changed_during_run", arguments={"content": task.read.content}),))
    picture = _picture(data, task)
    if picture is None:
        return Scanned()

    from pipeline.reading.codes import read_codes
    from pipeline.reading.scans.reading import read_picture

    scanned = read_picture(*picture, task.number)
    if scanned.page is None or scanned.page.blank:
        return scanned
    codes = read_codes(picture[0], task.number, task.read.trust)
    return replace(scanned, page=replace(scanned.page, codes=codes))


def _picture(data: bytes, task: ScanTask) -> tuple[Any, float | None] | None:
    """Return the pixels of a page and their resolution, None when it cannot be drawn."""
    limits = task.read.limits
    if task.read.content != "pdf":
        from pipeline.reading.pictures import picture_of_file

        return picture_of_file(data, task.read.content, task.number, limits)

    from pipeline.reading.pdfium import NotOpenedError
    from pipeline.reading.raster import picture_of_page
    from pipeline.reading.scans.prepare import DPI

    try:
        return picture_of_page(data, task.number, DPI, limits.max_pixels)
    except NotOpenedError:
        return None  # it was repaired before it was read: its drawings are not to be trusted either


def _bytes(task: ReadTask) -> bytes | None:
    """Return the bytes of a file if they are those that were listed."""
    try:
        with open(task.location, "rb", opener=open_regular) as file:
            data = file.read(task.limits.max_file_bytes + 1)
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == task.sha256 else None


def _read_xml(task: ReadTask, data: bytes) -> ReadFile:
    """Return what an electronic invoice says that is a file of its own; no page shows it, so it is no piece."""
    from pipeline.reading.structured import DataUnreadError, read_structured

    try:
        structured = read_structured(data)
    except DataUnreadError:
        structured = None
    if structured is None:
        return _not_read(task, NOT_READ[task.content])
    number = next((words for attribute, words in structured.values if attribute in NUMBERS), "-")
    problem = Problem(code="xml_alone", arguments={"number": number})
    return ReadFile(sha256=task.sha256, structured=(structured,), problems=(problem,))


def _not_read(task: ReadTask, code: str | None) -> ReadFile:
    problems = (Problem(code=code, arguments={"content": task.content}),) if code else ()
    return ReadFile(sha256=task.sha256, problems=problems)
