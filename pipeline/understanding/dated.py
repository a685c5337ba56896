"""The date that follows a document's number: « facture n° F-118 du 12 mars 2024 »."""

from __future__ import annotations

import re

from pipeline.understanding.sought import Sought
from pipeline.understanding.values.found import Found

_LINK = r"(?:en date du|date du|datee? du|emise? le|du|le|vom|von|dated|issued (?:at|on))"
_GAP = r"[ \t]*+\n?[ \t]*+"  # possessive, as all the blanks here: a hostile page has many
_DAY = r"(?:(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\b)?[ \t]*+"
_THEN = re.compile(rf"{_GAP}(?:,|-|\()?[ \t]*+{_LINK}[ \t]*+:?{_GAP}{_DAY}")
_UNTIL = re.compile(r"[ \t]*(?:au|jusqu|bis|to)\b")  # « du 1er mars au 31 mars » is a period


def date_after(folded: str, end: int, dates: Sought) -> list[Found]:
    """Return the date that is linked to the number that ends at a position, in its line or at the start of the next."""
    link = _THEN.match(folded, end)
    if link is None:
        return []
    return [
        found for found in dates.near(link.end()) if found.start == link.end() and not _UNTIL.match(folded, found.end)
    ]
