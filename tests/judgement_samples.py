"""Hand-made dossiers and rules for the tests of judgement: a request as a table, pieces as facts, no file and no reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from pipeline.reporting.build import build_report
from pipeline.reporting.wording import MISSING
from pipeline.understanding.assembling import beneficiaries_of
from pipeline.understanding.claims import join
from rules.instants import PARIS
from rules.loader import load
from rules.model import Applies, Instant, Rule, Source, Version
from rules.problems import load_problems
from rules.rulebook import Rulebook
from validators.context import Context, failed, inconclusive, not_applicable, passed
from validators.engine import judge
from validators.model import (
    REQUEST,
    Answer,
    Decision,
    Dossier,
    Fact,
    Fate,
    FileRecord,
    Finding,
    Moment,
    Outcome,
    Piece,
    Value,
    Witness,
)
from validators.verdicts import Judgement

NOON = Moment(at=datetime(2024, 10, 15, 12, tzinfo=PARIS), hour_known=True)
SIREN, OTHER_SIREN = "732829320", "356000000"  # a public sample number, La Poste
SIRET, OTHER_NIC, OTHER_SIRET = "73282932000074", "73282932000082", "35600000000048"
CLIENT_SIRET = "44306184100047"
IBAN, OTHER_IBAN = "FR1420041010050500013M02606", "FR7630006000011234567890189"
FINESS, OTHER_FINESS = "920000650", "750712184"
ANSWERS: Mapping[str, Callable[[Context], Answer]] = {  # checks that answer what they are called
    "passed": lambda context: passed(),
    "failed": lambda context: failed(),
    "inconclusive": lambda context: inconclusive("several_values"),
    "not_applicable": lambda context: not_applicable(),
}


def on(year: int, month: int, day: int, hour: int | None = None, minute: int = 0) -> Moment:
    """Return a moment of Paris; without an hour, a day of which no hour is known."""
    at = datetime(year, month, day, 12 if hour is None else hour, minute, tzinfo=PARIS)
    return Moment(at=at, hour_known=hour is not None)


def fact(attribute: str, value: Value, *, confidence: float = 1.0, words: str | None = None) -> Fact:
    """Return a fact that is read on a piece; `piece` says which."""
    witness = Witness(file="", how="text_layer", page=1, confidence=confidence)
    return Fact(attribute=attribute, value=value, words=str(value) if words is None else words, witness=witness)


def piece(kind: str, *facts: Fact, file: str | None = None, text: str = "", **changes: object) -> Piece:
    """Return a piece that is the whole of its file, of the first beneficiary when it is an order, invoice or proof."""
    path = file or f"{kind}.pdf"
    name = f"{path}#1"
    of_client = kind in {"purchase_order", "invoice", "va", "mom", "quote", "pro_forma", "credit_note", "delivery_note"}
    made = Piece(
        id=name,
        kind=kind,
        file=path,
        sha256=sha256(path.encode()).hexdigest(),
        first_page=1,
        last_page=1,
        whole_file=True,
        text=text,
        facts=tuple(replace(one, witness=replace(one.witness, file=path, piece=name)) for one in facts),
        subject="beneficiary:C01" if of_client else REQUEST,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def record(path: str, *, fate: Fate = Fate.USED, **changes: object) -> FileRecord:
    """Return a file of one page."""
    made = FileRecord(path=path, size=1000, sha256="b" * 64, content="pdf", fate=fate, pages=1)
    return replace(made, **changes)  # type: ignore[arg-type]


def request(kind: str = "funding", scheme: str | None = "HOP-DPI-VA2", **more: Any) -> dict[str, object]:
    """Return a request of one client; `more` replaces whole sections."""
    declared: dict[str, object] = {
        "kind": kind,
        "scheme": scheme,
        "reference": "D-1",
        "applicant": {"role": "publisher", "name": "Polyclée Conseil", "siret": SIRET, "iban": IBAN},
        "solution": {"listed_on": "2024-05-02", "evidence_complete_on": "2024-04-01", "listing_number": "ANS-337405"},
        "beneficiaries": [{"id": "C01", "name": "Clinique des Glycines", "siret": CLIENT_SIRET, "finess": FINESS}],
    }
    return {key: value for key, value in (declared | more).items() if value is not None}


def client(**more: object) -> list[dict[str, object]]:
    """Return the beneficiaries of a request of one client, with more declared of it."""
    return [{"id": "C01", "name": "Clinique des Glycines", "siret": CLIENT_SIRET, "finess": FINESS} | more]


def dossier(declared: Mapping[str, object], *pieces: Piece, **changes: object) -> Dossier:
    """Join a request and pieces as the pipeline does, every piece a file of its own."""
    beneficiaries = beneficiaries_of(declared)
    derived = frozenset(declared.get("derived_from", {}))  # type: ignore[call-overload]
    applicant = declared.get("applicant", {})
    assert isinstance(applicant, Mapping)
    made = Dossier(
        reference="D-1",
        kind=str(declared.get("kind", "funding")),
        kind_declared="kind" in declared,
        scheme=str(declared["scheme"]) if "scheme" in declared else None,
        role=applicant.get("role"),
        declared=declared,
        request_file="request.toml",
        derived=derived,
        beneficiaries=beneficiaries,
        files=tuple(record(one.file, sha256=one.sha256) for one in pieces),
        pieces=pieces,
        claims=join(declared, "request.toml", derived, beneficiaries, pieces, book().attributes),
        problems=(),
        decisions=(),
        digest="d" * 64,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@cache
def book() -> Rulebook:
    """Return the shipped rules."""
    return load()


def rule(check: str, **changes: object) -> Rule:
    """Return a blocking rule about the request, in force since 2021, on a sourced text."""
    texts = dict.fromkeys(("passed", "failed", "inconclusive", "remedy"), "…")
    made = Rule(
        id="XX-01",
        family="tests",
        level="blocking",
        check=check,
        subject="request",
        pieces=(),
        applies=Applies(),
        needs=(),
        dated_by="deposit",
        reviewed_on=date(2024, 1, 1),
        rejection_reasons=(),
        title={"fr": "…", "en": "…"},
        messages={"fr": texts, "en": texts},
        versions=(version(),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def version(start: Instant = date(2021, 8, 11), **changes: object) -> Version:
    """Return a version on a sourced text."""
    return replace(Version(start=start, source="SURE"), **changes)  # type: ignore[arg-type]


def book_of(*rules: Rule) -> Rulebook:
    """Return the shipped schemes, kinds and attributes with these rules alone, and a text of every basis."""
    bases = {"SURE": "sourced", "PRESS": "secondary", "GUESS": "inferred", "LAYER": "overlay"}
    sources = {
        key: Source(key=key, title=key, address="", date="2024", basis=basis) for key, basis in bases.items()
    } | dict(book().sources)
    return replace(book(), rules={one.id: one for one in rules}, sources=sources)


def decision(action: str, **changes: object) -> Decision:
    """Return a decision on rule XX-01 about the request, as it was seen."""
    made = Decision(
        action=action,
        rule="XX-01",
        subject=REQUEST,
        sha256="d" * 64,
        who="A. Martin",
        when=date(2024, 10, 1),
        reason="vu avec le client",
        expires=date(2024, 12, 31),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def judged(case: Dossier, rules: Rulebook | None = None, moment: Moment = NOON) -> Judgement:
    """Judge a dossier, by the shipped rules unless others are given."""
    return judge(case, rules or book(), load_problems(), moment)


def findings(case: Dossier, rule_id: str, moment: Moment = NOON, rules: Rulebook | None = None) -> list[Finding]:
    """Return what one rule finds in a dossier."""
    return [finding for finding in judged(case, rules, moment).findings if finding.rule == rule_id]


def ask(
    rule_id: str, case: Dossier, moment: Moment = NOON, rules: Rulebook | None = None, about: str | None = None
) -> tuple[Outcome, str | None]:
    """Return what one rule answers, and why; of one subject when it has several. Both languages say it without gaps."""
    result = judged(case, rules, moment)
    those = [one for one in result.findings if one.rule == rule_id and about in (None, one.subject)]
    (found,) = those
    for lang in ("fr", "en"):
        report = build_report(
            dossier=case, findings=those, verdict=result.verdict, beneficiary_verdicts=result.beneficiary_verdicts,
            moment=moment, rulebook=rules or book(), problem_texts=load_problems(), lang=lang, tool_version="0.1.0",
            guard="none",
        )  # fmt: skip
        (told,) = report.findings
        sentences = (told.message, told.remedy or "", told.reason.text if told.reason else "")
        assert not any(MISSING in sentence or "{" in sentence for sentence in sentences), sentences
    return found.outcome, found.reason


def euros(amount: str) -> Decimal:
    """Write an amount."""
    return Decimal(amount)
