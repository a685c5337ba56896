"""The whole way of one dossier, on one screen: folder → files → pieces → claims → findings → verdict → report."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.intake.listing import list_files
from pipeline.intake.model import DecisionFile, ListedFile, Listing, RequestFile, Role, SubmissionPath
from pipeline.intake.request import read_decisions, read_request
from pipeline.limits import Limits
from pipeline.packing.proof import ProofFacts
from pipeline.packing.write import WrittenPackage, write_package
from pipeline.reading.child import ChildFailure, memory_guard
from pipeline.reading.page import ReadFile
from pipeline.reading.pool import ChildPool
from pipeline.reading.worker import ReadTask
from pipeline.reporting.build import build_report
from pipeline.reporting.encode import to_json
from pipeline.reporting.model import Report
from pipeline.reporting.web import render_html
from pipeline.understanding.assembling import assemble
from pipeline.understanding.child import FileTask, Understood, read_and_understand
from rules.problems import load_problems
from rules.rulebook import Rulebook
from validators.engine import Judgement, judge
from validators.model import Dossier, Moment, Problem, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for every dossier of a run."""

    rulebook: Rulebook
    overlay: Path | None
    moment: Moment
    limits: Limits
    lang: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A submission whose files are listed and on their way to be read."""

    submission: SubmissionPath
    listing: Listing
    requests: tuple[RequestFile, ...]
    decisions: tuple[DecisionFile, ...]
    reading: Mapping[str, Future[Understood | ChildFailure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A submission, read and judged."""

    opened: Opened
    dossier: Dossier
    judgement: Judgement
    report: Report


def open_submission(submission: SubmissionPath, settings: Settings, children: ChildPool, workspace: Path) -> Opened:
    """List a submission's files, read its request and decisions, and hand its pieces to the children."""
    listing = list_files(submission, settings.limits, workspace)
    return Opened(
        submission=submission,
        listing=listing,
        requests=tuple(read_request(file) for file in listing.files if file.role == Role.REQUEST),
        decisions=tuple(read_decisions(file) for file in listing.files if file.role == Role.DECISIONS),
        reading={
            file.path: children.submit(read_and_understand, _task(file, settings))
            for file in listing.files
            if file.role == Role.PIECE and file.location is not None and file.duplicate_of is None
        },
    )


def judge_submission(opened: Opened, settings: Settings) -> Judged:
    """Wait for a submission's pieces, join what they say, judge it and tell."""
    valid = [request for request in opened.requests if not request.errors]
    dossier = assemble(
        name=opened.submission.name,
        listed=_with_problems(opened),
        read={path: _read(future.result()) for path, future in opened.reading.items()},
        declared=valid[0].declared if valid else {},
        request_file=valid[0].path if valid else None,
        problems=opened.listing.problems + _twice(opened.requests),
        decisions=tuple(decision for file in opened.decisions for decision in file.decisions),
        rulebook=settings.rulebook,
    )
    judgement = judge(dossier, settings.rulebook, load_problems(), settings.moment)
    return Judged(opened=opened, dossier=dossier, judgement=judgement, report=_report(dossier, judgement, settings))


def package(judged: Judged, settings: Settings, out: Path) -> tuple[Judged, WrittenPackage]:
    """Write a judged dossier's reports and, when it is conforming, what is to be deposited with its proof.

    A conforming dossier whose package cannot be written is told as to review, with the reason.
    """
    written = _write(judged, settings, out)
    if written.refusal is None:
        return judged, written
    problem = Problem(code="package_refused", arguments={"why": written.refusal.say(settings.lang)})
    dossier = replace(judged.dossier, problems=(*judged.dossier.problems, problem))
    judgement = replace(judged.judgement, verdict=Verdict.TO_REVIEW)
    refused = replace(judged, dossier=dossier, judgement=judgement, report=_report(dossier, judgement, settings))
    return refused, _write(refused, settings, out)


def _task(file: ListedFile, settings: Settings) -> FileTask:
    assert file.location is not None
    read = ReadTask(location=file.location, sha256=file.sha256, content=file.content, limits=settings.limits)
    return FileTask(read=read, path=file.path, overlay=settings.overlay)


def _read(result: Understood | ChildFailure) -> Understood:
    """A child that was killed, crashed or ran out of memory leaves a problem on its file, and nothing else."""
    if isinstance(result, ChildFailure):
        return Understood(read=ReadFile(sha256="", problems=(Problem(code=result.code),)), pieces=())
    return result


def _with_problems(opened: Opened) -> tuple[ListedFile, ...]:
    """Give the request and decision files the problems that reading them found."""
    found = {request.path: request.problems for request in opened.requests}
    found |= {decisions.path: decisions.problems for decisions in opened.decisions}
    return tuple(replace(file, problems=file.problems + found.get(file.path, ())) for file in opened.listing.files)


def _twice(requests: tuple[RequestFile, ...]) -> tuple[Problem, ...]:
    if len(requests) < 2:
        return ()
    return (Problem(code="several_request_files", arguments={"files": ", ".join(file.path for file in requests)}),)


def _report(dossier: Dossier, judgement: Judgement, settings: Settings) -> Report:
    return build_report(
        dossier=dossier,
        findings=judgement.findings,
        verdict=judgement.verdict,
        beneficiary_verdicts=judgement.beneficiary_verdicts,
        moment=settings.moment,
        rulebook=settings.rulebook,
        problem_texts=load_problems(),
        lang=settings.lang,
        tool_version=settings.version,
        guard=memory_guard(),
    )


def _write(judged: Judged, settings: Settings, out: Path) -> WrittenPackage:
    return write_package(
        dossier=judged.dossier,
        report_json=to_json(judged.report),
        report_html=render_html(judged.report).encode(),
        locations={file.path: file.location for file in judged.opened.listing.files if file.location is not None},
        conforming=judged.judgement.verdict == Verdict.CONFORMING,
        proof_facts=ProofFacts(
            tool_version=settings.version,
            rules_digest=settings.rulebook.digest,
            overlay_digest=settings.rulebook.overlay_digest,
        ),
        out=out,
        overlay=settings.overlay,
    )
