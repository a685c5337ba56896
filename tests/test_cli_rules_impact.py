"""`rules impact`: archived reports under other rules; what is replayed is exact, and what cannot be is said."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fixtures.schemes import OVERLAY
from pipeline.cli.options import settings
from pipeline.intake.submissions import survey
from pipeline.replay import by_digest, impacts
from pipeline.reporting.encode import from_json, to_json
from pipeline.reporting.impact import Archived, How, archived
from pipeline.reporting.masking import masked
from rules.loader import load
from tests.cli_helpers import ROOT, call, settle_in

SAMPLES = ROOT / "fixtures" / "dossiers"
NAMES = ("solde-sas", "enrolement-editeur", "defaut-va-non-signee", "defaut-piece-identite-expiree")
ON = "2024-11-14T10:00"


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the folder of a dossier that wants a ceiling."""
    return Path(shutil.copytree(SAMPLES / "defaut-va-non-signee", tmp_path / "batch" / "d"))


def archive(capsys: pytest.CaptureFixture[str], folder: Path, out: Path, *options: object) -> Path:
    """Judge a folder and keep its report."""
    assert call(capsys, "build", folder, "--on", ON, "-o", out, *options).code in (0, 1, 3)
    return out


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[dict[str, Any]]]:
    """Call the verb; return its exit code and what it says of each report."""
    called = call(capsys, "rules", "impact", *arguments, "--format", "json")
    return called.code, json.loads(called.out)["reports"]


def test_judging_again_by_the_same_rules_gives_the_same_findings(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Whatever is said to change does so by the rules: a replay under the same rules changes nothing."""
    reports: list[Archived] = []
    for name in NAMES:
        out = archive(capsys, SAMPLES / name, tmp_path / name, "--rules", OVERLAY)
        (file,) = out.rglob("report.json")
        reports.append(archived(from_json(file.read_bytes()), str(file)))
    # The program's own version is all that differs, so that nothing is taken for granted.
    other = replace(settings("fr", OVERLAY), version="another")
    submissions = survey([SAMPLES / name for name in NAMES]).submissions

    found = list(impacts(reports, submissions, other, load(), 1))

    assert [(one.how, one.verdict) for one in found] == [(How.JUDGED_AGAIN, one.verdict) for one in reports]
    assert [one.shifts for one in found] == [()] * len(NAMES)


def test_a_ceiling_that_is_supplied_settles_what_was_open(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """The rule, its subject, both outcomes and the value that made the difference are told."""
    out = archive(capsys, SAMPLES / "solde-distributeur", tmp_path / "out")

    code, (one,) = told(capsys, out, "--rules", OVERLAY, "--inputs", SAMPLES / "solde-distributeur")

    assert code == 1
    assert (one["how"], one["before"], one["after"]) == ("judged_again", "to_review", "conforming")
    sides = {
        (shift["before"]["rule"], shift["before"]["outcome"], shift["after"]["outcome"]) for shift in one["findings"]
    }
    assert sides == {("AM-12", "inconclusive", "passed")}
    assert [(why["of"], why["aspect"]) for why in one["why"]] == [("MS1-DUI-VA1", "ceiling")]


def test_without_its_folder_a_report_is_not_guessed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What differs in the rules is known, the verdict is not, and the reader learns what is missing."""
    out = archive(capsys, SAMPLES / "solde-distributeur", tmp_path / "out")

    code, (one,) = told(capsys, out, "--rules", OVERLAY)
    text = call(capsys, "rules", "impact", out, "--rules", OVERLAY).out

    assert (code, one["how"], one["after"], one["findings"]) == (3, "cannot_tell", None, [])
    assert [why["aspect"] for why in one["why"]] == ["ceiling"]
    assert "Impossible à dire d’après l’archive seule." in text
    assert "donner son dossier d’origine avec --inputs" in text


def test_a_folder_that_changed_by_one_byte_is_not_its_folder(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """Only the very bytes that were judged are judged again."""
    out = archive(capsys, folder, tmp_path / "out")
    assert told(capsys, out, "--rules", OVERLAY, "--inputs", folder.parent)[1][0]["how"] == "judged_again"
    request = folder / "request.toml"
    request.write_bytes(request.read_bytes() + b"\n")

    code, (one,) = told(capsys, out, "--rules", OVERLAY, "--inputs", folder.parent)

    assert (code, one["how"]) == (3, "cannot_tell")


def test_the_same_rules_change_nothing(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    """Under the rules that judged it, a report needs no folder to be told."""
    out = archive(capsys, folder, tmp_path / "out")

    code, (one,) = told(capsys, out)

    assert (code, one["how"], one["after"]) == (0, "same_rules", one["before"])
    assert "inchangé : 1" in call(capsys, "rules", "impact", out).out.replace("\u00a0", " ")


def test_rules_that_are_not_at_hand_are_not_compared(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """A report that an overlay judged says only the digest of its rules: what differs is not made up."""
    out = archive(capsys, folder, tmp_path / "out", "--rules", OVERLAY)

    _, (one,) = told(capsys, out)

    assert one["why"] is None
    assert "ce qui y diffère ne peut pas être dit" in call(capsys, "rules", "impact", out).out


def test_a_masked_archive_is_compared_like_any_other(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """Masking an archive makes no finding look changed, and nothing personal is shown."""
    out = archive(capsys, folder, tmp_path / "out", "--rules", OVERLAY)
    (file,) = out.rglob("report.json")
    report = from_json(file.read_bytes())
    file.write_bytes(to_json(masked(report)))

    text = call(capsys, "rules", "impact", out, "--inputs", folder).out

    assert [line.split()[0] for line in text.splitlines() if " → " in line and line.startswith("    ")] == ["AM-12"]
    assert report.beneficiaries[0].name not in text


def test_what_is_no_report_is_said_and_left_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A damaged archive does not stop the others, and an empty one is nothing to do."""
    (tmp_path / "report.json").write_bytes(b'{"schema": 1}')

    called = call(capsys, "rules", "impact", tmp_path)

    assert (called.code, called.out) == (4, "")
    assert "n'est pas un rapport" in called.err
    assert "Aucun rapport trouvé" in called.err
    assert call(capsys, "rules", "impact", tmp_path / "nowhere").code == 2


def test_a_folder_is_found_by_its_content_whatever_it_is_called(folder: Path, tmp_path: Path) -> None:
    """The digest of a renamed folder with renamed files is the one its report bears."""
    other = shutil.copytree(folder, tmp_path / "other")
    for number, file in enumerate(sorted(other.glob("*.pdf"))):
        file.rename(other / f"{number}.pdf")

    assert set(by_digest(survey([folder]).submissions, settings("fr"))) == set(
        by_digest(survey([other]).submissions, settings("fr"))
    )
