"""Whether two scanned pages are one sheet of paper: they look alike, and what they say tells no two papers apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from validators.context import SURE, Facts, clear
from validators.identities import SCANNED, Seal, owner_of
from validators.looks import Look, apart
from validators.model import Dossier, Fact, Piece
from validators.portfolio import NUMBERS, Sheet, Token

APART = 0.12  # of two pages that are one sheet, at most: measured by bench/sheets.py
AGREED = 2  # attributes that both pages say the same of, at least
_OWN = ("order.", "invoice.", "proof.")  # attributes of a paper itself
_CLIENT = ("beneficiary.",)  # what many papers of one client say
_TELLING = (*_OWN, *_CLIENT, "solution.", "deployment.")  # attributes in which two papers may contradict each other
_PERSONAL = ("beneficiary.name", "beneficiary.rpps", "beneficiary.adeli", "beneficiary.mssante", "proof.signatory")


def sheets_of(dossier: Dossier, seal: Seal) -> tuple[Sheet, ...]:
    """Return the scanned pages of a dossier's papers on which a number tells which paper they are of.

    General terms, covers and blank pages bear none, and are the same in many dossiers; a page that bears the numbers of
    several clients is a paper of them all.
    """
    scanned = [piece for piece in dossier.pieces if piece.looks and piece.kind in SCANNED]
    if not scanned:
        return ()
    facts = Facts(dossier)
    return tuple(sheet for piece in scanned for sheet in sheets_of_piece(piece, facts, seal))


def sheets_of_piece(piece: Piece, facts: Facts, seal: Seal) -> Iterator[Sheet]:
    """Yield the scanned pages of a client's piece, as `sheets_of` does."""
    client = facts.beneficiaries.get(piece.subject or "")
    if client is None or not piece.looks or not clear(piece):
        return
    hashes = {page.file: page.sha256 for page in piece.next_pages}
    for look in piece.looks:
        says = tuple(sorted({_token(fact, seal) for fact in piece.facts if _stands_on(fact, piece, look)}))
        if any(attribute in NUMBERS for attribute, _ in says) and not _names_several(says):
            yield Sheet(
                owner=owner_of(facts, client, seal),
                reference=facts.dossier.reference,
                subject=f"piece:{piece.id}",
                kind=piece.kind,
                file=look.file or piece.file,
                sha256=hashes.get(look.file, piece.sha256),
                page=look.page,
                says=says,
                cells=look.cells,
            )


def is_one_sheet(one: Sheet, other: Sheet) -> bool:
    """Tell whether two scanned pages are one sheet; two copies of the same bytes are for another rule to tell."""
    if one.kind != other.kind or (one.sha256, one.page) == (other.sha256, other.page):
        return False
    return len(agreed(one, other)) >= AGREED and apart(one.cells, other.cells) <= APART


def agreed(one: Sheet, other: Sheet) -> frozenset[str]:
    """Return the attributes of the paper and its client that both pages say the same of; none when they contradict each other.

    None either when no number is among them, or nothing of the paper itself.
    """
    here, there = _by_attribute(one), _by_attribute(other)
    both = here.keys() & there.keys()
    if both.isdisjoint(NUMBERS) or any(here[name].isdisjoint(there[name]) for name in both):
        return frozenset()
    own = frozenset(name for name in both if name.startswith(_OWN))
    return own | {name for name in both if name.startswith(_CLIENT)} if own else own


def _stands_on(fact: Fact, piece: Piece, look: Look) -> bool:
    """Tell whether a page surely says something that tells one paper from another."""
    witness = fact.witness
    here = (witness.file, witness.page) == (look.file or piece.file, look.page)
    return here and witness.confidence >= SURE and fact.attribute.startswith(_TELLING)


def _names_several(says: tuple[Token, ...]) -> bool:
    clients = [name for name, _ in says if name in NUMBERS and name.startswith("beneficiary.")]
    return len(clients) > len(set(clients))


def _token(fact: Fact, seal: Seal) -> Token:
    """Return what stands for a value: the same for the same value; of a person, slow to guess."""
    value = fact.value.isoformat() if isinstance(fact.value, date) else str(fact.value)
    compact = "".join(filter(str.isalnum, value)).upper()
    if fact.attribute in _PERSONAL:
        return fact.attribute, seal(fact.attribute, compact)
    return fact.attribute, hashlib.sha256(f"{fact.attribute}/{compact}".encode()).hexdigest()[:16]


def _by_attribute(sheet: Sheet) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for attribute, value in sheet.says:
        found.setdefault(attribute, set()).add(value)
    return found
