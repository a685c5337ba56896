"""Measures ours against the floor and against a naive script, in one run over generated dossiers. Usage: python -m bench.run"""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fixtures.batch import INDEX, described, save_index
from fixtures.generator import generate, write
from fixtures.large import large

ROOT = Path(__file__).resolve().parent.parent
BATCH = ROOT / "build" / "bench" / "batch-1"  # made once: a new plan, a new number
LARGE, SMALL = 8, 500  # requests of 40 beneficiaries, and requests of every kind and size
ROUNDS = 3
BINARY = (sys.executable, "-m", "pipeline")


def make_batch() -> None:
    """Write the dossiers to measure on, the same on every machine; what a broken run left is made again."""
    if (BATCH / INDEX).exists():
        return
    shutil.rmtree(BATCH, ignore_errors=True)
    lines = []
    for seed in range(LARGE + SMALL):
        sample = large(seed) if seed < LARGE else generate(10_000 + seed)
        folder = f"{sample.kind}-{seed:04d}"
        lines.append(described(folder, sample, write(sample, BATCH / "dossiers" / folder), None))
    save_index(BATCH, lines)


def cpu_seconds(command: tuple[str, ...]) -> tuple[float, float, str]:
    """Run a command and return its CPU seconds, those of all its children included, its wall seconds and its output."""
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, os.times()
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, wall, done.stdout


def ours() -> tuple[float, float]:
    """Build the whole batch with one reading child into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as out:
        command = (*BINARY, "build", str(BATCH / "dossiers"), "--on", "2024-11-14T10:00", "--rules", "fixtures/overlay")
        used, wall, _ = cpu_seconds((*command, "--jobs", "1", "--quiet", "--output", f"{out}/out"))
    return used, wall


def main() -> None:
    """Print pages, CPU seconds, milliseconds a page and the ratios."""
    make_batch()
    dossiers = str(BATCH / "dossiers")
    rounds = []
    for _ in range(ROUNDS):
        floor, _, output = cpu_seconds((sys.executable, "bench/floor.py", dossiers))
        rounds.append((floor, ours()[0]))
    pages = int(re.search(r"(\d+) pages", output)[1])  # type: ignore[index]
    naive, _, _ = cpu_seconds((sys.executable, "bench/naive.py", dossiers))
    helps = [cpu_seconds((*BINARY, "--help"))[1] for _ in range(5)]
    floors, builds = ([pair[side] for pair in rounds] for side in (0, 1))
    ratio = statistics.median(build / floor for floor, build in rounds)
    print(
        f"{pages} pages, {LARGE + SMALL} dossiers; {platform.machine()}, Python {platform.python_version()}; CPU of all children"
    )
    for name, seconds in (("floor", statistics.median(floors)), ("ours", statistics.median(builds)), ("naive", naive)):
        print(f"{name:<6}{seconds:8.2f} s {1000 * seconds / pages:8.2f} ms/page")
    print(f"ours / floor  {ratio:.2f} (pair by pair: {', '.join(f'{build / floor:.2f}' for floor, build in rounds)})")
    print(f"ours / naive  {statistics.median(builds) / naive:.2f}")
    print(f"segur-dossier --help  {statistics.median(helps):.2f} s")


if __name__ == "__main__":
    main()
