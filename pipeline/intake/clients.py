"""Gathers pieces by the client they speak of, when no request says yet who the beneficiaries are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.understanding.linking import Candidate, link
from rules.model import PieceKind
from validators import names
from validators.context import SURE
from validators.model import REQUEST, Beneficiary, Fact, Piece

# What tells one client from another, and the papers and address that are one client's alone.
IDENTITY = ("beneficiary.siret", "beneficiary.finess", "beneficiary.rpps", "beneficiary.adeli")
OF_A_PERSON_OR_PLACE = frozenset(("beneficiary.siret", "beneficiary.rpps", "beneficiary.adeli"))
PAPERS = ("order.number", "invoice.number", "beneficiary.mssante")
NAME = "beneficiary.name"
OTHERS = ("applicant.", "publisher.")  # whose numbers are no client's
SHORTEST_PAPER = 4  # characters of an order or invoice number that may join two pieces

Key = tuple[str, str]  # attribute, value without case or spacing


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """The pieces of each client, in the order of files and pages, and those of nobody who was recognised."""

    groups: tuple[tuple[Piece, ...], ...]
    unattributed: tuple[Piece, ...]


def gather(pieces: Sequence[Piece], kinds: Mapping[str, PieceKind]) -> Clients:
    """Gather the beneficiaries' pieces by FINESS, SIRET, RPPS, ADELI, then order, invoice and address, then name.

    Pieces that say none of these go with the client their text names, or else with the only one of their folder.
    """
    foreign = _numbers_of_others(pieces)
    own = [piece for piece in pieces if piece.kind in kinds and kinds[piece.kind].subject != REQUEST]
    groups = [_Group([piece], foreign) for piece in own]
    groups = _joined(groups, IDENTITY, _may_share_number)
    groups = _joined(groups, PAPERS, _may_share_paper)
    groups = _joined(groups, (NAME,), _may_share_name)
    known = [group for group in groups if any(group.values[name] for name in IDENTITY)]
    rest = [group for group in groups if group not in known]
    nameless = []
    for group in rest:
        home = _named_in(group, known, kinds) or (None if group.says_something else _only_one_in_folder(group, groups))
        if home is not None:
            home.take(group)
        elif not group.says_something:
            nameless += group.pieces
        else:
            known.append(group)
    rank = {piece.id: place for place, piece in enumerate(pieces)}
    ordered = [tuple(sorted(group.pieces, key=lambda piece: rank[piece.id])) for group in known]
    return Clients(groups=tuple(sorted(ordered, key=lambda group: rank[group[0].id])), unattributed=tuple(nameless))


class _Group:
    """Pieces that speak of one client, and what they say of it."""

    def __init__(self, pieces: list[Piece], foreign: frozenset[str]) -> None:
        self.pieces = pieces
        self.values: dict[str, set[str]] = {name: set() for name in (*IDENTITY, *PAPERS, NAME)}
        for fact in (fact for piece in pieces for fact in piece.facts):
            value = names.folded(str(fact.value)) if fact.attribute == NAME else compact(str(fact.value))
            if fact.attribute in self.values and _tells(fact, value) and value not in foreign:
                self.values[fact.attribute].add(value)

    @property
    def says_something(self) -> bool:
        """Tell whether the pieces say anything by which a client is known."""
        return any(self.values.values())

    def keys(self, attributes: Iterable[str]) -> list[Key]:
        """Return what the pieces say of some attributes, in a stable order."""
        return [(name, value) for name in attributes for value in sorted(self.values[name])]

    def take(self, other: _Group) -> None:
        """Take in the pieces of another group."""
        self.pieces = self.pieces + other.pieces
        for name, values in other.values.items():
            self.values[name] |= values

    def agrees(self, other: _Group) -> frozenset[str]:
        """Return the identifiers of which the two say a same value."""
        return frozenset(name for name in IDENTITY if self.values[name] & other.values[name])

    def differs(self, other: _Group) -> frozenset[str]:
        """Return the identifiers of which both speak without a same value."""
        both = frozenset(name for name in IDENTITY if self.values[name] and other.values[name])
        return both - self.agrees(other)


def compact(text: str) -> str:
    """Return the letters and digits of a value in upper case: what two spellings of a number have in common."""
    return "".join(filter(str.isalnum, text)).upper()


def _may_share_number(one: _Group, other: _Group) -> bool:
    """A body's FINESS may stand on the papers of all its places, and a place has two FINESS."""
    differs = one.differs(other)
    return not differs or (differs == {"beneficiary.finess"} and bool(one.agrees(other) & OF_A_PERSON_OR_PLACE))


def _may_share_paper(one: _Group, other: _Group) -> bool:
    return not one.differs(other) or bool(one.agrees(other))


def _may_share_name(one: _Group, other: _Group) -> bool:
    return not one.differs(other)


def _joined(groups: list[_Group], attributes: Sequence[str], may: Callable[[_Group, _Group], bool]) -> list[_Group]:
    """Join the groups that say a same value, until there is nothing left to join."""
    while True:
        by_key: dict[Key, list[_Group]] = {}
        kept: list[_Group] = []
        for group in groups:
            keys = group.keys(attributes)
            home = next((mate for key in keys for mate in by_key.get(key, ()) if may(mate, group)), None)
            if home is not None:
                home.take(group)
                continue
            kept.append(group)
            for key in keys:
                by_key.setdefault(key, []).append(group)
        if len(kept) == len(groups):
            return kept
        groups = kept


def _named_in(group: _Group, among: Sequence[_Group], kinds: Mapping[str, PieceKind]) -> _Group | None:
    """Return the client that the text of a piece of the group names, with the most evidence and without a rival."""
    candidates = [_candidate(mate, place) for place, mate in enumerate(among)]
    for piece in group.pieces:
        subject = link(piece, kinds, candidates).subject
        if subject is not None:
            home = among[int(subject)]
            return home if _may_share_name(home, group) else None
    return None


def _candidate(group: _Group, place: int) -> Candidate:
    facts = [fact for piece in group.pieces for fact in piece.facts]
    name = next((str(fact.value) for fact in facts if fact.attribute == NAME and _tells(fact, "")), "")
    numbers = tuple((attribute, value, value) for attribute, value in group.keys((*IDENTITY, *PAPERS)))
    return Candidate(Beneficiary(key=str(place), id="", name=name), numbers, frozenset())


def _only_one_in_folder(group: _Group, groups: Sequence[_Group]) -> _Group | None:
    """Return the one client whose pieces lie in the same folder, below the root, as those of the group."""
    folders = {PurePosixPath(piece.file).parent for piece in group.pieces}
    if len(folders) != 1 or folders == {PurePosixPath(".")}:
        return None
    mates = [
        mate
        for mate in groups
        if mate.says_something and any(PurePosixPath(piece.file).parent in folders for piece in mate.pieces)
    ]
    return mates[0] if len(mates) == 1 else None


def _numbers_of_others(pieces: Sequence[Piece]) -> frozenset[str]:
    facts = (fact for piece in pieces for fact in piece.facts)
    return frozenset(compact(str(fact.value)) for fact in facts if fact.attribute.startswith(OTHERS) and _sure(fact))


def _tells(fact: Fact, value: str) -> bool:
    short = fact.attribute in PAPERS and (len(value) < SHORTEST_PAPER or not any(map(str.isdigit, value)))
    generic = fact.attribute == NAME and not names.stands_in(str(fact.value), names.folded(str(fact.value)))
    return _sure(fact) and not generic and not (short and fact.attribute != "beneficiary.mssante")


def _sure(fact: Fact) -> bool:
    return fact.witness.confidence >= SURE
