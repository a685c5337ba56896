"""How sure a value is: no part of another, and read from pixels told alike by two engines, two places or a sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pipeline.reading.page import SURE, Span
from pipeline.understanding.layout import Sheet
from pipeline.understanding.numbers import overlaps
from pipeline.understanding.seen import Seen
from pipeline.understanding.values import dates
from pipeline.understanding.values.found import Found
from validators.identifiers import EXAMINERS

DOUBTFUL = 0.5
_ONE_ENGINE = 0.7  # share of its confidence that is left to what a single engine read
# Where the engines read less than this share alike, they agree on one letter for another as well: only a key, or a sum, tells.
_WELL_READ = 0.75
_KEYED = frozenset(["siren", "siret", "vat_number", "iban", "rib", "finess", "rpps"])
_FORMED = frozenset(["bic", "mssante"])  # what is misread has seldom their form
_PART = re.compile(r"(?!v/ref|n/ref)(?:\S*\d\S*|[a-z]{1,3}[/_-]\S{0,3})")  # of a reference that a space parts
# « P0-02312 », « HOPPF123211 »: both engines may have taken an O, or an I, for a figure; not of « FA0003295 », nor of a scheme.
_TAKEN_FOR_ANOTHER = re.compile(r"[a-z](?<!va)(?<!ms)[01](?!0)|[01][a-z]|\d[oil]|(?<![a-z])[oil]\d")
_AMONG_CAPITALS = re.compile(r"[A-Z]l(?![a-zà-ÿ])|(?<![a-zà-ÿ])l[A-Z]")  # « 2023/DSl/1286 »: an I, for both engines
_GOES_ON = re.compile(r"[,;:]\d|\. ?\d")  # « version 3,6.4 », « 6.5. 38 »
_AFTER_SCHEME = re.compile(r"[a-z0-9]{3}-[a-z]{2,4}-va\d-")  # « REF - IMG-RIS-VA2-0508 »: the rest of a listing number
_BEGINS_ADDRESS = re.compile(r"[a-z0-9][._-]\S*\s$")  # « zoe.bressol les36@… »
# An amount on two lines: « 1 » over « 250,00 € ».
_HEAD, _REST = re.compile(r"(?:^|[^\d.,/-])\d{1,3}\Z"), re.compile(r"\d{3}(?!\d)")
_LONE_STROKE = re.compile(r"(?<!\w)[01|](?!\w)")  # « Radiologie 1'Estuaire »
# « Valmore! »: no name has such a sign, and engines take strokes of letters for them.
_NO_LETTER = re.compile(r"[!|¦\\\[\]{}]")
_NUMBERED = re.compile(r"\d{5}|\d{3} \d{3}")  # « Carnéade Tech 828 00020 »
# « DATACURE INFORMATIQUE eh wehoptoa »: an address in print too pale for the engines.
_SMALL_AFTER_CAPITALS = re.compile(
    r"(?<![a-zà-ÿ])[A-ZÀ-Þ]{3,} (?!(?:de|du|des|d'|la|le|les|l'|et|en|sur|sous|a|à|au|aux)(?![a-zà-ÿ]))[a-zà-ÿ]{2}"
)
# « BEGEFRM1224 », « BEGEFRMI224 »: the form of a BIC allows both, where it gives a place, or figures and letters to a branch.
_EITHER = re.compile(r"[A-Z]{6}(?:[IO01].|.[IO01]|..(?=.*\d)(?=.*[A-Z]).{3})")
_CAPITAL_WITHIN = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ](?![a-zà-ÿ])")  # « Saint-ViN Cent »


def how_sure(item: Seen, kind_of_value: str) -> float:
    """Return how sure a reading is, from 0 to 1: what is not sure of its own decides nothing."""
    found, sheet = item.found, item.sheet
    if found.doubt or (kind_of_value == "amount" and _is_broken(sheet, found)):
        return DOUBTFUL
    if sheet.how in SURE or found.start >= sheet.typed_from:
        return item.confidence
    sure = found.borne_out or sheet.is_confirmed(*_span(sheet, found, kind_of_value))
    if kind_of_value not in _KEYED and not found.borne_out:
        sure = sure and _is_undisputed(sheet, found, kind_of_value) and not _is_odd(sheet, found, kind_of_value)
    examined = EXAMINERS[kind_of_value](str(found.value)) if kind_of_value in EXAMINERS else None
    # A FINESS of 8 figures is one whose zero a spreadsheet dropped; from pixels it may as well have lost another.
    sure = sure and (examined is None or (examined.valid and "padded_zero" not in examined.notes))
    return item.confidence if sure else item.confidence * _ONE_ENGINE


def _is_broken(sheet: Sheet, found: Found) -> bool:
    """Tell whether an amount that opens its line may begin at the end of the one over it: « 8 » over « 772,00 € »."""
    cell = sheet.cell_at(found.start)
    if (
        not cell
        or sheet.folded[sheet.cells[cell][0] : found.start].strip()
        or not _REST.match(sheet.folded, found.start)
    ):
        return False
    over, words = cell - 1, sheet.words_of(cell - 1).rstrip()
    return _HEAD.search(words) is not None and over in sheet.above(cell, sheet.usual_height)


def _is_undisputed(sheet: Sheet, found: Found, kind_of_value: str) -> bool:
    """Tell whether no engine read anything else, on a page on which they seldom differ: both take one letter for another as well."""
    if kind_of_value == "bic" and _EITHER.match(str(found.value)):
        return False
    at_once = sheet.agreed >= _WELL_READ and sheet.is_at_once(*_span(sheet, found, kind_of_value))
    return at_once or kind_of_value in _FORMED


def _span(sheet: Sheet, found: Found, kind_of_value: str) -> Span:
    """Return what both engines are to read alike: of a choice all that its cell offers, the marks of its boxes too."""
    cell = sheet.cell_at(found.start) if kind_of_value == "mss_case" else None
    return (found.start, found.end) if cell is None else sheet.cells[cell][:2]


def rivalled(seen: Sequence[Seen]) -> list[Seen]:
    """Return what was read, in doubt the dates that a weak label tells on a page read from pixels under others that no label tells.

    The label proper may not have been read: « Le 25/11/2023 » over a signature dates an order whose head has another date.
    """
    return [item.in_doubt("weak") if _has_rival(item, seen) else item for item in seen]


def _has_rival(item: Seen, seen: Sequence[Seen]) -> bool:
    """Tell whether a date that nothing tells stands over the one that a weak label tells."""
    sheet, box = item.sheet, item.sheet.box(item.found.start, item.found.end)
    if not item.weak or sheet.how in SURE or box is None or not isinstance(item.found.value, date):
        return False
    told = [other.found for other in seen if other.sheet is sheet]
    spans, values = [(one.start, one.end) for one in told], {one.value for one in told}
    untold = (one for one in dates.find(sheet.folded) if one.value not in values and not overlaps(one, spans))
    places = (sheet.box(one.start, one.end) for one in untold)
    return any(place is not None and place[1] > box[3] for place in places)


def _is_odd(sheet: Sheet, found: Found, kind_of_value: str) -> bool:
    """Tell whether a value without a key may be cut, or has a figure that stands where a letter should."""
    before, after = sheet.beside(found.start, found.end)
    own = sheet.folded[found.start : found.end]
    if kind_of_value == "name":
        said = sheet.text[found.start : found.end]
        if _NO_LETTER.search(sheet.text[found.start : found.end + 1]):
            return True
        odd = (_LONE_STROKE, _CAPITAL_WITHIN, _NUMBERED, _SMALL_AFTER_CAPITALS)
        return said[:1].islower() or any(one.search(found.words or said) for one in odd)
    if _GOES_ON.match(sheet.folded, found.end):
        return True
    if (own[:1].isdigit() and before[-1:].isdigit()) or (own[-1:].isdigit() and after[:1].isdigit()):
        return True
    if kind_of_value == "reference":
        part = any(map(_PART.fullmatch, (before, after))) or _AFTER_SCHEME.match(own) is not None
        stroke = _AMONG_CAPITALS.search(sheet.text[found.start : found.end]) is not None
        return part or stroke or _TAKEN_FOR_ANOTHER.search(own) is not None
    return kind_of_value == "mssante" and _BEGINS_ADDRESS.search(sheet.folded[: found.start][-60:]) is not None
