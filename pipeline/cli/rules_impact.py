"""`rules impact`: which archived reports would have another verdict under other rules, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click
import msgspec

from pipeline.cli.judging import found
from pipeline.cli.options import ChangedLimit, reading, settings
from pipeline.cli.parameters import choice, language, paths
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.cli.streams import shown
from pipeline.errors import ExitCode
from pipeline.packing.place import machine_errors
from pipeline.replay import impacts
from pipeline.reporting.encode import from_json
from pipeline.reporting.impact import Archived, Impact, archived, impacts_json, impacts_text
from rules.loader import load

REPORT = "report.json"


def command(say: Say, lang: str) -> Command:
    """Make the command."""
    path = click.Path(path_type=Path)
    inputs = click.Option(
        ["--inputs"], multiple=True, type=path, metavar=say("folder_metavar"), help=say("impact_inputs_help")
    )
    return Command(
        say,
        name="impact",
        help=say("rules_impact_help"),
        epilog=say("exit_codes_of_impact"),
        params=[
            paths("archives", say, "archives_metavar", many=True),
            inputs,
            choice(["--format"], ("text", "json"), say, default="text", help=say("rules_format_help")),
            *reading(say),
            language(say, lang),
        ],
        callback=partial(_impact, say),
    )


def _impact(
    say: Say,
    archives: Sequence[Path],
    inputs: Sequence[Path],
    format: str,
    overlay: Path | None,
    jobs: int,
    limits: Sequence[ChangedLimit],
    lang: str,
) -> ExitCode:
    reports = list(_read(archives, say))
    if not reports:
        click.echo(say("no_archive", paths=", ".join(map(shown, archives))), err=True)
        return ExitCode.NOTHING_TO_DO
    run_settings = settings(lang, overlay, limits=limits)
    submissions = found(inputs, say) if inputs else ()
    told = list(impacts(reports, submissions, run_settings, load(), jobs))
    write = impacts_json if format == "json" else impacts_text
    click.echo(write(told, run_settings.rulebook, lang), nl=False)
    return _code(told)


def _read(archives: Sequence[Path], say: Say) -> Iterator[Archived]:
    """Yield the reports of some files and folders; on standard error, what is called a report and is none."""
    for given in archives:
        with machine_errors(given):
            files = sorted(given.rglob(REPORT)) if given.is_dir() else [given]
        for file in files:
            with machine_errors(file):
                content = file.read_bytes()
            try:
                yield archived(from_json(content), shown(file))
            except (msgspec.DecodeError, UnicodeDecodeError):
                click.echo(say("not_a_report", file=shown(file)), err=True)


def _code(told: Sequence[Impact]) -> ExitCode:
    if any(one.changes for one in told):
        return ExitCode.NON_CONFORMING
    return ExitCode.TO_REVIEW if any(one.verdict is None for one in told) else ExitCode.CONFORMING
