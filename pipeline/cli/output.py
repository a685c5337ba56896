"""Where reports go: formats and destinations of a call, one stream or file each."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from pipeline.cli.speech import Say
from pipeline.errors import SegurDossierError
from pipeline.reporting.formats import FORMATS
from pipeline.reporting.masking import masked
from pipeline.reporting.model import Report
from pipeline.reporting.terminal import render_text

Wanted = tuple[str, Path | None]  # a format's name, and its file, None for standard output


class FormatType(click.ParamType[Any]):
    """A format, alone or with a file: `json`, `json=report.json`."""

    name = "FORMAT[=FILE]"

    def __init__(self, say: Say) -> None:
        self._say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Wanted:
        if isinstance(value, tuple):
            return value
        name, _, file = str(value).partition("=")
        if name not in FORMATS:
            self.fail(self._say("bad_format", value=value, known=", ".join(FORMATS)), param, ctx)
        return name, Path(file) if file and file != "-" else None


def formats(say: Say) -> click.Option:
    """The option `--format`."""
    return click.Option(
        ["--format", "wanted"], type=FormatType(say), multiple=True, help=say("format_help"), metavar="FORMAT[=FILE]"
    )


class Outputs:
    """The open destinations of a call."""

    def __init__(self, wanted: Sequence[Wanted], lang: str, *, personal: bool, count: int, say: Say) -> None:
        self._lang = lang
        self._masks = not personal or bool(os.environ.get("CI"))
        self._wanted = list(wanted) or [("text", None)]
        to_stdout = [name for name, file in self._wanted if file is None]
        if len(to_stdout) > 1:
            raise click.UsageError(say("two_stdout", format=to_stdout[-1]))
        for name, _ in self._wanted:
            if count > 1 and not FORMATS[name].joined:
                raise click.UsageError(say("several_documents", format=name, count=count))
        self._streams: list[BinaryIO] = []

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Open every file and write the heads; close them at the end."""
        try:
            for name, file in self._wanted:
                self._streams.append(sys.stdout.buffer if file is None else _create(file))
                self._streams[-1].write(FORMATS[name].head(self._lang))
            yield
        finally:
            for stream in self._streams:
                stream.flush()
                if stream is not sys.stdout.buffer:
                    stream.close()

    @property
    def text_on_terminal(self) -> bool:
        """Tell whether a person reads the text format on standard output."""
        return ("text", None) in self._wanted

    def write(self, report: Report) -> None:
        """Write one report everywhere; what can end in a log is masked unless asked."""
        told = masked(report) if self._masks else report
        for (name, file), stream in zip(self._wanted, self._streams, strict=True):
            if name == "text" and file is None:
                width = shutil.get_terminal_size((100, 24)).columns
                stream.write((render_text(told, colour=sys.stdout.isatty(), width=min(width, 120)) + "\n").encode())
            else:
                stream.write(FORMATS[name].render(told))
            stream.flush()


def _create(file: Path) -> BinaryIO:
    try:
        return file.open("wb")
    except OSError as error:
        raise SegurDossierError(
            fr=f"{file} ne peut pas être écrit : {error.strerror}.",
            en=f"{file} cannot be written: {error.strerror}.",
            remedy_fr="Choisir un autre endroit, ou vérifier les droits.",
            remedy_en="Choose another place, or check the permissions.",
        ) from error
