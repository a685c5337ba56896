"""When a document is dated: after its number, « facture n° F-118 du 12 mars 2024 », or after "le" where it is signed."""

from __future__ import annotations

import re

from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark
from pipeline.understanding.sought import Sought
from pipeline.understanding.values.found import Found

_LINK = r"(?:en date du|date du|datee? du|emise? le|du|le|vom|von|dated|issued (?:at|on))"
_GAP = r"[ \t]*+\n?[ \t]*+"  # possessive, as all the blanks here: a hostile page has many
_DAY = r"(?:(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\b)?[ \t]*+"
_THEN = re.compile(rf"{_GAP}(?:,|-|\()?[ \t]*+{_LINK}[ \t]*+:?{_GAP}{_DAY}")
_UNTIL = re.compile(r"[ \t]*(?:au|jusqu|bis|to)\b")  # « du 1er mars au 31 mars » is a period
_PLACE = re.compile(r"\W*(?:(?:fait|signe|etabli|emise?)?(?: ?a [a-z' -]{2,40})?)?\W*")


def date_after(folded: str, end: int, dates: Sought) -> list[Found]:
    """Return the date that is linked to the number that ends at a position, in its line or at the start of the next."""
    link = _THEN.match(folded, end)
    if link is None:
        return []
    return [
        found for found in dates.near(link.end()) if found.start == link.end() and not _UNTIL.match(folded, found.end)
    ]


def is_of_signing(sheet: Sheet, mark: Mark) -> bool:
    """Tell whether "le" dates the document: alone, or after a place, « Fait à Lyon, le »; not after « livraison prévue »."""
    cell = sheet.cell_at(mark.start)
    start = sheet.folded.rfind("\n", 0, mark.start) + 1 if cell is None else sheet.cells[cell][0]
    before = sheet.text[start : mark.start].rstrip()
    return (
        before.endswith((",", ":")) or _PLACE.fullmatch(sheet.folded, start, mark.start) is not None or before.istitle()
    )
