"""What `check` and `build` share: find the dossiers, judge them one by one, show how far we are, add up the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from pipeline.cli.options import shown
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode
from pipeline.intake.model import RequestError, SubmissionPath
from pipeline.intake.submissions import find_submissions
from pipeline.reporting.model import Report
from pipeline.run import Judged, Settings
from pipeline.scale.batch import judge_all
from pipeline.scale.workspace import workspace
from validators.model import Level, Outcome, Verdict


def found(inputs: Sequence[Path], say: Say) -> tuple[SubmissionPath, ...]:
    """Find the submissions of a call; says so on standard error when there is none."""
    submissions = find_submissions(inputs)
    if not submissions:
        click.echo(say("nothing_found", paths=shown(inputs)), err=True)
    return submissions


def each(submissions: Sequence[SubmissionPath], settings: Settings, *, jobs: int, say: Say) -> Iterator[Judged]:
    """Judge the submissions in order, with a bar on standard error when a person watches."""
    watched = sys.stderr.isatty() and len(submissions) > 1
    with workspace() as folder:
        judged = judge_all(submissions, settings, jobs=jobs, workspace=folder)
        bar = click.progressbar(judged, length=len(submissions), label=say("progress"), file=sys.stderr)
        with bar if watched else nullcontext(judged) as dossiers:
            for dossier in dossiers:
                _tell_request_errors(dossier, say, settings.lang)
                yield dossier


def _tell_request_errors(judged: Judged, say: Say, lang: str) -> None:
    """Name each key of the request or decision file that is wrong, on standard error."""
    opened = judged.opened
    errors = [(request.path, error) for request in opened.requests for error in request.errors]
    errors += [(decisions.path, error) for decisions in opened.decisions for error in decisions.errors]
    for path, error in errors:
        click.echo(_request_error(error, f"{opened.submission.name}/{path}", say, lang), err=True)


def _request_error(error: RequestError, file: str, say: Say, lang: str) -> str:
    line = say("request_error_line", line=error.line) if error.line else ""
    seen = say("request_error_seen", seen=error.seen) if error.seen and not _personal(error.key) else ""
    expected = error.expected_fr if lang == "fr" else error.expected_en
    return say("request_error", file=file, line=line, key=error.key or "-", expected=expected, seen=seen)


def _personal(key: str) -> bool:
    return any(
        word in key for word in ("iban", "name", "rpps", "adeli", "representative", "depositor", "signatory", "mssante")
    )


class Tally:
    """The verdicts of a call, added up to its exit code."""

    def __init__(self, fail_on: str) -> None:
        self._fail_on = fail_on
        self._verdicts: set[Verdict] = set()
        self._warned = False

    def add(self, report: Report) -> None:
        """Count one dossier."""
        self._verdicts.add(Verdict(report.verdict))
        self._warned = self._warned or any(
            finding.level == Level.WARNING and finding.outcome == Outcome.FAILED and not finding.decided
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
