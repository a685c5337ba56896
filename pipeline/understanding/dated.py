"""When a document is dated: after its number, « facture n° F-118 du 12 mars 2024 », beside its title, after "le" where it is signed; on two lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark
from pipeline.understanding.sought import Finder, Sought
from pipeline.understanding.values.dates import finder_for
from pipeline.understanding.values.found import Found

_LINK = r"(?:en date du|date du|datee? du|emise? le|du|le|vom|von|dated|issued (?:at|on))"
_GAP = r"[ \t]*+\n?[ \t]*+"  # possessive, as all the blanks here: a hostile page has many
_DAY = r"(?:(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\b)?[ \t]*+"
_THEN = re.compile(rf"{_GAP}(?:,|-|\()?[ \t]*+{_LINK}[ \t]*+:?{_GAP}{_DAY}")
_UNTIL = re.compile(r"[ \t]*(?:au|jusqu|bis|to)\b")  # « du 1er mars au 31 mars » is a period
_DATED = re.compile(rf"[ \t]*+(?:{_LINK})?[ \t]*+:?[ \t]*+{_DAY}")
_PLACE = re.compile(r"\W*(?:(?:fait|signe|etabli|emise?)?(?: ?a [a-z' -]{2,40})?)?\W*")
_SIGNATURE = re.compile(
    r"bon pour (?:accord|commande)|lu et approuve|signature|signataire|cachet|delegation|pouvoir adjudicateur|pour le client"
)
_SELLS = r"(?:le |la |l')?(?:fournisseur|prestataire|editeur|distributeur|vendeur|titulaire)"
_SUPPLIER = re.compile(rf"\W*(?:pour {_SELLS}(?!\w)|{_SELLS} *(?:$|[:,(]))")
_AMOUNT = re.compile(r"\W*\d[\d ]*[.,]\d\d\W*(?:eur(?:os?)?)?\W*")

LOOSE = 1.2  # heights of a line that may part the two lines of a date
_BLOCK = 9.0  # heights of a line over and under which a signature's words may stand
_ALIGNED = 3.0  # points


def date_after(sheet: Sheet, end: int, dates: Sought) -> list[Found]:
    """Return the date that is linked to the number that ends at a position, in its line or at the start of the one under it."""
    folded = sheet.folded
    link = _THEN.match(folded, end)
    if link is None or not sheet.reads_on(end - 1, link.end() + 1):
        return []
    return [
        found for found in dates.near(link.end()) if found.start == link.end() and not _UNTIL.match(folded, found.end)
    ]


def broken_date(sheet: Sheet, finder: Finder, first: int) -> Found | None:
    """Return the date that a cell begins and the line right under it ends: « vendredi 12 novembre » over « 2021 »."""
    last = next(sheet.below(first, LOOSE * sheet.usual_height), None)
    if last is None or abs(sheet.cells[first][2] - sheet.cells[last][2]) > _ALIGNED:
        return None
    start, end, *_ = sheet.cells[first]
    line = sheet.folded[start:end]
    found = next(iter(finder(f"{line} {sheet.words_of(last)}")), None)
    if found is None or not isinstance(found.value, date) or not found.start < len(line) < found.end:
        return None
    if not _DATED.fullmatch(line, 0, found.start):
        return None
    under = sheet.cells[last][0]
    sure = sheet.is_confirmed(under, under + found.end - len(line) - 1)
    return found._replace(start=start + found.start, end=end, doubt=found.doubt if sure else found.doubt or "cut")


def date_beside_title(sheet: Sheet, titles: Collection[str]) -> Found | None:
    """Return the date that has the row of the document's title for itself: « FACTURE        12 mars 2024 »; in the upper half only."""
    for cell, (start, end, _, _, _, top) in enumerate(sheet.cells):
        if top > sheet.height / 2 and sheet.folded[start:end].strip(" :") in titles:
            row = sheet.row(cell)
            words = sheet.words_of(row[0]) if len(row) == 1 else ""
            found = next(iter(finder_for(sheet.folded)(words)), None)
            alone = found is not None and words.strip() == words[found.start : found.end]
            return found.moved(sheet.cells[row[0]][0]) if found is not None and alone else None
    return None


def is_of_signing(sheet: Sheet, mark: Mark) -> bool:
    """Tell whether "le" dates the document: alone, or after a place, « Fait à Lyon, le »; not after « livraison prévue »."""
    cell = sheet.cell_at(mark.start)
    start = sheet.folded.rfind("\n", 0, mark.start) + 1 if cell is None else sheet.cells[cell][0]
    before = sheet.text[start : mark.start].rstrip()
    return (
        before.endswith((",", ":")) or _PLACE.fullmatch(sheet.folded, start, mark.start) is not None or before.istitle()
    )


def is_signed_there(sheet: Sheet, mark: Mark) -> bool:
    """Tell whether a label stands where the client signs: near the words of a signature, under every amount, not in the supplier's block."""
    cell = sheet.cell_at(mark.start)
    if cell is None:
        return False
    reach, bottom = _BLOCK * sheet.usual_height, sheet.cells[cell][3]
    row = (cell, *sheet.row(cell))
    near = {*row, *(other for mate in row for step in (sheet.above, sheet.below) for other in step(mate, reach))}
    words = [sheet.words_of(other) for other in sorted(near)]
    if not any(map(_SIGNATURE.search, words)) or any(map(_SUPPLIER.match, words)):
        return False
    under = (sheet.words_of(other) for other, (*_, top) in enumerate(sheet.cells) if top < bottom)
    return not any(map(_AMOUNT.fullmatch, under))
