"""The lines that say in one breath who draws a document up and where: « Moulin SARL - 12 chemin du Pré - 84340 Malaucène »."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.whose.blocks import (
    Name,
    block_of,
    closes,
    holds_one_town,
    is_beside_a_name,
    name_of,
    opened_block,
)
from pipeline.understanding.whose.outsiders import is_an_outsiders
from pipeline.understanding.whose.prose import is_proper

HEAD, FOOT = 0.75, 0.13  # shares of a page's height: the issuer's own lines stand above the one or below the other
_PARTING = re.compile(r"[ \t]*[•●∙·▪|,;][ \t]*|[ \t]+[-/][ \t]+")
_TOWN = re.compile(r"(?<![\d.,])(?<!\d )\d{5} (?!eur)[a-z]{2}")
_CAPITAL = re.compile(r" au capital(?!\w).*|\bcapital de .*")
_OPENING = re.compile(r"[ \t]*(?:(?:siege(?: social)?|societe)[ \t]*:[ \t]*)?")
# Words of a sentence, or of another field, that a name does not have: « Facture émise par Opaléa SAS - 2 quai Neuf - … ».
_SAID = re.compile(
    r"(?<!\w)(?:par|pour|chez|selon|merci|vos|votre|nos|notre|facture\w*|devis|document|page|client|livr\w+|contact|conditions|emis\w*"
    r"|etabli(?:e|s|es)?|edit(?:e|ee|ion)|tribunal|greffe|litige|urssaf|tresor|sieges?|bureaux?|depots?|ateliers?|entrepots?|locaux|usines?)(?!\w)"
)
_LONGEST, _MOST_PARTS = (
    200,
    6,
)  # characters of such a line, and its parts: a name, its form, a building, a street, a town
_MOST_CELLS = 300
_DIGIT, _NUMBER = re.compile(r"\d"), re.compile(r"\d{2}")
# What companies must say of themselves on their papers, not all of which a client's address may have too; how they are reached.
_LEGAL = re.compile(r"(?<!\w)(?:capital|r\.?c\.?s\.?|ape|naf|hr[ab])(?!\w)")
_COMPANY = re.compile(r"(?<!\w)(?:capital|r\.?c\.?s\.?|ape|naf|hr[ab]|siren|siret|tva|vat|ust)(?!\w)")
_REACHED = re.compile(
    r"(?<!\w)(?:tel|telephone|phone|fax|www|siren|siret|tva)(?!\w)|@|https?:|(?<!\d)0\d(?:[ .]?\d\d){4}(?!\d)|\+\d\d"
)
_WORD, _MOST_WORDS = re.compile(r"[^ \t]+"), 8
_WINDOW, _SMALL = 3.0, 0.85  # heights of a line from whom a letter goes to up to the sender's line, and of this line


class Sender(NamedTuple):
    """The name that opens such lines, and the cells that speak of its bearer."""

    name: Name
    cells: frozenset[int]
    at_head: bool


def senders(sheet: Sheet, told: Set[int]) -> list[Sender]:
    """Return the lines at the head and the foot of a page that issuers have there; two companies may be named.

    `told` are the cells of the sections that a heading tells.
    """
    found = (*_in_one_line(sheet, told), *_stacked(sheet, told))
    return [sender for sender in found if not is_an_outsiders(sheet, sender.name.end)]


def _in_one_line(sheet: Sheet, told: Set[int]) -> Iterator[Sender]:
    """Yield the lines that name a company and say where it is, or what its capital is."""
    for cell in _at_the_edges(sheet, told):
        opening = _OPENING.match(sheet.folded, *sheet.cells[cell][:2])
        start = opening.end() if opening else sheet.cells[cell][0]
        line = sheet.folded[start : start + _LONGEST].partition("\n")[0]
        length = _length_of_name(line) or _length_up_to_form(line, sheet.text[start : start + len(line)])
        name = name_of(sheet, start, start + length) if length else None
        if name is not None and name.sure and not _SAID.search(name.value):
            cells = _cells(sheet, cell, start + len(line), told)
            sender = Sender(name, cells, at_head=sheet.cells[cell][5] > HEAD * sheet.height)
            if _is_issuers(sheet, cell, sender, told):
                yield sender


def _cells(sheet: Sheet, first: int, end: int, told: Set[int]) -> frozenset[int]:
    """Return the cells of a line that begins with a cell, and the lines right under it that go on: numbers, register, telephone."""
    lines = block_of(sheet, first, told)
    under = itertools.takewhile(lambda line: _goes_on(sheet.words_of(line)), lines[lines.index(first) + 1 :])
    return frozenset((first, *under, *range(first, bisect_left(sheet.starts, end))))


def _goes_on(words: str) -> bool:
    return bool(_COMPANY.search(words) or _REACHED.search(words))


def _stacked(sheet: Sheet, told: Set[int]) -> Iterator[Sender]:
    """Yield the addresses at the foot of a page that open with a company's name, its numbers beside them."""
    for cell in _at_the_edges(sheet, told):
        if sheet.cells[cell][5] > HEAD * sheet.height:
            continue
        block = opened_block(sheet, cell, told)
        name = name_of(sheet, *sheet.cells[cell][:2], block) if block and _is_a_company(sheet, block) else None
        if name is not None and name.sure and not _SAID.search(name.value) and holds_one_town(sheet, block):
            cells = frozenset(block).union(*map(sheet.row, block)) - told
            if any(_COMPANY.search(sheet.words_of(one)) for one in cells):
                yield Sender(name, cells, at_head=False)


def _is_a_company(sheet: Sheet, block: Sequence[int]) -> bool:
    """Tell whether the first line of a block ends with a company's form, or its capital stands under it."""
    start, end, *_ = sheet.cells[block[0]]
    under = sheet.words_of(block[1]) if len(block) > 1 else ""
    capital = is_beside_a_name(under) and _CAPITAL.search(f" {under}") is not None
    return closes(sheet.folded[start:end].split()) or (capital and is_proper(sheet.text[start:end].split()))


def _at_the_edges(sheet: Sheet, told: Set[int]) -> Iterator[int]:
    """Return the first cells at the head and at the foot of a page: a hostile one has them without end."""
    edges = (
        cell
        for cell, (_, _, _, bottom, _, top) in enumerate(sheet.cells)
        if cell not in told and not FOOT < (bottom + top) / 2 / sheet.height < HEAD
    )
    return itertools.islice(edges, _MOST_CELLS)


def _length_of_name(line: str) -> int:
    """Return how long the name is that a line opens with when a form, or a street and a town, follow it; 0 otherwise."""
    first, *rest = (part.rstrip() for part in _PARTING.split(line, maxsplit=_MOST_PARTS))
    name = _CAPITAL.sub("", first)
    if ":" in name or "\t" in name or _NUMBER.search(name):
        return 0
    if name != first:
        return len(name)
    place = next((place for place, part in enumerate(rest) if _TOWN.search(part) or _CAPITAL.search(f" {part}")), None)
    if place is None or any("\t" in part for part in rest[:place]):  # another column
        return 0
    street = is_beside_a_name(rest[0]) or (place == 1 and _DIGIT.search(rest[0]) is not None)
    return len(name) if street else 0


def _length_up_to_form(line: str, said: str) -> int:
    """Return how long the proper name is that a form closes before the company's numbers: « Opaléa SAS RCS Lyon 732 829 320 »."""
    words = list(_WORD.finditer(line))[:_MOST_WORDS]
    for place, word in enumerate(words[1:], 2):
        if closes([one[0] for one in words[:place]]):
            proper = is_proper(said[: word.end()].split()) and not _NUMBER.search(line, 0, word.end())
            return word.end() if proper and _COMPANY.search(line, word.end()) else 0
    return 0


def _is_issuers(sheet: Sheet, cell: int, sender: Sender, told: Set[int]) -> bool:
    """Tell whether a line is the issuer's: by its numbers, as the first of the page that says how to reach it, or in a window."""
    words = " ".join(sheet.words_of(one) for one in sorted(sender.cells))
    top = sheet.cells[cell][5]
    if not sender.at_head:
        return _COMPANY.search(words) is not None
    if _LEGAL.search(words):
        return True
    if all(other[3] < top for other in sheet.cells):
        return _REACHED.search(words) is not None
    return _is_in_window(sheet, cell, sender, told)


def _is_in_window(sheet: Sheet, cell: int, sender: Sender, told: Set[int]) -> bool:
    """Tell whether a line stands in small print over whom the letter goes to, and its name opens an address elsewhere too."""
    line = [sheet.cells[one] for one in sender.cells]
    small = all(top - bottom < _SMALL * sheet.usual_height for _, _, _, bottom, _, top in line)
    if not small or next(sheet.below(cell, _WINDOW * sheet.usual_height), None) is None:
        return False
    again = (one for one in range(len(sheet.cells)) if sheet.words_of(one).strip() == sender.name.value)
    return any(holds_one_town(sheet, block_of(sheet, one, told)) for one in again if one not in sender.cells)
