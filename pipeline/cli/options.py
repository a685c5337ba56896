"""The options that the verbs which read dossiers share, and what they amount to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import click

from pipeline.cli.parameters import Convert, choice, flag, language, option, paths
from pipeline.cli.speech import Say, refusal
from pipeline.cli.streams import shown
from pipeline.errors import ExitCode, SegurDossierError
from pipeline.limits import Limits
from pipeline.stages import Settings
from pipeline.version import VERSION
from rules.instants import PARIS
from rules.loader import RulesError, load
from validators.model import Moment

ChangedLimit = tuple[str, float]  # a name of `Limits` and its value

MOST_JOBS = 256
ZERO_ALLOWED = ("max_depth", "max_nesting")  # the limits that may be 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingCall:
    """What the options of `judging` are in one call."""

    inputs: Sequence[Path]
    moment: Moment | None
    overlay: Path | None
    jobs: int
    limits: Sequence[ChangedLimit]
    registers: Path | None
    trust: Path | None
    fail_on: str
    show_personal_data: bool
    quiet: bool
    lang: str

    @property
    def hidden(self) -> bool:
        """Tell whether names, IBANs and persons' numbers are to be masked: unless asked, and always in a CI."""
        return not self.show_personal_data or bool(os.environ.get("CI"))

    def settings(self) -> Settings:
        """Load the rules and gather what holds for the whole run; raises SegurDossierError for a bad folder."""
        return settings(self.lang, self.overlay, self.moment, self.limits, self.registers, self.trust)


def as_one_call(callback: Callable[..., ExitCode]) -> Callable[..., ExitCode]:
    """Return a callback for click that hands over the options of `judging` as one value, before those of the verb."""
    names = [field.name for field in fields(JudgingCall)]

    def called(**given: Any) -> ExitCode:
        call = JudgingCall(**{name: given.pop(name) for name in names})
        return callback(call, **given)

    return called


def judging(say: Say, lang: str, *, required: bool = True) -> list[click.Parameter]:
    """The options of every verb that judges; `required` is false for a verb that may also be called without a folder."""
    return [
        paths("inputs", say, "folders_metavar", many=True, required=required),
        option(["--on", "moment"], moment_given(say), metavar=say("moment_metavar"), help=say("on_help")),
        *reading(say),
        registers(say),
        _folder("--trust", "trust", say, help=say("trust_help")),
        choice(["--fail-on"], ("blocking", "warning"), say, default="blocking", help=say("fail_on_help")),
        flag(["--show-personal-data"], help=say("personal_help")),
        flag(["--quiet", "-q"], help=say("quiet_help")),
        language(say, lang),
    ]


def reading(say: Say) -> list[click.Option]:
    """The options of every verb that reads pieces: rules, jobs, limits."""
    return [
        overlay(say),
        option(
            ["--jobs", "-j"],
            _jobs(say),
            metavar="N",
            default=default_jobs(),
            help=say("jobs_help", jobs=default_jobs()),
        ),
        option(["--limits"], _limit(say), metavar=say("limit_metavar"), multiple=True, help=say("limits_help")),
    ]


def overlay(say: Say) -> click.Option:
    """The option `--rules`."""
    return _folder("--rules", "overlay", say, help=say("rules_option_help"))


def registers(say: Say) -> click.Option:
    """The option `--registers`."""
    return _folder("--registers", "registers", say, help=say("registers_help"))


def default_jobs() -> int:
    """Return how many processors there are to read with."""
    return max(1, os.cpu_count() or 1)


def settings(
    lang: str,
    overlay: Path | None = None,
    moment: Moment | None = None,
    limits: Sequence[ChangedLimit] = (),
    registers: Path | None = None,
    trust: Path | None = None,
) -> Settings:
    """Load the rules and gather what holds for the whole run; raises SegurDossierError for a bad folder."""
    if registers is not None and not (registers.is_dir() and os.access(registers, os.R_OK | os.X_OK)):
        raise refusal("no_registers", path=shown(registers))
    overlay = overlay.resolve() if overlay else None
    changed: dict[str, Any] = dict(limits)
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
        rulebook=rulebook,
        overlay=overlay,
        moment=moment or now(),
        limits=replace(Limits(), **changed),
        lang=lang,
        version=VERSION,
        registers=registers.resolve() if registers else None,
        trust=_readable(trust.resolve()) if trust else None,
    )


def now() -> Moment:
    """Return the present moment in Paris; the command line is the one place that reads the clock."""
    return Moment(at=datetime.now(PARIS).replace(microsecond=0), hour_known=True)


def _folder(flag: str, name: str, say: Say, *, help: str) -> click.Option:
    path = click.Path(path_type=Path)
    return click.Option([flag, name], type=path, metavar=say("folder_metavar"), help=help)


def _readable(trust: Path) -> Path:
    """Return a folder of certificates; the library that reads them is loaded by those alone who give one."""
    from pipeline.reading.trust import trusted_certificates

    trusted_certificates(trust)
    return trust


def moment_given(say: Say) -> Convert:
    """Return what reads a day, or a day and hour; without an offset it is Paris time."""

    def convert(words: str) -> Moment:
        try:
            at = datetime.fromisoformat(words.strip())
        except ValueError:
            raise ValueError(say("bad_moment", value=words)) from None
        hour_known = "T" in words.upper() or " " in words.strip()
        if not hour_known:  # noon: the hour is never used, and no offset changes the day
            at = datetime.combine(at.date(), time(12), PARIS)
        return Moment(at=at.astimezone(PARIS) if at.tzinfo else at.replace(tzinfo=PARIS), hour_known=hour_known)

    return convert


def _jobs(say: Say) -> Convert:
    def convert(words: str) -> int:
        if not (words.isdecimal() and 1 <= int(words) <= MOST_JOBS):
            raise ValueError(say("bad_jobs", value=words, most=MOST_JOBS))
        return int(words)

    return convert


def _limit(say: Say) -> Convert:
    """A limit and its new value, `max_pages=5000`."""
    known = [field.name for field in fields(Limits)]

    def convert(words: str) -> ChangedLimit:
        name, _, number = words.partition("=")
        if name not in known:
            raise ValueError(say("bad_limit", value=words, known=", ".join(known)))
        try:
            value = float(number) if isinstance(getattr(Limits(), name), float) else int(number)
        except ValueError:
            raise ValueError(say("bad_number", value=words)) from None
        if not (0 < value < float("inf")) and not (value == 0 and name in ZERO_ALLOWED):
            raise ValueError(say("bad_number", value=words))
        return name, value

    return convert
