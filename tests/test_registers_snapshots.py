"""The folder that a user names: which file is which register's, of which day, and why a register cannot be asked."""

from __future__ import annotations

import hashlib
import sys
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from fixtures.register_files import FINESS, SIRENE, establishment, finess, parquet, solution, text
from pipeline.limits import Limits
from pipeline.reading.child import ChildFailure
from pipeline.reading.pool import ChildPool
from pipeline.registers.snapshots import open_snapshots
from rules.loader import load
from tests.judging import InProcess
from validators.model import RegisterAnswer

REGISTERS = load().registers


def opened(folder: Path, children: object | None = None) -> dict[str, RegisterAnswer]:
    """Open a folder and return what each register answers before it is asked."""
    pool = cast("ChildPool", children or InProcess())
    return {one.register.key: one.answer for one in open_snapshots(REGISTERS.values(), folder, pool)}


def test_each_register_finds_its_file(tmp_path: Path) -> None:
    """Files are found by the names they are published under, whatever else lies there; FINESS serves two registers."""
    path = parquet(tmp_path / SIRENE.upper().replace("PARQUET", "parquet"), [establishment("73282932000074")])
    finess(tmp_path / FINESS, ("010000024", "010780054", "A", "B"))
    parquet(tmp_path / "StockEtablissementHistorique_utf8.parquet", [establishment("73282932000074")])
    (tmp_path / "lisez-moi.txt").write_text("à jour", "utf-8")
    found = opened(tmp_path)
    assert found["sirene"] == RegisterAnswer(
        register="sirene",
        attributes=REGISTERS["sirene"].attributes,
        max_age_days=REGISTERS["sirene"].max_age_days,
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        taken_on=date(2024, 10, 1),
    )
    assert found["finess"].file == found["finess_operators"].file == FINESS
    assert {key: one.reason for key, one in found.items() if one.reason} == dict.fromkeys(
        ("sirene_units", "rpps", "solutions"), "register_absent"
    )


def test_an_empty_folder_asks_nobody(tmp_path: Path) -> None:
    """Every register is absent, and no child is troubled."""
    assert {one.reason for one in opened(tmp_path, children=object()).values()} == {"register_absent"}


def test_parquet_is_preferred_and_two_of_one_sort_are_for_the_user(tmp_path: Path) -> None:
    """A CSV beside the Parquet file is left alone; two months side by side are not guessed at."""
    parquet(tmp_path / SIRENE, [establishment("73282932000074")])
    text(tmp_path / "StockEtablissement_utf8.csv", [establishment("35600000000048")], delimiter=",")
    assert opened(tmp_path)["sirene"].file == SIRENE
    parquet(tmp_path / "StockEtablissement_utf8_2024-09.parquet", [establishment("73282932000074")])
    assert opened(tmp_path)["sirene"].reason == "register_several"


def test_what_cannot_be_dated_or_read_is_told(tmp_path: Path) -> None:
    """A list without a day and a file that is no Parquet conclude nothing; the others are not touched by it."""
    text(tmp_path / "solutions-referencees.csv", [solution("R-1", "x")], delimiter=";")
    (tmp_path / SIRENE).write_bytes(b"PAR1")
    finess(tmp_path / FINESS, ("010000024", "010780054", "A", "B"))
    with ChildPool(jobs=1, limits=Limits()) as children:
        found = opened(tmp_path, children)
    assert (found["solutions"].reason, found["sirene"].reason) == ("register_undated", "register_unreadable")
    assert (found["finess"].reason, found["finess"].taken_on) == (None, date(2024, 10, 1))


def test_a_snapshot_that_takes_too_long_is_told(tmp_path: Path) -> None:
    """The deadline of the children holds for registers too."""

    class Late(InProcess):
        def submit(self, work: Any, task: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_result(False if task is None else ChildFailure(code="child_timeout"))
            return future

    parquet(tmp_path / SIRENE, [establishment("73282932000074")])
    assert opened(tmp_path, Late())["sirene"].reason == "register_too_slow"


def test_without_the_library_every_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra that was not installed leaves everything open, and an absent file absent."""
    parquet(tmp_path / SIRENE, [establishment("73282932000074")])
    monkeypatch.setitem(sys.modules, "duckdb", None)
    found = opened(tmp_path)
    assert (found["sirene"].reason, found["rpps"].reason) == ("register_library_missing", "register_absent")
