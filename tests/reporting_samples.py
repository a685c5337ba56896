"""Small made-up dossiers, judged, for the tests of the reports; nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from pipeline.reporting.build import build_report
from pipeline.reporting.model import Report
from tests.reporting_rules import MORE, PROBLEMS, SHA, rule, rulebook, texts
from validators.model import (
    REQUEST,
    Agreement,
    Beneficiary,
    Claim,
    Decision,
    Dossier,
    Fact,
    Fate,
    FileRecord,
    Finding,
    Level,
    Moment,
    Outcome,
    Piece,
    Problem,
    Said,
    Value,
    Verdict,
    Witness,
)
from validators.verdicts import verdict_of

IBAN = "FR7630006000011234567890189"  # the well-known specimen of French banks
OTHER_IBAN = "FR1420041010050500013M02606"  # and another
RPPS = "10000000001"
MOMENT = Moment(at=datetime(2026, 11, 10, 11, 30, tzinfo=ZoneInfo("Europe/Paris")), hour_known=True)


def fact(name: str, value: Value, words: str, file: str, **witness: object) -> Fact:
    """Make a fact read at the top of a page."""
    how = str(witness.get("how", "text_layer"))
    page = None if how == "request_file" else witness.get("page", 1)
    assert page is None or isinstance(page, int)
    confidence = witness.get("confidence", 1.0)
    assert isinstance(confidence, float)
    piece = witness.get("piece")
    box = None if page is None else (72.0, 512.25, 310.5, 524.0)
    seen = Witness(
        file=file, how=how, piece=None if piece is None else str(piece), page=page, box=box, confidence=confidence
    )
    return Fact(attribute=name, value=value, words=words, witness=seen)


RIB = (
    fact("applicant.iban", IBAN, IBAN, "scan du 3 novembre.pdf", page=4, how="ocr:tesseract", confidence=0.874),
    fact("applicant.iban", OTHER_IBAN, OTHER_IBAN, "request.toml", how="request_file"),
)
NAMES = (
    "Centre hospitalier de Valombre",
    "Clinique des Trois Rivières",
    "Cabinet du Dr Camille de Pina",
    "Hôpital local Sainte-Odile-des-Bois",
    "Maison de santé du Vieux-Port",
    "Polyclinique de l'Aubraie",
)


def clients(number: int) -> tuple[Beneficiary, ...]:
    """Make as many beneficiaries."""
    made = []
    for index in range(number):
        name = NAMES[index % len(NAMES)] + (f" {index // len(NAMES) + 1}" if index >= len(NAMES) else "")
        made.append(Beneficiary(key=f"beneficiary:B{index + 1:02}", id=f"B{index + 1:02}", name=name))
    return tuple(made)


def finding(rule_id: str, outcome: Outcome, subject: str, **rest: object) -> Finding:
    """Make a finding of the level its rule has."""
    values: dict[str, object] = {
        "rule": rule_id,
        "outcome": outcome,
        "level": Level(rule(rule_id).level),
        "subject": subject,
        "beneficiary": subject if subject.startswith("beneficiary:") else None,
        "arguments": {},
        "evidence": (),
        "reason": None,
        "source": "FAQ-2505",
        "basis": "sourced",
        "sha256": SHA,
    }
    return Finding(**(values | rest))  # type: ignore[arg-type]


def order_piece(index: int, client: Beneficiary) -> tuple[FileRecord, Piece]:
    """Make the purchase order of a client, as a file and as a piece."""
    path = f"commandes/{client.id} - bon de commande.pdf"
    file = FileRecord(path=path, size=84_213 + index, sha256=SHA, content="pdf", fate=Fate.USED, pages=2)
    piece = Piece(
        id=f"P{index + 1:03}",
        kind="purchase_order",
        file=path,
        sha256=SHA,
        first_page=1,
        last_page=2,
        whole_file=True,
        text="",
        recognised_by=("bon de commande", "prestation ségur"),
        margin=0.82,
        runner_up="rib",
        subject=client.key,
        linked_by=(fact("beneficiary.name", client.name, client.name, path),),
    )
    return file, piece


def dossier(number: int = 2, **changes: object) -> Dossier:
    """Make a funding request for as many clients, all in order."""
    named = clients(number)
    made = [order_piece(index, client) for index, client in enumerate(named)]
    identity = FileRecord(path="identité.jpg", size=210_000, sha256=SHA, content="jpeg", fate=Fate.USED, pages=1)
    claims = []
    for client, (file, _) in zip(named, made, strict=True):
        written = fact("beneficiary.name", client.name, client.name, "request.toml", how="request_file")
        printed = fact("beneficiary.name", client.name, client.name.upper(), file.path)
        claims.append(
            Claim(attribute="beneficiary.name", subject=client.key, facts=(written, printed), state=Agreement.AGREEMENT)
        )
        amount = fact("order.segur_excl_tax", Decimal("10416.67"), "10 416,67", file.path, page=2)
        claims.append(
            Claim(attribute="order.segur_excl_tax", subject=client.key, facts=(amount,), state=Agreement.SINGLE)
        )
    values: dict[str, object] = {
        "reference": "2026-CHV-017",
        "kind": "funding",
        "kind_declared": True,
        "scheme": "HOP-DPI-VA2",
        "role": "publisher",
        "declared": {},
        "request_file": "request.toml",
        "derived": frozenset[str](),
        "beneficiaries": named,
        "files": (*(file for file, _ in made), identity),
        "pieces": tuple(piece for _, piece in made),
        "claims": tuple(claims),
        "problems": (),
        "decisions": (),
        "digest": SHA,
    }
    return Dossier(**(values | changes))  # type: ignore[arg-type]


def passed(number: int = 2, rules: tuple[str, ...] = ("PC-07", "ME-01", "AM-08", "DA-02", "IT-06")) -> list[Finding]:
    """Make findings that all passed, for as many clients."""
    made = []
    for client in clients(number):
        for rule_id in rules:
            arguments = {
                "amount": Said(value=Decimal("10416.67"), attribute="order.segur_excl_tax"),
                "ceiling": Said(value=Decimal("25000")),
                "page": Said(value=2),
                "day": Said(value=date(2026, 9, 3), attribute="order.date"),
                "finess": Said(value="920000650", attribute="beneficiary.finess"),
                "client": Said(value=client.name, attribute="beneficiary.name"),
            }
            made.append(finding(rule_id, Outcome.PASSED, client.key, arguments=arguments))
    return made


def report(judged: Dossier, findings: list[Finding], verdict: Verdict, **changes: object) -> Report:
    """Report a made-up dossier, every beneficiary with the verdict that its findings give."""
    verdicts = {
        client.key: verdict_of([one for one in findings if one.beneficiary == client.key])
        for client in judged.beneficiaries
    }
    values: dict[str, object] = {
        "dossier": judged,
        "findings": findings,
        "verdict": verdict,
        "beneficiary_verdicts": verdicts,
        "moment": MOMENT,
        "rulebook": rulebook(),
        "problem_texts": PROBLEMS,
        "lang": "fr",
        "tool_version": "0.1.0",
        "guard": "RLIMIT_AS",
        "to_check_by_hand": (
            (texts("Le signataire du bon de commande a bien qualité pour engager l'établissement."), "FAQ-2505"),
        ),
    }
    return build_report(**(values | changes))  # type: ignore[arg-type]


def passing_report(**changes: object) -> Report:
    """Report a dossier in which everything is right."""
    return report(dossier(), passed(), Verdict.CONFORMING, **changes)


def failing_dossier() -> tuple[Dossier, list[Finding]]:
    """Make a dossier with one of everything that can be wrong."""
    base = dossier(3)
    third = base.beneficiaries[2]
    waived = Decision(
        action="waive",
        rule="DA-02",
        subject=third.key,
        sha256=SHA,
        who="Camille Berthier",
        when=date(2026, 11, 2),
        reason="L'ANS a accordé par écrit un délai de dix jours (courriel du 28 octobre, joint au dossier).",
        expires=date(2026, 12, 31),
    )
    stale = replace(waived, rule="IT-06", reason="Ancien FINESS, encore imprimé par le logiciel de facturation.")
    conflict = Claim(attribute="applicant.iban", subject="applicant", facts=RIB, state=Agreement.CONFLICT)
    nowhere = Claim(attribute="order.date", subject=third.key, facts=(), state=Agreement.NONE)
    judged = replace(
        base,
        files=(*base.files, *troubled_files(base.pieces[0].file)),
        claims=(*base.claims, conflict, nowhere),
        decisions=(stale, waived),
    )
    return judged, [*passed(3, MORE[:12]), *passed(2, ("PC-07",)), *troubles(base, waived)]


def troubles(judged: Dossier, waived: Decision) -> list[Finding]:
    """Make findings that failed, are open, are waived or do not apply."""
    one, two, three = judged.beneficiaries
    first, second = judged.pieces[0].file, judged.pieces[1].file
    name = Said(value=three.name, attribute="beneficiary.name")
    amounts = {
        "amount": Said(value=Decimal("25000.01"), attribute="order.segur_excl_tax"),
        "ceiling": Said(value=Decimal("25000")),
    }
    ibans = {
        "seen": Said(value=IBAN, attribute="applicant.iban"),
        "declared": Said(value=OTHER_IBAN, attribute="applicant.iban"),
    }
    finess = {"seen": Said(value="920150059"), "finess": Said(value="920000650")}
    ordered = (
        fact("order.segur_excl_tax", Decimal("25000.01"), "25 000,01 €", second, page=2),
        fact("order.segur_excl_tax", Decimal("25000.01"), "25000.01", "request.toml", how="request_file"),
    )
    printed = (fact("beneficiary.finess", "920150059", "FINESS 920150059", first),)
    page, day = {"page": Said(value=2)}, {"day": Said(value=date(2026, 6, 1))}
    return [
        finding("PC-07", Outcome.FAILED, three.key, arguments={"client": name}),
        finding("AM-08", Outcome.FAILED, two.key, arguments=amounts, evidence=ordered, source="AF", basis="inferred"),
        finding("IT-03", Outcome.FAILED, REQUEST, arguments=ibans, evidence=RIB),
        finding("SI-01", Outcome.INCONCLUSIVE, one.key, reason="handwritten"),
        finding("SI-01", Outcome.INCONCLUSIVE, two.key, reason="handwritten"),
        finding("ME-01", Outcome.INCONCLUSIVE, "piece:P001", beneficiary=one.key, reason="image_page", arguments=page),
        finding("IT-06", Outcome.FAILED, one.key, arguments=finess, evidence=printed),
        finding("DA-02", Outcome.FAILED, three.key, arguments=day, decision=waived),
        finding("DO-06", Outcome.NOT_APPLICABLE, REQUEST),
    ]


def troubled_files(original: str) -> tuple[FileRecord, ...]:
    """Make a file that cannot be read, a duplicate and one that has no business here."""
    locked = FileRecord(path="RIB.pdf", size=91_002, sha256=SHA, content="pdf", fate=Fate.UNREADABLE)
    return (
        replace(locked, problems=(Problem(code="encrypted"),)),
        replace(locked, path="copie de B01.pdf", fate=Fate.DUPLICATE, pages=2, duplicate_of=original),
        replace(locked, path="menu de la cantine.pdf", fate=Fate.OTHER, pages=1),
    )


def failing_report(**changes: object) -> Report:
    """Report a dossier with one of everything that can be wrong."""
    judged, findings = failing_dossier()
    return report(judged, findings, Verdict.NON_CONFORMING, **changes)


def large_report(number: int = 40, **changes: object) -> Report:
    """Report 40 beneficiaries and some 1,500 findings, a few wrong."""
    judged = dossier(number)
    findings = passed(number, (*MORE, "AM-08", "DA-02", "IT-06", "PC-07"))
    for index, client in enumerate(judged.beneficiaries):
        path = judged.pieces[index].file
        seen = (fact("order.date", date(2026, 9, 3), "3 septembre 2026", path, piece=f"P{index + 1:03}"),)
        outcome = Outcome.FAILED if index % 7 == 2 else Outcome.PASSED
        findings.append(finding("ME-01", outcome, client.key, arguments={"page": Said(value=1)}, evidence=seen))
        findings.append(finding("SI-01", Outcome.INCONCLUSIVE, client.key, reason="handwritten", evidence=seen))
        findings.append(finding("DO-06", Outcome.NOT_APPLICABLE, client.key))
    return report(judged, findings, Verdict.NON_CONFORMING, **changes)
