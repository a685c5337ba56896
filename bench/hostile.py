"""Judges folders of hostile files as submissions and watches the whole tree of processes. Usage: python -m bench.hostile FOLDER...

Each folder must end with a verdict, every file with a fate, no traceback, an empty temporary folder, within the memory that
the parent and its children may use together. With --kill SECONDS a child chosen at random is killed as often.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from pipeline.limits import Limits

ROOT = Path(__file__).resolve().parent.parent
TICK = 0.05  # seconds between two looks at the tree
PARENT_BYTES = 1024**3  # what the parent may use beside its children
ENDED = (0, 1, 3)  # the exit codes of a verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """How a run ended: its exit code, what it printed, its wall seconds, the tree's peak in bytes, the children killed."""

    code: int
    errors: str
    seconds: float
    peak: int
    killed: int


def watch(command: list[str], temporary: str, kill_every: float | None, chance: random.Random) -> Watched:
    """Run a command with a temporary folder of its own, add up its tree's memory, and kill its children when asked."""
    started, peak, killed = time.monotonic(), 0, 0
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = psutil.Popen(
            command, cwd=ROOT, env={"TMPDIR": temporary, "PATH": ""}, stdout=subprocess.DEVNULL, stderr=errors
        )
        while process.poll() is None:
            children = []
            with suppress(psutil.Error):
                children = process.children(recursive=True)
                peak = max(peak, process.memory_info().rss + sum(map(_resident, children)))
            if kill_every and children and time.monotonic() - started > kill_every * (killed + 1):
                with suppress(psutil.Error):
                    chance.choice(children).kill()
                killed += 1
            time.sleep(TICK)
        errors.seek(0)
        told = errors.read()
    seconds = time.monotonic() - started
    return Watched(code=process.returncode, errors=told, seconds=seconds, peak=peak, killed=killed)


def _resident(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def judged(folder: Path, jobs: int, kill_every: float | None, chance: random.Random) -> list[str]:
    """Judge one folder, print how it went, and return what is not as it must be."""
    with tempfile.TemporaryDirectory() as home:
        temporary, lines = Path(home, "temporary"), Path(home, "reports.jsonl")
        temporary.mkdir()
        command = [sys.executable, "-m", "pipeline", "check", str(folder), "--jobs", str(jobs), "--quiet"]
        run = watch([*command, "--format", f"jsonl={lines}"], str(temporary), kill_every, chance)
        left = sorted(path.name for path in temporary.rglob("*"))
        told = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()] if lines.exists() else []
    files = [file for report in told for file in report["files"]]
    codes = Counter(problem["code"] for file in files for problem in file["problems"])
    cap = PARENT_BYTES + jobs * Limits().child_memory_bytes
    print(
        f"{folder.name}: {dict(Counter(report['verdict'] for report in told))}, {len(files)} files, {run.seconds:.1f} s, "
        f"peak {run.peak / 2**20:.0f} MiB of {cap / 2**20:.0f}, {run.killed} children killed, "
        f"fates {dict(Counter(file['fate'] for file in files))}"
    )
    print("  said of files:", ", ".join(f"{code} {count}" for code, count in codes.most_common(8)))
    wrongs = {
        f"exit code {run.code}: {run.errors.strip()[-300:]}": run.code not in ENDED,
        f"a traceback: {run.errors.strip()[-300:]}": "Traceback" in run.errors,
        "no report": not told,
        f"left in the temporary folder: {left}": bool(left),
        f"peak of {run.peak} bytes": run.peak > cap,
        "a file that was not looked at has no reason": any(
            file["fate"] == "unreadable" and not file["problems"] for file in files
        ),
    }
    return [f"{folder.name}: {what}" for what, wrong in wrongs.items() if wrong]


def main() -> None:
    """Judge every folder that is named; exit 1 when anything was not as it must be."""
    parser = argparse.ArgumentParser(
        description="Hostile files as submissions, and the whole tree of processes watched."
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--jobs", type=int, default=2, help="files read at a time (2)")
    parser.add_argument("--kill", type=float, metavar="SECONDS", help="kill a child at random as often")
    parser.add_argument("--seed", type=int, default=1, help="of the choice of children (1)")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    wrongs = [
        wrong for folder in options.folders for wrong in judged(folder.resolve(), options.jobs, options.kill, chance)
    ]
    print(*(wrongs or ["everything as it must be"]), sep="\n")
    sys.exit(bool(wrongs))


if __name__ == "__main__":
    main()
