"""Judges again what archived reports were made from: their folders, found by their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.intake.listing import list_files
from pipeline.intake.model import SubmissionPath
from pipeline.reading.pool import ChildPool
from pipeline.reporting.impact import Archived, How, Impact, archived, concerning, moment_of, shifts
from pipeline.scale.batch import judge_all
from pipeline.scale.workspace import workspace
from pipeline.stages import Settings
from pipeline.understanding.assembling import digest_of
from rules.model import Instant
from rules.rulebook import Rulebook
from rules.stated import Change, differences, in_force
from validators.model import Verdict


def impacts(
    reports: Sequence[Archived], submissions: Sequence[SubmissionPath], settings: Settings, shipped: Rulebook, jobs: int
) -> Iterator[Impact]:
    """Yield what the rules of `settings` make of each report, in order; `shipped` is the rulebook without any overlay.

    A report is judged again as of its own moment when one of the submissions holds the very bytes it was made from.
    """
    open_ones = [one for one in reports if not _same_rules(one, settings)]
    again = _judged_again(open_ones, by_digest(submissions, settings), settings, jobs)
    for report in reports:
        if _same_rules(report, settings):
            yield Impact(archived=report, how=How.SAME_RULES, verdict=report.verdict, why=())
            continue
        why = _why(report, shipped, settings.rulebook)
        judged = again.get(report.file)
        if judged is None:
            yield Impact(archived=report, how=How.CANNOT_TELL, verdict=None, why=why)
        else:
            verdict = Verdict(judged.verdict)
            found = shifts(report, judged)
            yield Impact(archived=report, how=How.JUDGED_AGAIN, verdict=verdict, shifts=found, why=why)


def by_digest(submissions: Sequence[SubmissionPath], settings: Settings) -> dict[str, SubmissionPath]:
    """Return the submissions by the digest that a report of them bears."""
    found = {}
    with workspace() as space, ChildPool(jobs=1, limits=settings.limits) as children:
        for number, submission in enumerate(submissions):
            folder = space / f"s{number:06d}"
            folder.mkdir()
            found[digest_of(list_files(submission, settings.limits, folder, children).files)] = submission
    return found


def _judged_again(
    reports: Sequence[Archived], folders: Mapping[str, SubmissionPath], settings: Settings, jobs: int
) -> dict[str, Archived]:
    """Judge the folders of the reports that have one, those that were judged together once more so; the results by report file."""
    by_moment: dict[tuple[str, bool, str | None], list[Archived]] = {}
    for report in reports:
        if report.digest in folders:
            by_moment.setdefault((report.judged_on.at, report.judged_on.hour_known, report.portfolio), []).append(
                report
            )
    found = {}
    for together in by_moment.values():
        as_of = replace(settings, moment=moment_of(together[0].judged_on))
        with workspace() as space:
            wanted = [folders[report.digest] for report in together]
            alone = together[0].portfolio is None
            again = judge_all(wanted, as_of, jobs=jobs, workspace=space, alone=alone)
            for report, judged in zip(together, again, strict=True):
                now = archived(judged.report, report.file)
                if now.portfolio == report.portfolio:  # else some of those it was judged beside are not here
                    found[report.file] = now
    return found


def _same_rules(report: Archived, settings: Settings) -> bool:
    return (report.rules, report.tool) == (settings.rulebook.digest, settings.version)


def _why(report: Archived, shipped: Rulebook, other: Rulebook) -> tuple[Change, ...] | None:
    """Return what the rules state otherwise about this dossier, None when those it was judged by are not at hand."""
    if report.rules != shipped.digest:
        return None
    moment = moment_of(report.judged_on)
    at: Instant = moment.at if moment.hour_known else moment.at.date()
    return concerning(differences(in_force(shipped, at), in_force(other, at)), report)
