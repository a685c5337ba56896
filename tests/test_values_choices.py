"""The MSS case that a form states, ticks or only offers."""

from __future__ import annotations

import pytest

from pipeline.understanding.values.choices import mss_case


@pytest.mark.parametrize(
    "written",
    [
        "deploiement mss : cas 2",
        "[ ] cas 1  [x] cas 2",
        "cas 1 [ ]  x cas 2",
        "☐ cas 1 ☑ cas 2",
        "cas 1 ☐  cas 2 ☑",
        "cas 2 [x]",
    ],
)
def test_the_case_that_is_stated_or_ticked(written: str) -> None:
    """A single case, or the ticked one of two, is sure."""
    (found,) = mss_case(written)
    assert (found.value, found.doubt) == ("Cas 2", None)


def test_two_cases_that_are_only_offered_are_in_doubt() -> None:
    """Without a mark that was seen, which one holds is for a person: a tick may be drawn, or lost by a scan."""
    assert all(found.doubt for found in mss_case("deploiement mss cas 1 cas 2"))


def test_no_case_of_a_form_that_nobody_ticked() -> None:
    """Two empty boxes choose nothing."""
    assert mss_case("[ ] cas 1  [ ] cas 2") == []
