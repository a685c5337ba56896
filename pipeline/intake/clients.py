"""Gathers pieces by the client they speak of, when no request says yet who the beneficiaries are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import PurePosixPath

from pipeline.understanding.linking import Candidate, indexed, link
from rules.model import PieceKind
from validators import names
from validators.context import SURE
from validators.model import REQUEST, Beneficiary, Fact, Piece

# What tells one client from another, the papers that are one client's alone, and what it is called by.
IDENTITY = ("beneficiary.siret", "beneficiary.finess", "beneficiary.rpps", "beneficiary.adeli")
OF_A_PERSON_OR_PLACE = frozenset(("beneficiary.siret", "beneficiary.rpps", "beneficiary.adeli"))
PAPERS = ("order.number", "invoice.number")
NAME = "beneficiary.name"
CALLED = ("beneficiary.mssante", NAME)  # which two clients may share
OTHERS = ("applicant.", "publisher.")  # whose numbers are no client's
SHORTEST_PAPER = 4  # characters of an order or invoice number that may join two pieces
NOWHERE = "\0"  # an id that stands in no path

Key = tuple[str, str]  # attribute, value without case or spacing


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """The pieces of each client, in the order of files and pages, and those of nobody who was recognised."""

    groups: tuple[tuple[Piece, ...], ...]
    unattributed: tuple[Piece, ...]


def gather(pieces: Sequence[Piece], kinds: Mapping[str, PieceKind]) -> Clients:
    """Gather the beneficiaries' pieces by FINESS, SIRET, RPPS, ADELI, then order and invoice, then address and name.

    Pieces that say none of these, or what several clients say, go with the client their text names, or else with the
    only one of their folder. Look-alikes such as quotes are nobody's.
    """
    foreign = _said_of_others(pieces)
    own = [piece for piece in pieces if _is_a_beneficiary_s(kinds.get(piece.kind))]
    groups = [_Group(piece, foreign) for piece in own]
    groups = _joined(groups, IDENTITY, _may_share_number)
    groups = _joined(groups, PAPERS, _may_share_paper)
    groups = _joined(groups, CALLED, _may_be_called_so)
    known = [group for group in groups if group.says(IDENTITY) and not group.ambiguous]
    unattributed: list[Piece] = []
    for group in sorted((group for group in groups if group not in known), key=lambda group: not group.says(PAPERS)):
        home = _named_in(group, known, kinds) or _naming(group, known) or _neighbour(group, known)
        if home is not None:
            home.take(group)
        elif group.says() and not group.ambiguous:
            known.append(group)
        else:
            unattributed += group.pieces
    rank = {piece.id: place for place, piece in enumerate(pieces)}
    ordered = [tuple(sorted(group.pieces, key=lambda piece: rank[piece.id])) for group in known]
    return Clients(groups=tuple(sorted(ordered, key=lambda group: rank[group[0].id])), unattributed=tuple(unattributed))


def compact(text: str) -> str:
    """Return the letters and digits of a value in upper case: what two spellings of a number have in common."""
    return "".join(filter(str.isalnum, text)).upper()


class _Group:
    """Pieces that speak of one client, and what they say of it; ambiguous when several clients say the same."""

    def __init__(self, piece: Piece, foreign: frozenset[str]) -> None:
        self.pieces = [piece]
        self.ambiguous = False
        self.values: dict[str, set[str]] = {name: set() for name in (*IDENTITY, *PAPERS, *CALLED)}
        for fact in piece.facts:
            value = _comparable(fact)
            if fact.attribute in self.values and _tells(fact) and value not in foreign:
                self.values[fact.attribute].add(value)

    def says(self, attributes: Iterable[str] = (*IDENTITY, *PAPERS, *CALLED)) -> bool:
        """Tell whether the pieces say any of some attributes."""
        return any(self.values[name] for name in attributes)

    def keys(self, attributes: Iterable[str]) -> list[Key]:
        """Return what the pieces say of some attributes, in a stable order."""
        return [(name, value) for name in attributes for value in sorted(self.values[name])]

    def take(self, other: _Group) -> None:
        """Take in the pieces of another group."""
        self.pieces += other.pieces
        for name, values in other.values.items():
            self.values[name] |= values

    def agrees(self, other: _Group, attributes: Iterable[str] = IDENTITY) -> frozenset[str]:
        """Return the attributes of which the two say a same value."""
        return frozenset(name for name in attributes if self.values[name] & other.values[name])

    def differs(self, other: _Group, attributes: Iterable[str] = IDENTITY) -> frozenset[str]:
        """Return the attributes of which both speak without a same value."""
        both = frozenset(name for name in attributes if self.values[name] and other.values[name])
        return both - self.agrees(other, both)


def _may_share_number(one: _Group, other: _Group) -> bool:
    """A body's FINESS may stand on the papers of all its places, and a place has two FINESS."""
    differs = one.differs(other)
    return not differs or (differs == {"beneficiary.finess"} and bool(one.agrees(other) & OF_A_PERSON_OR_PLACE))


def _may_share_paper(one: _Group, other: _Group) -> bool:
    return not one.differs(other) or bool(one.agrees(other))


def _may_be_called_so(one: _Group, other: _Group) -> bool:
    """Houses of one group share an address, and a label may be read as a name: orders of their own stay apart."""
    return not one.differs(other, (*IDENTITY, *PAPERS))


def _joined(groups: list[_Group], attributes: Sequence[str], may: Callable[[_Group, _Group], bool]) -> list[_Group]:
    """Join the groups that say a same value, until there is nothing left to join."""
    while True:
        by_key: dict[Key, list[_Group]] = {}
        kept: list[_Group] = []
        for group in groups:
            keys = group.keys(attributes)
            mates = list({id(mate): mate for key in keys for mate in by_key.get(key, ()) if may(mate, group)}.values())
            rivals = any(not may(one, other) for one, other in combinations(mates, 2))
            group.ambiguous = group.ambiguous or rivals
            if mates and not rivals:
                mates[0].take(group)  # the next round joins the mates: they now say the same
                continue
            kept.append(group)
            for key in keys:
                by_key.setdefault(key, []).append(group)
        if len(kept) == len(groups):
            return kept
        groups = kept


def _named_in(group: _Group, among: Sequence[_Group], kinds: Mapping[str, PieceKind]) -> _Group | None:
    """Return the client that the text of a piece of the group names, with the most evidence and without a rival."""
    candidates = indexed(tuple(_candidate(mate, place) for place, mate in enumerate(among)))
    for piece in group.pieces:
        subject = link(replace(piece, subject=None), kinds, candidates).subject
        if subject is not None:
            home = among[int(subject)]
            return home if _may_be_called_so(home, group) else None
    return None


def _candidate(group: _Group, place: int) -> Candidate:
    facts = [fact for piece in group.pieces for fact in piece.facts if fact.attribute == NAME and _tells(fact)]
    name = str(facts[0].value) if facts else ""
    numbers = tuple((attribute, value, value) for attribute, value in group.keys((*IDENTITY, *PAPERS)))
    return Candidate(Beneficiary(key=str(place), id=NOWHERE, name=name), numbers, frozenset())


def _naming(group: _Group, among: Sequence[_Group]) -> _Group | None:
    """Return the one client whose pieces bear the name that this group says."""
    called = group.values[NAME]
    mates = [
        mate
        for mate in among
        if _may_be_called_so(mate, group)
        and any(names.stands_in(name, piece.text) for name in called for piece in mate.pieces)
    ]
    return mates[0] if len(mates) == 1 else None


def _neighbour(group: _Group, among: Sequence[_Group]) -> _Group | None:
    """Return the one client whose pieces lie in the same file, or else, below the root, in the same folder."""
    if group.says((*IDENTITY, *PAPERS)):
        return None
    files = {piece.file for piece in group.pieces}
    folders = {PurePosixPath(file).parent for file in files}
    together = [mate for mate in among if any(piece.file in files for piece in mate.pieces)]
    if not together and PurePosixPath(".") not in folders:
        together = [mate for mate in among if any(PurePosixPath(piece.file).parent in folders for piece in mate.pieces)]
    return together[0] if len(together) == 1 else None


def _is_a_beneficiary_s(kind: PieceKind | None) -> bool:
    return kind is not None and kind.subject != REQUEST and not kind.look_alike


def _said_of_others(pieces: Sequence[Piece]) -> frozenset[str]:
    """The numbers and names of the applicant and the publisher: they are no client's, wherever they stand."""
    facts = (fact for piece in pieces for fact in piece.facts)
    return frozenset(_comparable(fact) for fact in facts if fact.attribute.startswith(OTHERS) and _sure(fact))


def _comparable(fact: Fact) -> str:
    return names.folded(str(fact.value)) if fact.attribute.endswith(".name") else compact(str(fact.value))


def _tells(fact: Fact) -> bool:
    """Tell whether a fact may tell clients apart: sure, and neither a stray number nor a name that names nobody."""
    value = str(fact.value)
    if fact.attribute == NAME:
        return _sure(fact) and names.stands_in(value, names.folded(value))
    stray = len(compact(value)) < SHORTEST_PAPER or not any(map(str.isdigit, value))
    return _sure(fact) and not (fact.attribute in PAPERS and stray)


def _sure(fact: Fact) -> bool:
    return fact.witness.confidence >= SURE
