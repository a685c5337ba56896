"""`--baseline` and `--write-baseline`: a CI fails on what is new or worse, and nobody is told that a dossier is fine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fixtures.schemes import OVERLAY
from tests.cli_helpers import ROOT, call, clean_folder, settle_in

SAMPLE = ROOT / "fixtures" / "dossiers" / "defaut-facture-un-centime"
OPTIONS = ("--on", "2024-11-14T10:00", "--rules", OVERLAY)


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy a dossier that fails one rule."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "d"))


@pytest.fixture
def known(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> Path:
    """Write the baseline of that dossier."""
    called = call(capsys, "check", folder, *OPTIONS, "--write-baseline", tmp_path / "known.json")

    assert called.code == 1
    assert "known.json : 1 constat(s)." in called.err
    return tmp_path / "known.json"


def test_known_failures_do_not_fail_the_call_nor_become_conforming(
    capsys: pytest.CaptureFixture[str], folder: Path, known: Path
) -> None:
    """The exit code is 0, the verdict is what it was, and the report says why."""
    called = call(capsys, "check", folder, *OPTIONS, "--baseline", known, "--format", "json")

    told = json.loads(called.out)
    assert called.code == 0
    assert told["verdict"] == "non_conforming"
    assert [one["baseline"] for one in told["findings"] if one["outcome"] == "failed"] == ["known"]
    assert "0 nouveau(x), 0 aggravé(s), 1 déjà connu(s), 0 disparu(s)" in called.err


def test_renamed_files_stay_known(capsys: pytest.CaptureFixture[str], folder: Path, known: Path) -> None:
    """Files that only change their names bring nothing new."""
    for number, file in enumerate(sorted(folder.glob("*.pdf"), reverse=True)):
        file.rename(folder / f"scan{number:03}.pdf")

    assert call(capsys, "check", folder, *OPTIONS, "--baseline", known).code == 0


def test_a_new_failure_fails_the_call(capsys: pytest.CaptureFixture[str], folder: Path, known: Path) -> None:
    """A piece that goes missing is new, and what was known is still told apart."""
    next(folder.glob("VA_CHRS*.pdf")).unlink()

    called = call(capsys, "check", folder, *OPTIONS, "--baseline", known)

    assert called.code == 1
    assert "déjà connu" in called.out
    assert "nouveau" in called.out


def test_what_was_put_right_is_said(capsys: pytest.CaptureFixture[str], folder: Path, known: Path) -> None:
    """When the declared amount is corrected, the known failure is gone and named."""
    request = folder / "request.toml"
    request.write_text(request.read_text("utf-8").replace("8020.0\n", "8020.01\n"), "utf-8")

    called = call(capsys, "check", folder, *OPTIONS, "--baseline", known)

    assert "N’est plus constaté\u00a0: Facturé ≤ déclaré à l'avance" in called.out
    assert "1 disparu(s)" in called.err


def test_dossiers_that_were_not_judged_are_not_called_gone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, known: Path
) -> None:
    """Of a dossier of the baseline that is not part of the call nothing is claimed."""
    options = clean_folder(tmp_path / "other")

    called = call(capsys, "check", tmp_path / "other", *options, "--baseline", known)

    assert called.code == 0
    assert "0 disparu(s)" in called.err
    assert "1 dossier(s) de la référence n'ont pas été jugés" in called.err


def test_nothing_is_packaged_because_it_is_known(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path, known: Path
) -> None:
    """`build` writes the report of a known failure, with its badge, and no package."""
    called = call(capsys, "build", folder, *OPTIONS, "--baseline", known, "-o", tmp_path / "out")

    (written,) = [path for path in (tmp_path / "out").iterdir() if path.is_dir()]
    assert called.code == 0
    assert sorted(path.name for path in written.iterdir()) == ["report.html", "report.json"]
    assert '<span class="badge known">déjà connu</span>' in (written / "report.html").read_text("utf-8")


def test_known_warnings_do_not_fail_either(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    """With --fail-on warning, a known warning does not count."""
    late = ("--on", "2025-11-14T10:00", "--rules", OVERLAY, "--fail-on", "warning")
    call(capsys, "check", folder, *late, "--write-baseline", tmp_path / "late.json")

    assert call(capsys, "check", folder, *late).code == 1
    assert call(capsys, "check", folder, *late, "--baseline", tmp_path / "late.json").code == 0


@pytest.mark.parametrize("content", [None, "", "{}"], ids=["missing", "empty", "other"])
def test_a_baseline_that_cannot_be_read_stops_the_call(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path, content: str | None
) -> None:
    """Without its baseline a call is not run as if there were none."""
    file = tmp_path / "bad.json"
    if content is not None:
        file.write_text(content, "utf-8")

    called = call(capsys, "check", folder, *OPTIONS, "--baseline", file)

    assert (called.code, called.out) == (2, "")
    assert "Que faire" in called.err
