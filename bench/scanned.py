"""Judges scans of generated dossiers: a good one is never non-conforming, one with a defect is never conforming.

Usage: python -m bench.scanned [--grade GRADE] [--clean N] [--part K/N]. Every defect of the fixtures is put in a dossier of
its own, which is printed, signed by hand, scanned and judged, as are N dossiers without defect.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fixtures.generator import generate, write
from fixtures.mutators import MUTATORS, clean_for
from fixtures.sample import Sample
from fixtures.scans import write_scanned
from fixtures.schemes import OVERLAY
from pipeline.intake.submissions import find_submissions
from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from pipeline.run import judge_read, open_submission, read_submission
from pipeline.stages import Settings
from rules.loader import load
from validators.model import Moment, Outcome, Verdict

SEED = 17  # of the dossiers that get a defect
CLEAN_SEEDS = 20_000  # from here on: no test has seen them


def samples(clean: int) -> Iterator[tuple[str, Sample]]:
    """Yield the dossiers with one defect, by its name, then those without."""
    for name in sorted(MUTATORS):
        yield name, MUTATORS[name].apply(clean_for(name, SEED), SEED)
    for seed in range(CLEAN_SEEDS, CLEAN_SEEDS + clean):
        yield f"clean {seed}", generate(seed)


def verdict(folder: Path, settings: Settings, children: ChildPool) -> tuple[Verdict, list[str]]:
    """Judge one folder; return its verdict and the rules that failed."""
    (submission,) = find_submissions([folder])
    with TemporaryDirectory() as workspace:
        opened = open_submission(submission, settings, children, Path(workspace))
        judged = judge_read(read_submission(opened, settings, children), settings)
    failed = {finding.rule for finding in judged.judgement.findings if finding.outcome == Outcome.FAILED}
    return judged.judgement.verdict, sorted(failed)


def judged_both_ways(sample: Sample, grade: str, children: ChildPool) -> tuple[Verdict, Verdict, list[str]]:
    """Return the verdicts of a dossier as it was made and as it was scanned, and the rules that failed on its scan."""
    settings = Settings(
        rulebook=load(OVERLAY),
        overlay=OVERLAY,
        moment=Moment(at=sample.on, hour_known=True),
        limits=Limits(),
        lang="fr",
        version="0",
    )
    with TemporaryDirectory() as home:
        made, scanned = Path(home, "made"), Path(home, "scanned")
        write(sample, made)
        write_scanned(sample, scanned, grade, SEED)
        return verdict(made, settings, children)[0], *verdict(scanned, settings, children)


def main() -> None:
    """Print a line for each dossier; exit 1 when a scan passed with its defect or failed without one."""
    parser = argparse.ArgumentParser(description="Scans of dossiers with one defect each, and of good ones.")
    parser.add_argument("--grade", default="ordinary", choices=("clean", "ordinary", "hard"))
    parser.add_argument("--clean", type=int, default=20, help="good dossiers (20)")
    parser.add_argument("--part", default="1/1", metavar="K/N", help="one dossier in N, from the K-th (1/1: all)")
    parser.add_argument("--jobs", type=int, default=2, help="pages read at a time (2)")
    options = parser.parse_args()
    first, step = map(int, options.part.split("/"))
    counts: Counter[str] = Counter()
    wrong = []
    with ChildPool(jobs=options.jobs, limits=Limits()) as children:
        for name, sample in [*samples(options.clean)][first - 1 :: step]:
            started = time.monotonic()
            made, scanned, failed = judged_both_ways(sample, options.grade, children)
            bad = (
                scanned == Verdict.NON_CONFORMING if name.startswith("clean") else scanned == Verdict.CONFORMING != made
            )
            counts[f"{made} → {scanned}"] += 1
            wrong += [name] if bad else []
            seconds = time.monotonic() - started
            print(f"{'!' if bad else ' '} {name}: {made} → {scanned} {' '.join(failed)} ({seconds:.0f} s)", flush=True)
    print(*(f"{number:>5} {verdicts}" for verdicts, number in sorted(counts.items())), sep="\n")
    print(f"wrong: {', '.join(wrong) or 'none'}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
