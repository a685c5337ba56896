"""Describes one file of a submission: its SHA-256, what it really is, what it is for and what is odd about it."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from pipeline.intake.content import HEAD, content_of, is_foreign_archive
from pipeline.intake.disk import open_regular, refusal
from pipeline.intake.model import Item, ListedFile, Role
from pipeline.limits import MEGABYTE, Limits
from validators.model import Problem

REQUEST_FILES = ("request.toml", "request.json")
DECISION_FILES = ("decisions.toml",)
# What Windows makes of a file typed in Notepad, where the end of a name does not show.
NEARLY_REQUEST_FILES = ("request.toml.txt", "request.json.txt", "request.txt")

JUNK = ("junk_file", "junk_folder")
CHUNK = 1024 * 1024  # bytes

# What a name promises, for the names that people trust.
PROMISES = {
    ".pdf": "pdf",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".heic": "heic",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".zip": "zip",
}


class _TooLargeError(Exception):
    """The file has more bytes than may be read of one."""


def describe(item: Item, limits: Limits, *, at_root: bool) -> ListedFile:
    """Read an item once and list it; what could not be read has no SHA-256 and says why.

    `at_root` is true for what lies beside the request file, not in a folder nor in an archive.
    """
    role = _role(item, at_root)
    if item.location is None:
        return _unread(item, role, item.problem)
    try:
        size, sha256, head = _digest(item.location, limits.max_file_bytes)
        content = content_of(item.location, head, limits)
    except OSError as error:
        return _unread(item, role, refusal(error))
    except _TooLargeError:
        return _unread(item, role, too_large(limits))
    return ListedFile(
        path=item.path,
        location=item.location,
        size=size,
        sha256=sha256,
        content=content,
        role=role,
        set_aside=role is not Role.PIECE,
        problems=_remarks(item.path, head, content) if role is Role.PIECE else _misplaced(item.path, at_root),
    )


def too_large(limits: Limits) -> Problem:
    """Return the problem of a file with more bytes than may be read of one."""
    return Problem(code="file_too_large", arguments={"limit": limits.max_file_bytes // MEGABYTE})


def _role(item: Item, at_root: bool) -> Role:
    name = item.path.casefold()
    if item.problem and item.problem.code in JUNK:
        return Role.JUNK
    if at_root and name in REQUEST_FILES:
        return Role.REQUEST
    if at_root and name in DECISION_FILES:
        return Role.DECISIONS
    return Role.MISPLACED if _misplaced(item.path, at_root) else Role.PIECE


def _misplaced(path: str, at_root: bool) -> tuple[Problem, ...]:
    name = PurePosixPath(path).name.casefold()
    if not at_root and name in REQUEST_FILES + DECISION_FILES:
        return (Problem(code="request_misplaced"),)
    if at_root and name in NEARLY_REQUEST_FILES:
        return (Problem(code="request_misnamed"),)
    return ()


def _unread(item: Item, role: Role, problem: Problem | None) -> ListedFile:
    return ListedFile(
        path=item.path,
        location=None,
        size=item.size,
        sha256="",
        content="unknown",
        role=role,
        set_aside=role is not Role.PIECE,
        problems=(problem,) if problem else (),
    )


def _digest(location: Path, most: int) -> tuple[int, str, bytes]:
    """Size, SHA-256 and first bytes of a file. Raises OSError, and _TooLargeError when it grew since it was listed."""
    digest, size, head = hashlib.sha256(), 0, b""
    with open(location, "rb", opener=open_regular) as file:
        while block := file.read(CHUNK):
            head = head or block[:HEAD]
            size += len(block)
            if size > most:
                raise _TooLargeError
            digest.update(block)
    return size, digest.hexdigest(), head


def _remarks(path: str, head: bytes, content: str) -> tuple[Problem, ...]:
    """What the name and the first bytes of a piece say about it."""
    suffix = PurePosixPath(path).suffix.casefold()
    if content == "empty":
        return (Problem(code="empty_file"),)
    if suffix == ".pdf" and content in ("text", "unknown"):
        return (Problem(code="not_a_pdf"),)
    if content == "unknown":
        return (Problem(code="archive_unsupported" if is_foreign_archive(head) else "unknown_type"),)
    if content == "html" and suffix == ".pdf":
        return (Problem(code="html_named_pdf"),)
    if PROMISES.get(suffix, content) != content:
        return (Problem(code="name_says_otherwise", arguments={"extension": suffix, "content": content}),)
    return ()
