"""How a package takes its place in the output folder: whole or not at all, and never over somebody else's files."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.packing.place import prepare_out, refuse_overlap
from pipeline.packing.verify import verify
from tests.packing_samples import Sample, balance, contents


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A balance request of two beneficiaries."""
    return balance(tmp_path / "in")


def crash_at(monkeypatch: pytest.MonkeyPatch, call: int, error: BaseException) -> None:
    """Make the rename number `call` (from 1) and all later ones fail."""
    honest, count = os.replace, 0

    def replace(source: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count >= call:
            raise error
        honest(source, target)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("call", [1, 2])
def test_a_crash_between_two_steps_leaves_the_former_package(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    """Whichever rename the machine dies at, the next run finds the former package again, whole."""
    out = tmp_path / "out"
    former = contents(sample.write(out).folder)
    with monkeypatch.context() as patch:
        crash_at(patch, call, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            sample.changed(scheme="HOP-PFI-VA1").write(out)

    prepare_out(out)
    assert contents(out / "DEMO-2024-001") == former
    assert verify(out / "DEMO-2024-001").ok
    assert [path.name for path in out.iterdir()] == ["DEMO-2024-001"]


def test_a_rename_that_fails_puts_the_former_package_back(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new folder cannot take its place, the former one returns to it at once."""
    out = tmp_path / "out"
    former = contents(sample.write(out).folder)
    honest = os.replace

    def replace(source: Path, target: Path) -> None:
        if str(source).endswith(".partial"):
            raise PermissionError(errno.EACCES, "Permission denied")
        honest(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(SegurDossierError) as raised:
        sample.changed(scheme="HOP-PFI-VA1").write(out)

    assert raised.value.code == ExitCode.USAGE
    assert contents(out) == {f"DEMO-2024-001/{path}": data for path, data in former.items()}


def test_a_new_run_replaces_the_whole_folder(sample: Sample, tmp_path: Path) -> None:
    """A re-run under the same reference leaves nothing of the former package."""
    sample.write(tmp_path / "out")
    package = sample.changed(pieces=sample.dossier.pieces[:2]).write(tmp_path / "out")

    assert verify(package.folder).ok
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["DEMO-2024-001"]


def test_leftovers_of_killed_runs_are_swept_and_nothing_else(tmp_path: Path) -> None:
    """Only folders of our own pattern go, only in the output folder, and links of that name are left alone."""
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    stale = out / ".segur-dossier-REF-0123456789ab.partial" / "work"
    stale.mkdir(parents=True)
    (out / ".segur-dossier-REF.partial").mkdir()
    (out / "REF.partial").mkdir()
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (out / ".segur-dossier-LINK-0123456789ab.partial").symlink_to(elsewhere)

    prepare_out(out)
    left = sorted(path.name for path in out.iterdir())
    assert left == [".segur-dossier-LINK-0123456789ab.partial", ".segur-dossier-REF.partial", "REF.partial"]
    assert (elsewhere / "kept").exists()


def test_a_former_package_is_swept_once_its_place_is_taken(sample: Sample, tmp_path: Path) -> None:
    """When the new package did take its place, the former one that a crash left aside is removed, not put back."""
    package = sample.write(tmp_path / "out")
    aside = tmp_path / "out" / ".segur-dossier-DEMO-2024-001-0123456789ab.former"
    aside.mkdir()
    (aside / "report.json").write_text("former")

    prepare_out(tmp_path / "out")
    assert not aside.exists()
    assert verify(package.folder).ok


def test_a_folder_that_is_not_ours_is_never_replaced(sample: Sample, tmp_path: Path) -> None:
    """A folder of that name that holds somebody's files stops the run with a remedy, and is left as it is."""
    mine = tmp_path / "out" / "DEMO-2024-001"
    mine.mkdir(parents=True)
    (mine / "thesis.docx").write_text("ten years of work")

    with pytest.raises(SegurDossierError) as raised:
        sample.write(tmp_path / "out")
    assert "DEMO-2024-001" in raised.value.messages["fr"]
    assert contents(tmp_path / "out") == {"DEMO-2024-001/thesis.docx": b"ten years of work"}


def test_an_empty_folder_is_no_obstacle(sample: Sample, tmp_path: Path) -> None:
    """An empty folder of that name gives its place."""
    (tmp_path / "out" / "DEMO-2024-001").mkdir(parents=True)

    assert sample.write(tmp_path / "out").packed


def test_a_link_at_the_place_of_a_package_is_not_followed(sample: Sample, tmp_path: Path) -> None:
    """A link of that name stops the run; what it leads to is untouched."""
    target = tmp_path / "target"
    target.mkdir()
    (target / "report.json").write_text("{}")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "DEMO-2024-001").symlink_to(target)

    with pytest.raises(SegurDossierError):
        sample.write(tmp_path / "out")
    assert contents(target) == {"report.json": b"{}"}


@pytest.mark.parametrize(
    ("submission", "out"),
    [("in", "in"), ("in", "in/out"), ("in/deep/er", "in"), ("in/../in", "in/out"), ("link", "in/out")],
)
def test_output_and_submission_one_inside_the_other_are_refused(tmp_path: Path, submission: str, out: str) -> None:
    """Whatever way the paths are written, nothing is ever written among the pieces."""
    (tmp_path / "in" / "deep" / "er").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "in")

    with pytest.raises(SegurDossierError) as raised:
        refuse_overlap([tmp_path / "other", tmp_path / submission], tmp_path / out)
    assert "-o" in raised.value.remedies["fr"]


def test_folders_side_by_side_are_accepted(tmp_path: Path) -> None:
    """A name that begins like the other's is not inside it."""
    (tmp_path / "dossiers").mkdir()

    refuse_overlap([tmp_path / "dossiers"], tmp_path / "dossiers-out")
    refuse_overlap([tmp_path / "batch" / "one.zip"], tmp_path / "out")


def test_a_full_disk_is_explained(sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the run says so with a remedy, and the former package stays."""
    out = tmp_path / "out"
    former = contents(sample.write(out).folder)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SegurDossierError) as raised:
        sample.write(out)

    assert "disque est plein" in raised.value.messages["fr"]
    assert raised.value.code == ExitCode.INTERNAL
    assert contents(out) == {f"DEMO-2024-001/{path}": data for path, data in former.items()}


def test_an_output_path_that_is_a_file_is_explained(sample: Sample, tmp_path: Path) -> None:
    """A file where the output folder should be gives an error with a remedy, not a traceback."""
    (tmp_path / "out").write_text("")

    with pytest.raises(SegurDossierError) as raised:
        sample.write(tmp_path / "out")
    assert raised.value.remedies["en"]
