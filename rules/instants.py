"""Days and hours of the texts: a local date-time is Paris time, a plain date is a day whose hour no text gives."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from rules.model import Instant

PARIS = ZoneInfo("Europe/Paris")


def in_paris(value: Instant | str) -> Instant:
    """Return a data file's value as a date, or as an aware date-time of Paris; a quoted value is ISO 8601."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if not isinstance(value, datetime):
        return value
    return value.replace(tzinfo=PARIS) if value.tzinfo is None else value.astimezone(PARIS)


@lru_cache(maxsize=1024)
def moment(value: Instant) -> datetime:
    """Return the aware date-time to compare by: the instant itself, or the midnight that begins a plain date.

    >>> moment(date(2024, 9, 12)).isoformat()
    '2024-09-12T00:00:00+02:00'
    """
    placed = in_paris(value)
    return placed if isinstance(placed, datetime) else datetime.combine(placed, time(), PARIS)
