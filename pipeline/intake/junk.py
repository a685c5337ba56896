"""Knows what operating systems, editors and synchronisers leave in folders: it is set aside and never opened."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import PurePosixPath

# Compared without case; a folder of these names is set aside whole.
FOLDERS = frozenset(
    {
        "__macosx",
        "__pycache__",
        "$recycle.bin",
        "@eadir",
        ".dropbox.cache",
        ".fseventsd",
        ".git",
        ".hg",
        ".spotlight-v100",
        ".svn",
        ".temporaryitems",
        ".trash",
        ".trashes",
        "system volume information",
    }
)

FILES = (
    ".ds_store",
    ".dropbox",
    ".gitattributes",
    ".gitignore",
    ".gitkeep",
    ".localized",
    ".~lock.*",  # LibreOffice, while a document is open
    "._*",  # macOS resource forks
    "*.swp",
    "*.tmp",
    "desktop.ini",
    "ehthumbs.db",
    "thumbs.db",
    "~$*",  # Word and Excel, while a document is open
)


def is_junk_folder(name: str) -> bool:
    """Say whether a folder of this name holds nothing of the submission."""
    return name.casefold() in FOLDERS


def is_junk_file(name: str) -> bool:
    """Say whether a file of this name is none of the submission's."""
    folded = name.casefold()
    return any(fnmatchcase(folded, pattern) for pattern in FILES)


def is_junk(path: str) -> bool:
    """Say whether a path, `folder/file.pdf`, is junk or lies in a junk folder."""
    parts = PurePosixPath(path).parts
    return bool(parts) and (is_junk_file(parts[-1]) or any(is_junk_folder(part) for part in parts))
