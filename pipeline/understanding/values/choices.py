"""Choices that a form offers: the MSS deployment case and the installation scenario, ticked or written."""

from __future__ import annotations

import re

from pipeline.understanding.values.found import Found

_CASE = re.compile(r"(?<!\w)cas[ \t]?(?:no[ \t]?)?([12])(?!\d)")
_TICKED = re.compile(r"(?:\[ ?x ?\]|\( ?x ?\)|[☒☑✓✔✗✘■●◉⬛]|(?<![a-z0-9])x)[ \t]*$")
_UNTICKED = re.compile(r"(?:\[ {0,2}\]|\( {0,2}\)|[☐□○◯▢_])[ \t]*$")
_TICKED_AFTER = re.compile(r"[ \t:]*(?:\[ ?x ?\]|\( ?x ?\)|[☒☑✓✔✗✘■●◉⬛])")
_UNTICKED_AFTER = re.compile(r"[ \t:]*(?:\[ {0,2}\]|\( {0,2}\)|[☐□○◯▢_])")
_REACH = 12  # characters before a case that may hold its mark
_SCENARIO = re.compile(r"(?<!\w)(?:scenario[ \t]?(?:no[ \t]?)?)?([a-z]?\d{1,2}[a-z]?(?:[.-]\d{1,2})?|[a-z])(?!\w)")


def mss_case(folded: str) -> list[Found]:
    """Find the MSS case that is stated; of two offered boxes, the ticked one; none when both stand unticked.

    Two that are offered and bear no mark that was seen are in doubt: the tick may be drawn, or lost by a scan.
    """
    offers = list(_CASE.finditer(folded))
    before = [_mark_before(folded, match.start()) for match in offers]
    after = [_mark_after(folded, match.end()) for match in offers]
    # A mark between two cases is the second one's, unless the last case has its mark behind it and the first none before.
    marks = after if offers and before[0] is None and after[-1] is not None else before
    ticked = [match for match, mark in zip(offers, marks, strict=True) if mark]
    chosen = ticked or [match for match, mark in zip(offers, marks, strict=True) if mark is None]
    doubt = "offered" if not ticked and len({match[1] for match in chosen}) > 1 else None
    return [Found(match.start(), match.end(), f"Cas {match[1]}", doubt) for match in chosen]


def _mark_before(folded: str, start: int) -> bool | None:
    """Return whether a tick stands before a case, or an empty box; None when neither does."""
    words = folded[max(0, start - _REACH) : start]
    return True if _TICKED.search(words) else False if _UNTICKED.search(words) else None


def _mark_after(folded: str, end: int) -> bool | None:
    return True if _TICKED_AFTER.match(folded, end) else False if _UNTICKED_AFTER.match(folded, end) else None


def scenario(folded: str) -> list[Found]:
    """Find the number or letter of an installation scenario."""
    return [Found(match.start(), match.end(), match[1].upper()) for match in _SCENARIO.finditer(folded)]
