"""Looks at an office document, a zip of XML parts, before a library opens it: what it unpacks to, and what is no text."""

from __future__ import annotations

import io
import zipfile

from pipeline.limits import MEGABYTE, Limits
from pipeline.reading.archive import DIRECTORY_BYTES, ENCRYPTED, METHODS, UNREADABLE
from validators.model import Problem

DECLARATION = b"<!DOCTYPE"  # office documents have none; it is how entities that unpack without end are declared
BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # what may stand before XML: marks of its encoding, white space
PICTURES = ("word/media/", "xl/media/", "Pictures/")  # among which SVG has a document type by right


class RefusedError(Exception):
    """The document is not given to a library; `problem` says why."""

    def __init__(self, code: str, **arguments: str | int) -> None:
        super().__init__(code)
        self.problem = Problem(code=code, arguments=arguments)


def pictures_of(data: bytes, limits: Limits) -> int:
    """Check that a document may be opened, and return how many pictures lie in it. Raises RefusedError.

    Every part is one that zipfile unpacks within bounds, all of them together within the limits, and no XML part has a
    document type: whatever a library does with entities, there are none.
    """
    try:
        with zipfile.ZipFile(_bounded(data, limits)) as archive:
            infos = archive.infolist()
            _check(infos, limits)
            for info in infos:
                if not info.filename.startswith(PICTURES) and _declares(archive.read(info)):
                    raise RefusedError("office_entities")
    except UNREADABLE as error:
        raise RefusedError("office_damaged") from error
    return sum(info.filename.startswith(PICTURES) and info.file_size > 0 for info in infos)


def _declares(part: bytes) -> bool:
    """Say whether a part is XML, whatever its name and encoding, with a document type."""
    ascii_only = part.replace(b"\0", b"")
    return ascii_only.lstrip(BEFORE).startswith(b"<") and DECLARATION in ascii_only


def _bounded(data: bytes, limits: Limits) -> io.BytesIO:
    """The document as a file, once its end announces no longer a directory than that of the entries allowed can be."""
    end = data.rfind(b"PK\5\6")
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    if size > limits.max_entries * DIRECTORY_BYTES:
        raise RefusedError("office_too_large", limit=limits.max_file_bytes // MEGABYTE)
    return io.BytesIO(data)


def _check(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > limits.max_entries or unpacked > limits.max_file_bytes:
        raise RefusedError("office_too_large", limit=limits.max_file_bytes // MEGABYTE)
    for info in infos:
        if info.flag_bits & ENCRYPTED or info.compress_type not in METHODS:
            raise RefusedError("office_damaged")
        if info.file_size > MEGABYTE and info.file_size // max(info.compress_size, 1) > limits.max_ratio:
            raise RefusedError("office_too_large", limit=limits.max_file_bytes // MEGABYTE)
