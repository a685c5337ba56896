"""The tables of the data files, turned into the values of `rules.model`; the tables follow `rules/schemas/`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rules.instants import in_paris
from rules.model import (
    Applies,
    Attribute,
    Ceiling,
    ExtraPiece,
    FactRule,
    HandCheck,
    Instant,
    Party,
    PieceKind,
    Register,
    Rejection,
    Rule,
    Scheme,
    Source,
    Version,
    Window,
)
from rules.rulebook import normalised_code

Table = Mapping[str, Any]


def source(key: str, table: Table) -> Source:
    """Build one entry of sources.toml."""
    return Source(key=key, title=table["title"], address=table["address"], date=table["date"], basis=table["basis"])


def attribute(name: str, table: Table) -> Attribute:
    """Build one entry of attributes.toml."""
    return Attribute(
        name=name,
        type=table["type"],
        subject=table["subject"],
        label={"fr": table["fr"], "en": table["en"]},
        personal=table.get("personal", False),
        request=table.get("request"),
        several=table.get("several", False),
    )


def register(key: str, table: Table) -> Register:
    """Build one entry of registers.toml, whose other keys are the fields of a Register under their own names."""
    others = {name: _frozen(value) for name, value in table.items() if name not in ("fr", "en")}
    return Register(key=key, label={"fr": table["fr"], "en": table["en"]}, **others)  # type: ignore[arg-type]


def rule(family: str, table: Table) -> Rule:
    """Build the control of one file; its family is the name of the folder."""
    return Rule(
        id=table["id"],
        family=family,
        level=table["level"],
        check=table["check"],
        subject=table["subject"],
        pieces=tuple(table.get("pieces", ())),
        applies=_applies(table.get("applies", {})),
        needs=tuple(table.get("needs", ())),
        dated_by=table.get("dated_by", "deposit"),
        reviewed_on=_day(table["reviewed_on"]),
        rejection_reasons=tuple(table.get("rejection_reasons", ())),
        title=table["title"],
        messages=table["messages"],
        versions=tuple(_version(entry) for entry in table["version"]),
    )


def scheme(table: Table) -> Scheme:
    """Build the scheme of one file; its code and aliases are normalised."""
    proof = table.get("proof", {})
    return Scheme(
        code=normalised_code(table["code"]),
        aliases=tuple(normalised_code(alias) for alias in table.get("aliases", ())),
        lane=table["lane"],
        function=table.get("function", ""),
        wave=table["wave"],
        label=table["label"],
        funded=table["funded"],
        funded_source=table.get("funded_source"),
        proof_kinds=tuple(proof.get("kinds", ())),
        proof_source=proof.get("source"),
        proof_basis=proof.get("basis"),
        reviewed_on=_day(table["reviewed_on"]),
        windows=tuple(_window(entry) for entry in table.get("window", ())),
        ceilings=tuple(_ceiling(entry) for entry in table.get("ceiling", ())),
        ceiling_document=table["ceiling_document"],
        pieces=tuple(_extra_piece(entry) for entry in table.get("piece", ())),
        levels=table.get("levels", {}),
    )


def piece_kind(table: Table) -> PieceKind:
    """Build the kind of piece of one file."""
    recognition = table["recognition"]
    return PieceKind(
        kind=table["kind"],
        label=table["label"],
        subject=table["subject"],
        headings=tuple(recognition.get("headings", ())),
        title_words=tuple(tuple(words) for words in recognition.get("title_words", ())),
        cues=tuple(recognition.get("cues", ())),
        against=tuple(recognition.get("against", ())),
        cites=tuple(recognition.get("cites", ())),
        parties=tuple(_party(entry) for entry in table.get("party", ())),
        facts=tuple(_fact_rule(entry) for entry in table.get("fact", ())),
        decoys=tuple(table.get("decoys", ())),
        annex=table.get("annex", False),
        look_alike=table.get("look_alike", False),
    )


def hand_check(key: str, table: Table) -> HandCheck:
    """Build one entry of by_hand.toml."""
    text = {"fr": table["fr"], "en": table["en"]}
    return HandCheck(id=key, applies=_applies(table["applies"]), text=text, source=table["source"])


def rejection(key: str, table: Table) -> Rejection:
    """Build one entry of rejections.toml."""
    return Rejection(id=key, text={"fr": table["fr"], "en": table["en"]}, source=table["source"])


def _applies(table: Table) -> Applies:
    return Applies(
        kinds=tuple(table.get("kinds", ())),
        schemes=tuple(normalised_code(code) for code in table.get("schemes", ())),
        lanes=tuple(table.get("lanes", ())),
        waves=tuple(table.get("waves", ())),
        roles=tuple(table.get("roles", ())),
    )


def _version(table: Table) -> Version:
    return Version(
        start=in_paris(table["from"]),
        until=_optional_instant(table.get("until")),
        source=table["source"],
        basis=table.get("basis"),
        parameters={name: _frozen(value) for name, value in table.get("parameters", {}).items()},
    )


def _window(table: Table) -> Window:
    published = table.get("published")
    return Window(
        request=table["request"],
        opens=_optional_instant(table.get("opens")),
        closes=_optional_instant(table.get("closes")),
        published=None if published is None else _day(published),
        source=table["source"],
        basis=table.get("basis"),
    )


def _ceiling(table: Table) -> Ceiling:
    return Ceiling(
        excl_tax=Decimal(table["excl_tax"]),
        source=table["source"],
        basis=table.get("basis"),
        request=table.get("request"),
        beneficiary=table.get("beneficiary"),
    )


def _extra_piece(table: Table) -> ExtraPiece:
    return ExtraPiece(request=table["request"], kind=table["kind"], source=table["source"], basis=table.get("basis"))


def _party(table: Table) -> Party:
    return Party(
        role=table["role"],
        subject=table["subject"],
        labels=tuple(table.get("labels", ())),
        tellings=tuple(table.get("tellings", ())),
        issuer=table.get("issuer", False),
    )


def _fact_rule(table: Table) -> FactRule:
    return FactRule(
        attribute=table["attribute"],
        labels=tuple(table.get("labels", ())),
        weak=tuple(table.get("weak", ())),
        anywhere=table.get("anywhere", False),
        then=table.get("then"),
        signing=table.get("signing", False),
    )


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _optional_instant(value: Instant | str | None) -> Instant | None:
    return None if value is None else in_paris(value)


def _frozen(value: object) -> object:
    """Return a parameter as a check may hold it: lists as tuples, date-times in Paris."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {name: _frozen(item) for name, item in value.items()}
    return in_paris(value) if isinstance(value, datetime) else value
