"""Settles one value of a drafted request from all that the pieces say of it, or leaves it to a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.intake.disk import readable_name
from pipeline.intake.keys import KeyLines
from pipeline.intake.request import REQUEST_SCHEMA
from pipeline.intake.schema_errors import schema_errors
from rules.model import Attribute, PieceKind
from validators import names
from validators.context import SURE
from validators.model import EMBEDDED_XML, Fact, Piece, Value
from validators.name_words import SMALL, TITLES

MOST_SHOWN = 4  # candidates of one value
MOST_PLACES = 3  # of one value
BELIEVED = 2  # pieces that must bear a name that stands anywhere on them, for it to be believed

CLIENT_NAME = "beneficiary.name"
OF_CLIENTS = (CLIENT_NAME, "proof.signatory")  # names that differ from client to client
OF_PERSONS = ("proof.signatory", "applicant.legal_representative", "applicant.depositor")
FULL_NAME = 2  # words of a person's name
OFFICE = re.compile(r",|\ben qualité\b", re.IGNORECASE)  # what follows a person's name

SEVERAL, UNSURE = "several", "unsure"  # why a value was left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A value as it may stand in a request file, and where it was read: « RIB.pdf, page 1 »."""

    value: str | Decimal
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key of a section of the request: the value the pieces agree on, or the candidates and why none was taken."""

    key: str
    settled: Sighting | None
    candidates: tuple[Sighting, ...] = ()
    why: str = ""  # SEVERAL or UNSURE


class Settler:
    """Settles values one by one, with an eye on all the pieces; each belongs to its client already."""

    def __init__(self, pieces: Sequence[Piece], kinds: Iterable[PieceKind]) -> None:
        self._texts = [piece.text for piece in pieces]
        self._headings, self._labels = _phrases(kinds)
        said = {
            (fact.attribute, names.folded(str(fact.value)), piece.subject)
            for piece in pieces
            for fact in piece.facts
            if fact.attribute in OF_CLIENTS
        }
        self._clients = Counter((attribute, name) for attribute, name, _ in said)
        self._called = frozenset(name for attribute, name, _ in said if attribute == CLIENT_NAME)

    def entry(self, attribute: Attribute, section: str, key: str, facts: Sequence[Fact]) -> Entry | None:
        """Return what is to stand at a key of a section; None when the facts say nothing one could write."""
        facts = [fact for fact in facts if attribute.type != "name" or self._names_somebody(attribute, fact)]
        sure = [fact for fact in facts if fact.witness.confidence >= SURE and self._is_believed(attribute, fact)]
        spellings = _spellings(attribute, sure)
        if len(spellings) == 1:
            sighting = Sighting(value=_written(attribute, spellings[0]), place=_places(sure))
            if _fits(section, key, sighting.value):
                return Entry(key=key, settled=sighting)
        distinct = _spellings(attribute, facts)
        if not distinct:
            return None
        candidates = (Sighting(value=_written(attribute, fact), place=place_of(fact)) for fact in distinct)
        why = SEVERAL if len(distinct) > 1 else UNSURE
        return Entry(key=key, settled=None, candidates=tuple(candidates)[:MOST_SHOWN], why=why)

    def _names_somebody(self, attribute: Attribute, fact: Fact) -> bool:
        """Tell a name from a title or a label that was read in its place: those stand on any client's pieces."""
        words = str(fact.value)
        name = names.folded(words)
        titled = any(f" {heading} " in f" {name} " for heading in self._headings)
        labelled = any(f"{phrase} ".startswith(f"{name} ") for phrase in self._headings | self._labels)
        everywhere = self._clients[attribute.name, name] > 1
        client_s = attribute.name != CLIENT_NAME and name in self._called
        telling = [word for word in name.split() if word not in SMALL | TITLES]
        half = attribute.name in OF_PERSONS and (len(telling) < FULL_NAME or name.split()[0] in SMALL)
        spelt = names.stands_in(words, name) and any(map(str.isalpha, name))
        return spelt and not (titled or labelled or everywhere or client_s or half)

    def _is_believed(self, attribute: Attribute, fact: Fact) -> bool:
        """What is said of a client stands on its own papers; any other name is believed when several pieces bear it."""
        if attribute.type != "name" or attribute.name in OF_CLIENTS:
            return True
        return sum(names.stands_in(str(fact.value), text) for text in self._texts) >= BELIEVED


def place_of(fact: Fact) -> str:
    """Say where a fact was read: « RIB.pdf, page 1 », « Facture.pdf (XML) »."""
    witness = fact.witness
    if witness.how == EMBEDDED_XML:
        return readable_name(f"{witness.file} (XML)")
    return readable_name(witness.file if witness.page is None else f"{witness.file}, page {witness.page}")


def _places(facts: Sequence[Fact]) -> str:
    places = list(dict.fromkeys(place_of(fact) for fact in facts))
    return " ; ".join(places[:MOST_PLACES]) + (" …" if len(places) > MOST_PLACES else "")


def _spellings(attribute: Attribute, facts: Sequence[Fact]) -> list[Fact]:
    """Keep one fact of each value that the facts say; of a name's spellings, the most frequent."""
    if attribute.type != "name":
        first: dict[str, Fact] = {}
        for fact in facts:
            first.setdefault(_comparable(fact.value), fact)
        return list(first.values())
    clusters: list[list[Fact]] = []
    for fact in facts:
        home = next((one for one in clusters if names.compare(str(one[0].value), str(fact.value)).same), None)
        if home is None:
            clusters.append([fact])
        else:
            home.append(fact)
    times = Counter(_written(attribute, fact) for fact in facts)
    return [max(cluster, key=lambda fact: times[_written(attribute, fact)]) for cluster in clusters]


def _comparable(value: Value) -> str:
    return "".join(filter(str.isalnum, value)).upper() if isinstance(value, str) else str(value)


def _written(attribute: Attribute, fact: Fact) -> str | Decimal:
    """Return a value as the request file takes it: a name with its capitals and accents, a day in ISO form."""
    if isinstance(fact.value, Decimal):
        return fact.value.quantize(Decimal("0.01"))
    words = fact.words if attribute.type == "name" else str(fact.value)
    if attribute.name in OF_PERSONS:
        words = OFFICE.split(words)[0]
    return readable_name(" ".join(words.split()))


def _fits(section: str, key: str, value: str | Decimal) -> bool:
    """Tell whether the schema of the request file takes a value at this place."""
    table = {key: value}
    declared = {section: [table] if section == "beneficiaries" else table}
    return not schema_errors(REQUEST_SCHEMA, declared, KeyLines("", is_json=False))


def _phrases(kinds: Iterable[PieceKind]) -> tuple[frozenset[str], frozenset[str]]:
    """The titles of documents, and the labels that stand before values, folded as names are."""
    headings, labels = set(), set()
    for kind in kinds:
        headings |= {names.folded(words) for words in kind.headings}
        labels |= {names.folded(words) for fact in kind.facts for words in (*fact.labels, *fact.weak)}
        labels |= {names.folded(words) for party in kind.parties for words in party.labels}
    return frozenset(headings), frozenset(labels)
