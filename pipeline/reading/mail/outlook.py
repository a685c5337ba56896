"""Reads a message as Outlook saves it (`.msg`)."""

from __future__ import annotations

import io
from typing import Any

import oxmsg

from pipeline.reading.mail.hypertext import words_of
from pipeline.reading.mail.message import UNNAMED, Message, UnreadableError, is_decoration, named

SHORT_NAME, DISPLAY_NAME, CONTENT_ID = 0x3704, 0x3001, 0x3712  # property identifiers of [MS-OXPROPS]
DISPLAY_TO = 0x0E04
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp")


def read_outlook(data: bytes) -> Message:
    """Return the message; those attached to it and embedded objects are not opened. Raises UnreadableError.

    To be called in a child process only: the parser follows whatever chain of sectors the file describes.
    """
    try:
        return _read(oxmsg.Message.load(io.BytesIO(data)))
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # the parsers raise anything for bytes made to break them
        raise UnreadableError from error


def _read(message: Any) -> Message:
    found: list[tuple[str, bytes]] = []
    decorations = unopened = 0
    for attachment in message.attachments:
        data, name = attachment.file_bytes, _name(attachment)
        in_text = attachment.properties.str_prop_value(CONTENT_ID) is not None
        if data is None:
            unopened += 1
        elif is_decoration(len(data), in_text=in_text, picture=name.lower().endswith(PICTURES)):
            decorations += 1
        else:
            found.append((name, data))
    sent = message.sent_date
    return Message(
        sender=message.sender or "",
        recipients=message.properties.str_prop_value(DISPLAY_TO) or "",
        date=sent.strftime("%d/%m/%Y %H:%M %Z") if sent is not None else "",
        subject=message.subject,
        text=message.body or words_of(message.html_body or ""),
        attachments=named(found),
        decorations=decorations,
        unopened=unopened,
    )


def _name(attachment: Any) -> str:
    properties = attachment.properties
    names = (attachment.file_name, properties.str_prop_value(SHORT_NAME), properties.str_prop_value(DISPLAY_NAME))
    return next((name for name in names if name), UNNAMED)
