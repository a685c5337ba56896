"""From the pages of one file to its pieces; runs in the child that read the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.page import SURE, Page, ReadFile
from pipeline.understanding.codes import borne_out, coded_facts
from pipeline.understanding.cutting import Cut, cut, own_mark
from pipeline.understanding.facts import draw
from pipeline.understanding.layout import Sheet
from pipeline.understanding.lexicon import Lexicon
from pipeline.understanding.recognising import Recognised
from pipeline.understanding.weighing import DOUBTFUL
from validators.context import CLEAR
from validators.ink import SignatureZone
from validators.looks import Look
from validators.model import DOCUMENT_TEXT, Fact, Piece

OTHER = "other"
IDENTITY = "identity_document"


def understand(read: ReadFile, path: str, lexicon: Lexicon) -> tuple[Piece, ...]:
    """Cut a file into pieces, recognise each and draw its facts; to whom they belong is for the dossier to say."""
    if not read.pages:
        return ()
    sheets = [Sheet(page, _typed(page, read)) for page in read.pages]
    unread = frozenset(page.number for page in read.pages if page.unread)
    message = (Cut(first=0, last=len(sheets) - 1, recognised=None),)
    whole = len(cuts := message if read.witness_only else cut(sheets, lexicon)) == 1
    return tuple(_piece(read, path, sheets, item, lexicon, unread, whole=whole) for item in cuts)


def piece_id(path: str, first: int, last: int) -> str:
    """Name a piece by its file and pages, so that a decision about it reads by itself.

    >>> piece_id("Factures/F-118.pdf", 1, 2)
    'Factures/F-118.pdf#1-2'
    """
    return f"{path}#{first}" if first == last else f"{path}#{first}-{last}"


def _piece(
    read: ReadFile,
    path: str,
    sheets: Sequence[Sheet],
    item: Cut,
    lexicon: Lexicon,
    unread: frozenset[int],
    *,
    whole: bool,
) -> Piece:
    pages = sheets[item.first : item.last + 1]
    first, last = pages[0].number, pages[-1].number
    name = piece_id(path, first, last)
    seen = item.recognised
    facts = _drawn(seen, pages, lexicon, path, name) if seen else ()
    codes = [code for sheet in pages for code in sheet.codes]
    coded = tuple(coded_facts(codes, seen.kind, lexicon.vocabulary, path, name)) if seen else ()
    return Piece(
        id=name,
        kind=seen.kind if seen else OTHER,
        file=path,
        sha256=read.sha256,
        first_page=first,
        last_page=last,
        whole_file=whole and read.page_count == len(read.pages),
        text=" ".join(f"{_on_one_line(sheet.folded)} | {_on_one_line(sheet.by_columns())}" for sheet in pages),
        facts=borne_out(facts, coded, lexicon.vocabulary) if coded else facts,
        codes=tuple(data.code for data in codes),
        coded=coded,
        signatures=tuple(field for field in read.signatures if first <= field.page <= last or field.page == 0),
        zones=_zones(pages, seen),
        looks=_looks(pages, seen),
        recognised_by=seen.words if seen else (),
        margin=seen.margin if seen else 0.0,
        runner_up=seen.runner_up if seen else None,
        unread_pages=tuple(sheet.number for sheet in pages if sheet.number in unread),
        ocr_pages=tuple(sheet.number for sheet in pages if sheet.how not in SURE and sheet.number not in unread),
        page_marks=tuple(own_mark(sheet) for sheet in pages if sheet.words or sheet.number in unread),
        working_copy=any(sheet.how == DOCUMENT_TEXT for sheet in pages),
    )


def _drawn(seen: Recognised, pages: Sequence[Sheet], lexicon: Lexicon, path: str, name: str) -> tuple[Fact, ...]:
    """Draw the facts of a piece; in doubt where its pixels do not tell it from another kind that has facts of its own."""
    facts = draw(lexicon.words[seen.kind], pages, lexicon.vocabulary, path, name)
    rival = lexicon.kinds.get(seen.runner_up or "")
    if seen.margin >= CLEAR or rival is None or rival.look_alike or all(sheet.how in SURE for sheet in pages):
        return facts
    return tuple(
        replace(fact, witness=replace(fact.witness, confidence=min(DOUBTFUL, fact.witness.confidence)))
        for fact in facts
    )


def _zones(pages: Sequence[Sheet], seen: Recognised | None) -> tuple[SignatureZone, ...]:
    """Return the places to sign; of what is or may be an identity document no picture is kept."""
    zones = tuple(zone for sheet in pages for zone in sheet.zones)
    if seen is None or IDENTITY in (seen.kind, seen.runner_up):
        return tuple(replace(zone, picture=b"") for zone in zones)
    return zones


def _looks(pages: Sequence[Sheet], seen: Recognised | None) -> tuple[Look, ...]:
    """Return how pages look; of what is or may be an identity document nothing is kept."""
    if seen is None or IDENTITY in (seen.kind, seen.runner_up):
        return ()
    return tuple(Look(page=sheet.number, cells=sheet.look) for sheet in pages if sheet.look)


def _on_one_line(folded: str) -> str:
    return " ".join(folded.split())


def _typed(page: Page, read: ReadFile) -> str:
    """The lines typed into a page's form fields."""
    return "\n".join(
        f"{field.name.replace('_', ' ').replace('.', ' ')} : {field.value}"
        for field in read.form_fields
        if field.page == page.number and field.value.strip()
    )
