"""Dates in words and in figures, whatever language the supplier writes."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.understanding.folding import fold
from pipeline.understanding.values import dates


@pytest.mark.parametrize(
    "written",
    ["5 mars 2018", "05.03.2018", "5. März 2018", "5 March 2018", "5-3-2018", "2018-03-05", "05/03/18"],
)
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    """French, English and German months, a dot after the day, figures day first or ISO."""
    assert [found.value for found in dates.find(fold(written))] == [date(2018, 3, 5)]


@pytest.mark.parametrize("written", ["5 mai", "chapitre 3. mars", "31 June 2018", "2018"])
def test_what_is_no_day_is_none(written: str) -> None:
    """A year is needed, and a day that the month has."""
    assert dates.find(fold(written)) == []
