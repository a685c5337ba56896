"""A label that is answered where it stands, by words that are no value: « NIL 22-117 »; no other cell answers it."""

from __future__ import annotations

import re

from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark

_HINT = re.compile(r"\([^()]*\)")  # « N° de commande (8 chiffres) »
_DIGIT = re.compile(r"\d")


def is_answered(mark: Mark, sheet: Sheet) -> bool:
    """Tell whether words with a figure follow a label in its cell, hints in brackets apart."""
    cell = sheet.cell_at(mark.start)
    rest = "" if cell is None else _HINT.sub("", sheet.folded[mark.end : sheet.cells[cell][1]])
    return _DIGIT.search(rest) is not None
