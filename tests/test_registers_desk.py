"""From the command line to the report: registers are asked for a dossier's numbers, and told with file, day and digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from fixtures.generator import generate, write
from fixtures.register_files import SIRENE, UNITS, establishment, parquet, unit
from fixtures.schemes import OVERLAY
from pipeline.registers.desk import numbers_for
from rules.loader import load
from tests.cli_helpers import call, call_apart, settle_in
from tests.judgement_samples import CLIENT_SIRET, FINESS, SIRET, client, dossier, request

SEED, KIND = 7, "balance"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def written(folder: Path) -> tuple[list[object], list[str]]:
    """Write a good dossier; return the options with which to judge it, and its parties' SIRETs, the supplier's first."""
    sample = generate(SEED, kind=KIND)
    write(sample, folder)
    sirets = [sample.request["applicant"]["siret"], *(one["siret"] for one in sample.request["beneficiaries"])]
    return ["--on", sample.on.isoformat(), "--rules", OVERLAY], ["".join(one.split()) for one in sirets]


def snapshots(folder: Path, sirets: list[str]) -> Path:
    """Write Sirene, of the day before, that knows these numbers and names none."""
    folder.mkdir()
    before = f"{generate(SEED, kind=KIND).on.date().isoformat()}T00:00:00"
    parquet(folder / SIRENE, [establishment(one, dateDernierTraitementEtablissement=before) for one in sirets])
    parquet(folder / UNITS, [unit(one[:9], dateDernierTraitementUniteLegale=before) for one in sirets])
    return folder


def report(path: Path) -> dict[str, Any]:
    """Read a report."""
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read


def outcomes(told: dict[str, Any], rule: str) -> set[str]:
    """Return what a rule found."""
    return {finding["outcome"] for finding in told["findings"] if finding["rule"] == rule}


def test_numbers_are_asked_in_compact_form_each_once() -> None:
    """A SIRET written with spaces and one without are one question; a register is asked for its own numbers only."""
    written_out = f"{CLIENT_SIRET[:9]} {CLIENT_SIRET[9:]}"
    case = dossier(request(beneficiaries=[*client(siret=written_out), *client(id="C02", siret=CLIENT_SIRET)]))
    book = load()
    assert numbers_for(book.registers["sirene"], case, book.attributes) == tuple(sorted((SIRET, CLIENT_SIRET)))
    assert numbers_for(book.registers["finess"], case, book.attributes) == (FINESS,)
    assert numbers_for(book.registers["rpps"], case, book.attributes) == ()


def test_a_dossier_is_looked_up_and_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Known numbers pass, a client that Sirene does not know warns, and the verdict stays what it was."""
    options, sirets = written(tmp_path / "d")
    known = snapshots(tmp_path / "registres", sirets)
    partly = snapshots(tmp_path / "partiels", sirets[:1])
    codes = [
        call(capsys, "check", tmp_path / "d", *options, *more, "--format", f"json={tmp_path / name}").code
        for name, more in (("a", []), ("b", ["--registers", known]), ("c", ["--registers", partly]))
    ]
    assert codes == [0, 0, 0]
    unasked, asked, missing = (report(tmp_path / name) for name in ("a", "b", "c"))
    assert unasked["registers"] == []
    assert outcomes(unasked, "RG-02") == {"not_applicable"}
    assert [outcomes(asked, rule) for rule in ("RG-01", "RG-02", "RG-03")] == [{"passed"}] * 3
    assert outcomes(missing, "RG-02") == {"failed"}
    sirene = asked["registers"][0]
    assert sirene["sha256"] == hashlib.sha256((known / SIRENE).read_bytes()).hexdigest()
    assert (sirene["file"], sirene["known"], sirene["reason"]) == (SIRENE, len(set(sirets)), None)
    assert [one["reason"]["code"] for one in asked["registers"] if one["reason"]] == ["register_absent"] * 4
    html = call(capsys, "check", tmp_path / "d", *options, "--registers", known, "--format", "html").out
    assert SIRENE in html


def test_fail_on_warning_hears_a_number_that_does_not_exist(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A pipeline that wants no warning is stopped by it."""
    options, sirets = written(tmp_path / "d")
    folder = snapshots(tmp_path / "registres", sirets[:1])
    called = call(capsys, "check", tmp_path / "d", *options, "--registers", folder, "--fail-on", "warning")
    assert called.code == 1
    assert "RG-02" in called.out


def test_the_same_snapshots_give_the_same_bytes_through_children(tmp_path: Path) -> None:
    """Two runs with real children, one and two at a time, write the same report."""
    options, sirets = written(tmp_path / "d")
    folder = snapshots(tmp_path / "registres", sirets)
    made = []
    for jobs in (1, 2):
        out = tmp_path / f"{jobs}.json"
        call_apart("check", tmp_path / "d", *options, "--registers", folder, "--jobs", jobs, "--format", f"json={out}")
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert outcomes(json.loads(made[0]), "RG-02") == {"passed"}


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "n'est pas un dossier lisible"), ("en", "is not a readable folder")]
)
def test_a_folder_that_is_none_is_a_wrong_call(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str, words: str
) -> None:
    """A path that was mistyped is said before anything is judged, rather than leaving every rule open."""
    options, _ = written(tmp_path / "d")
    called = call(capsys, "check", tmp_path / "d", *options, "--registers", tmp_path / "rien", "--lang", lang)
    assert (called.code, words in called.err) == (2, True)
