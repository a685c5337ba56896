"""Compares two readings of one line, character by character, and says which words both engines read alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from rapidfuzz.distance import Indel

from pipeline.reading.page import Span

WORD = re.compile(r"\S+")
# Between digits these tell values apart; a comma and a full stop, or two dashes, are one to an engine.
ALIKE = str.maketrans("i", "l")  # one stroke each: « l'IBAN » and « I'IBAN » tell the same
STROKES = {"|": "l", "!": "l"}
PERCENT = "%"
TELLING = {",": ".", ".": ".", "/": "/", "-": "-", "–": "-", "—": "-", "−": "-", "~": "-"}
MINUS = "-"
LIKE_FIGURES = "OQDILSBZG"  # letters that an engine takes figures for
PLAIN = 2  # other letters of a word that is no number, at least


def same_words(one: str, other: str) -> bool:
    """Say whether two readings say the same: case, accents, spaces and what stands beside words aside.

    >>> same_words("Net à payer : 1 234,56 €", "Net a payer: 1234.56€"), same_words("1 234,56", "123456")
    (True, False)
    >>> same_words("Remise -40,00", "Remise 40,00"), same_words("Remise -40,00", "Remise – 40,00")
    (False, True)
    """
    return _telling(one)[0] == _telling(other)[0]


def alike(text: str, other: str) -> tuple[Span, ...]:
    """Return the runs of whole words of a text that the other reading has too.

    A number next to figures that differ is not among them: a digit too many may belong to either.

    >>> text = "SIRET du client 552 O81 317 le 3 mai"
    >>> [text[start:end] for start, end in alike(text, "SIRET du client 552 081 317 le 3 mai")]
    ['SIRET du client', 'le 3 mai']
    """
    words = list(_compared(text, other))
    doubtful = [not same and not _is_plain(text, span) for span, same in words]
    kept = [
        same and not (_has_digit(text, span) and True in doubtful[max(0, at - 1) : at + 2])
        for at, (span, same) in enumerate(words)
    ]
    runs = (list(run) for same, run in groupby(zip(words, kept, strict=True), key=itemgetter(1)) if same)
    return tuple((run[0][0][0][0], run[-1][0][0][1]) for run in runs)


def _compared(text: str, other: str) -> Iterator[tuple[Span, bool]]:
    """Yield each word that could differ, and whether its characters stand in a row, like it, in the other reading."""
    mine, places = _telling(text)
    theirs, _ = _telling(other)
    there = [-1] * len(mine)  # where each of my characters stands in the other reading
    for part in Indel.opcodes(mine, theirs):
        if part.tag == "equal":
            there[part.src_start : part.src_end] = range(part.dest_start, part.dest_end)
    there = [-1, *there, len(theirs)]
    index = 0
    for word in WORD.finditer(text):
        first = index
        while index < len(places) and places[index] < word.end():
            index += 1
        if first < index:
            around = there[first : index + 2]
            yield word.span(), around == list(range(around[0], around[0] + len(around)))


def _has_digit(text: str, span: Span) -> bool:
    return any(character.isdigit() for character in text[span[0] : span[1]])


def _is_plain(text: str, span: Span) -> bool:
    """Say whether a word is one, and no group of a number with figures that were taken for letters."""
    word = text[span[0] : span[1]].upper()
    return sum(character.isalpha() and character not in LIKE_FIGURES for character in word) >= PLAIN


def _telling(text: str) -> tuple[str, list[int]]:
    """Return the characters that tell one reading from another, folded, and where each stands in the text."""
    characters: list[str] = []
    places: list[int] = []
    for index in range(len(text)):
        plain = _plain(text, index)
        characters += plain
        places += [index] * len(plain)
    return "".join(characters), places


def _plain(text: str, index: int) -> str:
    """Return what a character tells: itself, bare; a mark only where it makes another number of the figures around it."""
    character = text[index]
    if character.isalnum():
        bare = (each for each in unicodedata.normalize("NFKD", character).casefold() if each.isalnum())
        return "".join(bare).translate(ALIKE)
    if character == PERCENT:
        return PERCENT
    before, after = text[:index].rstrip()[-1:], text[index + 1 :].lstrip()[:1]
    if character in STROKES:
        return STROKES[character] if before.isalpha() or after.isalpha() else ""
    mark = TELLING.get(character)
    return mark if mark and after.isdigit() and (before.isdigit() or mark == MINUS) else ""
