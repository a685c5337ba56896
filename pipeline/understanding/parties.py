"""Whose section of a page an identifier stands in: the supplier's, the client's, the publisher's…"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.lexicon import KindWords
from pipeline.understanding.phrases import Mark
from rules.model import Party

_NAME_LABEL = re.compile(r"(?:raison sociale|denomination(?: sociale)?|nom)[ \t]*(?::[ \t]*|(?=[\t\n]|$))")
FOOT = 0.13  # the issuer's legal line stands below this share of the page's height


class Section(NamedTuple):
    """A party's heading on a page and the cells of the block it heads."""

    party: Party
    start: int
    end: int
    cells: frozenset[int]


class Sections:
    """The party sections of one page."""

    def __init__(self, sheet: Sheet, words: KindWords, marks: Sequence[Mark]) -> None:
        """Take a page and the words of parties that were seen on it."""
        self.sheet = sheet
        self.issuer = next((party for party in words.kind.parties if party.issuer), None)
        by_label = words.parties
        seen = [mark for mark in marks if _heads(sheet, mark.start, mark.end)]
        heads = {sheet.cell_at(mark.start) for mark in seen}
        self.sections = [
            Section(by_label[mark.label], mark.start, mark.end, _block(sheet, sheet.cell_at(mark.start), heads))
            for mark in seen
        ]

    def party_at(self, position: int) -> tuple[Party | None, float]:
        """Return the party whose section holds a position, and how surely."""
        cell = self.sheet.cell_at(position)
        line_start = self.sheet.folded.rfind("\n", 0, position) + 1
        same_line = [s for s in self.sections if line_start <= s.start and s.end <= position]
        same_cell = [s for s in same_line if self.sheet.cell_at(s.start) == cell]
        if same_cell:
            return same_cell[-1].party, 1.0
        holders = [section for section in self.sections if cell is not None and cell in section.cells]
        if holders:
            nearest = min(holders, key=lambda section: self._distance(section, position))
            return nearest.party, 1.0 if len({section.party.role for section in holders}) == 1 else 0.9
        if same_line:
            return same_line[-1].party, 0.95
        if cell is not None and self.issuer is not None:
            middle = (self.sheet.cells[cell][3] + self.sheet.cells[cell][5]) / 2 / self.sheet.height
            if middle < FOOT:  # the letterhead may hold the client's block too: only the legal line below tells
                return self.issuer, 0.9
        return None, 0.0

    def name_in(self, section: Section) -> tuple[int, int] | None:
        """Return where a section's name stands: after its heading's colon, else on the first line of its block."""
        head = self.sheet.cell_at(section.start)
        if head is None:
            return None
        cell_end = self.sheet.cells[head][1]
        rest = self.sheet.folded[section.end : cell_end]
        _, _, after = rest.partition(":")
        inside = after.strip()
        if inside:
            return cell_end - len(after.lstrip()), cell_end
        lines = sorted((cell for cell in section.cells if cell != head), key=lambda cell: -self.sheet.cells[cell][5])
        return self._named_by(lines[0]) if lines else None

    def _named_by(self, cell: int) -> tuple[int, int] | None:
        """Return where the name stands that a cell holds, or that its label, "Raison sociale", stands before."""
        start, end = self.sheet.cells[cell][:2]
        label = _NAME_LABEL.match(self.sheet.folded, start, end)
        if label is None:
            return start, end
        if self.sheet.folded[label.end() : end].strip():
            return label.end(), end
        right = next(self.sheet.right_of(cell), None)
        return self.sheet.cells[right][:2] if right is not None else None

    def _distance(self, section: Section, position: int) -> float:
        head, cell = self.sheet.cell_at(section.start), self.sheet.cell_at(position)
        if head is None or cell is None:
            return abs(position - section.start)
        first, second = self.sheet.cells[head], self.sheet.cells[cell]
        return abs(first[2] - second[2]) + abs(first[3] - second[3])


def _heads(sheet: Sheet, start: int, end: int) -> bool:
    """Tell whether a party's words head a block: they fill their cell, or a colon or a bracket follows them."""
    cell = sheet.cell_at(start)
    if cell is None:
        cell_start = sheet.folded.rfind("\n", 0, start) + 1
        line_end = sheet.folded.find("\n", end)
        cell_end = line_end if line_end >= 0 else len(sheet.folded)
    else:
        cell_start, cell_end = sheet.cells[cell][:2]
    opens = not sheet.folded[cell_start:start].strip(" -*•:|1234567890.")
    rest = sheet.folded[end:cell_end].strip(" \t-")
    return opens and (not rest or rest[0] in ":(/")


def _block(sheet: Sheet, head: int | None, heads: set[int | None]) -> frozenset[int]:
    """Return the cells of the block that a heading cell heads: its own, those right of it, and the lines below both."""
    if head is None:
        return frozenset()
    height = sheet.usual_height
    block = {head}
    columns = [head]
    own = _downwards(sheet, head, heads, height, first_gap=2.5)
    if not own:  # nothing below the heading: its block, if any, stands right of it
        for right in sheet.right_of(head):
            if right not in heads:
                columns.append(right)
                block.add(right)
            break
    for column in columns[1:]:
        own |= _downwards(sheet, column, heads, height, first_gap=2.5)
    block |= own
    return frozenset(block)


def _downwards(sheet: Sheet, column: int, heads: set[int | None], height: float, first_gap: float) -> set[int]:
    """Follow a column of left-aligned lines down until a gap, another heading, or a far jump."""
    block: set[int] = set()
    current, gap = column, first_gap
    for _ in range(14):
        bottom, left = sheet.cells[current][3], sheet.cells[current][2]
        below = [
            other
            for other in sheet.below(current, gap * height)
            if abs(sheet.cells[other][2] - left) < 40 and sheet.cells[other][5] <= bottom + 0.4 * height
        ]
        if not below or below[0] in heads:
            break
        current, gap = below[0], 1.8
        block.add(current)
        mates = [other for other in sheet.right_of(current) if other not in heads]
        if mates and sheet.cells[mates[0]][2] - sheet.cells[current][4] < 90:
            block.add(mates[0])  # "SIRET :" and its number may be two cells of one line
    return block
