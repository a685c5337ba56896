"""Which account of an invoice is no evidence of the seller's: its buyer's, « prélevé sur votre compte FR76… », or a factor's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.understanding.layout import Sheet
from pipeline.understanding.seen import Seen
from rules.model import Attribute

_ACCOUNTS = frozenset(["iban", "bic"])
_REACH = 160  # characters of a sentence before an account, half of them after it
_ENDS = re.compile(r"[.;!?](?= |$)")
_PAYER = "(?:client|acheteur|payeur|debiteur)"
_YOURS = (
    r"(?:votre compte(?! client)|votre (?:iban|rib)|vos coordonnees bancaires|your (?:bank )?account|ihre[mns]? konto|debtor"
    rf"|compte (?:bancaire )?(?:du |de l'){_PAYER}|(?:iban|rib|coordonnees bancaires) (?:du |de l')?{_PAYER}"
    r"|(?:compte|iban|rib) (?:a |qui sera |sera )?(?:debit(?:e|er|eur)|preleve[er]?)"
    r"|(?:preleve|debite)e?s?(?: [\w/]+){0,4}? (?:sur|de|du) (?:le |ce )?compte)"
)
_OURS = r"(?:notre compte|nos coordonnees|virement|virer|vers(?:er|ement)|crediter|our (?:bank )?account|transfer|unser(?:em|es)? konto|uberweis\w*)"
_BEFORE = re.compile(rf"(?<!\w)(?:(?P<yours>{_YOURS})|{_OURS})(?!\w)")
_FACTOR = re.compile(
    r"(?<!\w)(?:affactur\w*|factor(?:ing)?|subrog\w+|cession de creances?|creances? cedee?s?|cedee?s? (?:a|au)|liberatoires?)(?!\w)"
)
_AFTER = re.compile(
    r"[^.;]*?(?<!\w)(?:(?:sera|seront|est|sont)(?: \w+){0,2}? (?:debite|preleve)e?s?|will be debited|(?:wird|werden) \w+ (?:eingezogen|abgebucht))(?!\w)"
)


def without_debited(seen: Iterable[Seen], vocabulary: Mapping[str, Attribute]) -> list[Seen]:
    """Return what was read without the accounts, and their banks, that will be debited or are a factor's."""
    return [item for item in seen if vocabulary[item.attribute].type not in _ACCOUNTS or not _of_debit(item)]


def _of_debit(item: Seen) -> bool:
    return is_debited(item.sheet, item.found.start, item.found.end)


def is_debited(sheet: Sheet, start: int, end: int) -> bool:
    """Tell whether the sentence of an account says that it is a factor's, or the buyer's; what stands nearest before it tells."""
    said = _before(sheet, start)
    if _FACTOR.search(said):
        return True
    marks = list(_BEFORE.finditer(said))
    if marks and marks[-1]["yours"]:
        return True
    return not marks and _AFTER.match(_after(sheet, end)) is not None


def _before(sheet: Sheet, start: int) -> str:
    """Return the sentence before a position: in its cell, and in the line over it when that goes on."""
    cell = sheet.cell_at(start)
    opening = sheet.folded.rfind("\n", 0, start) + 1 if cell is None else sheet.cells[cell][0]
    said = sheet.folded[max(opening, start - _REACH) : start]
    if cell is None:
        return _ENDS.split(sheet.flat[max(0, start - _REACH) : start])[-1]
    left = next(
        (other for other in reversed(sheet.row(cell)) if sheet.cells[other][4] <= sheet.cells[cell][2] + 1), None
    )
    over = next(sheet.above(cell, sheet.usual_height), None)
    if left is not None:  # « Compte débité » stands left of its number
        said = f"{sheet.words_of(left)} {said}"
    elif over is not None and abs(sheet.cells[over][2] - sheet.cells[cell][2]) < 4:
        said = f"{sheet.words_of(over)} {said}"
    return _ENDS.split(said[-_REACH:])[-1]


def _after(sheet: Sheet, end: int) -> str:
    """Return what follows a position in its cell, and in the line under it."""
    cell = sheet.cell_at(end - 1)
    if cell is None:
        return sheet.flat[end : end + _REACH]
    under = next(sheet.below(cell, sheet.usual_height), None)
    aligned = under is not None and abs(sheet.cells[under][2] - sheet.cells[cell][2]) < 4
    said = sheet.folded[end : sheet.cells[cell][1]]
    return f"{said} {sheet.words_of(under)}"[:_REACH] if aligned and under is not None else said[:_REACH]
