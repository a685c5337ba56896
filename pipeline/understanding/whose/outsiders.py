"""Lines that speak of a company which is no party: the issuer's insurer, factor, bank or mediator, whose capital stands there too."""

from __future__ import annotations

import re

from pipeline.understanding.layout import Sheet

_ABOVE = 2  # lines over a number that may open the sentence it stands in
_REACH = 300  # characters of a line that are looked at
_ROOM = 0.8  # heights of a line between the lines of one sentence
_OPENS = re.compile(
    r"\W*(?:la |le )?(?:banque|caisse|credit|bred|bnp|cic|lcl|societe generale|sparkasse|domiciliation|\w*bank"
    r"|etablissement (?:bancaire|de credit|teneur)|teneur (?:de|du) compte|compte ouvert)(?!\w)"
)
_SPEAKS = re.compile(
    r"(?<!\w)(?:assurances?|assureurs?|assuree? (?:par|aupres)|mutuelle|(?:garantie|responsabilite) (?:decennale|civile|financiere)"
    r"|affacturage|factor|factoring|affacturee?|subrog\w+|cedee?s? (?:a|au)|cession de creances?|liberatoires?|(?:societe|cabinet) de recouvrement"
    r"|credit-bail\w*|bailleur|loueur|leasing|financee? par|filiale (?:de|du)|membre du groupe|expert-comptable|sous-traitant|transporteur"
    r"|mediateur|mediation|hebergee? par|hebergeur|imprimee? par|imprimerie)(?!\w)"
)

# What a bank or a payment institution must say of itself, before or after its number.
_SUPERVISED = re.compile(
    r"(?<!\w)(?:acpr|orias|controle prudentiel|etablissement de (?:credit|paiement|monnaie electronique)|societe de financement)(?!\w)"
)

_NUMBER = re.compile(r"\d{3} ?\d{3} ?\d{3}")  # of a company: a line that bears one speaks for itself


def is_a_banks(sheet: Sheet, cell: int | None) -> bool:
    """Tell whether a cell is the legal line of a bank or a payment institution, « SAS … agréée par l'ACPR », on one line or two."""
    if cell is None:
        return False
    under = next(sheet.below(cell, _ROOM * sheet.usual_height), None)
    goes_on = under is not None and not _NUMBER.search(sheet.words_of(under))
    lines = [cell, under] if under is not None and goes_on else [cell]
    return any(_SUPERVISED.search(sheet.words_of(line)) for line in lines)


def is_an_outsiders(sheet: Sheet, position: int) -> bool:
    """Tell whether what stands at a position is an outsider's: of words before it in its cell, or in the two lines above."""
    cell = sheet.cell_at(position)
    opening = sheet.folded.rfind("\n", 0, position) + 1 if cell is None else sheet.cells[cell][0]
    if _OPENS.match(sheet.folded, opening, opening + _REACH) or _speaks(sheet, opening, position):
        return True
    for _ in range(_ABOVE):
        over = None if cell is None else next(sheet.above(cell, _ROOM * sheet.usual_height), None)
        if over is None:
            return False
        if _speaks(sheet, *sheet.cells[over][:2]):
            return True
        cell = over
    return False


def _speaks(sheet: Sheet, start: int, end: int) -> bool:
    return _SPEAKS.search(sheet.folded, max(start, end - _REACH), end) is not None
