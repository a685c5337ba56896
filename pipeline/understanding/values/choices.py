"""Choices that a form offers: the MSS deployment case and the installation scenario, ticked or written."""

from __future__ import annotations

import re

from pipeline.understanding.values.found import Found

_CASE = re.compile(r"(?<!\w)cas[ \t]?(?:no[ \t]?)?([12])(?!\d)")
_TICKED = re.compile(r"(?:\[ ?x ?\]|\( ?x ?\)|[☒☑✓✔✗✘■●◉⬛]|(?<![a-z0-9])x)[ \t]*$")
_UNTICKED = re.compile(r"(?:\[ {0,2}\]|\( {0,2}\)|[☐□○◯▢_])[ \t]*$")
_TICKED_AFTER = re.compile(r"^[ \t:]*(?:\[ ?x ?\]|\( ?x ?\)|[☒☑✓✔✗✘■●◉⬛])")
_SCENARIO = re.compile(r"(?<!\w)(?:scenario[ \t]?(?:no[ \t]?)?)?([a-z]?\d{1,2}[a-z]?(?:[.-]\d{1,2})?|[a-z])(?!\w)")


def mss_case(folded: str) -> list[Found]:
    """Find the MSS case that is stated; of two offered boxes, the ticked one; none when both stand unticked."""
    offers = []
    for match in _CASE.finditer(folded):
        before = folded[max(0, match.start() - 12) : match.start()]
        ticked = bool(_TICKED.search(before) or _TICKED_AFTER.match(folded[match.end() : match.end() + 8]))
        offers.append((ticked, bool(_UNTICKED.search(before)), match))
    ticked_offers = [match for ticked, _, match in offers if ticked]
    chosen = ticked_offers or [match for _, unticked, match in offers if not unticked]
    return [Found(match.start(), match.end(), f"Cas {match[1]}") for match in chosen]


def scenario(folded: str) -> list[Found]:
    """Find the number or letter of an installation scenario."""
    return [Found(match.start(), match.end(), match[1].upper()) for match in _SCENARIO.finditer(folded)]
