"""Registers as data: each described whole, in both languages, and corrected by a user without touching code."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rules.datafiles import SHIPPED
from rules.loader import RulesError, load
from rules.model import Register
from rules.validation import check_shape

REGISTERS = tuple(load().registers.values())
SOURCES = '[MY-LIST]\ntitle = "Liste"\naddress = ""\ndate = "2024"\nbasis = "overlay"\n'
SOLUTIONS = """
[solutions]
fr = "ma liste"
en = "my list"
source = "MY-LIST"
basis = "overlay"
licence = ""
files = ["liste*.csv"]
attributes = ["solution.listing_number"]
number = "NRU"
dated_by = ["file_name"]
max_age_days = 30
"""


def overlay(root: Path, registers: str) -> Path:
    """Write an overlay folder that describes registers."""
    (root / "sources.toml").write_text(SOURCES, "utf-8")
    (root / "registers.toml").write_text(registers, "utf-8")
    return root


def test_the_shipped_file_fits_its_schema() -> None:
    """What a user may write is what we write."""
    check_shape("registers", "registers.toml", tomllib.loads((SHIPPED / "registers.toml").read_text("utf-8")))


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.key)
def test_a_register_is_described_whole(register: Register) -> None:
    """Its source and attributes exist, it says in two languages what it is, and where its date stands."""
    book = load()
    assert register.label["fr"] != register.label["en"]
    assert register.basis in ("sourced", "secondary", "inferred")
    assert book.sources[register.source].title
    assert {book.attributes[name].type for name in register.attributes} <= {"siret", "finess", "rpps", "reference"}
    assert ("column" in register.dated_by) == (register.date_column is not None)
    assert "first_line" not in register.dated_by or register.skip
    assert not register.columns or {register.number, *register.rows[:1]} <= set(register.columns)
    assert not set(register.opened) & set(register.closed)


def test_an_overlay_describes_a_register_anew(tmp_path: Path) -> None:
    """A list kept in another form replaces the shipped description whole, and is named in the report; others stay."""
    book = load(overlay(tmp_path, SOLUTIONS))
    assert (book.registers["solutions"].number, book.registers["solutions"].names) == ("NRU", ())
    assert book.registers["sirene"] == load().registers["sirene"]
    assert book.overlay_files == ("registers.toml", "sources.toml")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('number = "NRU"', "", "solutions"),
        ('"solution.listing_number"', '"solution.licence"', "solutions.attributes"),
        ('source = "MY-LIST"', 'source = "SIRENE"', "solutions.source"),
        ('"liste*.csv"', '"../liste.csv"', "solutions.files[1]"),
        ('"liste*.csv"', '"liste.xlsx"', "solutions.files[1]"),
        ("max_age_days = 30", "max_age_days = 0", "solutions.max_age_days"),
    ],
)
def test_a_description_that_cannot_be_used_is_refused(tmp_path: Path, old: str, new: str, key: str) -> None:
    """The file, the key and what was expected are said before any dossier is judged."""
    assert old in SOLUTIONS
    with pytest.raises(RulesError) as caught:
        load(overlay(tmp_path, SOLUTIONS.replace(old, new)))
    assert key in caught.value.messages["fr"]
