"""Surveys clean generated dossiers of every kind, role and scheme: no blocking rule may fail, and each ought to pass somewhere.

Usage: python -m bench.survey [--dossiers N] [--from SEED] [--scheme CODE] [--jobs N]. Each dossier is judged at its own
moment, beside all the others and with what the registers say of it. Exit code 1 when a blocking rule fails on one of them,
which is a false alarm.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fixtures.generator import KINDS, generate, write
from fixtures.register_files import write_registers
from fixtures.sample import Sample
from fixtures.schemes import OVERLAY
from pipeline.intake.submissions import find_submissions
from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from pipeline.registers.desk import Desk
from pipeline.registers.snapshots import open_snapshots
from pipeline.run import judge_read, open_submission, read_submission
from pipeline.scale.index import Index
from pipeline.stages import Read, Settings
from pipeline.version import VERSION
from rules.loader import load
from validators.model import Finding, Level, Moment, Outcome, Verdict

RULEBOOK = load(OVERLAY)
DESCRIBED = 10  # one dossier of so many says in its request what its files are
TOLD = 8  # seeds of one finding; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """A clean dossier and what was found of it."""

    sample: Sample
    verdict: Verdict
    findings: tuple[Finding, ...]


def survey(seeds: Iterable[int], scheme: str | None, jobs: int) -> Iterator[Surveyed]:
    """Read the dossiers of these seeds, of one scheme or of all, in as many processes, then judge each beside the others."""
    with tempfile.TemporaryDirectory() as home, ChildPool(jobs=jobs, limits=Limits()) as children:
        index = Index(Path(home) / "index.sqlite", RULEBOOK, None)
        dossiers = []
        for seed in seeds:
            sample = generate(seed, scheme=scheme, described=seed % DESCRIBED == 0, registered=True)
            dossiers.append((sample, _read(sample, Path(home), children)))
            index.add(dossiers[-1][1].dossier)
        index.settle()
        for sample, read in dossiers:
            judgement = judge_read(read, _settings(sample), index.portfolio_of(read.dossier)).judgement
            yield Surveyed(sample=sample, verdict=judgement.verdict, findings=judgement.findings)
        index.close()


def _read(sample: Sample, home: Path, children: ChildPool) -> Read:
    """Write a dossier and its registers, read them as the product does, and throw them away."""
    assert sample.registers is not None
    with tempfile.TemporaryDirectory(dir=home) as written, tempfile.TemporaryDirectory(dir=home) as workspace:
        folder = Path(written) / f"{sample.seed:05d}"
        write(sample, folder)
        snapshots = write_registers(sample.registers, Path(written) / "registers")
        desk = Desk(
            snapshots=open_snapshots(RULEBOOK.registers.values(), snapshots, children),
            vocabulary=RULEBOOK.attributes,
            children=children,
        )
        (submission,) = find_submissions([folder])
        opened = open_submission(submission, _settings(sample), children, Path(workspace))
        return read_submission(opened, _settings(sample), children, desk)


def _settings(sample: Sample) -> Settings:
    return Settings(
        rulebook=RULEBOOK,
        overlay=OVERLAY,
        moment=Moment(at=sample.on, hour_known=True),
        limits=Limits(),
        lang="fr",
        version=VERSION,
    )


def verdicts(surveyed: Sequence[Surveyed]) -> Iterator[str]:
    """Yield a line for each kind, role and scheme: how many of its dossiers have each verdict."""
    for what in ("kind", "role", "scheme"):
        counts = Counter((getattr(one.sample, what), one.verdict) for one in surveyed)
        for name in sorted({name for name, _ in counts}):
            told = (f"{counts[name, verdict]:5} {verdict}" for verdict in Verdict if counts[name, verdict])
            yield f"{what:<7} {name:<22}{', '.join(told)}"


def alarms(surveyed: Sequence[Surveyed]) -> Iterator[str]:
    """Yield a line for each rule that failed, or was left open though it blocks: its seeds."""
    seeds: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
    for one in surveyed:
        for found in one.findings:
            is_open = found.outcome == Outcome.INCONCLUSIVE and found.level == Level.BLOCKING
            if found.outcome == Outcome.FAILED or is_open:
                seeds[found.level, found.rule, found.outcome, found.reason or ""][one.sample.seed] = None
    for (level, rule, outcome, reason), those in sorted(seeds.items()):
        told = ", ".join(map(str, list(those)[:TOLD])) + (f" and {len(those) - TOLD} more" if len(those) > TOLD else "")
        yield f"{level:<8} {rule} {outcome} {reason}: seeds {told}"


def never_passed(surveyed: Iterable[Surveyed]) -> list[str]:
    """Return the blocking rules of generated kinds that passed on none of the dossiers: not to apply is not to pass."""
    passed = {found.rule for one in surveyed for found in one.findings if found.outcome == Outcome.PASSED}
    asked = (rule for rule in RULEBOOK.rules.values() if set(rule.applies.kinds or KINDS).intersection(KINDS))
    return sorted(rule.id for rule in asked if rule.level == Level.BLOCKING and rule.id not in passed)


def main() -> int:
    """Print the verdicts, every alarm with its seeds, and the blocking rules that never passed."""
    parser = argparse.ArgumentParser(description="What is found of good dossiers.")
    parser.add_argument("--dossiers", type=int, default=500, help="how many (500)")
    parser.add_argument("--from", dest="first", type=int, default=9000, help="the first seed (9000)")
    parser.add_argument("--scheme", help="of one scheme only")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read (2)")
    options = parser.parse_args()
    surveyed = list(survey(range(options.first, options.first + options.dossiers), options.scheme, options.jobs))
    print(f"{len(surveyed)} clean dossiers, seeds {options.first} to {options.first + options.dossiers - 1}")
    print("\n".join(verdicts(surveyed)))
    print("\n".join(alarms(surveyed)) or "no rule failed, no blocking one was left open")
    print("blocking rules that never passed:", ", ".join(never_passed(surveyed)) or "none")
    false_alarms = [
        found
        for one in surveyed
        for found in one.findings
        if (found.level, found.outcome) == (Level.BLOCKING, Outcome.FAILED)
    ]
    print(f"blocking rules that failed: {len(false_alarms)}")
    return 1 if false_alarms else 0


if __name__ == "__main__":
    sys.exit(main())
