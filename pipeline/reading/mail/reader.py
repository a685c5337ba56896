"""Reads a message as a witness: one page with who wrote what to whom and when."""

from __future__ import annotations

from pipeline.limits import Limits
from pipeline.reading.mail.message import Message, UnreadableError
from pipeline.reading.office.grid import page_of, paragraph
from pipeline.reading.page import ReadFile
from validators.model import Problem

SIZE = 11.0  # points


def read_message(data: bytes, sha256: str, content: str, limits: Limits) -> ReadFile:
    """Return the page that a message makes; never raises for what is wrong with it, which is a problem of the file."""
    try:
        message = parsed(data, content)
    except UnreadableError:
        return ReadFile(sha256=sha256, problems=(Problem(code="message_damaged"),))
    page = page_of(1, [line for text in _told(message) for line in paragraph(text, SIZE)])
    return ReadFile(sha256=sha256, pages=(page,), page_count=1, witness_only=True)


def parsed(data: bytes, content: str) -> Message:
    """Return the message in the bytes of a file, `eml` or `msg`. Raises UnreadableError."""
    if content == "msg":
        from pipeline.reading.mail.outlook import read_outlook

        return read_outlook(data)
    from pipeline.reading.mail.internet import read_internet

    return read_internet(data)


def _told(message: Message) -> tuple[str, ...]:
    names = ", ".join(attachment.name for attachment in message.attachments)
    heads = (
        ("De", message.sender),
        ("À", message.recipients),
        ("Date", message.date),
        ("Objet", message.subject),
        ("Pièces jointes", names),
    )
    return (*(f"{label} :\t{value}" for label, value in heads if value), *message.text.splitlines())
