"""The sections of a page that a party's words head, "Fournisseur", "Client", and whose name and numbers stand in each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.lexicon import KindWords
from pipeline.understanding.phrases import Mark
from pipeline.understanding.whose.blocks import (
    ADDRESS,
    Name,
    closes,
    is_beside_a_name,
    is_worded_label,
    lines_under,
    name_of,
)
from rules.model import Party

_KIND = (
    "(?:societe|etablissement|entreprise|organisme|structure|cabinet|pharmacie|officine|laboratoire|praticien|medecin)"
)
NAME_LABEL = re.compile(
    r"[ \t]*(?:(?:nom )?(?:et|ou|/)? ?(?:raison sociale|denomination(?: sociale)?|nom)(?: (?:de l'etablissement|de la (?:societe|structure)"
    r"|du (?:client|fournisseur)))?|societe|etablissement|entreprise|organisme|structure"
    rf"|{_KIND}(?: ?(?:ou|et|/) ?{_KIND})+)[ \t]*(?:[:.][:. \t]*|(?=[\t\n]|$))"
)
# What may stand before a party's words in the title of its rubric, "2. Identification du fournisseur", and after them.
_BEFORE = re.compile(
    r"[\W\d_]*(?:[a-hivx]{1,4}[.)-] *)?(?:et |d'une part,? |d'autre part,? )?(?:(?:identification|identite|coordonnees|informations?|infos|designation|denomination"
    r"|adresse|siege(?: social)?|references?|nom|raison sociale|cadre|partie|entre)(?:(?: et | / |, )(?:adresse|nom|coordonnees"
    r"|qualite|siege|raison sociale))* ?)?(?:concernant|relatives? (?=a)|reservee? (?=a)|sur|pour)? ?(?:de |du |des |d'|au |a )?"
    r"(?:la |le |les |l'|votre |notre )?(?:societe |entreprise |organisme )?"
)
_AFTER = re.compile(
    r"(?: (?:de la|du|de l'|de) ?(?:solution|prestation|commande|logiciel|service|dui|lgc|ris|sgl|lgo|dpi|offre)(?: segur)?"
    r"| (?:concernee?|facturee?|livree?|payeur|finale?|demandeur|demanderesse|acheteur|beneficiaire|referencee?|signataire))*"
    r"[ \t]*(?:$|[:(]|/(?! *\w+ *$)|[.…_-]{2,}|-\s*$)"
)
_LABEL = re.compile(
    r".*(?:[:…]|\.\.)[ .:]*|(?:no |numero |n\. |code )?(?:de )?(?:siret|siren|tva|finess|rcs|vat|rpps)(?:[ a-z.']*)"
)
# What may stand over a name, in whatever language: « Code tiers : C-118 », « Nummer : GE20211 », « GLN 4000001123452 ».
_NUMBERED_FIELD = re.compile(r"[^:]*:[: \t]*+[^\W\d]{0,6}[./-]?\d.*|.*\d{6}.*|[\d .:-]+")
_VALUE = re.compile(r"[ \t]*:.*|\W*\d[\d .-]{2,}\W*$")
_NUMBERED = re.compile(r"[ \t]*(?:\d{1,2}|[ivx]{1,4}|[a-h])[ ]?[.)-]")
_ASIDE, _NEAR = 40.0, 90.0  # points: how far lines of a block are indented, how far a value is from its label, at most
_BESIDE = 150.0  # how far up or down another column's heading may stand
_MOST_LINES = 14
_DELIVERY = re.compile(r"(?<!\w)livr")
_SIGNED = re.compile(r"(?<!\w)(?:signatures?|cachet|lu et approuve|bon pour)(?!\w)")
_FIELD = re.compile(
    r"(?:adresse|siret|siren|finess|rpps|no (?:siret|finess|rpps)|responsable|representant|nom|ville|code postal|telephone|tel)(?!\w)"
)
_FOR = re.compile(r"\W*pour (?:le |la |les |l')")  # « Pour l'éditeur » heads who signs for it
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\W*(?:[a-z]{2} ?)?\d[\d .-]{6,}\W*")


class Section(NamedTuple):
    """A party's heading on a page and the cells of the block it heads; what goods go to, or who signs, may have another name."""

    party: Party
    start: int
    end: int
    cells: frozenset[int]
    apart: bool


class Sections:
    """The party sections of one page."""

    def __init__(self, sheet: Sheet, words: KindWords, marks: Sequence[Mark]) -> None:
        """Take a page and the words of parties that were seen on it."""
        self.sheet = sheet
        by_label, self._labels = words.parties, words.labels
        seen = [mark for mark in marks if _heads(sheet, mark.start, mark.end)]
        heads = {sheet.cell_at(mark.start) for mark in seen}
        self.sections = [
            Section(
                by_label[mark.label],
                mark.start,
                mark.end,
                _Block(sheet, sheet.cell_at(mark.start), heads).cells(),
                _stands_apart(sheet, mark),
            )
            for mark in seen
        ]
        # What a form answers beside « Client » or « Fournisseur » is no letterhead, however high it stands.
        self.heads = heads
        beside = (next(sheet.right_of(head), None) for head in heads if head is not None)
        self.beside_heads = frozenset(cell for cell in beside if cell is not None)

    def party_at(self, position: int) -> tuple[Party | None, float]:
        """Return the party whose section holds a position, and how surely."""
        cell = self.sheet.cell_at(position)
        line_start = self.sheet.folded.rfind("\n", 0, position) + 1
        same_line = [s for s in self.sections if line_start <= s.start and s.end <= position]
        same_cell = [s for s in same_line if self.sheet.cell_at(s.start) == cell]
        if same_cell:
            return same_cell[-1].party, 1.0
        nearest = self.holding(position)
        if nearest is not None:
            alone = len({section.party.role for section in self.sections if cell in section.cells}) == 1
            return nearest.party, 1.0 if alone else 0.9
        if same_line:
            return same_line[-1].party, 0.95
        return None, 0.0

    def holding(self, position: int) -> Section | None:
        """Return the nearest section whose block holds a position."""
        cell = self.sheet.cell_at(position)
        holders = [section for section in self.sections if cell is not None and cell in section.cells]
        return min(holders, key=lambda section: self._distance(section, position), default=None)

    def name_in(self, section: Section) -> Name | None:
        """Return a section's name, in doubt where it may be a branch's, or that of who signs."""
        name = self._name_in(section)
        return name and name._replace(sure=name.sure and not section.apart)

    def _name_in(self, section: Section) -> Name | None:
        """Return a section's name: after its heading's colon, else on the first line of its block."""
        head = self.sheet.cell_at(section.start)
        if head is None:
            return None
        cell_end = self.sheet.cells[head][1]
        _, _, after = self.sheet.folded[section.end : cell_end].partition(":")
        if after.strip(" \t.…_"):
            return name_of(self.sheet, cell_end - len(after.lstrip()), cell_end, self._under(head))
        answer = self._answer_beside(head)
        if answer is not None:
            return name_of(self.sheet, *self.sheet.cells[answer][:2])
        lines = sorted((cell for cell in section.cells if cell != head), key=lambda cell: -self.sheet.cells[cell][5])
        labelled = (cell for cell in lines if NAME_LABEL.match(self.sheet.words_of(cell)))
        line = next(labelled, None)
        return self._named_by(line) if line is not None else self._opening(lines)

    def _answer_beside(self, head: int) -> int | None:
        """Return what a form's row answers right of a heading: a field stands under the one, « Adresse », its answer under the other."""
        right = next(self.sheet.right_of(head), None)
        under = next(self.sheet.below(head, 2.5 * self.sheet.usual_height), None)
        answer = None if under is None else next(self.sheet.right_of(under), None)
        if right is None or under is None or answer is None or right in self.heads:
            return None
        lefts = [self.sheet.cells[cell][2] for cell in (head, under, right, answer)]
        aligned = abs(lefts[0] - lefts[1]) < 3 and abs(lefts[2] - lefts[3]) < 3
        return right if aligned and _FIELD.match(self.sheet.words_of(under)) else None

    def _opening(self, lines: Sequence[int]) -> Name | None:
        """Return the name on the first line, none where that is a label; under numbers, only what a form closes or an address follows."""
        numbers = list(itertools.takewhile(lambda line: _NUMBERED_FIELD.fullmatch(self._field(line)), lines))
        line = next(iter(lines[len(numbers) :]), None)
        if line is None or ":" in self._field(line) or is_worded_label(self.sheet.words_of(line), self._labels):
            return None
        words, under = self.sheet.words_of(line), self._under(line)[1:2]
        if numbers and (is_beside_a_name(words) or not (closes(words.split()) or self._are_address(under))):
            return None
        return self._named_by(line)

    def _field(self, cell: int) -> str:
        """Return the words of a line, with those beside it that begin with its colon or are its number."""
        said, end = self.sheet.words_of(cell).strip(), self.sheet.cells[cell][4]
        for right in self.sheet.right_of(cell):
            words = self.sheet.words_of(right)
            if self.sheet.cells[right][2] - end > _NEAR or not (said.endswith(":") or _VALUE.match(words)):
                break
            said, end = f"{said} : {words.strip()}", self.sheet.cells[right][4]
        return said

    def _are_address(self, lines: Sequence[int]) -> bool:
        return any(ADDRESS.match(self.sheet.words_of(line).strip()) for line in lines)

    def _named_by(self, cell: int) -> Name | None:
        """Return the name that a cell holds, or that its label, "Raison sociale", stands before."""
        start, end = self.sheet.cells[cell][:2]
        label = NAME_LABEL.match(self.sheet.folded, start, end)
        if label is None:
            return name_of(self.sheet, start, end, self._under(cell))
        if self.sheet.folded[label.end() : end].strip():
            return name_of(self.sheet, label.end(), end, self._under(cell))
        right = next(self.sheet.right_of(cell), None)
        return None if right is None else name_of(self.sheet, *self.sheet.cells[right][:2], self._under(right))

    def _under(self, cell: int) -> list[int]:
        return lines_under(self.sheet, cell)

    def _distance(self, section: Section, position: int) -> float:
        head, cell = self.sheet.cell_at(section.start), self.sheet.cell_at(position)
        if head is None or cell is None:
            return abs(position - section.start)
        first, second = self.sheet.cells[head], self.sheet.cells[cell]
        return abs(first[2] - second[2]) + abs(first[3] - second[3])


def _heads(sheet: Sheet, start: int, end: int) -> bool:
    """Tell whether a party's words head a block: they fill their cell but for a rubric's words, or a colon or bracket follows."""
    cell = sheet.cell_at(start)
    if cell is None:
        cell_start = sheet.folded.rfind("\n", 0, start) + 1
        line_end = sheet.folded.find("\n", end)
        cell_end = line_end if line_end >= 0 else len(sheet.folded)
    else:
        cell_start, cell_end = sheet.cells[cell][:2]
    opens = _BEFORE.fullmatch(sheet.folded[cell_start:start]) is not None
    return opens and _AFTER.match(sheet.folded[end:cell_end]) is not None


def _stands_apart(sheet: Sheet, mark: Mark) -> bool:
    """Tell whether a heading is that of a delivery, « Livré à », or of a place to sign, « Le client (cachet et signature) »."""
    if _DELIVERY.search(mark.label) and "factur" not in mark.label:
        return True
    cell = sheet.cell_at(mark.start)
    words = "" if cell is None else sheet.words_of(cell)
    return _SIGNED.search(words) is not None or _FOR.match(words) is not None


class _Block:
    """The cells that a heading heads: its own, those right of it, and the lines below both, up to the next heading."""

    def __init__(self, sheet: Sheet, head: int | None, heads: set[int | None]) -> None:
        self.sheet, self.head, self.heads = sheet, head, heads
        if head is not None:
            self.border = min(self._columns_of_others(head), default=sheet.width) - 1
            self.left, self.height = sheet.cells[head][2], sheet.usual_height
            self.numbered = _NUMBERED.match(sheet.words_of(head)) is not None

    def cells(self) -> frozenset[int]:
        """Return the cells, the heading's own among them; none without geometry."""
        if self.head is None:
            return frozenset()
        own = self._downwards(self.head)
        first = max(own, key=lambda cell: self.sheet.cells[cell][5], default=None)
        if first is None or (self._is_label(self.head) and self._is_label(first)):
            right = next(self.sheet.right_of(self.head), None)
            if right is not None and right not in self.heads:
                own |= {right} | self._downwards(right)
        return frozenset(own | {self.head})

    def _columns_of_others(self, head: int) -> Iterator[float]:
        """Yield where the columns begin that other headings head on the right of this one."""
        _, _, left, _, _, top = self.sheet.cells[head]
        for other in self.heads - {head, None}:
            _, _, other_left, _, _, other_top = self.sheet.cells[other]  # type: ignore[index]
            if other_left > left + _ASIDE and abs(other_top - top) < _BESIDE:
                yield other_left

    def _is_label(self, cell: int) -> bool:
        return _LABEL.fullmatch(self.sheet.words_of(cell).rstrip()) is not None

    def _downwards(self, column: int) -> set[int]:
        """Follow a column of lines down until a gap, another heading, a far jump, or where the next rubric opens."""
        block: set[int] = set()
        current, gap, indent = column, 2.5, None
        for _ in range(_MOST_LINES):
            bottom, left = self.sheet.cells[current][3], self.sheet.cells[current][2]
            below = [
                other
                for other in self.sheet.below(current, gap * self.height)
                if abs(self.sheet.cells[other][2] - left) < _ASIDE
                and self.sheet.cells[other][5] <= bottom + 0.4 * self.height
            ]
            if not below or self._ends_at(below[0], column, indent):
                break
            current, gap = below[0], 1.8
            indent = self.sheet.cells[current][2] if indent is None else indent
            block.add(current)
            block |= self._mates(current)
        return block

    def _ends_at(self, line: int, column: int, indent: float | None) -> bool:
        """Tell whether a line is another's: a heading, one that a heading stands left of, or as far out as this heading is."""
        row = {
            line,
            *(other for other in self.sheet.row(line) if self.sheet.cells[other][2] < self.sheet.cells[line][2]),
        }
        if row & self.heads:
            return True
        if column != self.head:
            return False
        if self.numbered and _NUMBERED.match(self.sheet.words_of(line)):
            return True
        return indent is not None and indent > self.left + 5 and self.sheet.cells[line][2] < self.left + 3

    def _mates(self, line: int) -> set[int]:
        """Return what stands beside a line of the block: "SIRET :" and its number may be two cells."""
        mate = next((other for other in self.sheet.right_of(line) if other not in self.heads), None)
        if mate is None or self.sheet.cells[mate][2] >= self.border:
            return set()
        if self._is_label(line):
            return {mate}
        near = self.sheet.cells[mate][2] - self.sheet.cells[line][4] < _NEAR
        number = _NUMBER.fullmatch(self.sheet.words_of(mate)) and not _DIGIT.search(self.sheet.words_of(line))
        return {mate} if near and number else set()
