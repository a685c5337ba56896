"""The plan of what a ledger remembers: whom to ask, by the rules alone, and nothing that a ledger does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fixtures.schemes import OVERLAY
from pipeline.errors import ExitCode
from pipeline.planning.formats import SCHEMA_FILE
from pipeline.planning.remembered import tell_remembered
from pipeline.scale.ledger import Entry, OpenRule
from pipeline.scale.store import Header
from tests.cli_helpers import ROOT, call, settle_in
from tests.judging import settings
from tests.planning_samples import ON
from validators.model import Verdict

DOSSIERS = ROOT / "fixtures" / "dossiers"
UNSIGNED, CENT, CLEAN = "defaut-va-non-signee", "defaut-facture-un-centime", "solde-sas"
AT = ("--on", "2024-11-14T10:00", "--rules", OVERLAY)


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


@pytest.fixture
def ledger(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    """Judge three dossiers beside a new ledger."""
    file = tmp_path / "l.sqlite"
    call(capsys, "check", *(DOSSIERS / name for name in (UNSIGNED, CENT, CLEAN)), *AT, "-q", "--ledger", file)
    return file


def entry(*rules: OpenRule, verdict: str = "non_conforming") -> Entry:
    """Return a remembered balance."""
    header = Header(
        reference="D-1", kind="balance", scheme="MS1-DUI-VA1", verdict=verdict, judged_on="2024-11-14", shown="D-1"
    )
    return Entry(header=header, bearers=(), findings=rules)


def failed(rule: str, **more: bool) -> OpenRule:
    """Return a blocking rule that failed."""
    return OpenRule(rule=rule, level="blocking", outcome="failed", **more)


def test_the_requests_of_a_ledger_are_planned_without_their_folders(
    capsys: pytest.CaptureFixture[str], ledger: Path
) -> None:
    """Each open rule is asked of whoever can settle it, and the exit code is that of the verdicts."""
    called = call(capsys, "plan", "--ledger", ledger, *AT, "--format", "json")
    plan = json.loads(called.out)

    assert called.code == ExitCode.NON_CONFORMING
    Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8"))).validate(plan)
    assert plan["remembered"]
    verdicts = {one["reference"]: (one["verdict"], one["verdict_after"], one["actions"]) for one in plan["dossiers"]}
    assert verdicts == {
        "MS1-DUI-VA1-BAL-2024-0002": ("non_conforming", "conforming", 1),
        "MS2-DUI-VA1-BAL-2024-0002": ("non_conforming", "conforming", 1),
        "SAS-EDT-VA1-BAL-2024-0001": ("conforming", "conforming", 0),
    }
    asked = {
        one["party"]["role"]: [found["rule"] for act in one["actions"] for found in act["findings"]]
        for one in plan["asked"]
    }
    assert asked == {"client": ["SI-02"], "finance": ["AM-06"]}


def test_a_plan_from_memory_says_that_it_is_one(capsys: pytest.CaptureFixture[str], ledger: Path) -> None:
    """No sum is shown, no smallest set is claimed, and no message has a gap."""
    text = call(capsys, "plan", "--ledger", ledger, *AT).out
    assert "D'après le journal" in text
    assert "Aucun ensemble plus petit" not in text
    assert "€" not in text
    assert "{" not in text


def test_what_was_superseded_or_accepted_is_left_out(
    capsys: pytest.CaptureFixture[str], ledger: Path, tmp_path: Path
) -> None:
    """The payer accepted one request: nothing is asked for it any more."""
    table = tmp_path / "decisions.csv"
    table.write_text("reference;status\nMS1-DUI-VA1-BAL-2024-0002;acceptée\n", encoding="utf-8")
    call(capsys, "ledger", "outcomes", ledger, table)
    plan = json.loads(call(capsys, "plan", "--ledger", ledger, *AT, "--format", "json").out)
    assert {one["reference"] for one in plan["dossiers"]} == {"MS2-DUI-VA1-BAL-2024-0002", "SAS-EDT-VA1-BAL-2024-0001"}


def test_what_a_person_settled_is_not_asked_for(tmp_path: Path) -> None:
    """A failure that was waived stands in the ledger, and in nobody's way."""
    told, _ = tell_remembered(entry(failed("SI-02", decided=True), verdict="conforming"), settings(ON), hidden=True)
    assert (told.dossier.actions, told.dossier.verdict) == (0, Verdict.CONFORMING)


def test_a_rule_that_is_not_there_any_more_is_not_planned_away() -> None:
    """Of a rule of another rules folder nothing is known: what is planned does not make the dossier conforming."""
    told, report = tell_remembered(entry(failed("SI-02"), failed("ZZ-99")), settings(ON), hidden=True)
    assert told.dossier.actions == 1
    assert told.dossier.verdict_after is report.verdict is Verdict.NON_CONFORMING


def test_a_folder_and_a_ledger_are_two_uses(capsys: pytest.CaptureFixture[str], ledger: Path) -> None:
    """What was judged and what is remembered are not mixed in one plan."""
    assert call(capsys, "plan", DOSSIERS / CLEAN, "--ledger", ledger).code == ExitCode.USAGE
    assert call(capsys, "plan", "--ledger", ledger, "--letters", "out").code == ExitCode.USAGE
    assert call(capsys, "plan").code == ExitCode.USAGE


def test_what_is_no_ledger_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file that is not there is not made, another one is left as it is."""
    other = tmp_path / "notes.txt"
    other.write_text("a", encoding="utf-8")
    assert call(capsys, "plan", "--ledger", tmp_path / "none.sqlite").code == ExitCode.USAGE
    assert call(capsys, "plan", "--ledger", other).code == ExitCode.USAGE
    assert not (tmp_path / "none.sqlite").exists()
