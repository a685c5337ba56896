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
_SOUGHT = {*_NUMBERS.values(), *(name.replace("beneficiary.", "party.") for name in _NUMBERS.values())}
_STRONG, _NAMED, _HINTED, _SAID = 3, 2, 1, 6
_WORD_LETTERS = bytes(code if chr(code).isalnum() or chr(code) in "_/-" else 32 for code in range(128)).ljust(256)
_NO_WORD = b""


class Candidate(NamedTuple):
    """A beneficiary as the request declares it, made comparable."""

    beneficiary: Beneficiary
    numbers: tuple[tuple[str, str, str], ...]  # attribute, as declared, compact
    files: frozenset[str]  # files that the request says are this beneficiary's


class Candidates(NamedTuple):
    """The beneficiaries of a request, and by what each could be seen on a piece: made once, for all its pieces."""

    all: tuple[Candidate, ...]
    by_number: Mapping[tuple[str, str], list[int]]  # attribute and compact value
    by_word: Mapping[bytes, list[int]]  # a word of each declared number
    by_file: Mapping[str, list[int]]


def candidates(declared: Mapping[str, object], beneficiaries: Sequence[Beneficiary]) -> Candidates:
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
    return indexed(tuple(made))


def link(piece: Piece, kinds: Mapping[str, PieceKind], among: Candidates) -> Piece:
    """Link a piece to the request or to the beneficiary with the most evidence; several with as much are candidates."""
    kind = kinds.get(piece.kind)
    if kind is None:
        return piece
    if kind.subject == REQUEST:
        return dataclasses.replace(piece, subject=REQUEST)
    scored = _weighed(piece, among)
    best = max((score for score, _, _ in scored), default=0)
    if best == 0:
        return piece
    leaders = [(facts, candidate) for score, facts, candidate in scored if score == best]
    if len(leaders) > 1:
        return dataclasses.replace(piece, candidates=tuple(leader.beneficiary.key for _, leader in leaders))
    facts, winner = leaders[0]
    return dataclasses.replace(piece, subject=winner.beneficiary.key, linked_by=facts)


def indexed(made: tuple[Candidate, ...]) -> Candidates:
    """Index beneficiaries by what they could be seen by."""
    by_number: dict[tuple[str, str], list[int]] = {}
    by_word: dict[bytes, list[int]] = {}
    by_file: dict[str, list[int]] = {}
    for index, candidate in enumerate(made):
        for attribute, as_declared, compact in candidate.numbers:
            for name in _also_read_as(attribute):
                by_number.setdefault((name, compact), []).append(index)
            word = max(_words(squeeze(as_declared)), key=len, default=_NO_WORD)
            by_word.setdefault(word, []).append(index)
        for file in candidate.files:
            by_file.setdefault(file, []).append(index)
    return Candidates(made, by_number, by_word, by_file)


def _weighed(piece: Piece, among: Candidates) -> list[tuple[int, tuple[Fact, ...], Candidate]]:
    """Weigh those that a number or the request ties to the piece, else all: without one, a name or a path decides."""
    values = {(fact.attribute, _compact(str(fact.value))): fact for fact in piece.facts if fact.attribute in _SOUGHT}
    tied = {index for file in piece.files for index in among.by_file.get(file, ())}
    for key in among.by_number.keys() & values.keys():
        tied.update(among.by_number[key])
    for word in among.by_word.keys() & {_NO_WORD, *_words(piece.text)}:
        tied.update(among.by_word[word])
    scored = [(*_evidence(piece, values, among.all[index]), among.all[index]) for index in sorted(tied)]
    if any(score >= _STRONG for score, _, _ in scored):
        return scored
    return [(*_evidence(piece, values, candidate), candidate) for candidate in among.all]


def _evidence(
    piece: Piece, values: Mapping[tuple[str, str], Fact], candidate: Candidate
) -> tuple[int, tuple[Fact, ...]]:
    """Weigh what on a piece speaks for a beneficiary."""
    score, found = 0, []
    for attribute, as_declared, compact in candidate.numbers:
        fact = next((values[name, compact] for name in _also_read_as(attribute) if (name, compact) in values), None)
        if fact is None and stands_alone(as_declared, piece.text):
            fact = _seen(piece, attribute, as_declared)
        if fact is not None:
            score += _STRONG
            found.append(fact)
    if candidate.beneficiary.name and names.stands_in(candidate.beneficiary.name, piece.text):
        score += _NAMED
        found.append(_seen(piece, "beneficiary.name", candidate.beneficiary.name))
    if candidate.files.intersection(piece.files):
        score += _SAID
    elif score == 0 and _in_path(candidate.beneficiary.id, piece.file):
        score += _HINTED
    return score, tuple(found)


def stands_alone(reference: str, text: str) -> bool:
    """Tell whether a declared reference stands as a whole word in a piece's squeezed text."""
    sought = squeeze(reference)
    if len(sought) < 3 or not any(char.isdigit() for char in sought) or sought not in text:
        return False
    return re.search(rf"(?<![\w/-]){re.escape(sought)}(?![\w/-])", text) is not None


def _words(squeezed: str) -> list[bytes]:
    """Return the words of a text; what stands alone in it is made of whole ones. Bytes, for they are quicker."""
    return squeezed.encode("ascii", "replace").translate(_WORD_LETTERS).split()


def _also_read_as(attribute: str) -> tuple[str, ...]:
    """Return the attributes that a beneficiary's number may be read as: nobody may have told whose it is."""
    kin = attribute.removeprefix("beneficiary.")
    return (attribute,) if kin == attribute else (attribute, f"party.{kin}")


def _in_path(identifier: str, path: str) -> bool:
    """Tell whether a beneficiary's id is a whole word of a file's folder or name."""
    sought = re.escape(fold(identifier))
    return any(re.search(rf"(?<![a-z0-9]){sought}(?![a-z0-9])", fold(part)) for part in PurePosixPath(path).parts)


def _seen(piece: Piece, attribute: str, value: str) -> Fact:
    witness = Witness(file=piece.file, how="text_layer", piece=piece.id, page=piece.first_page)
    return Fact(attribute=attribute, value=value, words=value, witness=witness)


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()
