"""Small made-up dossiers, judged, for the tests of the reports; nobody in them exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from pipeline.reporting.build import build_report
from pipeline.reporting.model import Report
from rules.loader import load
from rules.model import Attribute, Rule, Source
from rules.problems import ProblemText
from rules.rulebook import Rulebook
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

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
IBAN = "FR7630006000011234567890189"  # the well-known specimen of French banks
RPPS = "10000000001"
MOMENT = Moment(at=datetime(2026, 11, 10, 11, 30, tzinfo=ZoneInfo("Europe/Paris")), hour_known=True)

# rule id → level, check's subject, title, messages when it passed, failed, was inconclusive, remedy
TEXTS: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "PC-07": (
        "blocking",
        "Un bon de commande par bénéficiaire",
        "Le bon de commande est là.",
        "Aucun bon de commande n'a été trouvé pour {client}.",
        "Un document pourrait être le bon de commande de {client} : {reason}",
        "Ajouter au dossier le bon de commande signé par le client.",
    ),
    "AM-08": (
        "blocking",
        "Le montant commandé ne dépasse pas le plafond",
        "{amount} HT, sous le plafond de {ceiling}.",
        "La Prestation Ségur commandée ({amount} HT) dépasse le plafond de {ceiling} HT.",
        "Le plafond de ce dispositif n'est pas connu de l'outil : {reason}",
        "Faire corriger puis signer à nouveau le bon de commande, à {ceiling} HT au plus.",
    ),
    "IT-03": (
        "blocking",
        "L'IBAN du RIB est celui de la demande",
        "Le même IBAN figure partout.",
        "Le RIB porte {seen}, la demande {declared}.",
        "L'IBAN du RIB n'a pas pu être lu : {reason}",
        "Vérifier lequel des deux IBAN est le bon, puis corriger la demande ou remplacer le RIB.",
    ),
    "ME-01": (
        "blocking",
        "Le bon de commande porte la mention de prise en charge par l'État",
        "La mention figure page {page}.",
        "La mention « Montant pris en charge par l'Etat au titre du Ségur de la santé » est absente.",
        "La mention n'a pas pu être cherchée : {reason}",
        "Faire rééditer le bon de commande avec la mention exacte, puis le faire signer par le client.",
    ),
    "SI-01": (
        "blocking",
        "Le client a signé le bon de commande",
        "Signature électronique de {signatory}.",
        "Le champ de signature est vide.",
        "Une signature manuscrite ne peut pas être reconnue par l'outil.",
        "Faire signer le bon de commande par le client.",
    ),
    "IT-06": (
        "warning",
        "Le FINESS du client est celui de la demande",
        "FINESS {finess} partout.",
        "Le bon de commande porte le FINESS {seen}, la demande {finess}.",
        "Le FINESS n'a pas pu être comparé : {reason}",
        "Vérifier le FINESS géographique du client.",
    ),
    "DA-02": (
        "blocking",
        "Le bon de commande date de 120 jours au plus",
        "Commandé le {day}.",
        "Le bon de commande est du {day}, plus de 120 jours avant le dossier complet.",
        "La date du bon de commande n'a pas pu être lue.",
        "Faire établir un nouveau bon de commande.",
    ),
    "DO-06": (
        "blocking",
        "Le dispositif est financé",
        "Le dispositif est financé.",
        "{reason}",
        "{reason}",
        "Changer.",
    ),
}
MORE = tuple(f"{family}-{number:02}" for family in ("FI", "ID", "DO", "AM", "ME", "DA") for number in range(20, 25))


def texts(french: str) -> dict[str, str]:
    """Give a French text, and one in English made of it."""
    return {"fr": french, "en": f"[en] {french}"}


@cache
def shipped() -> Rulebook:
    """Load the rules of the tool, of whose values the made-up ones are variants."""
    return load()


def rule(rule_id: str) -> Rule:
    """Make a control that says what `TEXTS` says, or something plain."""
    plain = ("warning", f"Contrôle {rule_id}", "Vérifié.", "En défaut.", "Non vérifié.", "Corriger la pièce.")
    level, title, passed, failed, inconclusive, remedy = TEXTS.get(rule_id, plain)
    messages = {"passed": passed, "failed": failed, "inconclusive": inconclusive, "remedy": remedy}
    return replace(
        next(iter(shipped().rules.values())),
        id=rule_id,
        family=rule_id[:2],
        level=level,
        title=texts(title),
        messages={
            "fr": messages,
            "en": {name: f"[en] {words}" for name, words in messages.items()},
        },
    )


def attribute(name: str, kind: str, label: str, *, personal: bool = False) -> Attribute:
    """Make an entry of the vocabulary."""
    return Attribute(name=name, type=kind, subject=name.split(".")[0], label=texts(label), personal=personal)


ATTRIBUTES = (
    attribute("applicant.siret", "siret", "SIRET du demandeur"),
    attribute("applicant.iban", "iban", "IBAN du demandeur", personal=True),
    attribute("applicant.depositor", "name", "dépositaire de la demande", personal=True),
    attribute("identity.expires_on", "date", "date d'expiration de la pièce d'identité"),
    attribute("beneficiary.name", "name", "nom du bénéficiaire", personal=True),
    attribute("beneficiary.finess", "finess", "FINESS du bénéficiaire"),
    attribute("beneficiary.rpps", "rpps", "RPPS du bénéficiaire", personal=True),
    attribute("beneficiary.mssante", "mssante", "adresse MSSanté du bénéficiaire", personal=True),
    attribute("order.segur_excl_tax", "amount", "Prestation Ségur HT commandée"),
    attribute("order.date", "date", "date du bon de commande"),
    attribute("proof.signatory", "name", "signataire de la VA", personal=True),
)

PROBLEMS = {
    "image_page": ProblemText(
        code="image_page",
        words=texts("La page {page} est une image, son texte n'a pas été lu."),
        remedy=texts("Regarder la page {page}, ou fournir un PDF dont le texte se sélectionne."),
        outcome="inconclusive",
    ),
    "handwritten": ProblemText(
        code="handwritten",
        words=texts("Une signature manuscrite ne se vérifie pas par programme."),
        remedy=texts("Regarder la signature, puis confirmer par une décision."),
        outcome="inconclusive",
    ),
    "encrypted": ProblemText(
        code="encrypted",
        words=texts("Le fichier est protégé par un mot de passe."),
        remedy=texts("Enregistrer le document sans mot de passe."),
        outcome="failed",
    ),
}


def rulebook(*, overlay: bool = False) -> Rulebook:
    """Make a rulebook of the made-up rules."""
    ids = sorted((*TEXTS, *MORE))
    kinds = {"purchase_order": "bon de commande", "rib": "RIB", "identity_document": "pièce d'identité"}
    scheme = shipped().schemes["HOP-DPI-VA2"]
    return replace(
        shipped(),
        rules={rule_id: rule(rule_id) for rule_id in ids},
        schemes={scheme.code: replace(scheme, label=texts("Hôpital, dossier patient informatisé, vague 2"))},
        kinds={kind: replace(shipped().kinds[kind], label=texts(label)) for kind, label in kinds.items()},
        sources={
            "FAQ-2505": Source(
                key="FAQ-2505",
                title="FAQ des industriels, financement",
                address="https://industriels.esante.gouv.fr/faq-des-industriels?f[0]=theme:2505",
                date="2024-11-15",
                basis="sourced",
            ),
            "AF": Source(
                key="AF", title="Appel à financement <V2>", address="javascript:alert(1)", date="", basis="inferred"
            ),
        },
        attributes={one.name: one for one in ATTRIBUTES},
        digest=SHA,
        overlay_digest=SHA[::-1] if overlay else None,
        overlay_files=("schemes/HOP-DPI-VA2.toml",) if overlay else (),
    )


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
    failed = {one.beneficiary for one in findings if one.outcome is Outcome.FAILED and one.level is Level.BLOCKING}
    opened = {
        one.beneficiary for one in findings if one.outcome is Outcome.INCONCLUSIVE and one.level is Level.BLOCKING
    }
    verdicts = {
        client.key: Verdict.NON_CONFORMING
        if client.key in failed
        else Verdict.TO_REVIEW
        if client.key in opened
        else Verdict.CONFORMING
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
    one, two, three = base.beneficiaries
    order = base.pieces[1].file
    amounts = {
        "amount": Said(value=Decimal("25000.01"), attribute="order.segur_excl_tax"),
        "ceiling": Said(value=Decimal("25000")),
    }
    ibans = {
        "seen": Said(value=IBAN, attribute="applicant.iban"),
        "declared": Said(value="FR1420041010050500013M02606", attribute="applicant.iban"),
    }
    rib = (
        fact(
            "applicant.iban",
            IBAN,
            "FR76 3000 6000 0112 3456 7890 189",
            "scan du 3 novembre.pdf",
            page=4,
            how="ocr:tesseract",
            confidence=0.874,
        ),
        fact(
            "applicant.iban",
            "FR1420041010050500013M02606",
            "FR1420041010050500013M02606",
            "request.toml",
            how="request_file",
        ),
    )
    seen = (
        fact("order.segur_excl_tax", Decimal("25000.01"), "25 000,01 €", order, page=2),
        fact("order.segur_excl_tax", Decimal("25000.01"), "25000.01", "request.toml", how="request_file"),
    )
    waived = Decision(
        action="waive",
        rule="DA-02",
        subject=three.key,
        sha256=SHA,
        who="Camille Berthier",
        when=date(2026, 11, 2),
        reason="L'ANS a accordé par écrit un délai de dix jours (courriel du 28 octobre, joint au dossier).",
        expires=date(2026, 12, 31),
    )
    stale = replace(waived, rule="IT-06", reason="Ancien FINESS, encore imprimé par le logiciel de facturation.")
    findings = [
        *passed(3, MORE[:12]),
        *passed(2, ("PC-07",)),
        finding("PC-07", Outcome.FAILED, three.key, arguments={"client": Said(value=three.name, attribute="beneficiary.name")}),
        finding("AM-08", Outcome.FAILED, two.key, arguments=amounts, evidence=seen, source="AF", basis="inferred"),
        finding("IT-03", Outcome.FAILED, REQUEST, arguments=ibans, evidence=rib),
        finding("SI-01", Outcome.INCONCLUSIVE, one.key, reason="handwritten"),
        finding("SI-01", Outcome.INCONCLUSIVE, two.key, reason="handwritten"),
        finding("ME-01", Outcome.INCONCLUSIVE, "piece:P001", beneficiary=one.key, reason="image_page", arguments={"page": Said(value=2)}),
        finding("IT-06", Outcome.FAILED, one.key, arguments={"seen": Said(value="920150059"), "finess": Said(value="920000650")},
                evidence=(fact("beneficiary.finess", "920150059", "FINESS 920150059", base.pieces[0].file),)),
        finding("DA-02", Outcome.FAILED, three.key, arguments={"day": Said(value=date(2026, 6, 1))}, decision=waived),
        finding("DO-06", Outcome.NOT_APPLICABLE, REQUEST),
    ]  # fmt: skip
    problems = (
        FileRecord(path="RIB.pdf", size=91_002, sha256=SHA, content="pdf", fate=Fate.UNREADABLE, problems=(Problem(code="encrypted"),)),
        FileRecord(path="copie de B01.pdf", size=84_213, sha256=SHA, content="pdf", fate=Fate.DUPLICATE, pages=2, duplicate_of=base.pieces[0].file),
        FileRecord(path="menu de la cantine.pdf", size=10_500, sha256=SHA, content="pdf", fate=Fate.OTHER, pages=1),
    )  # fmt: skip
    conflict = Claim(attribute="applicant.iban", subject="applicant", facts=rib, state=Agreement.CONFLICT)
    nowhere = Claim(attribute="order.date", subject=three.key, facts=(), state=Agreement.NONE)
    judged = replace(
        base, files=(*base.files, *problems), claims=(*base.claims, conflict, nowhere), decisions=(stale, waived)
    )
    return judged, findings


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


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (passing_report, Verdict.CONFORMING),
        (failing_report, Verdict.NON_CONFORMING),
        (large_report, Verdict.NON_CONFORMING),
    ],
)
def test_a_report_says_the_verdict_it_was_given(made: object, verdict: Verdict) -> None:
    """A report never makes a verdict of its own: it says the one that judgement gave."""
    assert callable(made)

    assert made().verdict is verdict
