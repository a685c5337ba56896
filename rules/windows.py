"""Which of a scheme's successive windows holds for one kind of request."""

from __future__ import annotations

from datetime import date

from rules.instants import moment
from rules.model import Instant, Scheme, Window


def window_in_force(scheme: Scheme, request: str, at: Instant) -> Window | None:
    """Return the last postponement known at that instant, or `None` when no text gives a window.

    The last one is by publication, then by order in the file; an entry without a publication day keeps its place in
    the file. Entries published after `at` are left aside, unless all of them were: then the earliest one holds.
    """
    entries = [window for window in scheme.windows if window.request == request]
    day = moment(at).date()
    known = [window for window in entries if window.published is None or window.published <= day]
    if not known:
        return min(entries, key=lambda window: window.published or day, default=None)
    last, newest = known[0], date.min
    for window in known:
        if window.published is None or window.published >= newest:
            last = window
            newest = window.published or newest
    return last
