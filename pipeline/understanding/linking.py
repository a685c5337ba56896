"""Which beneficiary a piece belongs to, on what evidence; a tie is said, never broken by guess."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.understanding.folding import fold, squeeze
from rules.model import PieceKind
from validators import names
from validators.model import REQUEST, Beneficiary, Fact, Piece, Witness

# Request keys of a beneficiary that name it or one of its papers, by the attribute they bear witness to.
_NUMBERS = {
    "finess": "beneficiary.finess",
    "siret": "beneficiary.siret",
    "rpps": "beneficiary.rpps",
    "adeli": "beneficiary.adeli",
    "mssante_address": "beneficiary.mssante",
    "order_number": "order.number",
    "invoice_number": "invoice.number",
    "proof_reference": "proof.reference",
}
_STRONG, _NAMED, _HINTED, _SAID = 3, 2, 1, 6


class Candidate(NamedTuple):
    """A beneficiary as the request declares it, made comparable."""

    beneficiary: Beneficiary
    numbers: tuple[tuple[str, str, str], ...]  # attribute, as declared, compact
    files: frozenset[str]  # files that the request says are this beneficiary's


def candidates(declared: Mapping[str, object], beneficiaries: Sequence[Beneficiary]) -> tuple[Candidate, ...]:
    """Make the declared beneficiaries comparable with what pieces say."""
    rows = declared.get("beneficiaries")
    entries = rows if isinstance(rows, list | tuple) else []
    said = declared.get("pieces")
    by_path = [entry for entry in (said if isinstance(said, list | tuple) else []) if isinstance(entry, dict)]
    made = []
    for beneficiary, entry in zip(beneficiaries, entries, strict=False):
        numbers = tuple(
            (attribute, str(entry[key]), _compact(str(entry[key])))
            for key, attribute in _NUMBERS.items()
            if entry.get(key)
        )
        files = {str(path) for path in entry.get("pieces", ())}
        files |= {str(item["path"]) for item in by_path if item.get("beneficiary") == beneficiary.id}
        made.append(Candidate(beneficiary, numbers, frozenset(files)))
    return tuple(made)


def link(piece: Piece, kinds: Mapping[str, PieceKind], among: Sequence[Candidate]) -> Piece:
    """Link a piece to the request or to the beneficiary with the most evidence; several with as much are candidates."""
    kind = kinds.get(piece.kind)
    if kind is None:
        return piece
    if kind.subject == REQUEST:
        return dataclasses.replace(piece, subject=REQUEST)
    words = frozenset(piece.text.split())
    scored = [(*_evidence(piece, words, candidate), candidate) for candidate in among]
    best = max((score for score, _, _ in scored), default=0)
    if best == 0:
        return piece
    leaders = [(facts, candidate) for score, facts, candidate in scored if score == best]
    if len(leaders) > 1:
        return dataclasses.replace(piece, candidates=tuple(leader.beneficiary.key for _, leader in leaders))
    facts, winner = leaders[0]
    return dataclasses.replace(piece, subject=winner.beneficiary.key, linked_by=facts)


def _evidence(piece: Piece, words: frozenset[str], candidate: Candidate) -> tuple[int, tuple[Fact, ...]]:
    """Weigh what on a piece speaks for a beneficiary."""
    score, found = 0, []
    values = {(fact.attribute, _compact(str(fact.value))): fact for fact in piece.facts}
    for attribute, as_declared, compact in candidate.numbers:
        fact = values.get((attribute, compact))
        if fact is None and attribute.startswith("beneficiary."):
            fact = values.get(("party" + attribute.removeprefix("beneficiary"), compact))
        if fact is None and stands_alone(as_declared, piece.text, words):
            fact = _seen(piece, attribute, as_declared)
        if fact is not None:
            score += _STRONG
            found.append(fact)
    if candidate.beneficiary.name and names.stands_in(candidate.beneficiary.name, piece.text):
        score += _NAMED
        found.append(_seen(piece, "beneficiary.name", candidate.beneficiary.name))
    if piece.file in candidate.files:
        score += _SAID
    elif score == 0 and _in_path(candidate.beneficiary.id, piece.file):
        score += _HINTED
    return score, tuple(found)


def stands_alone(reference: str, text: str, words: frozenset[str]) -> bool:
    """Tell whether a declared reference stands as a whole word in a piece's squeezed text."""
    sought = squeeze(reference)
    if len(sought) < 3 or not any(char.isdigit() for char in sought):
        return False
    if sought in words:
        return True
    if sought not in text:
        return False
    return re.search(rf"(?<![\w/-]){re.escape(sought)}(?![\w/-])", text) is not None


def _in_path(identifier: str, path: str) -> bool:
    """Tell whether a beneficiary's id is a whole word of a file's folder or name."""
    sought = re.escape(fold(identifier))
    return any(re.search(rf"(?<![a-z0-9]){sought}(?![a-z0-9])", fold(part)) for part in PurePosixPath(path).parts)


def _seen(piece: Piece, attribute: str, value: str) -> Fact:
    witness = Witness(file=piece.file, how="text_layer", piece=piece.id, page=piece.first_page)
    return Fact(attribute=attribute, value=value, words=value, witness=witness)


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()
