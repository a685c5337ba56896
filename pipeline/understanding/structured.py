"""Gives the data of an electronic invoice, embedded in a PDF, to the piece they belong to, as facts of their own."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pipeline.reading.page import StructuredData
from pipeline.understanding import values
from pipeline.understanding.folding import squeeze
from rules.model import Attribute
from validators.model import EMBEDDED_XML, Fact, Piece, Problem, Value, Witness

_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,8})?")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")  # CII writes 20241114, UBL 2024-11-14
_FREE = {"name", "reference"}  # types without a look of their own
_NUMBERS = ("invoice.number", "order.number")


def embed(
    pieces: Sequence[Piece], structured: Sequence[StructuredData], vocabulary: Mapping[str, Attribute]
) -> tuple[tuple[Piece, ...], tuple[Problem, ...]]:
    """Return the pieces of one file with the facts of its data, and the problems of data that belong to none of them."""
    problems: dict[str, Problem] = {}
    by_id = {piece.id: piece for piece in pieces}
    for data in structured:
        if data.currency not in ("", "EUR"):
            problems["xml_not_in_euros"] = Problem(code="xml_not_in_euros", arguments={"currency": data.currency})
        piece = _home(data, tuple(by_id.values()))
        if piece is None:
            problems["xml_without_piece"] = Problem(code="xml_without_piece")
            continue
        if piece.embedded:
            problems["xml_several"] = Problem(code="xml_several")
        facts = (*piece.embedded, *_facts(data, piece, vocabulary))
        by_id[piece.id] = dataclasses.replace(piece, embedded=facts, embedded_schema=data.schema)
    return tuple(by_id.values()), tuple(problems.values())


def _home(data: StructuredData, pieces: Sequence[Piece]) -> Piece | None:
    """Return the one piece of the kind of the data; of several, the one that shows their number."""
    alike = [piece for piece in pieces if piece.kind == data.kind]
    if len(alike) > 1:
        numbers = [squeeze(words) for attribute, words in data.values if attribute in _NUMBERS]
        alike = [piece for piece in alike if any(f" {number} " in f" {piece.text} " for number in numbers)]
    return alike[0] if len(alike) == 1 else None


def _facts(data: StructuredData, piece: Piece, vocabulary: Mapping[str, Attribute]) -> Iterator[Fact]:
    witness = Witness(file=piece.file, how=EMBEDDED_XML, piece=piece.id)
    for attribute, words in data.values:
        value = typed(vocabulary[attribute].type, words)
        if value is not None:
            yield Fact(attribute=attribute, value=value, words=words, witness=witness)


def typed(kind: str, words: str) -> Value | None:
    """Return the words of an XML element as a value of a type of the vocabulary, None when they have not its look.

    >>> typed("amount", "1200.5"), typed("date", "20241114"), typed("siren", "732 829 320"), typed("siret", "732829320")
    (Decimal('1200.50'), datetime.date(2024, 11, 14), '732829320', None)
    """
    if kind in ("amount", "rate"):
        number = Decimal(words) if _NUMBER.fullmatch(words) else None
        return number.quantize(Decimal("0.01")) if number is not None and kind == "amount" else number
    if kind == "date":
        return _day(words)
    folded = squeeze(words)
    if kind in _FREE:
        return folded if kind == "name" else folded.upper()
    found = next(iter(values.FINDERS[kind](folded)), None)
    return found.value if found is not None and (found.start, found.end) == (0, len(folded)) else None


def _day(words: str) -> date | None:
    match = _DAY.fullmatch(words)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
