"""Judges sample dossiers as the product does, in this process: a child process per file would cost more than the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from fixtures.generator import generate, write
from fixtures.mutators import EVERY, clean_for
from fixtures.register_files import write_registers
from fixtures.sample import Sample
from fixtures.schemes import OVERLAY
from pipeline.intake.submissions import find_submissions
from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from pipeline.registers.desk import Desk
from pipeline.registers.snapshots import open_snapshots
from pipeline.reporting.build import build_report
from pipeline.reporting.wording import MISSING
from pipeline.run import judge_read, open_submission, read_submission
from pipeline.scale.index import Index
from pipeline.stages import Judged, Read, Settings
from rules.loader import load
from rules.problems import load_problems
from rules.rulebook import Rulebook
from validators.model import Finding, Level, Moment, Outcome
from validators.portfolio import Portfolio


class InProcess:
    """Stands in for the pool of child processes: does each task at once, here."""

    def submit(self, work: Callable[[Any], Any], task: Any, seconds: float | None = None) -> Future[Any]:
        """Return a future that is done."""
        future: Future[Any] = Future()
        future.set_result(work(task))
        return future

    def submit_once(self, key: Any, work: Callable[[Any], Any], task: Any, seconds: float | None = None) -> Future[Any]:
        """Do a task here, whether or not its key was seen."""
        return self.submit(work, task, seconds)


@cache
def rulebook(overlay: Path | None = OVERLAY) -> Rulebook:
    """Return the shipped rules, with the fictional ceilings and windows of the tests unless asked without."""
    return load(overlay)


def settings(on: datetime, *, overlay: Path | None = OVERLAY, hour_known: bool = True, lang: str = "fr") -> Settings:
    """Return what holds for a run as of a moment."""
    return Settings(
        rulebook=rulebook(overlay),
        overlay=overlay,
        moment=Moment(at=on, hour_known=hour_known),
        limits=Limits(),
        lang=lang,
        version="0.1.0",
    )


CHILDREN = cast("ChildPool", InProcess())


def judge_folder(folder: Path, run: Settings) -> Judged:
    """Read and judge one submission folder."""
    return judge_read(read_folder(folder, run), run)


def read_folder(folder: Path, run: Settings, desk: Desk | None = None) -> Read:
    """Read one submission folder, and ask the registers when there are any."""
    (submission,) = find_submissions([folder])
    with TemporaryDirectory() as workspace:
        opened = open_submission(submission, run, CHILDREN, Path(workspace))
        return read_submission(opened, run, CHILDREN, desk)


def judge_sample(sample: Sample, **options: Any) -> Judged:
    """Write a sample to a folder of its own and judge it at its own moment, beside what it is to be judged beside.

    Options as those of `settings`.
    """
    run = settings(sample.on, **options)
    with TemporaryDirectory() as home:
        desk = None
        if sample.registers is not None:
            snapshots = write_registers(sample.registers, Path(home) / "registers")
            desk = Desk(
                snapshots=open_snapshots(run.rulebook.registers.values(), snapshots, CHILDREN),
                vocabulary=run.rulebook.attributes,
                children=CHILDREN,
            )
        written = [
            write(one, Path(home) / str(rank) / one.reference.replace("/", "-")).folder
            for rank, one in enumerate((sample, *sample.beside))
        ]
        reads = [read_folder(folder, run, desk) for folder in written]
        portfolio = portfolio_of(reads, Path(home) / "index.sqlite") if sample.beside else None
        return judge_read(reads[0], run, portfolio)


def portfolio_of(reads: Sequence[Read], file: Path) -> Portfolio:
    """Return what the first dossier has in common with the others."""
    index = Index(file, rulebook(), None)
    for read in reads:
        index.add(read.dossier)
    index.settle()
    found = index.portfolio_of(reads[0].dossier)
    index.close()
    return found


@cache
def clean(seed: int, **options: Any) -> tuple[Sample, Judged]:
    """Return a clean generated dossier and its judgement; options as those of `generate`."""
    sample = generate(seed, **options)
    return sample, judge_sample(sample)


@cache
def with_defect(name: str, seed: int, kind: str | None = None) -> tuple[Judged, Judged]:
    """Return the judgements of a clean dossier and of the same one with a defect."""
    sample = clean_for(name, seed, kind=kind)
    same, before = clean(sample.seed, kind=sample.kind, **EVERY[name].wants)
    assert same == sample
    return before, judge_sample(EVERY[name].apply(sample, seed))


def gaps(judged: Judged) -> list[str]:
    """Return the sentences of the report, in both languages, that show « ? » where a value is wanting."""
    english = build_report(
        dossier=judged.dossier,
        findings=judged.judgement.findings,
        verdict=judged.judgement.verdict,
        beneficiary_verdicts=judged.judgement.beneficiary_verdicts,
        moment=Moment(at=datetime.fromisoformat(judged.report.judged_on.at), hour_known=True),
        rulebook=rulebook(),
        problem_texts=load_problems(),
        lang="en",
        tool_version="0.1.0",
        guard="none",
    )
    told = [finding for report in (judged.report, english) for finding in report.findings]
    said = [sentence for one in told for sentence in (one.message, one.remedy, one.reason and one.reason.text)]
    return [sentence for sentence in said if sentence and MISSING in sentence]


def found(judged: Judged, outcome: Outcome, level: Level | None = None) -> list[Finding]:
    """Return the findings of an outcome, of one level or of all."""
    return [
        finding
        for finding in judged.judgement.findings
        if finding.outcome == outcome and level in (None, finding.level)
    ]


def told(judged: Judged, findings: list[Finding]) -> str:
    """Say findings as the report does, one a line, for the message of an assertion."""
    said = {(item.rule, item.subject): item.message for item in judged.report.findings}
    return "\n".join(
        f"{one.rule} {one.level} {one.outcome} {one.subject} [{one.reason}]: {said.get((one.rule, one.subject))}"
        for one in findings
    )
