"""Tests of the exit codes: their numbers never change, and each verdict or trouble has its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pipeline.cli.check
from fixtures.schemes import OVERLAY
from pipeline.errors import ExitCode
from tests.cli_helpers import call, clean_folder, pdf, settle_in


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def failing_folder(folder: Path) -> list[object]:
    """Write a dossier one required piece of which is missing; return the options with which to judge it."""
    options = clean_folder(folder)
    next(path for path in sorted(folder.rglob("*.pdf")) if "CNDA" in path.name).unlink()
    return options


def test_numbers_are_pinned() -> None:
    """Scripts rely on these numbers: a code is added if need be, never changed."""
    assert {code.name: int(code) for code in ExitCode} == {
        "CONFORMING": 0,
        "NON_CONFORMING": 1,
        "USAGE": 2,
        "TO_REVIEW": 3,
        "NOTHING_TO_DO": 4,
        "INTERNAL": 5,
        "INTERRUPTED": 130,
    }


def test_conforming(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A conforming dossier is 0."""
    assert call(capsys, "check", tmp_path / "d", *clean_folder(tmp_path / "d")).code == 0


def test_non_conforming(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A dossier with a required piece missing is 1."""
    called = call(capsys, "check", tmp_path / "d", *failing_folder(tmp_path / "d"))

    assert called.code == 1
    assert "NON CONFORME" in called.out


def test_to_review(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A dossier that nobody can settle yet, here without request file, is 3."""
    options = clean_folder(tmp_path / "d")
    next((tmp_path / "d").glob("request.*")).unlink()

    assert call(capsys, "check", tmp_path / "d", *options).code == 3


def test_the_worst_dossier_decides(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Of a batch, one non-conforming dossier makes 1; without it, one to review makes 3."""
    options = clean_folder(tmp_path / "batch" / "a")
    clean_folder(tmp_path / "batch" / "b")
    next((tmp_path / "batch" / "b").glob("request.*")).unlink()
    without_failure = call(capsys, "check", tmp_path / "batch", *options).code
    failing_folder(tmp_path / "batch" / "c")

    assert without_failure == 3
    assert call(capsys, "check", tmp_path / "batch", *options).code == 1


@pytest.mark.parametrize("verb", [["check"], ["build", "-o", "out"]])
def test_nothing_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verb: list[str]
) -> None:
    """An empty folder is 4, said on standard error, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vide").mkdir()

    called = call(capsys, *verb, "vide")

    assert (called.code, called.out) == (4, "")
    assert called.err == "Aucun dossier trouvé : pas de fichier à juger dans vide.\n"
    assert not (tmp_path / "out").exists()


def test_fail_on_warning(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A warning that failed makes 1 only when asked."""
    options = clean_folder(tmp_path / "d")
    piece = next((tmp_path / "d").rglob("*.pdf"))
    piece.with_name("copie.pdf").write_bytes(piece.read_bytes())

    assert call(capsys, "check", tmp_path / "d", *options).code == 0
    assert call(capsys, "check", tmp_path / "d", *options, "--fail-on", "warning").code == 1
    assert call(capsys, "check", tmp_path / "d", *options, "--fail-on", "blocking").code == 0


def test_check_and_build_agree(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same dossiers give the same code whether they are checked or built."""
    options = failing_folder(tmp_path / "batch" / "a")
    clean_folder(tmp_path / "batch" / "b", "enrolment")

    checked = call(capsys, "check", tmp_path / "batch", *options).code

    assert call(capsys, "build", tmp_path / "batch", *options, "-o", tmp_path / "out").code == checked == 1


def test_a_bug(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A bug looks like one: 5, and how to report it."""

    def blunder(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(pipeline.cli.check, "masked", blunder)
    called = call(capsys, "check", tmp_path / "d", *clean_folder(tmp_path / "d"))

    assert called.code == 5
    assert called.err.startswith("Erreur : défaut du programme. ZeroDivisionError: division by zero\nQue faire : ")


def test_an_interruption(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, temporary: Path
) -> None:
    """Ctrl-C is 130; the report that was being written is not there, and nothing is left behind."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.cli.check, "summary_line", interrupt)
    options = clean_folder(tmp_path / "d")
    called = call(capsys, "check", tmp_path / "d", *options, "--format", f"json={tmp_path / 'out.json'}")

    assert called.code == 130
    assert called.err == "Interrompu. Rien n'est à moitié écrit.\n"
    assert list(temporary.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d", "temporary"]


def test_folder_of_nothing_we_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder with a document that is none of the known ones is to review, never conforming."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "menu.pdf").write_bytes(pdf("Menu de la cantine", "Carottes"))

    called = call(capsys, "check", tmp_path / "d", "--format", "json", "--rules", OVERLAY)

    assert called.code in (1, 3)
    assert json.loads(called.out)["verdict"] != "conforming"
