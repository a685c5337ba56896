"""What `check` and `build` share: find the dossiers, judge them one by one, show how far we are, add up the exit code."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from pipeline.cli.bar import Bar
from pipeline.cli.request_errors import request_errors
from pipeline.cli.speech import Say
from pipeline.cli.streams import shown
from pipeline.errors import ExitCode
from pipeline.intake.model import SubmissionPath
from pipeline.intake.submissions import survey
from pipeline.reading.child import COLLECT_AFTER
from pipeline.reporting.baseline import counted_verdict
from pipeline.reporting.model import Report
from pipeline.scale.batch import judge_all
from pipeline.scale.workspace import workspace
from pipeline.stages import Judged, Settings
from pipeline.watch import Watch
from validators.model import Level, Outcome, Verdict

NAMED = 5  # paths of a message; the others are counted


def found(inputs: Sequence[Path], say: Say) -> tuple[SubmissionPath, ...]:
    """Find the submissions of a call; on standard error, what lies beside them, or that there is none."""
    seen = survey(inputs)
    if seen.left_out:
        click.echo(say("left_out", count=len(seen.left_out), paths=_listed(seen.left_out)), err=True)
    if not seen.submissions:
        click.echo(say("nothing_found", paths=_listed(inputs)), err=True)
    return seen.submissions


def each(
    submissions: Sequence[SubmissionPath],
    settings: Settings,
    *,
    jobs: int,
    hidden: bool,
    say: Say,
    ledger: sqlite3.Connection | None = None,
) -> Iterator[Judged]:
    """Judge the submissions in order, with a bar on a terminal, beside those of a ledger.

    What is wrong with their request files is told there too; `hidden` keeps personal values out of it.
    """
    gc.set_threshold(COLLECT_AFTER)
    with workspace() as folder, Bar(len(submissions), say("progress")) as bar:
        told = replace(settings, watch=Watch(expected=bar.more, done=bar.step))
        for dossier in judge_all(submissions, told, jobs=jobs, workspace=folder, ledger=ledger, when_read=bar.step):
            for line in request_errors(dossier.opened, settings, say, hidden=hidden):
                click.echo(line, err=True)
            yield dossier
            bar.step()


class Tally:
    """The verdicts of a call, added up to its exit code; what a baseline knows already does not count."""

    def __init__(self, fail_on: str) -> None:
        self._fail_on = fail_on
        self._verdicts: set[Verdict] = set()
        self._warned = False

    def add(self, report: Report) -> None:
        """Count one dossier."""
        self._verdicts.add(counted_verdict(report))
        self._warned = self._warned or any(
            finding.level == Level.WARNING
            and finding.outcome == Outcome.FAILED
            and not finding.decided
            and finding.baseline != "known"
            for finding in report.findings
        )

    @property
    def code(self) -> ExitCode:
        """Return the exit code of the call."""
        if not self._verdicts:
            return ExitCode.NOTHING_TO_DO
        if Verdict.NON_CONFORMING in self._verdicts or (self._fail_on == "warning" and self._warned):
            return ExitCode.NON_CONFORMING
        return ExitCode.TO_REVIEW if Verdict.TO_REVIEW in self._verdicts else ExitCode.CONFORMING


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(shown(path) for path in paths[:NAMED]) + ("…" if len(paths) > NAMED else "")
