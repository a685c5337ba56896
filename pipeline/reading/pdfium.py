"""Opens documents and pages with PDFium: the C library as it is, because its helpers cost more than the reading."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2_raw.bindings as raw

Handle = Any  # a pointer of PDFium: document, page, text page

PRODUCER_BYTES = 1024

raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2))


class NotOpenedError(Exception):
    """PDFium refused the document; `password` says whether it needs a password or a key."""

    def __init__(self, *, password: bool) -> None:
        super().__init__("password" if password else "damaged")
        self.password = password


def unchecked(function: Any) -> Callable[..., int]:
    """Return a C function of PDFium that gives an int, without the conversions of ctypes: half the cost of a call."""
    return ctypes.PYFUNCTYPE(ctypes.c_int)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def unchecked_pointer(function: Any) -> Callable[..., int]:
    """Return a C function of PDFium that gives a pointer, as its address, likewise."""
    return ctypes.PYFUNCTYPE(ctypes.c_void_p)(ctypes.cast(function, ctypes.c_void_p).value or 0)


@contextmanager
def opened(data: bytes) -> Iterator[Handle]:
    """Hold a document open. Raises NotOpenedError."""
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = raw.FPDF_GetLastError()
        raise NotOpenedError(password=error in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY))
    try:
        yield document
    finally:
        raw.FPDF_CloseDocument(document)


def producer(document: Handle) -> str:
    """Return the program that wrote the document, as the document says, cut at some 500 characters."""
    buffer = ctypes.create_string_buffer(PRODUCER_BYTES)
    length = raw.FPDF_GetMetaText(document, b"Producer", buffer, PRODUCER_BYTES)
    if not 2 < length <= PRODUCER_BYTES:
        return ""
    words = buffer.raw[: length - 2].decode("utf-16-le", "replace")
    return "".join(character for character in words if character.isprintable()).strip()
