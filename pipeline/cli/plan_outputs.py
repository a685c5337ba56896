"""Where plans and letters go: a format and destination each, letters into a folder of their own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import click

from pipeline.cli.output import WIDEST, Wanted, destination
from pipeline.cli.parameters import option
from pipeline.cli.speech import Say
from pipeline.cli.streams import shown
from pipeline.packing.letters import letter_docx
from pipeline.packing.place import prepare_out
from pipeline.planning.formats import PLAN_FORMATS
from pipeline.planning.letters import LANG, Sender, letters_of, without_ibans
from pipeline.planning.tell import Told, gather
from pipeline.stages import Settings

Written = TypeVar("Written")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """What the letters of a call will say, gathered dossier by dossier."""

    told: list[Told] = field(default_factory=list)
    senders: dict[str, Sender] = field(default_factory=dict)
    ibans: set[str] = field(default_factory=set)


def formats(say: Say) -> click.Option:
    """The option `--format` of `plan`."""

    def convert(words: str) -> Wanted:
        name, _, file = words.partition("=")
        if name not in PLAN_FORMATS:
            raise ValueError(say("bad_format", value=words, known=", ".join(PLAN_FORMATS)))
        return name, Path(file) if file and file != "-" else None

    words = say("format_help", known=", ".join(PLAN_FORMATS))
    return option(["--format", "wanted"], convert, metavar=say("format_metavar"), multiple=True, help=words)


def refuse_mixing(wanted: Sequence[Wanted], say: Say, *, known: Sequence[str]) -> None:
    """Raise click.UsageError when two formats go to one place, or one is not for this use of the verb."""
    places = [file for _, file in wanted]
    for name, file in wanted:
        if name not in known:
            raise click.UsageError(say("bad_format", value=name, known=", ".join(known)))
        if places.count(file) > 1:
            raise click.UsageError(say("two_stdout", format=name) if file is None else say("two_in_file", file=file))


def write_all(
    wanted: Sequence[Wanted],
    value: Written,
    known: Mapping[str, Callable[[Written], bytes]],
    on_terminal: Callable[[int], str],
) -> None:
    """Write a value in each format that is asked for; text on standard output when none is."""
    for name, file in wanted or [("text", None)]:
        plain = name == "text" and file is None
        content = on_terminal(_width()).encode() if plain else known[name](value)
        with destination(file) as stream:
            stream.write(content)


def write_letters(folder: Path, draft: LetterDraft, settings: Settings, *, hidden: bool, quiet: bool, say: Say) -> None:
    """Write the letters, each whole or not at all, and say on standard error how many unless quiet."""
    plan = gather(draft.told, lang=LANG, version=settings.version)
    written = letters_of(plan, draft.senders, settings.moment)
    if written:
        prepare_out(folder)
    for name, letter in written:
        with destination(folder / name) as stream:
            stream.write(letter_docx(without_ibans(letter, sorted(draft.ibans)) if hidden else letter))
    if not quiet:
        click.echo(say("letters_written", count=len(written), out=shown(folder)), err=True)


def _width() -> int:
    return min(shutil.get_terminal_size((100, 24)).columns, WIDEST) if sys.stdout.isatty() else 100
