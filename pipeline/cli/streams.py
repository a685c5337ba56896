"""The standard streams: in UTF-8, in colour only for eyes, and quiet when nobody reads any more."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from pipeline.intake.disk import readable_name


def prepare() -> None:
    """Make every stream take any text; a stream that was closed before we started becomes one that leads nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  it stays open to the end
        elif hasattr(stream, "reconfigure"):
            # What goes to a file or a pipe is UTF-8 on every system; a terminal keeps its own, and shows what it can.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def silence() -> None:
    """Let what is still to be written to a reader that went away go nowhere, or Python would complain at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def colour_on(stream: TextIO) -> bool:
    """Tell whether to write in colour: to a terminal that has it, unless NO_COLOR is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def painted(text: str, stream: TextIO, *, fg: str | None = None, bold: bool | None = None) -> str:
    """Return the text in a colour when the stream takes one."""
    return click.style(text, fg=fg, bold=bold) if colour_on(stream) else text


def shown(path: Path) -> str:
    """Return a path that can be printed, whatever bytes its name is made of."""
    return readable_name(str(path))
