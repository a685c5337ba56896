"""What a message is, whichever program saved it: its words, and the files attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.intake.disk import UniquePaths, readable_name

DECORATION = 30_000  # bytes below which a picture in the text of a message is taken for a logo
LONGEST_NAME = 150  # characters
UNNAMED = "sans-nom"
FOLDERS = re.compile(r"[\\/]")


class UnreadableError(Exception):
    """The message is not what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file attached to a message, under the name it was given."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; what is not opened is counted: small pictures of its text, attachments that are no plain files."""

    sender: str
    recipients: str
    date: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    decorations: int = 0
    unopened: int = 0


def is_decoration(size: int, *, in_text: bool, picture: bool) -> bool:
    """Say whether an attachment is a logo or the like: a small picture that the text itself shows."""
    return in_text and picture and size < DECORATION


def named(attachments: Iterable[tuple[str, bytes]]) -> tuple[Attachment, ...]:
    """Give each attachment a name of its own that is the name of a file and of nothing else."""
    names = UniquePaths()
    return tuple(Attachment(name=names.take(_file_name(name)), data=data) for name, data in attachments)


def _file_name(name: str) -> str:
    last = readable_name(FOLDERS.split(name.strip())[-1]).strip()
    return last[-LONGEST_NAME:] if last.strip(".") else UNNAMED
