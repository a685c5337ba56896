"""The whole way of one dossier, on one screen: folder → files → pieces → claims → findings → verdict → report → package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.intake.listing import list_files
from pipeline.intake.model import Role, SubmissionPath
from pipeline.intake.request import read_decisions, read_request
from pipeline.packing.write import WrittenPackage
from pipeline.reading.child import ChildFailure
from pipeline.reading.pool import ChildPool
from pipeline.registers.desk import Desk
from pipeline.stages import (
    Judged,
    Opened,
    Read,
    Settings,
    report_of,
    submission_problems,
    task_of,
    to_read,
    understood,
    with_problems,
    written,
)  # fmt: skip
from pipeline.understanding.assembling import assemble
from pipeline.understanding.child import Understood, read_and_understand
from pipeline.understanding.scanned import with_scans
from rules.problems import load_problems
from validators.engine import judge
from validators.model import Problem, Verdict
from validators.portfolio import Portfolio


def open_submission(submission: SubmissionPath, settings: Settings, children: ChildPool, workspace: Path) -> Opened:
    """List a submission's files, read its request and decisions, and hand its pieces to the children."""
    listing = list_files(submission, settings.limits, workspace, children)
    requests = tuple(read_request(file) for file in listing.files if file.role == Role.REQUEST)
    tasks = {file.path: task_of(file, settings, requests) for file in to_read(listing)}
    return Opened(
        submission=submission,
        listing=listing,
        requests=requests,
        decisions=tuple(read_decisions(file) for file in listing.files if file.role == Role.DECISIONS),
        reading={path: children.submit(read_and_understand, task) for path, task in tasks.items()},
    )


def read_submission(opened: Opened, settings: Settings, children: ChildPool, desk: Desk | None = None) -> Read:
    """Wait for a submission's pieces, join what they say into claims, and ask the registers."""
    valid = [request for request in opened.requests if not request.errors]
    dossier = assemble(
        name=opened.submission.name,
        listed=with_problems(opened),
        read={path: understood(result) for path, result in _results(opened, settings, children).items()},
        declared=valid[0].declared if valid else {},
        request_file=valid[0].path if valid else None,
        problems=submission_problems(opened),
        decisions=tuple(decision for file in opened.decisions for decision in file.decisions),
        rulebook=settings.rulebook,
    )
    return Read(opened=replace(opened, reading={}), dossier=desk.informed(dossier) if desk else dossier)


def judge_read(read: Read, settings: Settings, portfolio: Portfolio | None = None) -> Judged:
    """Judge a dossier, beside the others when there are any, and tell."""
    dossier = replace(read.dossier, portfolio=portfolio)
    judgement = judge(dossier, settings.rulebook, load_problems(), settings.moment)
    report = report_of(dossier, judgement, settings)
    return Judged(opened=read.opened, dossier=dossier, judgement=judgement, report=report)


def _results(opened: Opened, settings: Settings, children: ChildPool) -> Mapping[str, Understood | ChildFailure]:
    tasks = {file.path: task_of(file, settings, opened.requests) for file in to_read(opened.listing)}
    first = {path: future.result() for path, future in opened.reading.items()}
    return with_scans(first, tasks, children, settings.watch)


def package(judged: Judged, settings: Settings, out: Path) -> tuple[Judged, WrittenPackage]:
    """Write the reports and, when the dossier is conforming, what is to be deposited with its proof.

    A conforming dossier whose package cannot be written is told as to review, with the reason.
    """
    result = written(judged, settings, out)
    if result.refusal is None:
        return judged, result
    problem = Problem(code="package_refused", arguments={"why": result.refusal.say(settings.lang)})
    dossier = replace(judged.dossier, problems=(*judged.dossier.problems, problem))
    judgement = replace(judged.judgement, verdict=Verdict.TO_REVIEW)
    refused = replace(judged, dossier=dossier, judgement=judgement, report=report_of(dossier, judgement, settings))
    return refused, written(refused, settings, out)
