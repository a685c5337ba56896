"""Where reports go: formats and destinations of a call, one stream or file each."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from pipeline.cli.parameters import option
from pipeline.cli.speech import Say
from pipeline.cli.streams import colour_on
from pipeline.packing.place import machine_errors
from pipeline.reporting.crops import NO_CROPS, Crops
from pipeline.reporting.formats import FORMATS
from pipeline.reporting.model import Report
from pipeline.reporting.terminal import render_text

Wanted = tuple[str, Path | None]  # a format's name, and its file, None for standard output
WIDEST = 120  # columns of text on a terminal


def formats(say: Say) -> click.Option:
    """The option `--format`: a format, alone or with a file, `json=report.json`."""

    def convert(words: str) -> Wanted:
        name, _, file = words.partition("=")
        if name not in FORMATS:
            raise ValueError(say("bad_format", value=words, known=", ".join(FORMATS)))
        return name, Path(file) if file and file != "-" else None

    words = say("format_help", known=", ".join(FORMATS))
    return option(["--format", "wanted"], convert, metavar=say("format_metavar"), multiple=True, help=words)


class Outputs:
    """The open destinations of a call."""

    def __init__(self, wanted: Sequence[Wanted], lang: str, *, count: int, quiet: bool, say: Say) -> None:
        self._lang, self._quiet = lang, quiet
        self._wanted = list(wanted) or [("text", None)]
        _refuse_mixing(self._wanted, count, say)
        self._streams: list[BinaryIO] = []

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Open every destination and write the heads; files take their places at the end, if it is reached."""
        with ExitStack() as stack:
            for name, file in self._wanted:
                self._streams.append(stack.enter_context(destination(file)))
                self._streams[-1].write(FORMATS[name].head(self._lang))
            yield

    @property
    def text_on_stdout(self) -> bool:
        """Tell whether a person reads the text format on standard output."""
        return ("text", None) in self._wanted

    @property
    def take_reports(self) -> bool:
        """Tell whether any report is to be written: quiet text on standard output is the summary alone."""
        return not self._quiet or self._wanted != [("text", None)]

    def write(self, report: Report, crops: Crops = NO_CROPS) -> None:
        """Write one report everywhere, but for the text on standard output when that is to be quiet; with crops where shown."""
        for (name, file), stream in zip(self._wanted, self._streams, strict=True):
            known = FORMATS[name]
            if name != "text" or file is not None:
                stream.write(known.illustrated(report, crops) if known.illustrated else known.render(report))
            elif not self._quiet:
                stream.write((_text(report) + "\n").encode())
            stream.flush()


@contextmanager
def destination(file: Path | None) -> Iterator[BinaryIO]:
    """Yield a stream to standard output, or to a file that takes its place whole, when all of it was written."""
    if file is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with machine_errors(file):
        target = file.resolve()
        special = target.exists() and not target.is_file()  # a device or a pipe; opening a folder is refused
        partial = target if special else target.with_name(f".segur-dossier-{secrets.token_hex(6)}.partial")
        stream = partial.open("wb" if special else "xb")
    try:
        with stream:
            yield stream
        if not special:
            with machine_errors(file):
                partial.replace(target)
    finally:
        if not special:
            partial.unlink(missing_ok=True)


def _refuse_mixing(wanted: Sequence[Wanted], count: int, say: Say) -> None:
    """Raise click.UsageError when two formats go to one place, or one that holds one dossier would get several."""
    places = [file for _, file in wanted]
    for name, file in wanted:
        if places.count(file) > 1:
            raise click.UsageError(say("two_stdout", format=name) if file is None else say("two_in_file", file=file))
        if count > 1 and not FORMATS[name].joined:
            raise click.UsageError(say("several_documents", format=name, count=count))


def _text(report: Report) -> str:
    width = min(shutil.get_terminal_size((100, 24)).columns, WIDEST)
    return render_text(report, colour=colour_on(sys.stdout), width=width)
