"""`--trust`: a folder of certificates tells whose signatures are known, and changes no verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli_helpers import call, settle_in
from tests.signature_samples import authority, identity, order, signed, trust_folder


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with an order that somebody with an issued certificate has signed."""
    settle_in(monkeypatch, tmp_path)
    folder = tmp_path / "avance"
    folder.mkdir()
    (folder / "bdc.pdf").write_bytes(signed(order(), identity("Paul Test", authority())))
    return tmp_path


def issuer(out: str) -> str:
    """Return who vouches for the one signature of a report."""
    (piece,) = json.loads(out)["pieces"]
    (signature,) = piece["signatures"]
    assert signature["integrity"] == "intact"
    return str(signature["issuer"])


def test_the_list_that_is_given_counts(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    """Without a list the issuer is not verified, with one it is known or not; the exit code stays the same."""
    mine, others = home / "confiance", home / "autres"
    for folder, trusted in ((mine, authority()), (others, identity("Une autre autorité", authority=True))):
        folder.mkdir()
        trust_folder(folder, trusted)
    calls = [
        call(capsys, "check", home / "avance", "--format", "json", *(("--trust", folder) if folder else ()))
        for folder in (None, mine, others)
    ]

    assert [issuer(called.out) for called in calls] == ["not_checked", "listed", "not_listed"]
    assert len({called.code for called in calls}) == 1
    assert calls[0].err == calls[1].err


@pytest.mark.parametrize("verb", [["check"], ["build", "-o", "sortie"]])
def test_a_folder_without_certificates_is_a_wrong_call(
    capsys: pytest.CaptureFixture[str], home: Path, verb: list[str]
) -> None:
    """It is refused before anything is read, with what to give instead."""
    called = call(capsys, *verb, home / "avance", "--trust", home)
    assert called.code == 2
    assert "certificat" in called.err
    assert not (home / "sortie").exists()
