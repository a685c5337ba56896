"""Tests of what people and foes put in folders: each is named with what to do, none stops the others, nothing is left.

A conforming dossier is spoilt in one way at a time, and all of them are built in one run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fixtures.requests import request_bytes
from fixtures.schemes import OVERLAY
from fixtures.writer import write
from tests.bad_inputs import CASES, CONFORMING, NON_CONFORMING, zipped
from tests.cli_helpers import Called, call, call_apart, clean_sample, pdf, settle_in

LIMITS = {"child_seconds": 5, "child_memory_bytes": 700_000_000, "max_pages": 50}


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One run over all the spoilt dossiers."""

    called: Called
    reports: dict[str, dict[str, Any]]
    temporary: Path
    out: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Spoil a conforming dossier in every way, and build all of them in one run, with real children."""
    home = tmp_path_factory.mktemp("home")
    sample = clean_sample("listing")
    for name, case in CASES.items():
        folder = home / "lot" / name
        write(sample, folder)
        next(folder.glob("request.*")).unlink()
        (folder / "request.toml").write_bytes(
            request_bytes(dict(sample.request) | {"reference": name}, "toml", "utf-8")
        )
        case.spoil(folder)
    whole = home / "lot" / "nothing-wrong"
    entries = [
        (f"zip-whole/{path.relative_to(whole)}", path.read_bytes()) for path in whole.rglob("*") if path.is_file()
    ]
    entries = [(name, data.replace(b'"nothing-wrong"', b'"zip-whole"')) for name, data in entries]
    (home / "lot" / "zip-whole.zip").write_bytes(zipped(entries))
    (home / "temporary").mkdir()
    limits = [word for name, value in LIMITS.items() for word in ("--limits", f"{name}={value}")]
    options = ["--on", sample.on.isoformat(), "--rules", OVERLAY, "--jobs", 2, "-o", home / "out", *limits]
    called = call_apart("build", home / "lot", *options, env={"TMPDIR": str(home / "temporary")})
    found = [json.loads(path.read_bytes()) for path in (home / "out").glob("*/report.json")]
    reports = {report["reference"]: report for report in found}
    return Built(called=called, reports=reports, temporary=home / "temporary", out=home / "out")


def problems_of(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the problems of a dossier and of its files."""
    return [*report["problems"], *(problem for file in report["files"] for problem in file["problems"])]


@pytest.mark.parametrize("name", CASES)
def test_verdict(built: Built, name: str) -> None:
    """A spoilt dossier is never conforming for want of looking; a strange one that is good is not alarmed about."""
    failed = [finding["message"] for finding in built.reports[name]["findings"] if finding["outcome"] == "failed"]

    assert built.reports[name]["verdict"] == CASES[name].verdict, failed


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.codes])
def test_problem_and_remedy(built: Built, name: str) -> None:
    """What is wrong is named on its file or dossier, in words, with what to do."""
    case = CASES[name]
    found = [problem for problem in problems_of(built.reports[name]) if problem["code"] in case.codes]

    assert found
    assert all(problem["text"] and problem["remedy"] for problem in found)
    assert all(word in found[0]["text"] + found[0]["remedy"] for word in case.says)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.verdict != CONFORMING])
def test_reason_of_the_verdict(built: Built, name: str) -> None:
    """What is not conforming has an open blocking finding that says why and what to do."""
    outcome = "failed" if CASES[name].verdict == NON_CONFORMING else "inconclusive"
    open_findings = [
        finding
        for finding in built.reports[name]["findings"]
        if finding["level"] == "blocking" and finding["outcome"] == outcome
    ]

    assert open_findings
    assert all(finding["message"] and finding["remedy"] for finding in open_findings)


def test_zip_as_a_submission(built: Built) -> None:
    """A dossier may be given as one archive."""
    assert built.reports["zip-whole"]["verdict"] == CONFORMING


def test_every_dossier_has_its_report(built: Built) -> None:
    """No dossier of the batch is lost, whatever happened to the others; the worst decides the exit code."""
    assert built.reports.keys() == CASES.keys() | {"zip-whole"}
    assert built.called.code == 1


def test_only_conforming_dossiers_are_packed(built: Built) -> None:
    """Nothing that looks ready is written for a dossier that is not."""
    packed = {path.parent.name for path in built.out.glob("*/proof")}

    assert packed == {name for name, report in built.reports.items() if report["verdict"] == CONFORMING}


def test_request_errors_on_standard_error(built: Built) -> None:
    """What is wrong with a request file is told with its key or line."""
    told = built.called.err.splitlines()

    assert any(line.startswith("wrong-key/request.toml, ligne ") and "clé « aplicant »" in line for line in told)
    assert any(line.startswith("wrong-syntax/request.toml, ligne ") for line in told)


def test_nothing_is_left(built: Built) -> None:
    """After a run, killed children included, the temporary folder is empty and the output holds packages alone."""
    assert list(built.temporary.iterdir()) == []
    assert {path.name for path in built.out.iterdir()} == {"index.html", "summary.csv"} | set(built.reports)


def test_values_hostile_to_terminals(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Names that would paint, turn or erase the screen are shown without effect."""
    settle_in(monkeypatch, tmp_path)
    folder = tmp_path / "\x1b[31mrouge\u202e"
    folder.mkdir()
    (folder / "a\x1b]0;titre\x07\r.pdf").write_bytes(pdf("FACTURE"))

    called = call(capsys, "check", folder)

    assert called.code == 3
    assert not set("\x1b\x07\r\u202e") & set(called.out + called.err)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names that are no text")
@pytest.mark.parametrize("verb", ["check", "verify", "init"])
def test_name_that_is_no_text(tmp_path: Path, verb: str) -> None:
    """A folder whose name is no text, as old archives leave them, is treated like another."""
    folder = bytes(tmp_path) + b"/d\xe9p\xf4t"
    subprocess.run(["mkdir", folder], check=True)
    Path(folder.decode("utf-8", "surrogateescape"), "f.pdf").write_bytes(pdf("FACTURE"))

    called = call_apart(verb, folder.decode("utf-8", "surrogateescape"))

    assert called.code in (0, 1, 3)
    assert "défaut du programme" not in called.err


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_folder_that_cannot_be_opened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file given as a folder, and a device, are refused with what to give instead."""
    settle_in(monkeypatch, tmp_path)
    (tmp_path / "f.pdf").write_bytes(pdf("FACTURE"))

    for path in (tmp_path / "f.pdf", Path("/dev/null")):
        called = call(capsys, "check", path)
        assert called.code == 2
        assert "n'est ni un dossier ni une archive zip." in called.err
