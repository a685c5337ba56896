"""Tests of a run that is cut short: Ctrl-C, and what a run that was killed has left."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.cli_helpers import call, clean_folder, clean_sample, settle_in, start_apart
from tests.reading_samples import recursive_form

MANY = 250  # dossiers: enough that writing them outlasts the moment in which the first one is noticed
PATIENCE = 90.0  # seconds, on a machine that does much else

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def hanging_batch(batch: Path) -> list[object]:
    """Write a batch that is read for ever after its first dossier; return the options with which to build it."""
    options = clean_folder(batch / "a")
    (batch / "b").mkdir()
    (batch / "b" / "request.toml").write_text("schema = 1\n")
    (batch / "b" / "boucle.pdf").write_bytes(recursive_form())
    return [*options, "--limits", "child_seconds=600"]


def wait_for(path: Path) -> None:
    """Wait until something is there."""
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_interrupted_build(tmp_path: Path) -> None:
    """Ctrl-C ends a run at once with 130: what is written is whole and nothing else is left."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    options = hanging_batch(tmp_path / "batch")
    for number in range(MANY):  # all are read before the first is written: there must be much to write
        more = tmp_path / "batch" / f"z{number:03d}"
        more.mkdir()
        (more / "request.toml").write_text("schema = 1\n")
    out = tmp_path / "out"
    process = start_apart("build", tmp_path / "batch", *options, "-o", out, env={"TMPDIR": str(temporary)})
    package = out / clean_sample("listing").reference
    wait_for(package / "proof")

    process.send_signal(signal.SIGINT)
    written, told = process.communicate(timeout=15)

    assert process.returncode == 130
    assert told.decode() == "Interrompu. Rien n'est à moitié écrit.\n"
    assert written == b""
    assert list(temporary.iterdir()) == []
    folders = {one.name for one in out.iterdir()}
    assert package.name in folders
    assert len(folders) < MANY + 2
    assert not [name for name in folders if name.startswith(".") or name.endswith((".html", ".csv"))]
    assert all((out / name / "report.html").is_file() for name in folders)


def test_sweep_after_a_killed_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The temporary folder of a run that was killed is swept by the next one, that of a living run is not."""
    temporary = settle_in(monkeypatch, tmp_path)
    options = hanging_batch(tmp_path / "batch")
    process = start_apart("check", tmp_path / "batch", *options, env={"TMPDIR": str(temporary)})
    until = time.monotonic() + PATIENCE
    while not list(temporary.glob("segur-dossier-*/s*")):
        assert time.monotonic() < until
        time.sleep(0.02)
    call(capsys, "check", tmp_path / "batch" / "a", *options)
    while_living = list(temporary.iterdir())
    process.kill()
    process.communicate()
    after_death = list(temporary.iterdir())

    call(capsys, "check", tmp_path / "batch" / "a", *options)

    assert len(while_living) == 1
    assert after_death == while_living
    assert list(temporary.iterdir()) == []


def test_sweep_beside_a_run_that_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder that its own run removes while another one looks for what to sweep stops nobody."""
    from pipeline.scale.workspace import workspace

    settle_in(monkeypatch, tmp_path)
    gone = Path(tempfile.gettempdir()) / "segur-dossier-999999-ended"
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: iter([gone]))
    with workspace() as folder:
        assert folder.is_dir()


def test_workspace_belongs_to_its_owner_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The temporary folder of a run, where pieces may be unpacked, is closed to others."""
    from pipeline.scale.workspace import workspace

    settle_in(monkeypatch, tmp_path)
    with workspace() as folder:
        mode = folder.stat().st_mode & 0o777
        assert folder.parent == Path(tempfile.gettempdir())
        assert f"-{os.getpid()}-" in folder.name

    assert mode == 0o700
