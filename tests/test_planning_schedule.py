"""The roadmap counted backwards: latest days by reading of the sources, what is too late, what nobody can know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.roadmap import load_roadmap
from tests.judgement_samples import book, on
from validators.model import Moment
from validators.planning.schedule import Scheduled, Standing, done_steps, schedule

STEPS = load_roadmap()
EARLY = on(2025, 1, 2)


def planned(code: str, moment: Moment, *states: str) -> dict[str, Scheduled]:
    """Return the steps of a scheme by id."""
    scheme = book().scheme(code)
    assert scheme is not None
    return {one.step.id: one for one in schedule(STEPS, scheme, states, moment)}


def starts(one: Scheduled) -> dict[str, date]:
    """Return a step's latest starts by reading."""
    return {latest.reading: latest.start for latest in one.latest}


def test_delays_are_counted_back_from_the_closings() -> None:
    """DRIMbox, listing closing 10/09/2025: both readings of every delay, by hand."""
    found = planned("IMG-DB-VA2", EARLY)
    closing = date(2025, 9, 10)

    assert starts(found["listing_request"]) == {"short": closing, "long": closing}
    # The English text gives six weeks to open the account, the French one none.
    assert starts(found["ans_account"]) == {"short": closing, "long": closing - timedelta(days=42)}
    # Accreditation first for one text, filing for the other; then ten weeks or six.
    assert starts(found["cnda_filing"]) == {"short": closing, "long": closing - timedelta(days=42 + 70)}
    assert starts(found["cnda_account"]) == {
        "short": closing - timedelta(days=5),
        "long": closing - timedelta(days=42 + 70 + 5),
    }
    # Listed six weeks after the evidence, before the advance closes on 10/11/2026.
    assert starts(found["listing"]) == {"short": date(2026, 9, 29), "long": date(2026, 9, 29)}
    assert found["listing"].latest[0].window.source == "P-DB2"


def test_the_evidence_has_its_own_closing() -> None:
    """DRIMbox, complete evidence by 13/05/2026 at noon: late from that hour on, with all that comes after."""
    before = planned("IMG-DB-VA2", on(2026, 5, 13, 12), "eligible", "conforming")
    after = planned("IMG-DB-VA2", on(2026, 5, 13, 12, 1), "eligible", "conforming")

    assert before["evidence"].standing is Standing.IN_TIME
    assert after["evidence"].standing is Standing.TOO_LATE
    assert after["listing"].standing is Standing.TOO_LATE
    assert after["balance_request"].standing is Standing.TOO_LATE


def test_without_the_hour_the_closing_day_is_doubtful() -> None:
    """On the day that closes at noon, nobody can tell without the hour; the day before is in time, the day after late."""
    standings = [
        planned("IMG-DB-VA2", on(2026, 5, day), "eligible", "conforming")["evidence"].standing for day in (12, 13, 14)
    ]
    assert standings == [Standing.IN_TIME, Standing.DOUBTFUL, Standing.TOO_LATE]


def test_where_sources_disagree_the_step_is_doubtful() -> None:
    """Between the latest day of the long delays and that of the short ones, only the short ones leave time."""
    latest = starts(planned("IMG-DB-VA2", EARLY)["cnda_account"])
    standings = []
    for day in (
        latest["long"],
        latest["long"] + timedelta(days=1),
        latest["short"],
        latest["short"] + timedelta(days=1),
    ):
        moment = on(day.year, day.month, day.day)
        standings.append(planned("IMG-DB-VA2", moment)["cnda_account"].standing)
    assert standings == [Standing.IN_TIME, Standing.DOUBTFUL, Standing.DOUBTFUL, Standing.TOO_LATE]


def test_what_an_authority_has_in_hand_is_never_said_too_late_too_soon() -> None:
    """Filed with the CNDA, since when nobody said: the delay may be nearly over, so it is too late only after its end."""
    found = planned("MS2-DUI-VA1", on(2023, 12, 31), "cnda_filed")["cnda_accreditation"]
    end = max(latest.end for latest in found.latest)

    assert found.running
    assert all(latest.start < date(2023, 12, 31) for latest in found.latest)
    assert found.standing is Standing.DOUBTFUL
    day = end + timedelta(days=1)
    late = planned("MS2-DUI-VA1", on(day.year, day.month, day.day), "cnda_filed")
    assert late["cnda_accreditation"].standing is Standing.TOO_LATE


def test_a_state_includes_all_that_comes_before() -> None:
    """Who is listed has filed, been eligible, brought the evidence and got the accreditation; orders are apart."""
    done = done_steps(STEPS, ["listed"])
    assert {"documents", "conformity", "cnda_account", "cnda_accreditation", "evidence", "listing"} <= done
    assert not done & {"orders", "enrolment", "funding_request"}
    assert done_steps(STEPS, ["cnda_filed"]) == {"cnda_account", "cnda_filing"}


def test_what_is_done_is_neither_late_nor_dated() -> None:
    """Long after the listing closed, a listed publisher has nothing late before its enrolment."""
    found = planned("MS2-DUI-VA1", on(2024, 2, 1), "listed")
    assert found["listing_request"].standing is Standing.DONE
    assert found["listing_request"].latest == ()
    assert {one.standing for one in found.values()} == {Standing.DONE, Standing.IN_TIME, Standing.OPEN_ENDED}


def test_an_unknown_closing_gives_no_day() -> None:
    """SAS: no text gives a closing, so no day is made up and nothing is called late."""
    found = planned("SAS-EDT-VA1", on(2030, 1, 1))
    assert {one.standing for one in found.values()} == {Standing.UNKNOWN, Standing.OPEN_ENDED}
    assert all(one.latest == () for one in found.values())
    assert found["balance"].standing is Standing.OPEN_ENDED


def test_steps_of_unknown_length_are_named() -> None:
    """No source says how long the evidence takes: the latest day before it says that it leaves no room for it."""
    found = planned("MS2-DUI-VA1", on(2023, 9, 1))
    assert found["eligibility"].latest[0].uncounted == ("evidence", "enrolment")
    assert found["funding_request"].latest[0].uncounted == ()
    assert found["service"].latest[0].window.request == "service"


@pytest.mark.parametrize("code", sorted(book().schemes))
@given(days=st.integers(0, 2500), state=st.sampled_from([step.state for step in STEPS]))
def test_time_only_makes_things_later(code: str, days: int, state: str) -> None:
    """A later day never brings a step back in time, and the short delays never ask to start earlier than the long."""
    moments = [on(2021, 1, 1).at + timedelta(days=days + more) for more in (0, 40)]
    order = [Standing.IN_TIME, Standing.DOUBTFUL, Standing.TOO_LATE]
    scheme = book().scheme(code)
    assert scheme is not None
    if any(window.published for window in scheme.windows):
        return  # a postponement does bring steps back in time
    first, later = (planned(code, Moment(at=at, hour_known=False), state) for at in moments)
    for step, one in first.items():
        if one.standing in order:
            assert order.index(later[step].standing) >= order.index(one.standing)
        short, long = (starts(one).get(reading) for reading in ("short", "long"))
        assert (short is None) or (long is not None and long <= short)
