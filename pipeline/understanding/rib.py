"""The four boxes of a French RIB: bank, branch, account, key."""

from __future__ import annotations

import re

from pipeline.understanding.labels import Labels, values_of
from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Phrases
from pipeline.understanding.sought import Finder, Sought
from pipeline.understanding.values.found import Found

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


def rib_boxes(sheet: Sheet) -> list[Found]:
    """Return the boxes as one value, "30004 00003 12345678901 43"; nothing unless all four were read."""
    row = _ROW.search(sheet.folded)
    if row:
        return [Found(row.start(), row.end(), " ".join(row.groups()).upper())]
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
            return []
        parts.append(part)
    return [Found(parts[0].start, parts[0].end, " ".join(str(part.value) for part in parts))]


def _finder(pattern: re.Pattern[str]) -> Finder:
    def find(folded: str) -> list[Found]:
        found = [
            Found(match.start(), match.end(), match[0].replace(" ", "").upper()) for match in pattern.finditer(folded)
        ]
        # An account has digits, most of the time nothing else; a street's name of eleven letters has few.
        return [item for item in found if sum(map(str.isdigit, str(item.value))) >= min(6, len(str(item.value)))]

    return find
