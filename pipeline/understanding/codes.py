"""Gives what the codes printed on a piece say to it, as facts of their own: no reader of the page sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.reading.page import SURE, CodeData
from pipeline.understanding.structured import typed
from rules.codes import load_codes
from rules.model import Attribute
from validators.identifiers import EXAMINERS
from validators.model import BARCODE, Fact, Witness

_AGREED = 0.95  # how sure a number is that an engine and a code give alike


def coded_facts(
    codes: Sequence[CodeData], kind: str, vocabulary: Mapping[str, Attribute], file: str, piece: str
) -> Iterator[Fact]:
    """Yield the facts of those codes that speak of the kind of piece they stand on; a value without the look of its type is none."""
    for data in codes:
        known = load_codes().get(data.code.kind)
        if known is None or kind not in known.pieces:
            continue
        witness = Witness(file=file, how=BARCODE, piece=piece, page=data.code.page)
        for attribute, words in data.values:
            value = typed(vocabulary[attribute].type, words)
            if value is not None:
                yield Fact(attribute=attribute, value=value, words=words, witness=witness)


def borne_out(facts: Sequence[Fact], coded: Sequence[Fact], vocabulary: Mapping[str, Attribute]) -> tuple[Fact, ...]:
    """Make sure of a number that was read from pixels and that a code gives too, if it has a key that holds.

    The two readings share nothing: an engine saw figures, the code corrects its own errors.
    """
    told = {(fact.attribute, fact.value) for fact in coded if _key_holds(fact, vocabulary)}
    return tuple(
        replace(fact, witness=replace(fact.witness, confidence=max(_AGREED, fact.witness.confidence)))
        if (fact.attribute, fact.value) in told and fact.witness.how not in SURE
        else fact
        for fact in facts
    )


def _key_holds(fact: Fact, vocabulary: Mapping[str, Attribute]) -> bool:
    examine = EXAMINERS.get(vocabulary[fact.attribute].type)
    return examine is not None and examine(str(fact.value)).valid
