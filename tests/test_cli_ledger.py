"""`--ledger` and `ledger`: what one run keeps, the next one compares with; what is no ledger is never touched."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fixtures.schemes import OVERLAY
from pipeline.scale import store
from tests.cli_helpers import ROOT, call, settle_in

SAMPLE = ROOT / "fixtures" / "dossiers" / "avance-distributeur"
OPTIONS = ("--on", "2024-11-14T10:00", "--rules", OVERLAY, "--quiet")
REFERENCE = "HOP-DPI-VA2-FUN-2025-0007"


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


@pytest.fixture
def ledger(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    """Judge a dossier beside a new ledger."""
    called = call(capsys, "check", SAMPLE, *OPTIONS, "--ledger", tmp_path / "l.sqlite")
    assert "1 dossier(s) noté(s)" in called.err
    return tmp_path / "l.sqlite"


def renamed(tmp_path: Path, reference: str, more: str = "") -> Path:
    """Copy the dossier under another reference."""
    folder = Path(shutil.copytree(SAMPLE, tmp_path / reference))
    (file,) = folder.glob("request.*")
    text = file.read_text("utf-8-sig").replace(REFERENCE, reference)
    if more:
        text = text.replace(f'reference = "{reference}"', f'reference = "{reference}"\n{more}', 1)
    file.write_text(text, "utf-8")
    return folder


def portfolio_findings(out: str) -> list[tuple[str, str, str]]:
    """Return the rules across dossiers that fail in a JSON report, with level and message."""
    return [
        (one["rule"], one["level"], one["message"])
        for one in json.loads(out)["findings"]
        if one["rule"].startswith("PF-") and one["outcome"] == "failed"
    ]


def test_a_second_request_for_one_financing_is_told_and_does_not_block(
    capsys: pytest.CaptureFixture[str], ledger: Path, tmp_path: Path
) -> None:
    """What the ledger knows may have been withdrawn since: it warns, naming the earlier reference."""
    called = call(capsys, "check", renamed(tmp_path, "D-2"), *OPTIONS, "--ledger", ledger, "--format", "json")

    ((rule, level, message),) = portfolio_findings(called.out)
    assert (rule, level) == ("PF-01", "warning")
    assert REFERENCE in message
    assert json.loads(called.out)["portfolio"]["earlier"] == 1


@pytest.mark.parametrize("more", ["", f'supersedes = "{REFERENCE}"'], ids=["run again", "re-deposit"])
def test_the_same_file_over_time_is_no_conflict(
    capsys: pytest.CaptureFixture[str], ledger: Path, tmp_path: Path, more: str
) -> None:
    """A run under the same reference replaces itself, and what supersedes it is of its lineage."""
    folder = renamed(tmp_path, "D-2", more) if more else SAMPLE
    called = call(capsys, "check", folder, *OPTIONS, "--ledger", ledger, "--format", "json")

    assert portfolio_findings(called.out) == []
    assert len(call(capsys, "ledger", "list", ledger).out.splitlines()) == (2 if more else 1)


def test_build_keeps_its_dossiers_too(capsys: pytest.CaptureFixture[str], ledger: Path, tmp_path: Path) -> None:
    """A package that is written is noted like a dossier that is only judged."""
    call(capsys, "build", renamed(tmp_path, "D-2"), "-o", tmp_path / "out", *OPTIONS, "--ledger", ledger)

    assert call(capsys, "ledger", "list", ledger).out.startswith("D-2")


def test_without_the_option_there_is_no_history(
    capsys: pytest.CaptureFixture[str], ledger: Path, tmp_path: Path
) -> None:
    """A ledger counts only when it is named."""
    called = call(capsys, "check", renamed(tmp_path, "D-2"), *OPTIONS, "--format", "json")

    assert json.loads(called.out)["portfolio"] is None
    assert portfolio_findings(called.out) == []


def test_a_ledger_is_read_back(capsys: pytest.CaptureFixture[str], ledger: Path) -> None:
    """Listed, shown, searched by reference or number, and exported; what is not there is said."""
    tree = json.loads(call(capsys, "ledger", "export", ledger).out)
    finess = next(one["value"][7:16] for one in tree["bears"] if one["value"].startswith("finess:"))

    assert tree["reference"] == REFERENCE
    assert REFERENCE in call(capsys, "ledger", "search", ledger, "fun-2025").out
    assert REFERENCE in call(capsys, "ledger", "search", ledger, finess).out
    assert "financement" in call(capsys, "ledger", "show", ledger, REFERENCE.lower()).out
    assert call(capsys, "ledger", "show", ledger, "D-9").code == 4
    assert call(capsys, "ledger", "search", ledger, "rien de tel").code == 4


def test_an_iban_is_found_and_not_kept(capsys: pytest.CaptureFixture[str], ledger: Path) -> None:
    """Who knows an IBAN finds the dossiers that bear it; who reads the ledger does not find the IBAN."""
    (file,) = SAMPLE.glob("request.*")
    iban = next(line.split('"')[1] for line in file.read_text("utf-8-sig").splitlines() if line.startswith("iban"))

    assert REFERENCE in call(capsys, "ledger", "search", ledger, iban).out
    assert iban.replace(" ", "").encode() not in ledger.read_bytes()


def _database(path: Path, mark: int = 0, more: str = "") -> None:
    connection = sqlite3.connect(path)
    connection.executescript(f"CREATE TABLE mine (x); PRAGMA application_id = {mark}; PRAGMA user_version = 1; {more}")
    connection.close()


def test_a_ledger_of_the_layout_before_is_given_what_it_lacks(
    capsys: pytest.CaptureFixture[str], ledger: Path, tmp_path: Path
) -> None:
    """What an earlier version kept still counts, and nothing of it is lost."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.executescript(f"DROP TABLE sheet; DROP TABLE sheet_mark; PRAGMA user_version = {store.BEFORE};")
    called = call(capsys, "check", renamed(tmp_path, "D-2"), *OPTIONS, "--ledger", ledger, "--format", "json")

    assert [rule for rule, *_ in portfolio_findings(called.out)] == ["PF-01"]
    assert len(call(capsys, "ledger", "list", ledger).out.splitlines()) == 2


@pytest.mark.parametrize("layout", [1, store.LAYOUT + 1])
def test_a_ledger_of_another_layout_is_refused(capsys: pytest.CaptureFixture[str], ledger: Path, layout: int) -> None:
    """Neither an older one nor that of a later version is guessed at."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute(f"PRAGMA user_version = {layout}")
    called = call(capsys, "ledger", "list", ledger)
    assert called.code == 2
    assert f"version {layout}" in called.err


@pytest.mark.parametrize("sort", ["text", "empty", "another database", "our mark alone", "a folder", "cut short"])
def test_what_is_no_ledger_is_refused_and_left_as_it_is(
    capsys: pytest.CaptureFixture[str], ledger: Path, tmp_path: Path, sort: str
) -> None:
    """A foreign, hostile or damaged file: exit 2, said in words, not one byte changed."""
    file = tmp_path / "file"
    if sort == "another database":
        _database(file)
    elif sort == "our mark alone":
        _database(file, 0x53474452, "CREATE TRIGGER t AFTER INSERT ON mine BEGIN DELETE FROM mine; END;")
    elif sort == "a folder":
        file.mkdir()
    else:
        content = {"text": b"mes notes", "empty": b"", "cut short": ledger.read_bytes()[:5000]}[sort]
        file.write_bytes(content)
    before = None if sort == "a folder" else file.read_bytes()

    for arguments in (("check", SAMPLE, *OPTIONS, "--ledger", file), ("ledger", "list", file)):
        called = call(capsys, *arguments)
        assert called.code == 2
        assert "file" in called.err
    assert before is None or file.read_bytes() == before


def test_reading_a_ledger_makes_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A mistyped name is said, and no empty file is left there."""
    assert call(capsys, "ledger", "list", tmp_path / "nowhere.sqlite").code == 2
    assert not (tmp_path / "nowhere.sqlite").exists()


def test_decisions_are_kept_and_compared(capsys: pytest.CaptureFixture[str], ledger: Path, tmp_path: Path) -> None:
    """A refusal that no rule foresaw is told by its reference and reason; a table that is none changes nothing."""
    table = tmp_path / "decisions.csv"
    table.write_text(f"reference;status;reason\n{REFERENCE};refusée;R3\nD-9;refusée;\n", "utf-8")

    kept = call(capsys, "ledger", "outcomes", ledger, table)
    told = call(capsys, "ledger", "agreement", ledger)

    assert (kept.code, told.code) == (0, 0)
    assert "1 décision(s)" in kept.err
    assert "D-9" in kept.err
    assert f"{REFERENCE} (R3)" in told.out
    table.write_text("reference;status\nD-1;peut-être\n", "utf-8")
    assert call(capsys, "ledger", "outcomes", ledger, table).code == 2
