"""What a file really is, told from its bytes."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.intake.content import HEAD, content_of
from pipeline.limits import Limits


def content(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "sans_extension"
    path.write_bytes(data)
    return content_of(path, data[:HEAD], Limits())


def packed(*names: str, first: bytes = b"x") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, first)
    return buffer.getvalue()


def outlook(stream: str, *, sector: int = 3) -> bytes:
    """A compound file whose directory, in the given sector, names a stream."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)
    header = header.ljust(48, b"\0") + struct.pack("<L", sector)
    return (
        header.ljust((sector + 1) * 512, b"\0")
        + "Root Entry".encode("utf-16-le").ljust(128)
        + stream.encode("utf-16-le")
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x1b%-12345X@PJL JOB\r\n" * 40 + b"%PDF-1.4", "pdf"),
        (b" " * 1019 + b"%PDF-", "pdf"),
        (b" " * 5000 + b"%PDF-", "text"),
        (b"\xff\xd8\xff\xe1", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"II+\0", "tiff"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypisom", "video"),
        (b"\0\0\0\x18ftypM4A ", "unknown"),
        (b"\x1aE\xdf\xa3\x9f\x42\x86", "video"),
        (b"RIFF\0\0\0\0AVI LIST", "video"),
        (b"GIF89a", "gif"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0", "bmp"),
        (b"BMW est une marque de voitures", "text"),
        (b"<?xml version='1.0'?><rsm:CrossIndustryInvoice/>", "xml"),
        (b"\xef\xbb\xbf<Invoice xmlns='urn:x'>", "xml"),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"), "xml"),
        (b"<!-- saved from --><html><body>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "html"),
        (b"\n <HTML>", "html"),
        ("Bonjour, ci-joint le reçu.\r\n".encode("cp1252"), "text"),
        ("a;b;c\n1;2;3\n€".encode(), "text"),
        (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: BDC\r\nDate: x\r\n\r\nBonjour", "eml"),
        (b"Date: 12/09/2024\nObjet: facture\n", "text"),
        (b"{\\rtf1\\ansi}", "unknown"),
        (b"%!PS-Adobe-3.0", "unknown"),
        (bytes(range(256)), "unknown"),
        (packed("a.pdf"), "zip"),
        (packed("a.pdf", first=b"%PDF-1.4"), "zip"),
        (packed(), "zip"),
        (b"MZ\x90\0\3\0" + packed("a.pdf"), "zip"),
        (packed("[Content_Types].xml", "word/document.xml"), "docx"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "unknown"),
        (packed("mimetype", first=b"application/vnd.oasis.opendocument.text"), "odt"),
        (packed("mimetype", first=b"application/epub+zip"), "unknown"),
        (outlook("__substg1.0_0037001F"), "msg"),
        (outlook("WordDocument"), "unknown"),
        (outlook("__nameid_version1.0", sector=2_000), "msg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unknown"),
    ],
)
def test_content(tmp_path: Path, data: bytes, expected: str) -> None:
    """Bytes say what a file is: its name has no part in it."""
    assert content(tmp_path, data) == expected
