"""Bytes on disk: hashed in one pass, written to stay, read under a limit and never through a link."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.packing.wording import RefusedError

CHUNK = 1024 * 1024


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes, in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def source_chunks(path: Path, name: str, sha256: str) -> Iterator[bytes]:
    """Read a file of the submission; `RefusedError` when it cannot be read or is not the one that was judged."""
    seen = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                seen.update(chunk)
                yield chunk
    except OSError as error:
        raise RefusedError("source_unreadable", file=name, reason=error.strerror or str(error)) from error
    if seen.hexdigest() != sha256:
        raise RefusedError("source_changed", file=name, expected=sha256, found=seen.hexdigest())


def write_file(path: Path, data: bytes | Iterator[bytes]) -> None:
    """Write a new file and wait until the disk has it."""
    with path.open("xb") as file:
        for chunk in (data,) if isinstance(data, bytes) else data:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the disk has a folder's names, where the system can say so (not on Windows)."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def hashed(path: Path) -> tuple[int, str]:
    """Return a regular file's size and SHA-256; `OSError` for anything else, links included."""
    seen, size = hashlib.sha256(), 0
    with os.fdopen(_regular(path), "rb") as file:
        while chunk := file.read(CHUNK):
            seen.update(chunk)
            size += len(chunk)
    return size, seen.hexdigest()


def read_limited(path: Path, limit: int) -> bytes:
    """Read a regular file of at most `limit` bytes; `OSError` for a larger one or anything else, links included."""
    with os.fdopen(_regular(path), "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(f"more than {limit} bytes")
    return data


def is_regular(path: Path) -> bool:
    """Tell whether a path is a plain file, without following a link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _regular(path: Path) -> int:
    # Looked at before it is opened: opening a named pipe would wait for ever.
    if not is_regular(path):
        raise OSError("not a plain file")
    return os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
