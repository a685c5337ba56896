"""Snapshots in their published layouts are dated and looked up in place; what they hold stays data."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from fixtures.register_files import (
    FINESS,
    RPPS,
    SIRENE,
    SOLUTIONS,
    UNITS,
    activity,
    establishment,
    finess,
    parquet,
    solution,
    text,
    unit,
)
from pipeline.registers import reading
from pipeline.registers.reading import Lookup, library_missing, look_up, taken_on
from rules.loader import load
from validators.model import RegisterEntry

REGISTERS = load().registers
SIRET, OTHER = "73282932000074", "73282932000082"
HOSTILE = "x' OR 1=1; DROP TABLE t; --"


def asked(register: str, path: Path, *numbers: str) -> tuple[RegisterEntry, ...]:
    """Look numbers up in a register."""
    return look_up(Lookup(register=REGISTERS[register], path=path, numbers=numbers))


def dated(register: str, path: Path) -> date | None:
    """Date a snapshot."""
    return taken_on(Lookup(register=REGISTERS[register], path=path))


@pytest.mark.parametrize("name", [SIRENE, "StockEtablissement_utf8.csv"])
def test_an_establishment_is_found_with_its_names_and_state(tmp_path: Path, name: str) -> None:
    """Sirene says, in Parquet and in CSV alike, what an establishment is called, since when it is closed, and no more."""
    rows = [
        establishment(SIRET, enseigne1Etablissement="CLINIQUE DES GLYCINES", dateDebut="2022-03-01"),
        establishment(OTHER, etatAdministratifEtablissement="F", dateDebut="2023-06-30"),
        establishment("35600000000048"),
    ]
    path = parquet(tmp_path / name, rows) if name == SIRENE else text(tmp_path / name, rows, delimiter=",")
    found = asked("sirene", path, OTHER, SIRET, "44306184100047", SIRET)
    assert found == (
        RegisterEntry(
            number=SIRET,
            names=("CLINIQUE DES GLYCINES",),
            created_on=date(2010, 1, 1),
            closed=False,
            since=date(2022, 3, 1),
        ),
        RegisterEntry(number=OTHER, created_on=date(2010, 1, 1), closed=True, since=date(2023, 6, 30)),
    )
    assert dated("sirene", path) == date(2024, 10, 1)


def test_a_legal_unit_is_found_by_the_siren_of_each_siret(tmp_path: Path) -> None:
    """Two establishments of one unit are both answered by it; a person is called by both names, or not at all."""
    rows = [
        unit("732829320", denominationUniteLegale="POLYCLEE CONSEIL"),
        unit("356000000", prenomUsuelUniteLegale="ANNE", nomUniteLegale="[ND]"),
        unit("443061841", prenomUsuelUniteLegale="ANNE", nomUniteLegale="MARTIN"),
    ]
    path = parquet(tmp_path / UNITS, rows)
    found = asked("sirene_units", path, SIRET, OTHER, "35600000000048", "44306184100047")
    assert [(one.number, one.names) for one in found] == [
        ("35600000000048", ()),
        ("44306184100047", ("ANNE MARTIN",)),
        (SIRET, ("POLYCLEE CONSEIL",)),
        (OTHER, ("POLYCLEE CONSEIL",)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_finess_is_read_without_header_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    """Of its two sorts of rows only establishments count; the entity that runs one is known by its number alone."""
    row = ("010000024", "010780054", "CH DE FLEYRIAT", '"CENTRE ""L\'ÉTÉ"" DE BOURG"')
    path = finess(tmp_path / FINESS, row, encoding=encoding)
    assert asked("finess", path, "010000024", "010780054") == (
        RegisterEntry(number="010000024", names=("CH DE FLEYRIAT", 'CENTRE "L\'ÉTÉ" DE BOURG')),
    )
    assert asked("finess_operators", path, "010000024", "010780054") == (RegisterEntry(number="010780054"),)
    assert dated("finess", path) == date(2024, 10, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_professional_with_several_activities_is_one(tmp_path: Path, encoding: str) -> None:
    """The Annuaire Santé writes an 8 before the RPPS number, one row an activity, and quotes nothing."""
    rows = [activity("10999760092", "Anne", "MARTIN"), activity("10999760092", "Anne", "MARTIN")]
    path = text(tmp_path / RPPS, rows, delimiter="|", encoding=encoding)
    assert asked("rpps", path, "10999760092", "10000000009") == (
        RegisterEntry(number="10999760092", names=("Anne MARTIN",)),
    )
    assert dated("rpps", path) == date(2024, 10, 1)


def test_a_listing_number_is_found_however_it_is_written(tmp_path: Path) -> None:
    """Case and spaces of an opaque reference do not count."""
    path = text(tmp_path / SOLUTIONS, [solution(" ans-2024   0001 ", "Polyclée DPI")], delimiter=";")
    assert asked("solutions", path, "ANS-2024 0001") == (
        RegisterEntry(number="ANS-2024 0001", names=("Polyclée DPI",)),
    )
    assert dated("solutions", path) == date(2024, 10, 1)


@pytest.mark.parametrize("folder", ["l'été [1]", "a*b?c", 'x"; SELECT 1 --'])
def test_the_name_of_a_folder_is_no_pattern_and_no_query(tmp_path: Path, folder: str) -> None:
    """Quotes, brackets and stars in a path name that folder and nothing else."""
    (tmp_path / folder).mkdir()
    assert asked("sirene", parquet(tmp_path / folder / SIRENE, [establishment(SIRET)]), SIRET)


def test_numbers_and_cells_are_never_part_of_a_query(tmp_path: Path) -> None:
    """What looks like SQL in a number or in a cell is looked for, or told, as it stands."""
    path = parquet(tmp_path / SIRENE, [establishment(SIRET, enseigne1Etablissement=HOSTILE), establishment(HOSTILE)])
    assert asked("sirene", path, SIRET)[0].names == (HOSTILE,)
    assert [one.number for one in asked("sirene", path, HOSTILE)] == [HOSTILE]
    assert asked("sirene", path, "x' OR '1'='1") == ()


def test_rows_that_disagree_say_nothing_of_a_state(tmp_path: Path) -> None:
    """An establishment that is open on one row and closed on another is neither."""
    rows = [establishment(SIRET), establishment(SIRET, etatAdministratifEtablissement="F", dateDebut="2020-01-01")]
    (found,) = asked("sirene", parquet(tmp_path / SIRENE, rows), SIRET)
    assert (found.closed, found.since, found.created_on) == (None, None, date(2010, 1, 1))


@pytest.mark.parametrize("state", [None, "Z", ""])
def test_a_state_that_the_rules_do_not_know_is_none(tmp_path: Path, state: str | None) -> None:
    """Neither open nor closed is concluded from a code that nobody described."""
    path = parquet(tmp_path / SIRENE, [establishment(SIRET, etatAdministratifEtablissement=state)])
    assert asked("sirene", path, SIRET)[0].closed is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],  # cut within a row
        lambda content: content.replace(b"|Anne", b"|An|ne"),
        lambda content: content.replace("Prénom".encode(), b"Surname"),
        lambda content: content[: content.index(b"\n") + 1],
        lambda content: b"",
    ],
)
def test_a_file_that_is_not_as_described_is_refused_whole(tmp_path: Path, damage: object) -> None:
    """A row or a column that does not fit is no reason to say that a number does not exist."""
    path = text(tmp_path / RPPS, [activity("10999760092", "Anne", "MARTIN")], delimiter="|")
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises((duckdb.Error, ValueError)):
        (dated("rpps", path), asked("rpps", path, "10999760092"))


def test_a_parquet_that_is_none_or_has_other_columns_is_refused(tmp_path: Path) -> None:
    """Neither is taken for a register that knows nobody."""
    (tmp_path / SIRENE).write_bytes(b"PAR1 and nothing more PAR1")
    with pytest.raises(duckdb.Error):
        asked("sirene", tmp_path / SIRENE, SIRET)
    with pytest.raises(duckdb.Error):
        asked("sirene", parquet(tmp_path / UNITS, [unit("732829320")]), SIRET)


def test_an_answer_of_endless_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file made to fill the memory by one number is not what a register holds."""
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    rows = [establishment(SIRET, enseigne1Etablissement=str(number)) for number in range(3)]
    with pytest.raises(ValueError, match="rows"):
        asked("sirene", parquet(tmp_path / SIRENE, rows), SIRET)


def test_all_numbers_are_asked_in_one_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred numbers cost one reading of the file."""
    path = parquet(tmp_path / SIRENE, [establishment(f"{number:014}") for number in range(500)])
    queries: list[str] = []
    run = reading._run
    monkeypatch.setattr(reading, "_run", lambda query, *rest: queries.append(query) or run(query, *rest))
    assert len(asked("sirene", path, *(f"{number:014}" for number in range(500)))) == 500
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("solutions-referencees.csv", None),
        ("solutions-referencees-20241131.csv", None),
        ("solutions-referencees_2024_11_30.csv", date(2024, 11, 30)),
        ("solutions-referencees-202411300339.csv", date(2024, 11, 30)),
        ("solutions-referencees-120241130.csv", None),
    ],
)
def test_a_file_name_dates_a_snapshot_when_it_holds_a_day(tmp_path: Path, name: str, day: date | None) -> None:
    """Digits that are no day, or part of a longer number, date nothing."""
    assert dated("solutions", text(tmp_path / name, [solution("1", "x")], delimiter=";")) == day


def test_the_first_line_dates_finess_before_its_name(tmp_path: Path) -> None:
    """The day that the file gives counts, whatever it was renamed to."""
    path = finess(tmp_path / FINESS, ("010000024", "010780054", "A", "B"), day="2024-09-02")
    assert dated("finess", path) == date(2024, 9, 2)


def test_a_register_described_anew_needs_no_code(tmp_path: Path) -> None:
    """Other columns, in an own registers.toml, are read as the shipped ones are."""
    described = replace(REGISTERS["solutions"], number="NRU", names=(("Nom commercial",),), delimiter=",")
    path = tmp_path / "liste.csv"
    path.write_text("NRU,Nom commercial\nR-1,Polyclée\n", "utf-8")
    assert look_up(Lookup(register=described, path=path, numbers=("R-1",)))[0].names == ("Polyclée",)


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without DuckDB nothing is looked up, and that is known before it is tried."""
    assert library_missing(None) is False
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert library_missing(None) is True
