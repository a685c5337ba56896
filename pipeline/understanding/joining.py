"""Joins photos that are the pages of one document, one file each, when their numbers, names and words leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from validators.context import clear
from validators.model import Fact, Piece
from validators.next_page import NextPage

OTHER = "other"  # what a second page is alone: nothing on it opens a document
MOST_PAGES = 30  # of one document photographed page by page
_NUMBERED = re.compile(r"(.*?)(\d{1,9})(\D*)")  # the last number of a file's name: « IMG_0012 », « commande (2) »
# What tells one document from another, shared by its pages: a reference, a long number; a date is none.
_REFERENCE = re.compile(r"(?=[a-z0-9/._-]*\d{2})[a-z0-9]+(?:[/._-][a-z0-9]+)+|(?<!\d)\d{5,}(?!\d)")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_NUMBERS = ("order.number", "invoice.number", "proof.reference")  # that a document has one of


class Series(NamedTuple):
    """Files of one folder whose names differ by a number only, as a camera or a scanner gives them."""

    folder: str
    before: str
    after: str


Photos = Mapping[tuple[Series, int], Piece]  # by the number in the name of the file


def joined(pieces: Sequence[Piece], pictures: Collection[str]) -> tuple[Piece, ...]:
    """Return pieces whose further pages are photos of their own joined into one; `pictures` are the paths of picture files."""
    photos = {place: piece for piece in pieces if piece.file in pictures and (place := _place(piece)) is not None}
    whole = {first.id: _one(first, others) for first, others in _documents(photos)}
    taken = {page.file for piece in whole.values() for page in piece.next_pages}
    return tuple(whole.get(piece.id, piece) for piece in pieces if piece.file not in taken)


def _place(piece: Piece) -> tuple[Series, int] | None:
    """Return the series and the number of a photo of one page that says which page it is, None for anything else."""
    path = PurePosixPath(piece.file)
    name = _NUMBERED.fullmatch(path.stem)
    if name is None or not piece.whole_file or piece.last_page != 1 or piece.ocr_pages != (1,):
        return None
    if len(piece.page_marks) != 1 or piece.page_marks[0] is None:
        return None
    return Series(str(path.parent), name[1], f"{name[3]}{path.suffix.lower()}"), int(name[2])


def _documents(photos: Photos) -> Iterator[tuple[Piece, tuple[Piece, ...]]]:
    """Yield each first page with those that follow it: pages 1/3, 2/3 and 3/3 in files one after the other."""
    for (series, number), first in photos.items():
        page, total = first.page_marks[0] or (0, 0)
        if page != 1 or not 1 < total <= MOST_PAGES or first.kind == OTHER or not clear(first):
            continue
        others = tuple(photos[place] for page in range(1, total) if (place := (series, number + page)) in photos)
        marks = tuple(other.page_marks[0] for other in others)
        wanted = tuple((page, total) for page in range(2, total + 1))
        if marks == wanted and all(_may_follow(first, other) for other in others):
            yield first, others


def _may_follow(first: Piece, other: Piece) -> bool:
    """Tell whether a photo may be a page of a document: by its kind, and by what both name."""
    return other.kind in (first.kind, OTHER) and _same_numbers(first, other) and bool(_named(first) & _named(other))


def _same_numbers(first: Piece, other: Piece) -> bool:
    for attribute in _NUMBERS:
        here, there = ({fact.value for fact in one.facts if fact.attribute == attribute} for one in (first, other))
        if here and there and here.isdisjoint(there):
            return False
    return True


def _named(piece: Piece) -> set[str]:
    found = (match[0] for match in _REFERENCE.finditer(piece.text))
    return {reference for reference in found if not _DATE.fullmatch(reference)}


def _one(first: Piece, others: Sequence[Piece]) -> Piece:
    """Return the piece that some photos are: what each page says, seen in its own file."""
    facts = tuple(fact for other in others for fact in _given_to(first, other.facts))
    zones = tuple(replace(zone, file=other.file) for other in others for zone in other.zones)
    looks = tuple(replace(look, file=other.file) for other in others for look in other.looks)
    return replace(
        first,
        text=" ".join(piece.text for piece in (first, *others)),
        facts=(*first.facts, *facts),
        codes=tuple(code for piece in (first, *others) for code in piece.codes),
        coded=(*first.coded, *(fact for other in others for fact in _given_to(first, other.coded))),
        zones=(*first.zones, *zones),
        looks=(*first.looks, *looks),
        page_marks=tuple(mark for piece in (first, *others) for mark in piece.page_marks),
        next_pages=tuple(NextPage(file=other.file, sha256=other.sha256) for other in others),
    )


def _given_to(first: Piece, facts: Sequence[Fact]) -> Iterator[Fact]:
    return (replace(fact, witness=replace(fact.witness, piece=first.id)) for fact in facts)
