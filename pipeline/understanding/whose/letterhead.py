"""The blocks of a page that no heading tells: its letterhead, its legal line, the address of a client with a FINESS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from pipeline.understanding.layout import Sheet
from pipeline.understanding.whose.blocks import Name, block_of, holds_one_town, is_beside_a_name, name_of, opened_block

HEAD = 0.84  # a letterhead opens above this share of the page's height
_LEFT, _MIDDLE = 0.4, 0.08  # where it begins, or how far it may be centred from the middle, in shares of the width
_UPPER = 0.6  # and the address it goes to, above this one
_SAME_TOP = 50.0  # points; an address that begins further down is to whom the letter goes
_CONTACT = re.compile(
    r"(?<!\d)0\d(?:[ .]?\d\d){4}(?!\d)|\+33|www|https?:|@|capital|(?<!\w)(?:tel|fax|rcs|ape|naf)(?!\w)"
)
_NUMBER_GAP = 3.0  # heights of a line between an address and the number under it
_LEGAL = re.compile(r"au capital (?:social |variable )*(?:de|:)")
_POSTCODE = re.compile(r"(?<!\d)\d{2} ?\d{3} [a-z]|cedex")
_DATELINE = re.compile(
    r"[^\d,:]{2,40},? le (?:\d|lundi|mardi|mercredi|jeudi|vendredi|samedi)"
)  # « Lille, le 12 septembre 2023 »
_OPENS_LINE = 45  # characters of a line in which its number stands; further on it is a sentence's
_PAGE = re.compile(r"page \d+(?: ?(?:/|sur) ?\d+)?[ -]*")


def letterhead(sheet: Sheet, told: Set[int]) -> list[int]:
    """Return the lines of the address that opens a page, on its left or in its middle; none when another could be it as well.

    Of several at the top, it is the only one with a telephone, a site or a capital. `told` are the cells of the sections that
    a heading tells.
    """
    blocks = _addresses(sheet, told, HEAD)
    if not blocks:
        return []
    top = sheet.cells[blocks[0][0]][5]
    rivals = [block for block in blocks if top - sheet.cells[block[0]][5] < _SAME_TOP]
    if len(rivals) == 1:
        return rivals[0] if _opens_the_page(sheet, rivals[0][0]) and _has_postcode(sheet, rivals[0]) else []
    reached = [block for block in rivals if any(_CONTACT.search(sheet.words_of(line)) for line in block)]
    return reached[0] if len(reached) == 1 else []


def addressee(sheet: Sheet, told: Set[int], head: Sequence[int]) -> list[int]:
    """Return the lines of the address that a letter goes to: beside or under the letterhead, on the right, the only other one."""
    others = [block for block in _addresses(sheet, told, _UPPER) if head and block[0] not in head]
    right = [block for block in others if sheet.cells[block[0]][2] > _LEFT * sheet.width]
    return right[0] if len(others) == len(right) == 1 else []


def _addresses(sheet: Sheet, told: Set[int], lowest: float) -> list[list[int]]:
    """Return the blocks, from the top, that are an address and that open above a share of the page's height."""
    blocks: list[list[int]] = []
    for cell in sorted(range(len(sheet.cells)), key=lambda index: -sheet.cells[index][5]):
        if sheet.cells[cell][5] < lowest * sheet.height:
            break
        if cell in told or any(cell in block for block in blocks):
            continue
        block = opened_block(sheet, cell, told)
        if holds_one_town(sheet, block):
            blocks.append(block)
    return blocks


def opening_name(sheet: Sheet, block: Sequence[int]) -> Name | None:
    """Return the name that an address opens with."""
    if not block or is_beside_a_name(sheet.words_of(block[0])) or _DATELINE.match(sheet.words_of(block[0])):
        return None
    return name_of(sheet, *sheet.cells[block[0]][:2], block)


def client_blocks(sheet: Sheet, number: re.Pattern[str], told: Set[int]) -> Iterator[Name]:
    """Yield the names of the addresses that hold such a number, outside the sections that a heading tells."""
    for cell in range(len(sheet.cells)):
        if cell not in told and number.search(sheet.words_of(cell)[:_OPENS_LINE]):
            block = block_of(sheet, cell, told, _NUMBER_GAP)
            name = opening_name(sheet, block) if cell != block[0] and holds_one_town(sheet, block) else None
            if name is not None:
                yield name


def legal_names(sheet: Sheet) -> Iterator[Name]:
    """Yield the name that a legal line opens with: « Exemple, SAS au capital de 10 000 € »."""
    for match in _LEGAL.finditer(sheet.folded):
        cell = sheet.cell_at(match.start())
        start = sheet.folded.rfind("\n", 0, match.start()) + 1 if cell is None else sheet.cells[cell][0]
        page = _PAGE.match(sheet.folded, start)
        start = page.end() if page else start
        if not is_beside_a_name(sheet.folded[start : match.start()]):
            name = name_of(sheet, start, match.start())
            if name is not None:
                yield name


def _has_postcode(sheet: Sheet, block: Sequence[int]) -> bool:
    """Tell whether an address names its town: « Übernachtung » over « 2 Nächte » opens no page."""
    return any(_POSTCODE.search(sheet.words_of(line)) for line in block)


def _opens_the_page(sheet: Sheet, cell: int) -> bool:
    _, _, left, _, right, _ = sheet.cells[cell]
    return left < _LEFT * sheet.width or abs((left + right) / 2 - sheet.width / 2) < _MIDDLE * sheet.width
