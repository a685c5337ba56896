"""Which labels speak of a paper that this one replaces: « annule et remplace le bon de commande n° 12 » numbers another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark

_REACH = 60  # characters before a label that are looked at
_VERB = r"(?<!\w)(?:annul(?:e|ent|ant|ation)|remplac(?:e|ent|ant|ement)|rectifie|rectifiant|corrige|corrigeant)"
# A line may end before what is replaced is named, after « le »; alone at the end of its line « annule et remplace » is a title's.
_REPLACED = re.compile(
    rf"{_VERB}(?: *\Z|(?:\s+(?:l'|(?:le|la|les|de|du|des|notre|votre|nos|vos|precedente?|ancien(?:ne)?)(?=\s)))+\s*\Z)"
)


def of_this_paper(sheet: Sheet, marks: Iterable[Mark]) -> list[Mark]:
    """Return the labels but those of what the paper says that it cancels, replaces or corrects."""
    return [mark for mark in marks if not _REPLACED.search(sheet.folded[max(0, mark.start - _REACH) : mark.start])]
