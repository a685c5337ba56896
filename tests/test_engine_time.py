"""Days and hours: which version of a rule holds, and to the minute when a window is open."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.judgement_samples import (
    ANSWERS,
    book_of,
    client,
    dossier,
    fact,
    findings,
    judged,
    on,
    piece,
    request,
    rule,
    version,
)
from validators import engine
from validators.context import Context, passed
from validators.model import Answer, Moment, Outcome


@pytest.fixture
def _answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the checks `passed`, `failed`… which answer what they are called."""
    monkeypatch.setattr(engine, "CHECKS", ANSWERS)


@pytest.mark.parametrize(("dated_by", "answer"), [("deposit", "new"), ("order", "old"), ("listing", "middle")])
def test_the_day_that_dates_a_rule_picks_its_version(
    dated_by: str, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deposited in October, listed in May, ordered in March: each rule takes the version of its own day."""
    seen: list[object] = []

    def look(context: Context) -> Answer:
        seen.append(context.parameters["name"])
        return passed()

    monkeypatch.setattr(engine, "CHECKS", {"look": look})
    versions = (
        version(date(2024, 1, 1), until=date(2024, 4, 1), parameters={"name": "old"}),
        version(date(2024, 4, 1), until=date(2024, 7, 1), parameters={"name": "middle"}),
        version(date(2024, 7, 1), parameters={"name": "new"}),
    )
    rules = book_of(rule("look", subject="beneficiary", dated_by=dated_by, versions=versions))
    judged(dossier(request(beneficiaries=client(order_date="2024-03-12"))), rules)
    assert seen == [answer]


@pytest.mark.usefixtures("_answers")
def test_a_rule_that_is_not_yet_in_force_does_not_apply() -> None:
    """Before its first version and after its last one a rule says nothing."""
    versions = (version(date(2024, 10, 1), until=date(2024, 11, 1)),)
    rules = book_of(rule("failed", versions=versions))
    outcomes = [judged(dossier(request()), rules, on(2024, month, 15, 9)).findings[0].outcome for month in (9, 10, 11)]
    assert outcomes == [Outcome.NOT_APPLICABLE, Outcome.FAILED, Outcome.NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("moment", "outcome"),
    [
        (on(2024, 9, 12, 13, 59), Outcome.NOT_APPLICABLE),
        (on(2024, 9, 12, 14, 1), Outcome.FAILED),
        (on(2024, 9, 12), Outcome.INCONCLUSIVE),
        (on(2024, 9, 11), Outcome.NOT_APPLICABLE),
        (on(2024, 9, 13), Outcome.FAILED),
    ],
)
def test_the_mss_case_is_asked_from_the_minute_the_portal_asks_it(moment: Moment, outcome: Outcome) -> None:
    """ME-05 holds from 12 September 2024 at 14:00; on that day, without an hour, nobody can tell."""
    case = dossier(
        request("balance", "MS2-DUI-VA1", beneficiaries=client(mss_case="Cas 1")),
        piece("va", fact("deployment.mss_case", "Cas 2")),
    )
    (found,) = findings(case, "ME-05", moment)
    assert found.outcome == outcome
    assert (found.reason == "hour_needed") == (outcome == Outcome.INCONCLUSIVE)


@pytest.mark.parametrize(
    ("moment", "outcome", "reason"),
    [
        (on(2025, 12, 17, 11, 59), Outcome.PASSED, None),
        (on(2025, 12, 17, 12, 0), Outcome.PASSED, None),
        (on(2025, 12, 17, 12, 1), Outcome.FAILED, "too_late"),
        (on(2025, 12, 17), Outcome.INCONCLUSIVE, "hour_needed"),
        (on(2024, 9, 12, 13, 59), Outcome.FAILED, "too_early"),
        (on(2024, 9, 12), Outcome.INCONCLUSIVE, "hour_needed"),
        (on(2025, 12, 16), Outcome.PASSED, None),
        (on(2025, 12, 18), Outcome.FAILED, "too_late"),
    ],
)
def test_a_window_closes_to_the_minute(moment: Moment, outcome: Outcome, reason: str | None) -> None:
    """HOP-DPI-VA2 takes advances from 12/09/2024 14:00 to 17/12/2025 12:00; on those days the hour decides."""
    (found,) = findings(dossier(request("funding", "HOP-DPI-VA2")), "DA-01", moment)
    assert (found.outcome, found.reason) == (outcome, reason)


def test_an_offset_is_turned_into_paris_time() -> None:
    """11:30 in London is half past noon in Paris: too late for a window that closes at noon."""
    at = datetime.fromisoformat("2025-12-17T11:30:00+00:00")
    (found,) = findings(dossier(request()), "DA-01", Moment(at=at, hour_known=True))
    assert found.reason == "too_late"
