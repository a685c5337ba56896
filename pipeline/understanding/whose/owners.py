"""Whose a number or a name of a page is: said beside it, told by its section, its block, or by who writes the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.lexicon import KindWords
from pipeline.understanding.numbers import Number, siren_in
from pipeline.understanding.phrases import Mark, longest_of
from pipeline.understanding.whose.blocks import Name, block_of, is_label
from pipeline.understanding.whose.clauses import clauses_of, names_of, representatives_of
from pipeline.understanding.whose.entities import Owned, of_one_entity, without_rivals
from pipeline.understanding.whose.letterhead import addressee, client_blocks, legal_names, letterhead, opening_name
from pipeline.understanding.whose.outsiders import is_a_banks, is_an_outsiders
from pipeline.understanding.whose.parties import NAME_LABEL, Sections
from pipeline.understanding.whose.prose import establishments_told
from pipeline.understanding.whose.senders import FOOT, senders
from rules.model import Party

SURE, TOLD, LIKELY = 1.0, 0.95, 0.9
CLIENT = "beneficiary"
# Between the words of a party and its number: "N° SIRET du fournisseur :", "TVA client", "Opaléa (SIRET …".
_NUMBER_WORDS = re.compile(
    r"(?:[\W_]|\b(?:no|n|numero|siret|siren|tva|intracommunautaire|intracom|intra|communautaire|rcs|code|identifiant|id|cee|ue|de|du|d|l|la"
    r"|le|son|est|sous|immatriculee?|au)\b)*"
)
_HEALTH = re.compile(r"(?:finess|rpps|adeli)(?!\w)")  # only who is funded has such a number
_COMPANY = re.compile(r"capital|(?<!\w)(?:rcs|r\.c\.s|ape|naf)(?!\w)")
_CONTACT = re.compile(r"capital|(?<!\w)(?:rcs|r\.c\.s|ape|naf|tva|tel|fax|www|siret|siren)(?!\w)|@|https?:")
_WORD = re.compile(r"\w+")
_FORMS = frozenset(["sas", "sasu", "sarl", "sa", "eurl", "snc", "scop"])
_BUYER = re.compile(r"(?<!\w)(?:notre|nos) (?:bon de commande|commande|fournisseur|prestataire|etablissement)(?!\w)")
_SELLER = re.compile(r"(?<!\w)votre (?:bon de commande|commande|etablissement|cabinet|officine|laboratoire)(?!\w)")
_SELLERS_PAPERS = frozenset(["invoice", "credit_note"])
_SELF_BILLED = re.compile(
    r"(?<!\w)(?:auto-?factur\w*|self-?bill\w*|factur\w*(?: \w+){0,6} au nom et pour (?:le )?compte|etablie? par l(?:'acheteur|e client))(?!\w)"
)
_SHORT = 4  # letters; a name no longer may be part of any word
_REACH = 40  # characters between a name told in a sentence and its number


class Named(NamedTuple):
    """A name and the party that bears it; how surely."""

    party: Party
    name: Name
    confidence: float


class Owners:
    """The parties of one page."""

    def __init__(self, sheet: Sheet, words: KindWords, marks: Sequence[Mark], numbers: Sequence[Number]) -> None:
        """Take a page, every phrase of its kind and every number of a party that was seen on it."""
        self.sheet = sheet
        self._by_label, self._labels = words.parties, words.labels
        self._marks = longest_of(mark for mark in marks if mark.label in words.parties)
        self._numbers = numbers
        self._clauses = clauses_of(sheet, words.parties, self._marks, numbers)
        self._told = establishments_told(
            sheet, [(words.tellings[mark.label], mark) for mark in marks if mark.label in words.tellings]
        )
        self._told += names_of(sheet, self._clauses)
        self.sections = Sections(sheet, words, self._marks)
        self._in_sections = frozenset(cell for section in self.sections.sections for cell in section.cells)
        self._parties = words.kind.parties
        self._client = self._party_of(CLIENT)
        issuers = [party for party in self._parties if party.issuer]
        sold = words.kind.kind in _SELLERS_PAPERS  # an order or a VA may be on the client's paper
        lines = senders(sheet, self._in_sections) if sold else []
        # Drawn up by its client, or with two companies at its edges, an invoice is on nobody's paper that could be told.
        several = not all(_alike(lines[0].name, one.name) for one in lines)
        nobodys = several or (sold and _SELF_BILLED.search(sheet.flat))
        self._may_write = [] if nobodys else issuers
        self._senders = [] if nobodys else lines
        self._headed = [(section, self.sections.name_in(section)) for section in self.sections.sections]
        # A heading alone, "Le client" over a signature, tells nothing.
        named = (section for section, name in self._headed if name is not None and not section.apart)
        told = {section.party.role for section in named if len(section.cells) > 2}
        self._all_told = all(party.role in told for party in self._may_write)
        self._writer = self._who_writes(told)
        self._head = letterhead(sheet, self._in_sections | self.sections.beside_heads)
        client_told = self._client is not None and self._client.role in told
        head = self._head or [cell for sender in self._senders for cell in sender.cells if sender.at_head]
        self._addressee = [] if client_told or len(self._may_write) != 1 else addressee(sheet, self._in_sections, head)
        self._names = self._names_of_sections()

    def owned(self) -> list[Owned]:
        """Give each number to its party; where that is less than sure, to whom surely bears another of the same entity."""
        given = of_one_entity([self._given(number) for number in self._numbers])
        bearers: dict[str, set[str]] = {}
        for item in given:
            if item.party is not None and item.confidence >= TOLD:
                bearers.setdefault(siren_in(item.number), set()).add(item.party.role)
        by_role = {party.role: party for party in self._parties}
        settled = []
        for item in without_rivals(given, LIKELY):
            roles = bearers.get(siren_in(item.number), set())
            kin = by_role[next(iter(roles))] if len(roles) == 1 and item.confidence < TOLD else None
            settled.append(item if kin is None else Owned(item.number, kin, TOLD))
        return settled

    def _given(self, number: Number) -> Owned:
        """Give a number to its party, with the section that tells it unless other words do."""
        place = number[1].start
        party, confidence = self._party_at(place)
        section = None if self._said_beside(place) is not None else self.sections.holding(place)
        told = section is not None and section.party is party
        return Owned(number, party, confidence, section.start if section is not None and told else None)

    def named(self) -> Iterator[Named]:
        """Yield the names of the parties, in doubt where the issuer's own lines name another than its section does.

        "Client | Fournisseur" heads two columns, and names nobody.
        """
        named = [one for one in self._of_blocks() if not self._is_label(one.name.value)]
        lines = [one for one in self._of_lines() if not self._is_label(one.name.value)]
        yield from (_unless_rivalled(one, lines) for one in named)
        yield from (_unless_rivalled(one, (*named, *lines)) for one in lines)

    def _is_label(self, name: str) -> bool:
        return is_label(name, self._labels) or NAME_LABEL.fullmatch(name) is not None

    def represented(self) -> list[tuple[Party, Name]]:
        """Return the persons by whom a contract says that its parties are represented."""
        return representatives_of(self.sheet, self._clauses)

    def _of_lines(self) -> Iterator[Named]:
        """Yield the names that the lines tell which issuers have at the head or the foot of their papers."""
        for name in legal_names(self.sheet):
            bearer, confidence = self._party_at(name.start)
            if bearer is not None and confidence >= LIKELY and not is_an_outsiders(self.sheet, name.end):
                yield Named(bearer, name, LIKELY)
        if self._writer is not None:
            yield from (Named(self._writer, sender.name, LIKELY) for sender in self._senders)

    def _of_blocks(self) -> Iterator[Named]:
        """Yield the names that sections, sentences, and the blocks of the writer and of the client tell."""
        for section, name in self._headed:
            if name is not None and name.value not in self._by_label:  # "Client | Fournisseur" heads columns
                yield Named(section.party, name, TOLD)
        for party, name in self._told:
            yield Named(party, name, LIKELY)
        writer = self._bearer_of_head()
        name = opening_name(self.sheet, self._head) if writer is not None else None
        if writer is not None and name is not None:
            yield Named(writer, name, LIKELY)
        if self._client is not None:
            blocks = list(client_blocks(self.sheet, _HEALTH, self._in_sections))
            to_whom = opening_name(self.sheet, self._addressee)
            if to_whom is not None and not blocks:
                blocks.append(to_whom)
            yield from (Named(self._client, found, LIKELY) for found in blocks)

    def _party_of(self, subject: str) -> Party | None:
        return next((party for party in self._parties if party.subject == subject), None)

    def _names_of_sections(self) -> list[tuple[str, Party]]:
        """Return the names that sections tell, made plain, each with its party."""
        sure = ((_plain(name.value), section.party) for section, name in self._headed if name is not None and name.sure)
        return [(name, party) for name, party in sure if len(name) > _SHORT]

    def _party_at(self, position: int) -> tuple[Party | None, float]:
        said = self._said_beside(position)
        if said is not None:
            return said, SURE
        clause = next((one for one in self._clauses if one.start <= position < one.end), None)
        if clause is not None:
            return clause.party, TOLD
        party, confidence = self.sections.party_at(position)
        cell = self.sheet.cell_at(position)
        if party is not None and (self._speaks_of_another(position, party) or is_a_banks(self.sheet, cell)):
            return None, 0.0
        if party is not None or cell is None:
            return party, confidence
        if self._client is not None and self._is_beside_health_number(cell):
            return self._client, TOLD
        line = f" {_plain(self.sheet.words_of(cell))} "
        on_line = {party.role: party for name, party in self._names if f" {name} " in line}
        if len(on_line) == 1:
            return next(iter(on_line.values())), LIKELY
        return (None, 0.0) if is_an_outsiders(self.sheet, position) else self._of_margins(cell)

    def _of_margins(self, cell: int) -> tuple[Party | None, float]:
        """Return whose the letterhead or the foot of the page is that holds a cell."""
        _, _, _, bottom, _, top = self.sheet.cells[cell]
        writer = None
        if cell in self._addressee:
            return self._client, LIKELY if self._client is not None else 0.0
        if any(cell in sender.cells for sender in self._senders):
            writer = self._writer
        elif (bottom + top) / 2 < FOOT * self.sheet.height:
            writer = self._writer_of_foot(cell)
        elif cell in self._head and self._stands_with(cell, _CONTACT):
            writer = self._bearer_of_head()
        return writer, LIKELY if writer is not None else 0.0

    def _writer_of_foot(self, cell: int) -> Party | None:
        """Return whose legal line a cell is; a company's is the supplier's when sections name both."""
        if self._writer is None and self._may_write and self._all_told and self._stands_with(cell, _COMPANY):
            return next((party for party in self._may_write if party.subject != CLIENT), None)
        return self._unless_a_company(self._writer, cell)

    def _unless_a_company(self, writer: Party | None, cell: int) -> Party | None:
        """Return the writer, but not a client beside whose number a capital stands: a form may be the supplier's own."""
        mistaken = writer is not None and writer.subject == CLIENT and self._stands_with(cell, _COMPANY)
        return None if mistaken else writer

    def _bearer_of_head(self) -> Party | None:
        """Return whose the letterhead is: the client's when it holds a number that only a client has, else the writer's."""
        if self._client is not None and any(_HEALTH.search(self.sheet.words_of(line)) for line in self._head):
            return self._client
        return self._unless_a_company(self._writer, self._head[0]) if self._head else None

    def _stands_with(self, cell: int, words: re.Pattern[str]) -> bool:
        """Tell whether some words stand in a cell's block."""
        return any(words.search(self.sheet.words_of(line)) for line in block_of(self.sheet, cell, self._in_sections))

    def _is_beside_health_number(self, cell: int) -> bool:
        """Tell whether a FINESS or RPPS stands in a cell or in the two lines over or under it: no address is between."""
        block = block_of(self.sheet, cell, self._in_sections)
        place = block.index(cell)
        near = block[max(0, place - 2) : place + 3]
        if len(self._entities_in(block)) > 1:
            return False  # it is no address: a contract's prose speaks of both parties
        return any(_HEALTH.search(self.sheet.words_of(line)) for line in near)

    def _entities_in(self, block: Sequence[int]) -> set[str]:
        """Return the SIRENs of all numbers in a block."""
        return {siren_in(number) for number in self._numbers if self.sheet.cell_at(number[1].start) in block}

    def _said_beside(self, position: int) -> Party | None:
        """Return the party whose words stand right before a number: "SIRET du client :", "fourni par Opaléa (SIRET "."""
        line_start = self.sheet.folded.rfind("\n", 0, position) + 1
        before = [mark for mark in self._marks if line_start <= mark.start and mark.end <= position]
        if before and _NUMBER_WORDS.fullmatch(self.sheet.folded, before[-1].end, position):
            return self._by_label[before[-1].label]
        for party, name in self._told:
            if 0 <= position - name.end < _REACH and _NUMBER_WORDS.fullmatch(self.sheet.folded, name.end, position):
                return party
        return None

    def _speaks_of_another(self, position: int, party: Party) -> bool:
        """Tell whether the words before a number in its own cell speak of another party than its section's."""
        cell = self.sheet.cell_at(position)
        start = self.sheet.cells[cell][0] if cell is not None else self.sheet.folded.rfind("\n", 0, position) + 1
        before = [self._by_label[mark.label] for mark in self._marks if start <= mark.start and mark.end <= position]
        return bool(before) and before[-1].role != party.role

    def _who_writes(self, told: set[str]) -> Party | None:
        """Return who draws the document up: of those who may, the one whom no section tells; else who says "notre commande"."""
        if len(self._may_write) < 2:
            return next(iter(self._may_write), None)
        left = [party for party in self._may_write if party.role not in told]
        if len(left) < 2:
            return next(iter(left), None)
        buyer, seller = (bool(words.search(self.sheet.flat)) for words in (_BUYER, _SELLER))
        return None if buyer == seller else next((one for one in left if (one.subject == CLIENT) is buyer), None)


def _unless_rivalled(one: Named, others: Iterable[Named]) -> Named:
    """Return a name, in doubt where another that is sure is given to the same party."""
    rivals = (other.name for other in others if other.party.role == one.party.role and other.name.sure)
    return one._replace(name=one.name._replace(sure=one.name.sure and all(_alike(one.name, name) for name in rivals)))


def _alike(one: Name, other: Name) -> bool:
    """Tell whether two names may be one company's: the words of one are in the other."""
    words, others = set(_plain(one.value).split()), set(_plain(other.value).split())
    return words <= others or others <= words


def _plain(folded: str) -> str:
    """Return the words of a folded text, legal forms left out: « Exemple, SAS » is « exemple »."""
    return " ".join(word for word in _WORD.findall(folded) if word not in _FORMS)
