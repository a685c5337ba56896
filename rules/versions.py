"""Which version of a rule is in force at an instant."""

from __future__ import annotations

from rules.instants import moment
from rules.model import Instant, Rule, Version


def version_in_force(rule: Rule, instant: Instant) -> Version | None:
    """Return the version whose start is reached and whose end is not, or `None`.

    The end is exclusive; a plain date counts as its first minute in Paris, a date-time without zone as Paris time.
    """
    at = moment(instant)
    for version in rule.versions:
        if moment(version.start) <= at and (version.until is None or at < moment(version.until)):
            return version
    return None
