"""What passes from stage to stage of one dossier, and the small turns between two stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.intake.model import DecisionFile, ListedFile, Listing, RequestFile, Role, SubmissionPath
from pipeline.limits import Limits
from pipeline.packing.proof import ProofFacts
from pipeline.packing.write import WrittenPackage, write_package
from pipeline.reading.child import ChildFailure, memory_guard
from pipeline.reading.page import ReadFile
from pipeline.reading.worker import ReadTask
from pipeline.reporting.baseline import Baseline, compared
from pipeline.reporting.build import build_report
from pipeline.reporting.crops import crops_of
from pipeline.reporting.encode import to_json
from pipeline.reporting.model import Report
from pipeline.reporting.web import render_html
from pipeline.understanding.child import FileTask, Understood
from pipeline.watch import Watch
from rules.problems import load_problems
from rules.rulebook import Rulebook
from validators import evidence
from validators.model import Dossier, Moment, Problem, Verdict
from validators.scope import to_check_by_hand
from validators.verdicts import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for every dossier of a run."""

    rulebook: Rulebook
    overlay: Path | None
    moment: Moment
    limits: Limits
    lang: str
    version: str
    registers: Path | None = None  # the folder of the registers' snapshots, None when they are not asked
    baseline: Baseline | None = None
    trust: Path | None = None  # a folder of certificates that vouch for signers
    watch: Watch = field(default_factory=Watch)  # whom the run tells how far it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A submission whose files are listed and on their way to be read."""

    submission: SubmissionPath
    listing: Listing
    requests: tuple[RequestFile, ...]
    decisions: tuple[DecisionFile, ...]
    reading: Mapping[str, Future[Understood | ChildFailure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A submission whose pieces were read and joined into a dossier; it can be put away and taken up again."""

    opened: Opened  # without what was being read
    dossier: Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A submission, read and judged."""

    opened: Opened
    dossier: Dossier
    judgement: Judgement
    report: Report


def to_read(listing: Listing) -> list[ListedFile]:
    """Return the files that may hold pieces: each content once, and only what has bytes."""
    return [
        file
        for file in listing.files
        if file.role == Role.PIECE and file.location is not None and file.duplicate_of is None
    ]


def task_of(file: ListedFile, settings: Settings, requests: Iterable[RequestFile]) -> FileTask:
    """Say to a child what to read, and as what: the files of a request of evidence are no pieces."""
    assert file.location is not None
    read = ReadTask(
        location=file.location,
        sha256=file.sha256,
        content=file.content,
        limits=settings.limits,
        trust=settings.trust,
    )
    of_evidence = any(request.declared.get("kind") == evidence.KIND for request in requests)
    return FileTask(read=read, path=file.path, overlay=settings.overlay, evidence=of_evidence)


def understood(result: Understood | ChildFailure) -> Understood:
    """Return what a child read; one that was killed, crashed or ran out of memory leaves a problem on its file."""
    if isinstance(result, ChildFailure):
        return Understood(read=ReadFile(sha256="", problems=(Problem(code=result.code),)), pieces=())
    return result


def with_problems(opened: Opened) -> tuple[ListedFile, ...]:
    """Give the request and decision files the problems that reading them found."""
    found = {request.path: request.problems for request in opened.requests}
    found |= {decisions.path: decisions.problems for decisions in opened.decisions}
    return tuple(replace(file, problems=file.problems + found.get(file.path, ())) for file in opened.listing.files)


def submission_problems(opened: Opened) -> tuple[Problem, ...]:
    """Return what is wrong with the submission as a whole, several request files included."""
    files = ", ".join(request.path for request in opened.requests)
    several = Problem(code="several_request_files", arguments={"files": files})
    return (*opened.listing.problems, several) if len(opened.requests) > 1 else opened.listing.problems


def report_of(dossier: Dossier, judgement: Judgement, settings: Settings) -> Report:
    """Tell a judged dossier in the language of the run, beside the baseline when there is one."""
    report = build_report(
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
        to_check_by_hand=[(check.text, check.source) for check in to_check_by_hand(dossier, settings.rulebook)],
    )
    return compared(report, settings.baseline)


def written(judged: Judged, settings: Settings, out: Path) -> WrittenPackage:
    """Write a judged dossier's reports, and what is to be deposited when it is conforming."""
    return write_package(
        dossier=judged.dossier,
        report_json=to_json(judged.report),
        report_html=render_html(judged.report, crops_of(judged.report, judged.dossier)).encode(),
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
