"""The examples that the tool ships show what they claim, under the shipped rules alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.defects import WITHOUT_MUTATOR
from fixtures.examples import NOT_SHOWN
from pipeline.examples import FOLDER, SIDES, examples_of, write_example
from rules.loader import load
from tests.cli_helpers import call
from tests.judging import judge_folder, settings
from validators.model import Outcome

SHOWN = sorted(rule for rule in load().rules if examples_of(rule))
MOST_BYTES = 3_000_000


def outcomes(rule: str, folder: Path) -> dict[str, set[Outcome]]:
    """Judge the two dossiers of a rule; return what it finds in each."""
    found = {}
    for example in examples_of(rule):
        judged = judge_folder(write_example(example, folder), settings(example.on, overlay=None))
        found[example.side] = {one.outcome for one in judged.judgement.findings if one.rule == rule}
    return found


@pytest.mark.slow
@pytest.mark.parametrize("rule", SHOWN)
def test_one_dossier_passes_the_rule_and_the_other_fails_it(rule: str, tmp_path: Path) -> None:
    """Judged as of its moment, `pass/` passes the rule everywhere it applies, and `fail/` fails it."""
    found = outcomes(rule, tmp_path)

    assert Outcome.PASSED in found["pass"] <= {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    assert Outcome.FAILED in found["fail"]


def test_every_rule_has_its_example_or_a_reason_why_not() -> None:
    """No rule is without an example by oversight."""
    assert sorted(set(load().rules) - set(SHOWN)) == sorted({*NOT_SHOWN, *WITHOUT_MUTATOR} & set(load().rules))


def test_the_examples_are_small_and_hold_nothing_that_is_not_used() -> None:
    """Rules share their files: all of them together stay below three megabytes."""
    used = {kept for rule in SHOWN for one in examples_of(rule) for kept in one.files.values()}
    there = {path for path in FOLDER.iterdir() if path.name != "index.json"}

    assert used == there
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_explain_writes_both_folders_and_says_how_to_open_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What is printed are two calls of `check` that work as they stand."""
    called = call(capsys, "rules", "explain", "si-02", "--example", tmp_path / "x")

    assert called.code == 0
    assert "SI-02" in called.out
    calls = [line.split()[1:] for line in called.out.splitlines() if line.strip().startswith("segur-dossier check")]
    assert [Path(one[1]).name for one in calls] == list(SIDES)
    codes = [call(capsys, *one, "--quiet").code for one in calls]
    assert codes[0] in (0, 3)
    assert codes[1] == 1


def test_an_example_replaces_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder that is there already is left as it is."""
    (tmp_path / "fail").mkdir()
    (tmp_path / "fail" / "mine.txt").write_text("kept", "utf-8")

    called = call(capsys, "rules", "explain", "SI-02", "--example", tmp_path)

    assert called.code == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["fail", "mine.txt"]


def test_a_rule_without_example_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Nothing is written, and the call fails with what to do."""
    called = call(capsys, "rules", "explain", "DO-01", "--example", tmp_path / "x")

    assert called.code == 2
    assert "DO-01" in called.err
    assert not (tmp_path / "x").exists()
