"""Tells what a file really is from its bytes, never from its name."""

from __future__ import annotations

import codecs
import re
import struct
from pathlib import Path

from pipeline.intake.disk import open_regular
from pipeline.limits import Limits
from pipeline.reading.archive import archive_names

HEAD = 4096  # bytes, from the start of the file, that are enough to tell
PDF_WITHIN = 1024  # bytes in which readers look for %PDF-

VIDEO_BRANDS = (  # of the family of MP4
    *(b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V"),
    *(b"3gp4", b"3gp5", b"3gp6", b"dash", b"MSNV", b"qt"),
)
MAGIC = (  # offset, bytes, content; the first that fits wins
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    *((4, b"ftyp" + brand, "heic") for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")),
    *((4, b"ftyp" + brand, "video") for brand in VIDEO_BRANDS),
    (0, b"\x1aE\xdf\xa3", "video"),  # Matroska and WebM
    (8, b"AVI LIST", "video"),
    (0, b"{\\rtf", "unknown"),  # these two are text to the eye only
    (0, b"%!PS", "unknown"),
)
ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"MSCF")  # that are not opened
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OUTLOOK_STREAMS = ("__properties_version", "__substg1.0_", "__nameid_version")
BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # sizes of the second header of a BMP

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HTML = re.compile(r"<(!doctype\s+)?html\b|\A<(head|body|script|meta|title|table|div|span|center)\b")
XML = re.compile(r"<(\?xml|!--|!doctype|[a-z_][\w.:-]*)[\s/>]")
MAIL_HEADERS = re.compile(r"^(from|to|subject|date|received|message-id|mime-version|return-path|delivered-to):", re.M)


def content_of(location: Path, head: bytes, limits: Limits) -> str:
    """Return what a file is, a `content` of `validators.model.FileRecord`, from its first HEAD bytes.

    Zip archives and Outlook messages are told from their likes by their members. Raises OSError.
    """
    if not head:
        return "empty"
    if head.startswith(ZIP):
        return _zip_kind(location, head, limits)
    if head.startswith(OLE):  # before PDF, which a message may hold right at its start
        return "msg" if _is_outlook_message(location, head) else "unknown"
    if b"%PDF-" in head[: PDF_WITHIN + 5]:
        return "pdf"
    for offset, magic, content in MAGIC:
        if head.startswith(magic, offset):
            return content
    if head.startswith(b"BM") and head[14:18] in [struct.pack("<L", size) for size in BITMAP_HEADERS]:
        return "bmp"
    textual = _textual_kind(head)
    # A zip archive is told by its end: self-extracting and split ones begin with something else.
    return "zip" if textual == "unknown" and archive_names(location, limits) else textual


def is_foreign_archive(head: bytes) -> bool:
    """Say whether the file is an archive of a kind that is not opened: 7z, rar, gz, bz2, xz, cab, tar."""
    return head.startswith(ARCHIVES) or head.startswith(b"ustar", 257)


def _zip_kind(location: Path, head: bytes, limits: Limits) -> str:
    if head.startswith(b"mimetype", 30):  # OpenDocument and its likes say first what they are
        is_text = head.startswith(b"application/vnd.oasis.opendocument.text", 38)
        return "odt" if is_text else "unknown"
    names = archive_names(location, limits) or ()
    if "[Content_Types].xml" not in names:
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else "unknown"


def _is_outlook_message(location: Path, head: bytes) -> bool:
    """Look for the streams that every Outlook message has, in the first sector of the directory of the file."""
    (sector,) = struct.unpack_from("<L", head.ljust(52, b"\0"), 48)
    size = 4096 if head[30:31] == b"\x0c" else 512
    with open(location, "rb", opener=open_regular) as file:
        file.seek((sector + 1) * size)
        directory = file.read(size)
    return any(name.encode("utf-16-le") in directory for name in OUTLOOK_STREAMS)


def _textual_kind(head: bytes) -> str:
    text = _text(head)
    if text is None:
        return "unknown"
    start = text.lstrip().lower()
    if HTML.search(start):
        return "html"
    if XML.match(start):
        return "xml"
    headers = set(MAIL_HEADERS.findall(text.lower().replace("\r\n", "\n").partition("\n\n")[0]))
    return "eml" if len(headers) >= 3 else "text"


def _text(head: bytes) -> str | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if NOT_TEXT.search(head):
        return None
    return head.decode("cp1252", "replace")  # only markup and headers are looked for, and those are ASCII
