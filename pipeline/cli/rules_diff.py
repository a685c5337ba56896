"""`rules diff`: what the rules and the schemes say otherwise at one moment than at another."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import moment_given, overlay, settings
from pipeline.cli.parameters import argument, choice, language
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode
from pipeline.reporting.changes import changes_json, changes_text
from rules.instants import PARIS
from rules.model import Instant
from rules.stated import differences, in_force
from validators.model import Moment


def command(say: Say, lang: str) -> Command:
    """Make the command."""
    return Command(
        say,
        name="diff",
        help=say("rules_diff_help"),
        params=[
            argument("date1", moment_given(say)),
            argument("date2", moment_given(say)),
            choice(["--format"], ("text", "json"), say, default="text", help=say("rules_format_help")),
            overlay(say),
            language(say, lang),
        ],
        callback=_diff,
    )


def _diff(date1: Moment, date2: Moment, format: str, overlay: Path | None, lang: str) -> ExitCode:
    rulebook = settings(lang, overlay).rulebook
    before, after = _instant(date1), _instant(date2)
    changes = differences(in_force(rulebook, before), in_force(rulebook, after))
    if format == "json":
        written = changes_json(changes, rulebook, lang, before.isoformat(), after.isoformat())
    else:
        written = changes_text(changes, rulebook, lang)
    click.echo(written, nl=False)
    return ExitCode.CONFORMING


def _instant(moment: Moment) -> Instant:
    """Return a moment as the rules are dated: a day whose hour is not known is a plain date."""
    return moment.at if moment.hour_known else moment.at.astimezone(PARIS).date()
