"""Tests of what `init` refuses, and of the request files it never touches."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import pipeline.cli.init
from fixtures.writer import write
from tests.cli_helpers import call, clean_sample, pdf, pieces_alone, read_request, settle_in, tree


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def test_scheme_that_nobody_knows(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An unknown scheme is refused, with the near ones."""
    called = call(capsys, "init", pieces_alone(clean_sample("funding"), tmp_path / "d"), "--scheme", "HOP-DPI-VA3")

    assert called.code == 2
    assert "Codes connus : HOP-DPI-VA" in called.err
    assert not (tmp_path / "d" / "request.toml").exists()


def test_never_overwritten_without_force(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A request file that is there stays, unless asked otherwise."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    (folder / "request.toml").write_text("schema = 1\n")
    before = tree(folder)

    refused = call(capsys, "init", folder)
    kept = tree(folder)
    forced = call(capsys, "init", folder, "--force")

    assert refused.code == 2
    assert "existe déjà." in refused.err
    assert "--force" in refused.err
    assert kept == before
    assert forced.code == 0
    assert read_request(folder)["kind"] == "funding"
    assert tree(folder).keys() == before.keys()


def test_request_in_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Beside a request.json no second request is written, whatever is asked."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    (folder / "request.json").write_text("{}")

    called = call(capsys, "init", folder, "--force")

    assert called.code == 2
    assert "il y en aurait deux" in called.err
    assert not (folder / "request.toml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_link_in_place_of_the_request(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What a link leads to is never written, even when forced."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    (tmp_path / "ailleurs.toml").write_text("à garder")
    (folder / "request.toml").symlink_to(tmp_path / "ailleurs.toml")

    called = call(capsys, "init", folder, "--force")

    assert called.code == 2
    assert (tmp_path / "ailleurs.toml").read_text() == "à garder"


def test_written_whole_or_not_at_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """When writing is cut short the folder is as before."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    before = tree(folder)

    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.cli.init, "request_text", interrupted)
    called = call(capsys, "init", folder)

    assert called.code == 130
    assert tree(folder) == before


def test_archive_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """No request file can be added to an archive: it is to be unpacked first."""
    (tmp_path / "d.zip").write_bytes(b"PK\x05\x06" + bytes(18))

    called = call(capsys, "init", tmp_path / "d.zip")

    assert called.code == 2
    assert "Décompresser l'archive" in called.err


def test_batch_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder of dossiers that have their requests is not one dossier."""
    write(clean_sample("funding"), tmp_path / "lot" / "a")
    write(clean_sample("balance"), tmp_path / "lot" / "b")

    called = call(capsys, "init", tmp_path / "lot")

    assert called.code == 2
    assert "contient 2 dossier(s)" in called.err


@pytest.mark.parametrize("content", [None, b"%PDF-1.4 rien", pdf("Menu de la cantine")])
def test_nothing_recognised(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes | None) -> None:
    """A folder without a piece that is recognised gives nothing to write: 4."""
    (tmp_path / "d").mkdir()
    if content:
        (tmp_path / "d" / "a.pdf").write_bytes(content)

    called = call(capsys, "init", tmp_path / "d")

    assert (called.code, called.out) == (4, "")
    assert "Aucune pièce reconnue" in called.err
    assert not (tmp_path / "d" / "request.toml").exists()
