"""A batch of generated dossiers with planted conflicts: all of them are found, and no other."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fixtures.generator import Sample, generate, write
from fixtures.scans import write_scanned
from fixtures.schemes import PARIS
from pipeline.intake.submissions import find_submissions
from pipeline.scale.batch import judge_all
from pipeline.stages import Judged
from tests.cli_helpers import settle_in
from tests.judging import settings
from validators.model import Outcome

ON = datetime(2024, 11, 14, 10, tzinfo=PARIS)
Pair = tuple[str, str]


@dataclass(frozen=True)
class Planted:
    """Two references that conflict, and the rule that says so."""

    pair: Pair
    rule: str


def asked_again(sample: Sample, number: int, **changes: Any) -> Sample:
    """Return a dossier once more under another reference, with changes to its request."""
    return replace(sample, request={**sample.request, "reference": f"AGAIN-{number}", **changes})


def plant(out: Path, number: int, sort: str) -> Planted:
    """Write two dossiers that conflict in one way."""
    kind = "balance" if sort == "invoice" else "funding"
    first = generate(5000 + number, kind=kind, scheme="MS1-DUI-VA1", role="publisher", beneficiaries=1)
    changes: dict[str, Any] = {}
    rule = {"financing": "PF-01", "account": "PF-04", "invoice": "PF-03", "scan": "PF-05"}[sort]
    (client,) = first.request["beneficiaries"]  # type: ignore[misc]
    assert isinstance(client, dict)
    if sort == "account":
        other = generate(6000 + number, kind=kind, scheme="MS1-DUI-VA1", role="publisher", beneficiaries=1)
        applicant = dict(other.request["applicant"])  # type: ignore[call-overload]
        second = asked_again(other, number, applicant=applicant | {"iban": first.request["applicant"]["iban"]})  # type: ignore[index]
    else:
        if sort in ("invoice", "scan"):
            files = [file.path for file in first.files]
            other_client = {name: value for name, value in client.items() if name not in ("finess", "rpps")}
            stranger = generate(7000 + number, kind=kind, scheme="MS1-DUI-VA1", role="publisher", beneficiaries=1)
            other_client |= {"siret": stranger.request["beneficiaries"][0]["siret"], "pieces": files}  # type: ignore[index]
            changes = {"beneficiaries": [other_client], "advance": {"status": "Décidée et payée"}}
        second = asked_again(first, number, **changes)
    for part, sample in (("a", first), ("b", second)):
        write(sample, out / f"planted-{number:03}-{part}")
    return Planted(pair=(str(first.request["reference"]), f"AGAIN-{number}"), rule=rule)


def judged_batch(batch: Path, workspace: Path, jobs: int) -> list[Judged]:
    """Judge a folder of dossiers together."""
    workspace.mkdir()
    return list(judge_all(find_submissions([batch]), settings(ON), jobs=jobs, workspace=workspace))


def told(judged: list[Judged]) -> set[tuple[Pair, str]]:
    """Return the pairs that the rules of the portfolio name, each with the rule."""
    return {
        (tuple(sorted((one.dossier.reference, str(finding.arguments["other"].value)))), finding.rule)  # type: ignore[misc]
        for one in judged
        for finding in one.judgement.findings
        if finding.rule.startswith("PF-") and finding.outcome == Outcome.FAILED
    }


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Judge in this process."""
    settle_in(monkeypatch, tmp_path)
    return tmp_path


def test_planted_conflicts_are_found_and_no_other(here: Path) -> None:
    """Among 24 clean dossiers of all kinds, eight pairs of four sorts are told by both of each pair, and nothing else is."""
    for seed in range(24):
        sample = generate(seed)
        write(sample, here / "batch" / f"clean-{seed:03}")
    sorts = ("financing", "account", "invoice", "scan") * 2
    planted = [plant(here / "batch", number, sort) for number, sort in enumerate(sorts)]

    found = told(judged_batch(here / "batch", here / "one", jobs=1))

    assert {pair for pair, _ in found} == {tuple(sorted(one.pair)) for one in planted}
    assert {(tuple(sorted(one.pair)), one.rule) for one in planted} <= found


def test_neither_jobs_nor_the_order_of_reading_change_a_word(here: Path) -> None:
    """The same batch gives the same reports, whatever the number of jobs."""
    plant(here / "batch", 0, "financing")
    shutil.copytree(here / "batch" / "planted-000-a", here / "batch" / "copy")

    reports = [[one.report for one in judged_batch(here / "batch", here / str(jobs), jobs)] for jobs in (1, 2)]

    assert reports[0] == reports[1]
    assert {report.portfolio.dossiers for report in reports[0] if report.portfolio} == {3}


@pytest.mark.slow
def test_a_sheet_scanned_again_for_another_client_is_found(here: Path) -> None:
    """One order, scanned by two devices, lies in two clients' requests: both are told."""
    first = generate(5003, kind="funding", scheme="MS1-DUI-VA1", role="publisher", beneficiaries=1)
    (client,) = first.request["beneficiaries"]  # type: ignore[misc]
    stranger = generate(7003, kind="funding", scheme="MS1-DUI-VA1", role="publisher", beneficiaries=1)
    numbers = {"siret": stranger.request["beneficiaries"][0]["siret"]}  # type: ignore[index]
    paths = [file.path for file in first.files]
    kept = {name: value for name, value in client.items() if name not in ("finess", "rpps")}  # type: ignore[union-attr]
    second = asked_again(first, 3, beneficiaries=[{**kept, **numbers, "pieces": paths}])
    write_scanned(first, here / "batch" / "first", "clean", 1)
    write_scanned(second, here / "batch" / "second", "ordinary", 2)

    pair = tuple(sorted((str(first.request["reference"]), "AGAIN-3")))
    judged = judged_batch(here / "batch", here / "work", 1)
    assert [told([one]) for one in judged] == [{(pair, "PF-06")}] * 2
