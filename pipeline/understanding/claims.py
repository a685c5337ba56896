"""Joins the facts of every piece and of the request file into claims: one attribute of one subject, all its witnesses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from rules.model import Attribute
from validators.model import REQUEST, Beneficiary, Claim, Fact, Piece, Value, Witness
from validators.witnesses import agreement


def join(
    declared: Mapping[str, object],
    request_file: str | None,
    derived: frozenset[str],
    beneficiaries: Sequence[Beneficiary],
    pieces: Sequence[Piece],
    vocabulary: Mapping[str, Attribute],
) -> tuple[Claim, ...]:
    """Return the claims in the vocabulary's order, then the beneficiaries'; values that `init` derived bear no witness."""
    facts: dict[tuple[str, str], list[Fact]] = {}
    if request_file:
        for key, subject, fact in declared_facts(declared, request_file, beneficiaries, vocabulary):
            if key not in derived:
                facts.setdefault((fact.attribute, subject), []).append(fact)
    for piece in pieces:
        for fact in (*piece.facts, *piece.embedded, *piece.coded):
            owner = _subject(vocabulary[fact.attribute], piece)
            if owner is not None:
                facts.setdefault((fact.attribute, owner), []).append(fact)
    order = {name: index for index, name in enumerate(vocabulary)}
    ranks = {beneficiary.key: index for index, beneficiary in enumerate(beneficiaries)}
    ordered = sorted(facts.items(), key=lambda item: (ranks.get(item[0][1], -1), item[0][1], order[item[0][0]]))
    return tuple(
        Claim(
            attribute=attribute,
            subject=subject,
            facts=tuple(witnesses),
            state=agreement(witnesses, several=vocabulary[attribute].several),
        )
        for (attribute, subject), witnesses in ordered
    )


def declared_facts(
    declared: Mapping[str, object],
    request_file: str,
    beneficiaries: Sequence[Beneficiary],
    vocabulary: Mapping[str, Attribute],
) -> Iterator[tuple[str, str, Fact]]:
    """Yield (request key, subject, fact) for every declared value that an attribute names."""
    witness = Witness(file=request_file, how="request_file")
    rows = declared.get("beneficiaries")
    entries = rows if isinstance(rows, list | tuple) else []
    for attribute in vocabulary.values():
        if attribute.request is None:
            continue
        if attribute.subject == "beneficiary":
            for beneficiary, entry in zip(beneficiaries, entries, strict=False):
                value = _typed(attribute, entry.get(attribute.request))
                if value is not None:
                    key = f"beneficiaries.{beneficiary.id}.{attribute.request}"
                    fact = Fact(
                        attribute=attribute.name, value=value, words=str(entry[attribute.request]), witness=witness
                    )
                    yield key, beneficiary.key, fact
        else:
            section, _, name = attribute.request.partition(".")
            table = declared.get(section)
            raw = table.get(name) if isinstance(table, Mapping) else None
            value = _typed(attribute, raw)
            if value is not None:
                subject = attribute.subject
                yield (
                    attribute.request,
                    subject,
                    Fact(attribute=attribute.name, value=value, words=str(raw), witness=witness),
                )


def _typed(attribute: Attribute, raw: object) -> Value | None:
    if raw is None or isinstance(raw, bool):
        return None
    text = str(raw)
    if attribute.type == "amount":
        try:
            return Decimal(text.replace(",", "."))
        except InvalidOperation:
            return None
    if attribute.type == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return text


def _subject(attribute: Attribute, piece: Piece) -> str | None:
    """Whom a piece's fact speaks of: its beneficiary, or a party of the request."""
    if attribute.subject == "beneficiary":
        return piece.subject if piece.subject and piece.subject != REQUEST else None
    return attribute.subject
