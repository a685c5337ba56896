"""Takes the attachments out of a message, in a child process, into a zip that is then opened like any other."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.intake.disk import open_regular
from pipeline.limits import MEGABYTE, Limits
from pipeline.reading.mail.message import Message, UnreadableError
from pipeline.reading.mail.reader import parsed
from validators.model import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTask:
    """A message to open: where its bytes are, `eml` or `msg`, where the zip goes, what may be taken out."""

    location: Path
    content: str
    target: Path
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """How many attachments the zip holds, 0 when there is no zip, and what is to be said of the message."""

    files: int
    problems: tuple[Problem, ...] = ()


def take_attachments(task: MessageTask) -> Attached:
    """Write the attachments of a message into a zip, stored; what is wrong with the message is among its problems."""
    with open(task.location, "rb", opener=open_regular) as file:
        data = file.read(task.limits.max_file_bytes + 1)
    try:
        message = parsed(data, task.content)
    except UnreadableError:
        return Attached(files=0, problems=(Problem(code="message_damaged"),))
    if sum(len(attachment.data) for attachment in message.attachments) > task.limits.max_file_bytes:
        limit = task.limits.max_file_bytes // MEGABYTE
        return Attached(files=0, problems=(Problem(code="message_too_large", arguments={"limit": limit}),))
    if message.attachments:
        with zipfile.ZipFile(task.target, "x") as archive:
            for attachment in message.attachments:
                archive.writestr(zipfile.ZipInfo(attachment.name), attachment.data)
    return Attached(files=len(message.attachments), problems=_said(message))


def _said(message: Message) -> tuple[Problem, ...]:
    counted = {"message_pictures": message.decorations, "message_unopened": message.unopened}
    return tuple(Problem(code=code, arguments={"files": number}) for code, number in counted.items() if number)
