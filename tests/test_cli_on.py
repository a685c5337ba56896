"""The same folder, one minute before and after the portal asks for the MSS deployment: two answers, both right."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.generator import generate
from fixtures.mutators import MUTATORS
from fixtures.sample import Sample
from fixtures.schemes import OVERLAY
from fixtures.writer import write
from tests.cli_helpers import Called, call, settle_in

BEFORE, AFTER, DAY = "2024-09-12T13:59+02:00", "2024-09-12T14:01+02:00", "2024-09-12"
SEED = 1  # of balances whose papers are all older than that day
SCHEMES = ("MS1-DUI-VA1", "MS2-DUI-VA1")


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def balance(scheme: str) -> Sample:
    """Return a good balance of a social care scheme, of one client."""
    return generate(SEED, kind="balance", scheme=scheme, role="publisher", beneficiaries=1)


def unfilled(sample: Sample) -> Sample:
    """Return the sample with a request that does not say the MSS deployment, as before it was asked for."""
    (entry,) = sample.request["beneficiaries"]
    bare = {key: value for key, value in entry.items() if key != "mss_case"}
    return replace(sample, request={**sample.request, "beneficiaries": [bare]})


def checked(capsys: pytest.CaptureFixture[str], folder: Path, sample: Sample, on: str) -> tuple[Called, dict[str, str]]:
    """Check a sample as of a moment; return the call, and the outcome of each rule that failed or is open."""
    if not folder.exists():
        write(sample, folder)
    called = call(capsys, "check", folder, "--on", on, "--rules", OVERLAY, "--format", "json")
    findings = json.loads(called.out)["findings"]
    return called, {one["rule"]: one["outcome"] for one in findings if one["rule"] == "ME-05"}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("change", ["other", "unfilled"])
def test_the_mss_deployment_is_asked_from_two_o_clock(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scheme: str, change: str
) -> None:
    """At 13:59 a deployment that is missing or differs changes nothing, at 14:01 it is refused; without hour, open."""
    clean = balance(scheme)
    sample = unfilled(clean) if change == "unfilled" else MUTATORS["other_mss_case"].apply(clean, SEED)
    answers = [checked(capsys, tmp_path / "d", sample, on) for on in (BEFORE, AFTER, DAY)]
    assert [(called.code, found["ME-05"]) for called, found in answers] == [
        (0, "not_applicable"),
        (1, "failed"),
        (3, "inconclusive"),
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_good_balance_is_good_before_and_after(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scheme: str
) -> None:
    """A request that says what its VA says is conforming either side of two o'clock."""
    answers = [checked(capsys, tmp_path / "d", balance(scheme), on) for on in (BEFORE, AFTER)]
    assert [(called.code, found["ME-05"]) for called, found in answers] == [(0, "not_applicable"), (0, "passed")]
