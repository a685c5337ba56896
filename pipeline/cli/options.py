"""The options that several verbs share."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import click

from pipeline.cli.speech import LANGUAGES, Say
from pipeline.errors import SegurDossierError
from pipeline.limits import Limits
from pipeline.run import Settings
from rules.instants import PARIS
from rules.loader import RulesError, load
from validators.model import Moment


class MomentType(click.ParamType[Any]):
    """A day or a day and hour; without an offset it is Paris time."""

    name = "DATETIME"

    def __init__(self, say: Say) -> None:
        self._say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        if isinstance(value, Moment):
            return value
        text = str(value).strip()
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            self.fail(self._say("bad_moment", value=text), param, ctx)
        hour_known = "T" in text.upper() or " " in text
        if not hour_known:
            at = datetime.combine(
                at.date(), time(12), PARIS
            )  # noon: the hour is never used, and no offset changes the day
        return Moment(at=at if at.tzinfo else at.replace(tzinfo=PARIS), hour_known=hour_known)


def now() -> Moment:
    """Return the present moment in Paris; the command line is the one place that reads the clock."""
    return Moment(at=datetime.now(PARIS).replace(microsecond=0), hour_known=True)


def judging(say: Say, lang: str) -> list[click.Parameter]:
    """The options of every verb that judges."""
    return [
        click.Argument(["inputs"], nargs=-1, required=True, type=click.Path(path_type=Path)),
        click.Option(["--on", "moment"], type=MomentType(say), help=say("on_help")),
        click.Option(["--rules", "overlay"], type=click.Path(path_type=Path), help=say("rules_option_help")),
        click.Option(
            ["--jobs", "-j"],
            type=click.IntRange(1, 256),
            default=default_jobs(),
            show_default=True,
            help=say("jobs_help"),
        ),
        click.Option(
            ["--fail-on"], type=click.Choice(["blocking", "warning"]), default="blocking", help=say("fail_on_help")
        ),
        click.Option(["--show-personal-data"], is_flag=True, help=say("personal_help")),
        click.Option(["--quiet", "-q"], is_flag=True, help=say("quiet_help")),
        language(say, lang),
    ]


def language(say: Say, lang: str) -> click.Option:
    """The option `--lang`, which every verb takes too."""
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), default=lang, help=say("lang_help"))


def default_jobs() -> int:
    """Return how many processors there are to read with."""
    return max(1, os.cpu_count() or 1)


def settings(overlay: Path | None, moment: Moment | None, lang: str, version: str) -> Settings:
    """Load the rules and gather what holds for the whole run; raises SegurDossierError for a bad overlay."""
    overlay = overlay.resolve() if overlay else None
    try:
        rulebook = load(overlay)
    except RulesError as error:
        raise SegurDossierError(
            fr=error.messages["fr"],
            en=error.messages["en"],
            remedy_fr=error.remedies["fr"],
            remedy_en=error.remedies["en"],
        ) from error
    return Settings(
        rulebook=rulebook, overlay=overlay, moment=moment or now(), limits=Limits(), lang=lang, version=version
    )


def shown(paths: Sequence[Path]) -> str:
    """Name some paths for a message."""
    return ", ".join(str(path) for path in paths[:3]) + ("…" if len(paths) > 3 else "")
