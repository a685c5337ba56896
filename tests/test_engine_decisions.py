"""Decisions: what a person may settle, on what they saw, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from tests.judgement_samples import ANSWERS, NOON, book_of, decision, dossier, judged, on, piece, request, rule
from validators import engine
from validators.model import Moment, Verdict


@pytest.fixture
def _answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the checks `passed`, `failed`… which answer what they are called."""
    monkeypatch.setattr(engine, "CHECKS", ANSWERS)


@pytest.mark.usefixtures("_answers")
@pytest.mark.parametrize(("action", "outcome"), list(product(("confirm", "waive"), ANSWERS)))
def test_confirm_settles_doubt_and_waive_accepts_failure(action: str, outcome: str) -> None:
    """Nobody confirms away a failure, and nobody waives what was not even established."""
    case = dossier(request(), decisions=(decision(action),))
    (found,) = judged(case, book_of(rule(outcome))).findings
    assert found.outcome.value == outcome
    assert bool(found.decision) == ((action, outcome) in {("confirm", "inconclusive"), ("waive", "failed")})


@pytest.mark.usefixtures("_answers")
@pytest.mark.parametrize("outcome", ["failed", "inconclusive"])
@pytest.mark.parametrize(
    ("change", "moment", "alive"),
    [
        ({}, NOON, True),
        ({"sha256": "e" * 64}, NOON, False),
        ({"rule": "XX-02"}, NOON, False),
        ({"subject": "beneficiary:C01"}, NOON, False),
        ({}, on(2024, 12, 31, 23), True),
        ({}, on(2025, 1, 1, 0), False),
        ({}, on(2024, 10, 1, 0), True),
        ({}, on(2024, 9, 30, 23), False),
    ],
)
def test_a_decision_dies_with_its_bytes_and_its_dates(
    outcome: str, change: Mapping[str, Any], moment: Moment, alive: bool
) -> None:
    """A decision holds for the rule, the subject and the bytes that were seen, from its day until its last one."""
    action = "waive" if outcome == "failed" else "confirm"
    case = dossier(request(), decisions=(decision(action, **change),))
    result = judged(case, book_of(rule(outcome)), moment)
    assert (result.findings[0].decision is not None) == alive
    assert (result.verdict == Verdict.CONFORMING) == alive


@pytest.mark.usefixtures("_answers")
def test_a_decision_about_a_piece_has_seen_its_file() -> None:
    """What a person looked at is the file the piece stands in; on the whole request it is every file."""
    page = piece("invoice")
    rules = book_of(rule("failed", subject="piece", pieces=("invoice",)), rule("failed", id="XX-02"))
    on_piece, on_request = judged(dossier(request("balance"), page), rules).findings
    assert (on_piece.sha256, on_request.sha256) == (page.sha256, "d" * 64)
