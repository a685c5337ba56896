"""The roadmap counted backwards from a scheme's closings: the latest day each step can start, and what is too late."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.instants import PARIS, moment
from rules.model import Instant, Scheme, Window
from rules.roadmap import READINGS, After, Step
from rules.windows import window_in_force
from validators.model import Moment

_SHORT = READINGS[0]


class Standing(StrEnum):
    """How a step stands on the day of the plan."""

    DONE = "done"
    IN_TIME = "in_time"  # in every reading of the sources
    DOUBTFUL = "doubtful"  # in time only if the shortest delays hold, or if enough of a delay has run already
    TOO_LATE = "too_late"  # in no reading, or a step it waits for is too late
    UNKNOWN = "unknown"  # no text that was read gives a closing it leads to
    OPEN_ENDED = "open_ended"  # nothing has to be deposited or done after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The latest days on which a step can start and be over in one reading, and the window that decides them.

    `uncounted` are the steps from this one on that take a time no source gives: the days leave no room for them.
    """

    reading: str  # short or long
    start: date
    end: date
    window: Window
    uncounted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A step with its own window, its latest days by reading and its standing; no days when done or unknown.

    `running` tells that an authority has it in hand: what it waits for is done, since when is not known.
    """

    step: Step
    standing: Standing
    running: bool
    window: Window | None
    latest: tuple[Latest, ...]


def schedule(steps: Sequence[Step], scheme: Scheme, states: Collection[str], on: Moment) -> tuple[Scheduled, ...]:
    """Count back from the closings of a scheme in force that day; `states` are what is done, with all before it.

    Delays are counted whole, in calendar days. A step can still start on its latest day.
    """
    at: Instant = on.at if on.hour_known else on.at.date()
    windows = {step.id: window_in_force(scheme, step.window, at) if step.window else None for step in steps}
    done = done_steps(steps, states)
    bounded = _before(steps, [step.id for step in steps if step.window])
    by_reading = [_latest(steps, windows, reading) for reading in READINGS]
    standings: dict[str, Standing] = {}
    scheduled = []
    for step in steps:
        latest = () if step.id in done else tuple(days[step.id] for days in by_reading if step.id in days)
        running = step.id not in done and step.who != "publisher" and {one.step for one in _waits_for(step)} <= done
        before = {standings[one.step] for one in _waits_for(step)}
        standing = _standing(latest, before, on, running=running)
        if standing is Standing.UNKNOWN and step.id not in bounded:
            standing = Standing.OPEN_ENDED
        standings[step.id] = Standing.DONE if step.id in done else standing
        scheduled.append(
            Scheduled(step=step, standing=standings[step.id], running=running, window=windows[step.id], latest=latest)
        )
    return tuple(scheduled)


def done_steps(steps: Sequence[Step], states: Collection[str]) -> frozenset[str]:
    """Return the steps that some states say are done: their own, and all that those wait for at the least."""
    return _before(steps, [step.id for step in steps if step.state in states])


def _before(steps: Sequence[Step], last: Sequence[str]) -> frozenset[str]:
    """Return some steps and all that they wait for at the least."""
    found = set(last)
    for step in reversed(steps):
        if step.id in found:
            found |= {one.step for one in _waits_for(step)}
    return frozenset(found)


def _waits_for(step: Step, reading: str = _SHORT) -> list[After]:
    return [one for one in step.after if reading in one.readings]


def _latest(steps: Sequence[Step], windows: Mapping[str, Window | None], reading: str) -> Mapping[str, Latest]:
    """Return the latest days of each step: before the closing of its own window and before all that waits for it."""
    found: dict[str, Latest] = {}
    for step in reversed(steps):
        own = (step.id,) if step.unknown else ()
        bounds = [
            (found[later.id].start, found[later.id].window, (*own, *found[later.id].uncounted))
            for later in steps
            if later.id in found and any(one.step == step.id for one in _waits_for(later, reading))
        ]
        window = windows[step.id]
        if window is not None and window.closes is not None:
            bounds.append((moment(window.closes).date(), window, own))
        if bounds:
            end, deciding, uncounted = min(bounds, key=lambda bound: (bound[0], bound[1] is not window))
            start = end - timedelta(days=step.days(reading))
            found[step.id] = Latest(reading=reading, start=start, end=end, window=deciding, uncounted=uncounted)
    return found


def _standing(latest: Sequence[Latest], before: Collection[Standing], on: Moment, *, running: bool) -> Standing:
    if Standing.TOO_LATE in before:
        return Standing.TOO_LATE
    if not latest:
        return Standing.UNKNOWN
    in_time = [_by(one.start, one, on) for one in latest]
    if all(in_time):
        return Standing.IN_TIME
    # Part of the delay of what is in hand elsewhere has run: it may yet be over in time.
    may_be = any(in_time) or (running and any(_by(one.end, one, on) for one in latest))
    return Standing.DOUBTFUL if may_be else Standing.TOO_LATE


def _by(day: date, latest: Latest, on: Moment) -> bool:
    """Tell whether the moment is not past a day, nor, on the day of the closing, past its hour."""
    today, closes = on.at.astimezone(PARIS).date(), latest.window.closes
    if today == day and isinstance(closes, datetime) and closes.date() == today:
        return on.at <= closes if on.hour_known else latest.reading == _SHORT  # without the hour nobody can tell
    return today <= day
