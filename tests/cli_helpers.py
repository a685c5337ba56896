"""What the tests of the command line share: ways to call it, the folders they call it on, what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

import pipeline.cli.init
import pipeline.scale.batch
from fixtures.generator import Sample, generate, write
from fixtures.schemes import OVERLAY
from pipeline.cli.main import run
from pipeline.intake.request import parse_request
from tests.reading_samples import drawn, words

ROOT = Path(__file__).resolve().parent.parent
CLEAN = {"listing": 17, "enrolment": 5, "funding": 3, "balance": 7}  # seeds of dossiers that are conforming


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How a call ended, and what it wrote."""

    code: int
    out: str
    err: str


class PoolHere:
    """Stands in for the pool of child processes: does each task at once, in this process."""

    def __init__(self, **_: Any) -> None:
        pass

    def __enter__(self) -> PoolHere:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, work: Callable[[Any], Any], task: Any, seconds: float | None = None) -> Future[Any]:
        """Return a future that is done."""
        future: Future[Any] = Future()
        future.set_result(work(task))
        return future

    def submit_once(self, key: Any, work: Callable[[Any], Any], task: Any, seconds: float | None = None) -> Future[Any]:
        """Do a task here, whether or not its key was seen."""
        return self.submit(work, task, seconds)


def settle_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, children: bool = False) -> Path:
    """Give a test a temporary folder of its own, which is returned, and no word of the surroundings."""
    for name in ("CI", "NO_COLOR", "SEGUR_DOSSIER_LANG"):
        monkeypatch.delenv(name, raising=False)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    if not children:  # a child process costs more than most of these tests
        monkeypatch.setattr(pipeline.scale.batch, "ChildPool", PoolHere)
        monkeypatch.setattr(pipeline.cli.init, "ChildPool", PoolHere)
    return temporary


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> Called:
    """Call the command line in this process; it never shows a traceback."""
    capsys.readouterr()
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return Called(code=code, out=out, err=err)


def call_apart(*arguments: object, **options: Any) -> Called:
    """Call the command line in a process of its own; `env` adds to the environment."""
    process = start_apart(*arguments, **options)
    out, err = process.communicate(timeout=60)
    assert b"Traceback" not in (out or b"") + (err or b"")
    return Called(code=process.returncode, out=(out or b"").decode(), err=(err or b"").decode())


def start_apart(*arguments: object, env: dict[str, str] | None = None, **options: Any) -> subprocess.Popen[bytes]:
    """Start the command line in a process of its own; Ctrl-C reaches it even where the tests run in the background."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "SEGUR_DOSSIER_LANG")}
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL) if sys.platform != "win32" else None
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": ROOT, "preexec_fn": heard} | options
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.Popen(command, env=kept | (env or {}), **options)


def pdf(*lines: str) -> bytes:
    """Return a PDF of one page that says these lines."""
    return drawn(words(*lines))


@cache
def clean_sample(kind: str) -> Sample:
    """Return a dossier that is conforming, as values."""
    return generate(CLEAN[kind], kind=kind)


def clean_folder(folder: Path, kind: str = "listing") -> list[object]:
    """Write a conforming dossier; return the options with which to judge it."""
    sample = clean_sample(kind)
    write(sample, folder)
    return ["--on", sample.on.isoformat(), "--rules", OVERLAY]


def tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def pieces_alone(sample: Sample, folder: Path) -> Path:
    """Write the pieces of a sample without its request file."""
    write(sample, folder).request.unlink()
    return folder


def read_request(folder: Path) -> dict[str, Any]:
    """Return what the request file of a folder declares; it must be valid."""
    parsed = parse_request("request.toml", (folder / "request.toml").read_bytes())
    assert parsed.errors == ()
    return dict(parsed.declared)
