"""Names of archive entries: the encoding they were most likely written in, and what is no name for a file."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib

from pipeline.intake.disk import readable_name

LONGEST_NAME = 1024  # characters
UTF8_NAME = 0x800  # general purpose bit: the name is UTF-8
UNICODE_PATH = 0x7075  # extra field of Info-ZIP: the name in UTF-8
DRIVE = re.compile("^([A-Za-z]):")


def entry_name(info: zipfile.ZipInfo) -> str:
    """Return the name of an entry, "/" between folders whatever the system that wrote it."""
    return _decoded(info).replace("\\", "/")


def is_unsafe(name: str) -> bool:
    """Say whether a name points out of its folder or to a drive, or is no name at all."""
    parts = name.split("/")
    return (
        "\0" in name
        or len(name) > LONGEST_NAME
        or parts[0] == ""  # absolute, or empty
        or parts[-1] == ""  # a folder, yet with bytes
        or ".." in parts
        or DRIVE.match(name) is not None
    )


def safe_path(name: str) -> str:
    """Return the path an entry is listed under: printable, in NFC, and below whatever folder it is joined to."""
    parts = [readable_name(part) for part in name[:LONGEST_NAME].split("/") if part not in ("", ".")]
    return DRIVE.sub(r"\1_", "/".join("_" if part == ".." else part for part in parts)) or "_"


def _decoded(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & UTF8_NAME:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")  # as zipfile decoded it: every byte comes back
    try:
        return (_unicode_path(info.extra, raw) or raw).decode("utf-8")
    except UnicodeDecodeError:
        # French Windows writes CP850: the accents of CP437 at the same places, and the capitals that CP437 lacks.
        return raw.decode("cp850")


def _unicode_path(extra: bytes, raw: bytes) -> bytes | None:
    """The UTF-8 name of the extra field, when it was made for this very name."""
    while len(extra) >= 4:
        code, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if code == UNICODE_PATH and field[:1] == b"\x01" and field[1:5] == struct.pack("<L", zlib.crc32(raw)):
            return field[5:]
    return None
