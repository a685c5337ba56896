"""The zip of pieces: written with the same bytes everywhere, read without trusting a word of it."""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from pipeline.packing.files import CHUNK, is_regular
from pipeline.packing.names import is_safe
from pipeline.packing.wording import Line

MAX_ENTRIES = 50_000
_DIRECTORY_BYTES = 16 * 1024 * 1024
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, (stat.S_IFREG | 0o644) << 16
_LOCAL_HEADER, _LARGE_EXTRA = 30, 20  # bytes; the second only for an entry of about 2 GiB or more
_END = struct.Struct("<4s4H2LH")  # the record that ends a zip: magic, disks, entries, directory size and place, comment


def write_zip(path: Path, entries: Iterable[tuple[str, int, Iterator[bytes]]]) -> None:
    """Write named contents of known size, in the order given: stored, dated 1980, with neither extra nor comment."""
    with path.open("xb") as file:
        with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_STORED) as archive:
            for name, size, chunks in entries:
                with archive.open(_header(name, size), "w") as target:
                    for chunk in chunks:
                        target.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def zip_entries(path: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield some entries of a zip that was just written and proved plain, each with its bytes."""
    with zipfile.ZipFile(path) as archive:
        for name in names:
            yield name, archive.read(name)


def zip_digests(path: Path) -> tuple[Mapping[str, str], tuple[Line, ...]]:
    """Return the SHA-256 of each entry by name, and all that is wrong with the zip, CRCs included.

    The zip must be as plain as `write_zip` makes them: what is not is named and left unread, so nothing can swell.
    """
    digests: dict[str, str] = {}
    try:
        if problem := _directory_problem(path):
            return {}, (Line(code="zip_unreadable", arguments={"file": path.name, "reason": problem}),)
        with zipfile.ZipFile(path) as archive:
            bad = list(_entry_problems(path, archive))
            for info in () if bad else archive.infolist():
                with closing(archive.open(info)) as entry:
                    seen = hashlib.sha256()
                    while chunk := entry.read(CHUNK):
                        seen.update(chunk)
                digests[info.filename] = seen.hexdigest()
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ) as error:
        return digests, (Line(code="zip_unreadable", arguments={"file": path.name, "reason": str(error)}),)
    return digests, tuple(bad)


def _header(name: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.create_system, info.external_attr, info.file_size = _UNIX, _PLAIN_FILE, size
    return info


def _directory_problem(path: Path) -> str | None:
    """Say what is wrong with the end of a zip, before the library loads its directory whatever the size."""
    if not is_regular(path):
        return "not a plain file"
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) < _END.size:
            return "too short"
        file.seek(-_END.size, os.SEEK_END)
        magic, _, _, _, entries, directory, _, comment = _END.unpack(file.read(_END.size))
    if magic != b"PK\x05\x06" or comment:
        return "something follows the end of the zip"
    if entries > MAX_ENTRIES or directory > _DIRECTORY_BYTES:
        return "too many entries"
    return None


def _entry_problems(path: Path, archive: zipfile.ZipFile) -> Iterator[Line]:
    seen: set[str] = set()
    place = 0
    for info in archive.infolist():
        name = info.filename
        reason = _entry_problem(info)
        if name.casefold() in seen:
            reason = "given twice"
        # Entries touch each other: bytes between two of them, or one inside another, would be read by nobody.
        if info.header_offset != place:
            reason = reason or "does not follow the entry before it"
        if reason:
            yield Line(code="zip_entry", arguments={"file": path.name, "name": name, "reason": reason})
        seen.add(name.casefold())
        extra = _LARGE_EXTRA if info.file_size * 1.05 > zipfile.ZIP64_LIMIT else 0
        place = info.header_offset + _LOCAL_HEADER + len(name) + extra + info.compress_size
    if archive.start_dir != place:
        yield Line(code="zip_unreadable", arguments={"file": path.name, "reason": "bytes that belong to no entry"})


def _entry_problem(info: zipfile.ZipInfo) -> str | None:
    if not is_safe(info.filename) or not info.filename.endswith(".pdf"):
        return "unsafe name"
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits or info.file_size != info.compress_size:
        return "compressed or encrypted"
    if info.external_attr != _PLAIN_FILE or info.date_time != _DATE or info.comment:
        return "not written by this tool"
    return None
