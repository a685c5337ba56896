"""Readies the bytes of the cited pieces: whole files as they are, runs of pages cut out beside the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf

from pipeline.packing.cutting import cuts, page_count, same_words, why_whole
from pipeline.packing.files import digest_of, source_chunks, write_file
from pipeline.packing.mapping import Deposit, FileName
from pipeline.packing.names import piece_file_name, unique_names
from pipeline.packing.picturing import Picture, pdf_of_pictures
from pipeline.packing.pieces import Content, Packed, Pages, by_file
from pipeline.packing.wording import RefusedError
from pipeline.reading.worker import PICTURES
from validators.model import REQUEST, Dossier, FileRecord, Piece

SEVERAL = "several"  # the entry of [names] for a file that holds pieces of several kinds


def ready_contents(
    pieces: tuple[Piece, ...], dossier: Dossier, locations: Mapping[str, Path], work: Path
) -> tuple[Content, ...]:
    """Open each file that holds cited pieces and ready what is packed of it; cuts are written in the folder `work`.

    Raises `RefusedError` when a file is not there, is no PDF, is not the one judged or cannot be cut.
    """
    records = {record.path: record for record in dossier.files}
    contents: list[Content] = []
    for held in by_file(pieces).values():
        name = held[0].file
        record, path = records.get(name), locations.get(name)
        if record is None or path is None:
            raise RefusedError("source_missing", file=name)
        data = b"".join(source_chunks(path, name, held[0].sha256))
        if record.content in PICTURES:
            data = pdf_of_pictures(_pages(held[0], data, records, locations))
            path = work / f"{held[0].sha256}.pdf"
            write_file(path, data)
        elif record.content != "pdf":
            raise RefusedError("not_a_pdf", file=name, content=record.content)
        contents.extend(_of_file(held, record, path, data, work))
    return tuple(contents)


def named(contents: tuple[Content, ...], deposit: Deposit) -> tuple[Packed, ...]:
    """Give each content its name in the package; sorted by name."""
    ordered = sorted(contents, key=lambda content: content.pieces[0].id)
    names = unique_names(piece_file_name(_name_parts(content.pieces, deposit)) for content in ordered)
    packed = (Packed(name=name, content=content) for name, content in zip(names, ordered, strict=True))
    return tuple(sorted(packed, key=lambda each: each.name))


def content_chunks(content: Content) -> Iterator[bytes]:
    """Read a content's bytes; `RefusedError` when they are no longer the ones that were readied."""
    return source_chunks(content.path, content.file, content.sha256)


def _pages(
    piece: Piece, data: bytes, records: Mapping[str, FileRecord], locations: Mapping[str, Path]
) -> Iterator[Picture]:
    """Yield the picture that a piece is, then those that its further pages are."""
    yield Picture(data=data, file=piece.file, content=records[piece.file].content)
    for page in piece.next_pages:
        record, path = records.get(page.file), locations.get(page.file)
        if record is None or path is None:
            raise RefusedError("source_missing", file=page.file)
        bytes_of_page = b"".join(source_chunks(path, page.file, page.sha256))
        yield Picture(data=bytes_of_page, file=page.file, content=record.content)


def _of_file(held: tuple[Piece, ...], record: FileRecord, path: Path, data: bytes, work: Path) -> Iterator[Content]:
    try:
        pages = page_count(data)
        expected = record.pages + len(held[0].next_pages)
        if record.pages and pages != expected:
            raise RefusedError("page_count", file=record.path, expected=expected, found=pages)
        if all(piece.whole_file for piece in held):
            yield _content(held, path, None, data, pages)
            return
        parts, shared = _cut_up(held, data)
        if shared:
            yield _content(held, path, None, data, pages, shared)
        for run, part in parts.items():
            target = work / f"{held[0].sha256}-{run[0]}-{run[1]}.pdf"
            write_file(target, part)
            inside = tuple(piece for piece in held if (piece.first_page, piece.last_page) == run)
            yield _content(inside, target, run, part, run[1] - run[0] + 1)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, IndexError, RuntimeError) as error:
        raise RefusedError("cannot_open", file=record.path, reason=str(error)) from error


def _cut_up(held: tuple[Piece, ...], data: bytes) -> tuple[Mapping[Pages, bytes], str | None]:
    """Cut a file into its pieces, or say why it is put in whole."""
    shared = "kept_signed" if any(field.filled for piece in held for field in piece.signatures) else why_whole(data)
    if shared:
        return {}, shared
    runs = dict.fromkeys((piece.first_page, piece.last_page) for piece in held)
    parts = cuts(data, runs)
    if not same_words(data, parts):
        return {}, "kept_different"
    return parts, None


def _content(
    pieces: tuple[Piece, ...], path: Path, run: Pages | None, data: bytes, pages: int, shared: str | None = None
) -> Content:
    return Content(
        file=pieces[0].file,
        judged=pieces[0].sha256,
        pages=run,
        path=path,
        sha256=digest_of(data),
        size=len(data),
        page_count=pages,
        pieces=pieces,
        shared=shared,
    )


def _name_parts(pieces: tuple[Piece, ...], deposit: Deposit) -> Iterator[str]:
    subjects = {piece.subject for piece in pieces}
    if len(subjects) == 1 and pieces[0].subject not in (None, REQUEST):
        yield str(pieces[0].subject).removeprefix("beneficiary:")
    kinds = {piece.kind for piece in pieces}
    kind = pieces[0].kind if len(kinds) == 1 else SEVERAL
    file_name = deposit.names.get(kind, FileName(name=kind))
    yield file_name.name
    if len(pieces) == 1 and file_name.number:
        yield _number(pieces[0], file_name.number)


def _number(piece: Piece, attribute: str) -> str:
    return next((str(fact.value) for fact in piece.facts if fact.attribute == attribute), "")
