"""Takes the XML files attached to a PDF out of it: where Factur-X, ZUGFeRD and Order-X keep their data."""

from __future__ import annotations

import ctypes

import pypdfium2_raw.bindings as raw

from pipeline.reading.page import StructuredData
from pipeline.reading.pdfium import Handle
from pipeline.reading.structured import MAX_BYTES, DataUnreadError, read_structured

MAX_ATTACHMENTS = 50  # that are looked at; an invoice has one or a few
NAME_BYTES = 1024
XML = ".xml"


def attached_data(document: Handle, count: int) -> tuple[tuple[StructuredData, ...], tuple[str, ...]]:
    """Return the invoices and orders attached to a PDF as data, and the problems of what could not be read of them.

    The same data attached twice are returned once.
    """
    found: dict[StructuredData, None] = {}
    problems: dict[str, None] = {}
    for index in range(min(count, MAX_ATTACHMENTS)):
        attachment = raw.FPDFDoc_GetAttachment(document, index)
        if not attachment or not _name(attachment).lower().endswith(XML):
            continue
        try:
            data = read_structured(_content(attachment))
        except DataUnreadError as refusal:
            problems[refusal.code] = None
            continue
        if data is not None:
            found[data] = None
    return tuple(found), tuple(problems)


def _name(attachment: Handle) -> str:
    buffer = ctypes.create_string_buffer(NAME_BYTES)
    length = raw.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), NAME_BYTES)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace") if 2 < length <= NAME_BYTES else ""


def _content(attachment: Handle) -> bytes:
    """Return the bytes of an attached file. Raises DataUnreadError when there are too many, or none can be had."""
    length = ctypes.c_ulong()
    if not raw.FPDFAttachment_GetFile(attachment, None, 0, length):
        raise DataUnreadError("xml_damaged")
    if length.value > MAX_BYTES:
        raise DataUnreadError("xml_too_large")
    buffer = ctypes.create_string_buffer(max(1, length.value))
    if not raw.FPDFAttachment_GetFile(attachment, buffer, length.value, length):
        raise DataUnreadError("xml_damaged")
    return buffer.raw[: length.value]
