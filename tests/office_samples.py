"""Office documents and messages that the reading tests build, with the libraries that write them or byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from email.message import EmailMessage
from typing import Any

import docx
import openpyxl
from odf.opendocument import OpenDocumentText

SECTOR = 512  # bytes of a compound file
NONE, END_OF_CHAIN, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
UNICODE, BINARY, INTEGER, OBJECT = 0x001F, 0x0102, 0x0003, 0x000D  # types of a property of Outlook

Streams = Mapping[str, Any]  # bytes of a stream, or the streams of a storage


def word(fill: Callable[[Any], object]) -> bytes:
    """Return a Word document that this function filled."""
    document = docx.Document()
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def workbook(fill: Callable[[Any], object]) -> bytes:
    """Return an Excel workbook that this function filled."""
    book = openpyxl.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def open_text(fill: Callable[[Any], object]) -> bytes:
    """Return an OpenDocument text that this function filled."""
    document = OpenDocumentText()
    fill(document)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """Return a document after a change made to its parts: None takes one out; `added` are parts by their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = change(info.filename, source.read(info))
            if part is not None:
                target.writestr(info, part)
        for name, part in added.items():
            target.writestr(name, part)
    return buffer.getvalue()


def letter(text: str, *attachments: tuple[str, bytes], subject: str = "Dossier Ségur") -> EmailMessage:
    """Return a message with files attached."""
    message = EmailMessage()
    message["From"] = "Service ADV <adv@example.org>"
    message["To"] = "depot@example.org"
    message["Date"] = "Tue, 12 Mar 2024 10:00:00 +0100"
    message["Subject"] = subject
    message.set_content(text)
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def outlook(text: str, *attachments: tuple[str, bytes | None], subject: str = "Dossier Ségur") -> bytes:
    """Return a message as Outlook saves it; an attachment without bytes is a message attached to it."""
    streams: dict[str, Any] = _properties(
        32, (0x0037, UNICODE, subject), (0x1000, UNICODE, text), (0x0C1A, UNICODE, "Service ADV"),
        (0x0C1F, UNICODE, "adv@example.org"), (0x0E04, UNICODE, "depot@example.org"),
    )  # fmt: skip
    for number, (name, data) in enumerate(attachments):
        held = (0x3701, BINARY, data) if data is not None else (0x3701, OBJECT, None)
        method = 1 if data is not None else 5
        streams[f"__attach_version1.0_#{number:08X}"] = _properties(
            8, (0x3707, UNICODE, name), (0x3705, INTEGER, method), held
        )
    return compound(streams)


def _properties(header: int, *properties: tuple[int, int, Any]) -> dict[str, Any]:
    """The streams of what has properties: the one that lists them, and one for each that is long."""
    streams: dict[str, Any] = {}
    listed = bytes(header)
    for identifier, kind, value in properties:
        data = value.encode("utf-16-le") if kind == UNICODE else value if kind == BINARY else b""
        number = value if kind == INTEGER else len(data)
        listed += struct.pack("<HHLLL", kind, identifier, 6, number, 0)
        if kind in (UNICODE, BINARY):
            streams[f"__substg1.0_{identifier:04X}{kind:04X}"] = data
        elif kind == OBJECT:
            streams[f"__substg1.0_{identifier:04X}{kind:04X}"] = _properties(24)
    return {"__properties_version1.0": listed} | streams


class _Sectors:
    """Sectors of one size, and the table that chains them."""

    def __init__(self, size: int) -> None:
        self.size, self.body = size, b""
        self.table: list[int] = []

    def store(self, data: bytes) -> int:
        """Store bytes and return where they begin."""
        count, first = -(-len(data) // self.size), len(self.table)
        self.table += [*range(first + 1, first + count), END_OF_CHAIN]
        self.body += data.ljust(count * self.size, b"\0")
        return first

    def packed(self) -> bytes:
        """Return the table, filled up to whole sectors of a file."""
        data = b"".join(struct.pack("<L", place) for place in self.table)
        return data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\xff")


def compound(streams: Streams) -> bytes:
    """Return a compound file with these streams, those below 4,096 bytes in the small sectors that are made for them."""
    entries: list[list[Any]] = [["Root Entry", 5, NONE, NONE, 0, b""]]  # name, type, right, child, start, bytes
    large, small = _Sectors(SECTOR), _Sectors(64)

    def add(names: Iterable[tuple[str, Any]]) -> int:
        first = previous = NONE
        for name, held in names:
            index = len(entries)
            data = held if isinstance(held, bytes) else b""
            entries.append([name, 2 if isinstance(held, bytes) else 1, NONE, NONE, 0, data])
            if data:
                entries[index][4] = (large if len(data) >= 4096 else small).store(data)
            if previous == NONE:
                first = index
            else:
                entries[previous][2] = index
            previous = index
            if not isinstance(held, bytes):
                entries[index][3] = add(held.items())
        return first

    entries[0][3] = add(streams.items())
    entries[0][4:] = [large.store(small.body), small.body]
    small_table = small.packed()
    small_at, directory = large.store(small_table), large.store(b"".join(map(_entry, entries)))
    needed = 1
    while (len(large.table) + needed) * 4 > needed * SECTOR:
        needed += 1
    places = range(len(large.table), len(large.table) + needed)
    large.table += [FAT] * needed
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<LLLLLLLLL", 0, needed, directory, 0, 4096, small_at, len(small_table) // SECTOR, END_OF_CHAIN, 0
    )
    return (
        header
        + b"".join(struct.pack("<L", place) for place in places).ljust(436, b"\xff")
        + large.body
        + large.packed()
    )


def _entry(entry: list[Any]) -> bytes:
    name, kind, right, child, start, data = entry
    raw = (name + "\0").encode("utf-16-le")
    first = start if data else END_OF_CHAIN
    return raw.ljust(64, b"\0") + struct.pack("<HBBLLL36xLQ", len(raw), kind, 1, NONE, right, child, first, len(data))
