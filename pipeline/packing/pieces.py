"""Which pieces are cited, and what each becomes in the package: a whole file, pages cut out, or pages of a shared file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from validators.model import REQUEST, Dossier, Piece

Pages = tuple[int, int]  # first and last, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One PDF to pack: the file judged, the pages taken out of it (None: all of it), where its bytes are now."""

    file: str
    judged: str  # SHA-256 of the file judged
    pages: Pages | None
    path: Path
    sha256: str
    size: int
    page_count: int
    pieces: tuple[Piece, ...]
    shared: str | None = None  # why it was not cut although it holds several pieces: a code of words.toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A content under the name it has in the package."""

    name: str
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One piece as the deposit cites it; pages such as "3-4" only when its file holds more than the piece."""

    id: str
    kind: str
    subject: str
    file: str
    sha256: str
    size: int
    pages: str | None


def cited_pieces(dossier: Dossier, kinds: Iterable[str]) -> tuple[Piece, ...]:
    """Return the pieces of these kinds that belong to the request or to one of its beneficiaries, each once."""
    wanted = frozenset(kinds)
    subjects = {REQUEST, *(each.key for each in dossier.beneficiaries)}
    kept: dict[tuple[str | int | None, ...], Piece] = {}
    for piece in sorted(dossier.pieces, key=lambda each: each.id):
        if piece.kind in wanted and piece.subject in subjects:
            kept.setdefault((piece.sha256, piece.first_page, piece.last_page, piece.kind, piece.subject), piece)
    return tuple(kept.values())


def citations_for(packed: Iterable[Packed]) -> tuple[Citation, ...]:
    """Return one citation for each piece, in the order of the pieces."""
    found = [_citation(piece, each) for each in packed for piece in each.content.pieces]
    return tuple(sorted(found, key=lambda citation: citation.id))


def by_file(pieces: Iterable[Piece]) -> Mapping[str, tuple[Piece, ...]]:
    """Group pieces by the bytes of the file they are in; two copies of a file are one."""
    groups: dict[str, tuple[Piece, ...]] = {}
    for piece in pieces:
        groups[piece.sha256] = (*groups.get(piece.sha256, ()), piece)
    return groups


def pages_text(first: int, last: int) -> str:
    """Write a run of pages: « 3-4 », or « 3 » alone."""
    return str(first) if first == last else f"{first}-{last}"


def _citation(piece: Piece, packed: Packed) -> Citation:
    content = packed.content
    pages = pages_text(piece.first_page, piece.last_page) if content.shared else None
    return Citation(
        id=piece.id,
        kind=piece.kind,
        subject=piece.subject or REQUEST,
        file=packed.name,
        sha256=content.sha256,
        size=content.size,
        pages=pages,
    )
