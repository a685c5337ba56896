"""Joins what was listed, declared and read into the one value that judgement looks at."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from pipeline.intake.model import ListedFile, Role
from pipeline.reading.worker import PICTURES
from pipeline.understanding import claims, linking
from pipeline.understanding.child import Understood
from pipeline.understanding.evidence import evidence_of
from pipeline.understanding.joining import joined
from rules.model import PieceKind
from rules.problems import load_problems
from rules.rulebook import Rulebook
from validators.evidence import KIND, Evidence
from validators.model import Beneficiary, Decision, Dossier, Fate, FileRecord, Piece, Problem

_NO_PIECE = {"not_a_document", "xml_alone"}  # what is said of a file that was understood and is no piece


def assemble(
    *,
    name: str,
    listed: Sequence[ListedFile],
    read: Mapping[str, Understood],
    declared: Mapping[str, object],
    request_file: str | None,
    problems: Sequence[Problem],
    decisions: Sequence[Decision],
    rulebook: Rulebook,
) -> Dossier:
    """Link the pieces, join the claims, and say what became of every file; `read` is by path, duplicates left out."""
    beneficiaries = beneficiaries_of(declared)
    among = linking.candidates(declared, beneficiaries)
    found = [piece for file in listed if file.path in read for piece in read[file.path].pieces]
    whole = joined(found, {file.path for file in listed if file.content in PICTURES})
    pieces = tuple(linking.link(piece, rulebook.kinds, among) for piece in whole)
    kind = str(declared.get("kind") or _likely_kind(pieces))
    evidence = _evidence(str(declared.get("scheme") or ""), listed, rulebook) if kind == KIND else None
    next_pages = {page.file for piece in pieces for page in piece.next_pages}
    fates = [
        Fate.USED if file.path in next_pages else _fate(file, read.get(file.path), rulebook.kinds, kind, evidence)
        for file in listed
    ]
    derived = frozenset(declared.get("derived_from", {}) or {})  # type: ignore[call-overload]
    applicant = declared.get("applicant")
    return Dossier(
        reference=str(declared.get("reference") or name),
        kind=kind,
        kind_declared="kind" in declared,
        scheme=str(declared["scheme"]) if declared.get("scheme") else None,
        role=str(applicant["role"]) if isinstance(applicant, Mapping) and applicant.get("role") else None,
        declared=declared,
        request_file=request_file,
        derived=derived,
        beneficiaries=beneficiaries,
        files=tuple(_record(file, read.get(file.path), fate) for file, fate in zip(listed, fates, strict=True)),
        pieces=pieces,
        claims=claims.join(declared, request_file, derived, beneficiaries, pieces, rulebook.attributes),
        problems=tuple(problems),
        decisions=tuple(decisions),
        digest=digest_of(listed),
        evidence=evidence,
    )


def beneficiaries_of(declared: Mapping[str, object]) -> tuple[Beneficiary, ...]:
    """Return the declared beneficiaries; one without an id is known by its place, "1", "2"…, a repeated id likewise."""
    rows = declared.get("beneficiaries")
    made: list[Beneficiary] = []
    for place, row in enumerate(rows if isinstance(rows, list | tuple) else (), start=1):
        identifier = str(row.get("id") or place)
        key = f"beneficiary:{identifier}"
        if any(one.key == key for one in made):
            key = f"{key}#{place}"
        made.append(Beneficiary(key=key, id=identifier, name=str(row.get("name") or "")))
    return tuple(made)


def _likely_kind(pieces: Sequence[Piece]) -> str:
    """Guess the kind of request from the pieces, so that a folder without request file can be looked at."""
    kinds = {piece.kind for piece in pieces}
    if kinds & {"invoice", "va", "mom", "vsr"}:
        return "balance"
    if kinds & {"rib", "identity_document", "listing_report"}:
        return "enrolment"
    if kinds & {"letter_of_commitment", "cnda_proof", "group_mandate"}:
        return "listing"
    return "funding"


def _evidence(scheme: str, listed: Sequence[ListedFile], rulebook: Rulebook) -> Evidence | None:
    known = rulebook.scheme(scheme)
    requirements = rulebook.requirements.get(known.code) if known else None
    return evidence_of(requirements, listed) if requirements else None


def _record(file: ListedFile, read: Understood | None, fate: Fate) -> FileRecord:
    problems = (*file.problems, *(read.read.problems if read else ()))
    return FileRecord(
        path=file.path,
        size=file.size,
        sha256=file.sha256,
        content=file.content,
        fate=fate,
        pages=read.read.page_count if read else 0,
        problems=problems,
        duplicate_of=file.duplicate_of,
    )


def _fate(
    file: ListedFile,
    read: Understood | None,
    kinds: Mapping[str, PieceKind],
    kind: str,
    evidence: Evidence | None,
) -> Fate:
    if file.role in (Role.REQUEST, Role.DECISIONS, Role.MISPLACED, Role.JUNK, Role.ARCHIVE):
        return Fate.SET_ASIDE
    if file.duplicate_of is not None:
        return Fate.DUPLICATE
    if kind == KIND:
        return _fate_of_evidence(file, read, evidence)
    if read is not None and any(problem.code in _NO_PIECE for problem in read.read.problems):
        return Fate.OTHER
    if read is None or not read.pieces:
        return Fate.UNREADABLE
    used = [piece for piece in read.pieces if piece.kind in kinds and not kinds[piece.kind].look_alike]
    return Fate.USED if used else Fate.OTHER


def _fate_of_evidence(file: ListedFile, read: Understood | None, evidence: Evidence | None) -> Fate:
    problems = (*file.problems, *(read.read.problems if read else ()))
    if read is None or any(load_problems()[problem.code].outcome != "info" for problem in problems):
        return Fate.UNREADABLE
    return Fate.USED if evidence and evidence.lines_of.get(file.path) else Fate.OTHER


def digest_of(listed: Sequence[ListedFile]) -> str:
    """Return the SHA-256 over the sorted SHA-256 of every file but the decisions: what a decision on the whole request has seen."""
    hashes = sorted(file.sha256 for file in listed if file.sha256 and file.role != Role.DECISIONS)
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
