"""Reads a message as it travels (`.eml`), with the parser of the standard library."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart

from pipeline.reading.mail.hypertext import words_of
from pipeline.reading.mail.message import UNNAMED, Message, UnreadableError, is_decoration, named

WORDS = ("text/plain", "text/html", "message/delivery-status")  # of a message, when they are no file
NESTED = ("message/rfc822", "message/global")


def read_internet(data: bytes) -> Message:
    """Return the message; a message attached to it is one more file, `.eml`. Raises UnreadableError."""
    try:
        message = email.message_from_bytes(data, policy=policy.default)
        return _read(message)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # the parser raises anything for headers made to break it
        raise UnreadableError from error


def _read(message: EmailMessage) -> Message:
    body = message.get_body(preferencelist=("plain", "html"))
    page = message.get_body(preferencelist=("html",))
    shown = _decoded(page) if page is not None else ""
    found: list[tuple[str, bytes]] = []
    decorations = unopened = 0
    for part in _files(message):
        data = _bytes(part)
        mark = str(part.get("content-id", "")).strip("<> ")
        in_text, picture = f"cid:{mark}" in shown and mark != "", part.get_content_maintype() == "image"
        if data is None:
            unopened += 1
        elif is_decoration(len(data), in_text=in_text, picture=picture):
            decorations += 1
        else:
            found.append((_name(part), data))
    return Message(
        sender=_header(message, "from"),
        recipients=_header(message, "to"),
        date=_header(message, "date"),
        subject=_header(message, "subject"),
        text=_text(body) if body is not None else "",
        attachments=named(found),
        decorations=decorations,
        unopened=unopened,
    )


def _files(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that are no text of the message itself; a message in it is one of them."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart":
            waiting += reversed([one for one in part.get_payload() if isinstance(one, EmailMessage)])
        elif part.get_content_type() not in WORDS or part.get_filename() or part.is_attachment():
            yield part


def _bytes(part: EmailMessage) -> bytes | None:
    """The bytes of a part, None when it has none of its own."""
    if part.get_content_type() in NESTED:
        inner = part.get_payload()
        nested = inner[0] if isinstance(inner, list) and inner else None
        return nested.as_bytes() if isinstance(nested, EmailMessage) else None
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else None


def _name(part: EmailMessage) -> str:
    name = part.get_filename() or UNNAMED
    nested = part.get_content_type() in NESTED
    return f"{name}.eml" if nested and not name.lower().endswith(".eml") else name


def _text(body: MIMEPart) -> str:
    text = _decoded(body)
    return words_of(text) if body.get_content_subtype() == "html" else text


def _decoded(body: MIMEPart) -> str:
    data = body.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(body.get_content_charset("utf-8"), "replace")
    except LookupError:  # a character set that does not exist
        return data.decode("cp1252", "replace")


def _header(message: EmailMessage, name: str) -> str:
    value = message.get(name)
    return "" if value is None else " ".join(str(value).split())
