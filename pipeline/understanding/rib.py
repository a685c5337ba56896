"""The four boxes of a French RIB: bank, branch, account, key; and the IBAN that they bear out on a page read from pixels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.reading.page import SURE, Span
from pipeline.understanding.labels import Labels, values_of
from pipeline.understanding.layout import Sheet
from pipeline.understanding.numbers import overlaps
from pipeline.understanding.phrases import Phrases
from pipeline.understanding.seen import Seen
from pipeline.understanding.sought import Finder, Sought
from pipeline.understanding.values import identifiers
from pipeline.understanding.values.found import Found
from validators.identifiers import iban
from validators.identifiers.rib import to_iban

IBAN, BOXES = "applicant.iban", "applicant.rib"
_BEGUN = 12  # characters of an IBAN that are read at least, for the boxes to tell the others: its key, its bank
_LENGTH = 27  # characters of a French IBAN
_ALIGNED, _LEADING = 8.0, 1.5  # between its two lines, at most: points from left to left, heights from one to the other
_BEGINS = re.compile(rf"(?:fr|mc)(?<!\w..)[ \t]?\d{{2}}(?:[ \t.\-]?[0-9a-z]){{{_BEGUN - 4},{_LENGTH - 6}}}\Z")
_GROUP = 4  # figures from which what follows them is a group of the number
_ROW = re.compile(r"(?<!\w)(\d{5})[ \t]+(\d{5})[ \t]+((?=(?:[a-z]*\d){6})[0-9a-z]{11})[ \t]+(\d{2})(?!\w)")
_BOXES = (
    (("code banque", "banque", "code bque", "c. banque", "code etablissement", "etablissement", "code etab", "etab."), re.compile(r"(?<!\w)\d{5}(?!\w)")),
    (("code guichet", "guichet", "c. guichet", "code agence"), re.compile(r"(?<!\w)\d{5}(?!\w)")),
    (
        ("numero de compte", "no de compte", "no compte", "no du compte", "n de compte", "compte", "compte no"),
        re.compile(r"(?<!\w)(?=(?:[a-z ]*\d){6})(?:[0-9a-z] ?){10}[0-9a-z](?!\w)"),
    ),
    (("cle rib", "cle", "cle r.i.b.", "cle rib."), re.compile(r"(?<!\w)\d{2}(?!\w)")),
)  # fmt: skip

_LABELS = Phrases(label for names, _ in _BOXES for label in names)


class _Boxes(NamedTuple):
    """The four boxes, "30004 00003 12345678901 43", and where they stand."""

    value: str
    spans: tuple[Span, ...]


def account_facts(sheet: Sheet) -> list[tuple[str, Found]]:
    """Return (attribute, value) for the boxes, and for the IBAN of their account when both places say the same.

    What one engine reads in both places, with every key right, needs no second one. Where a stamp hides the end of an
    IBAN the boxes tell it, if two engines read alike the boxes and what is left.
    """
    boxes = _boxes(sheet)
    if boxes is None:
        return []
    sure = all(sheet.is_confirmed(*span) for span in boxes.spans)
    place = None if sheet.how in SURE else _borne_out(sheet, boxes, sure)
    told = Found(*boxes.spans[0], boxes.value, doubt=None if sure or place else "boxes", borne_out=place is not None)
    return [(BOXES, told), *([(IBAN, place)] if place else [])]


def unlabelled_ibans(sheet: Sheet) -> list[Found]:
    """Return the IBANs of a page read from pixels whose keys hold: their labels may not have been read."""
    if sheet.how in SURE:
        return []
    return [found for found in identifiers.iban(sheet.folded) if iban.examine(str(found.value)).valid]


def with_unlabelled(seen: Sequence[Seen], sheet: Sheet) -> list[Seen]:
    """Add the IBANs of a page that need no label; those over two lines stand in the place of what was read there."""
    broken = [found for cell in range(len(sheet.cells)) if (found := _broken_at(sheet, cell)) is not None]
    spans = [(found.start, found.end) for found in broken]
    kept = [item for item in seen if item.sheet is not sheet or not overlaps(item.found, spans)]
    kept += [Seen(IBAN, sheet, found, 1.0, weak=True) for found in unlabelled_ibans(sheet)]
    return kept + [Seen(IBAN, sheet, found, 1.0, weak=False) for found in broken]


def _broken_at(sheet: Sheet, cell: int) -> Found | None:
    """Return the French IBAN that a narrow box breaks: it begins at the end of a cell and ends where the line under it begins.

    Every key of it holds; it is sure when both its lines are.
    """
    start, end, left, bottom, _, top = sheet.cells[cell]
    begun = _BEGINS.search(sheet.folded, start, end)
    under = next(sheet.below(cell, _LEADING * max(sheet.usual_height, top - bottom)), None) if begun else None
    place = sheet.box(begun.start(), end) if begun else None
    if begun is None or under is None or place is None:
        return None
    below, below_end, below_left, *_ = sheet.cells[under]
    head = _compact(begun[0])
    rest = re.compile(rf"(?:[ \t.\-]?[0-9a-z]){{{_LENGTH - len(head)}}}(?!\w)").match(sheet.folded, below, below_end)
    aligned = min(abs(below_left - left), abs(below_left - place[0])) < _ALIGNED
    if rest is None or not aligned or not iban.examine(number := head + _compact(rest[0])).valid:
        return None
    spans = (begun.start(), end), rest.span()
    sure = all(sheet.is_confirmed(*span) for span in spans)
    words = " ".join(sheet.text[slice(*span)] for span in spans)
    return Found(*spans[0], number, doubt=None if sure else "broken", words=words, borne_out=sure)


def _compact(words: str) -> str:
    return "".join(filter(str.isalnum, words)).upper()


def _borne_out(sheet: Sheet, boxes: _Boxes, sure: bool) -> Found | None:
    """Return where the IBAN of some boxes is read, elsewhere than in them: whole, or its beginning if the boxes are sure."""
    number = to_iban(boxes.value)
    if number is None:
        return None
    whole = (found for found in identifiers.iban(sheet.folded) if found.value == number)
    place = next((found for found in whole if not _meets(found, boxes)), None)
    begun = re.search(r"[ \t.\-]*".join(number[:_BEGUN].lower()), sheet.folded)
    if place is None and sure and begun:
        place = Found(begun.start(), begun.end(), number)
        if _meets(place, boxes) or not sheet.is_confirmed(*begun.span()) or _goes_on_otherwise(sheet, place):
            return None
    return place._replace(borne_out=True) if place else None


def _meets(found: Found, boxes: _Boxes) -> bool:
    return any(start < found.end and found.start < end for start, end in boxes.spans)


def _goes_on_otherwise(sheet: Sheet, begun: Found) -> bool:
    """Say whether groups that follow on the line, read alike by two engines, are none of the number."""
    end = sheet.folded.find("\n", begun.end)
    words = re.finditer(r"[0-9a-z]+", sheet.folded[: end if end >= 0 else None][begun.end :])
    groups = [word for word in words if sum(map(str.isdigit, word[0])) >= _GROUP]
    return any(
        word[0].upper() not in str(begun.value) and sheet.is_confirmed(begun.end + word.start(), begun.end + word.end())
        for word in groups
    )


def _boxes(sheet: Sheet) -> _Boxes | None:
    """Return the boxes; nothing unless all four were read."""
    row = _ROW.search(sheet.folded)
    if row:
        return _Boxes(" ".join(row.groups()).upper(), (row.span(),))
    labels = Labels(sheet, _LABELS.marks(sheet.flat, sheet.words))
    parts: list[Found] = []
    for names, pattern in _BOXES:
        sought = Sought(sheet.folded, _finder(pattern))
        part = next(
            (
                labelled.found
                for mark in labels.marks
                if mark.label in names
                for labelled in values_of(mark, labels, sought.find, sought.near)
            ),
            None,
        )
        if part is None:
            return None
        parts.append(part)
    return _Boxes(" ".join(str(part.value) for part in parts), tuple((part.start, part.end) for part in parts))


def _finder(pattern: re.Pattern[str]) -> Finder:
    def find(folded: str) -> list[Found]:
        found = [
            Found(match.start(), match.end(), match[0].replace(" ", "").upper()) for match in pattern.finditer(folded)
        ]
        # An account has digits, most of the time nothing else; a street's name of eleven letters has few.
        return [item for item in found if sum(map(str.isdigit, str(item.value))) >= min(6, len(str(item.value)))]

    return find
