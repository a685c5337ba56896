"""The parties that a sentence names: « fourni par Opaléa (SIRET … ) »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.understanding.layout import Sheet
from pipeline.understanding.phrases import Mark
from pipeline.understanding.whose.blocks import Name
from rules.model import Party

_OPENING = re.compile(
    r"[ :]*(?:(?:la |notre )?(?:societe|entreprise|editeur|distributeur|fournisseur|prestataire)(?!\w)|l'(?:editeur|entreprise)(?!\w))?[ :]*"
)
_NAME = re.compile(
    r"([^,;:()]{2,70}?)(?= ?[,;()]| - | ?\.(?: |$)| (?:siret|siren|rcs|dont|sise?|situee?|domiciliee?|immatriculee?|representee?|au capital)(?!\w))"
)
# Whom a sentence may name there without naming an establishment: "le client M. Martin", "Représentant Légal".
_NOBODY = re.compile(
    r"(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\.? |(?:legale?|signataire|habilitee?|dument)(?!\w)"
)
_SHORT = 16  # characters before such words that leave them the head of a block: "Pour "
_HYPHEN = re.compile(r"(?<=\w)- ")  # "Villeneuve-les-" may end a line
_SMALL = frozenset(["de", "du", "des", "d", "la", "le", "les", "et", "&", "en"])


def names_told(sheet: Sheet, tellings: Sequence[tuple[Party, Mark]]) -> list[tuple[Party, Name]]:
    """Return the names that stand after such words and end where a mark, or the words of a number, part them from the rest.

    Each of their words has a capital, small ones apart: what has none is no name, or more than one. On the line under such words
    a name is sure where these are, for what stood between may have been lost.
    """
    found = []
    for party, mark in tellings:
        opening = _OPENING.match(sheet.flat, mark.end)
        match = _NAME.match(sheet.flat, opening.end() if opening else mark.end)
        if match is None:
            continue
        start, end = match.span(1)
        words = sheet.text[start:end].split()
        if words and is_proper(words) and sheet.folded.count("\n", start, end) < 2:
            value, told = (_HYPHEN.sub("-", " ".join(text[start:end].split())) for text in (sheet.folded, sheet.text))
            on_line = "\n" not in sheet.folded[mark.end : start] or sheet.is_confirmed(mark.start, end)
            found.append((party, Name(start, end, value, told, sure=on_line)))
    return found


def establishments_told(sheet: Sheet, tellings: Sequence[tuple[Party, Mark]]) -> list[tuple[Party, Name]]:
    """Return the names that a party's words stand before in a sentence; heading a block, or in capitals, they stand before anything."""
    said = [(party, mark) for party, mark in tellings if not _heads(sheet, mark)]
    return [(party, name) for party, name in names_told(sheet, said) if not _NOBODY.match(name.value)]


def _heads(sheet: Sheet, mark: Mark) -> bool:
    """Tell whether some words end a short cell, "Pour le client :", or are in capitals as whatever follows may be."""
    cell = sheet.cell_at(mark.start)
    if cell is not None:
        start, end, *_ = sheet.cells[cell]
        if mark.start - start < _SHORT and not sheet.folded[mark.end : end].strip(" :."):
            return True
    return sheet.text[mark.start : mark.end].isupper()


def is_proper(words: Sequence[str]) -> bool:
    """Tell whether words are a name by their capitals, small ones inside it apart."""
    first, last = words[0], words[-1]
    return first[:1].isupper() and last.lower() not in _SMALL and all(_counts(word) for word in words)


def _counts(word: str) -> bool:
    return word.lower().partition("'")[0] in _SMALL or any(map(str.isupper, word)) or not word[:1].isalpha()
