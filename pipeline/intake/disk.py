"""Opens files of a submission without following links or waiting on pipes, and names them the same on every system."""

from __future__ import annotations

import os
import stat
import unicodedata
from posixpath import splitext

from validators.model import Problem

MOUNT_POINT = 0xA0000003  # the reparse tag of a Windows junction

# Not followed at the last step of the path, not waiting on a pipe, no conversion of line ends on Windows.
FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: str, flags: int) -> int:
    """Open a regular file and nothing else; made for `open(path, "rb", opener=open_regular)`. Raises OSError."""
    descriptor = os.open(path, flags | FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return descriptor


def is_link(info: os.stat_result) -> bool:
    """Say whether this `lstat` is of a symbolic link or of a Windows junction."""
    return stat.S_ISLNK(info.st_mode) or getattr(info, "st_reparse_tag", 0) == MOUNT_POINT


def refusal(error: OSError) -> Problem:
    """Return the problem of a file that could not be opened."""
    return Problem(code="permission_denied" if isinstance(error, PermissionError) else "cannot_open")


def readable_name(name: str) -> str:
    """Return a file name in NFC that can be printed: nothing that breaks or turns a line, no half characters.

    A byte that is no UTF-8 (a name from an old archive, on Linux) shows as `\\xe9`.
    """
    shown = name if name.isprintable() else "".join(map(_printable, name))
    return unicodedata.normalize("NFC", shown)


def _printable(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # how Python keeps a byte that is no UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    breaks = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
    turns = unicodedata.bidirectional(character) in ("LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    return "\N{REPLACEMENT CHARACTER}" if breaks or turns else character


class UniquePaths:
    """Gives each file its own path: two names may be one in NFC, and an archive may hold a name twice."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}

    def take(self, path: str) -> str:
        """Return the path, numbered when it was given before: `facture.pdf`, then `facture (2).pdf`."""
        candidate = path
        stem, suffix = splitext(path)
        while candidate in self._times:
            self._times[path] += 1
            candidate = f"{stem} ({self._times[path]}){suffix}"
        self._times[candidate] = 1
        return candidate
