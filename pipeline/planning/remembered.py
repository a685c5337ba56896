"""The repair plan of what a ledger remembers of a dossier: the rules left open, without the pieces and values they were about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.planning.tell import Told, tell_dossier
from pipeline.reporting.build import build_report
from pipeline.reporting.model import Report
from pipeline.scale.ledger import Entry, OpenRule
from pipeline.stages import Settings
from rules.model import Rule
from rules.problems import load_problems
from rules.rulebook import Rulebook
from validators.model import REQUEST, Dossier, Finding, Level, Outcome, Said, Verdict


def tell_remembered(entry: Entry, settings: Settings, *, hidden: bool) -> tuple[Told, Report]:
    """Plan the repair of a dossier from the ledger alone; the report beside it holds its verdict and its open rules."""
    dossier = _dossier(entry, hidden=hidden)
    findings = tuple(_findings(entry, settings.rulebook))
    report = _report(dossier, findings, Verdict(entry.header.verdict), settings)
    told = tell_dossier(
        dossier,
        findings,
        report=report,
        shown=report,
        rulebook=settings.rulebook,
        moment=settings.moment,
        hidden=hidden,
    )
    told = _without_money(told)
    # Without an open rule nothing changes; for one that is not known nothing is planned, and the plan will not be enough.
    if not told.dossier.to_settle or unknown_rules(entry, settings.rulebook):
        told = replace(told, dossier=replace(told.dossier, verdict_after=report.verdict))
    return told, report


def unknown_rules(entry: Entry, rulebook: Rulebook) -> set[str]:
    """Return the open blocking rules of an entry that the rules in use do not have: of these nothing can be planned."""
    return {
        one.rule
        for one in entry.findings
        if one.rule not in rulebook.rules and one.level == Level.BLOCKING and not one.decided
    }


def _dossier(entry: Entry, *, hidden: bool) -> Dossier:
    header = entry.header
    return Dossier(
        reference=header.shown if hidden and header.shown else header.reference,
        kind=header.kind,
        kind_declared=True,
        scheme=header.scheme or None,
        role=None,
        declared={"applicant": {"siret": header.applicant}},  # by which those of one company are asked together
        request_file="",
        derived=frozenset(),
        beneficiaries=(),
        files=(),
        pieces=(),
        claims=(),
        problems=(),
        decisions=(),
        digest=header.digest,
    )


def _findings(entry: Entry, rulebook: Rulebook) -> Iterator[Finding]:
    """Yield one finding for each rule that is open; failed where it failed for something and was open for the rest."""
    worst: dict[str, OpenRule] = {}
    for one in entry.findings:
        if one.rule in rulebook.rules and not one.decided and (one.rule not in worst or one.outcome == Outcome.FAILED):
            worst[one.rule] = one
    for one in worst.values():
        rule = rulebook.rules[one.rule]
        source = rule.versions[-1].source
        yield Finding(
            rule=one.rule,
            outcome=Outcome(one.outcome),
            level=Level(one.level),
            subject=REQUEST,
            beneficiary=None,
            arguments=_kind_of_piece(rule),
            evidence=(),
            reason=None,
            source=source,
            basis=rule.versions[-1].basis or rulebook.sources[source].basis,
            sha256=entry.header.digest,
        )


def _kind_of_piece(rule: Rule) -> dict[str, Said]:
    """Return the kind of piece that a rule is about when it is about one only."""
    kinds = rule.pieces or rule.versions[-1].parameters.get("kinds", ())
    if isinstance(kinds, tuple) and len(kinds) == 1:
        return {"kind": Said(value=str(kinds[0]), attribute="piece.kind")}
    return {}


def _report(dossier: Dossier, findings: tuple[Finding, ...], verdict: Verdict, settings: Settings) -> Report:
    """Report what is remembered by the titles of the rules: their messages would have gaps."""
    report = build_report(
        dossier=dossier,
        findings=findings,
        verdict=verdict,
        beneficiary_verdicts={},
        moment=settings.moment,
        rulebook=settings.rulebook,
        problem_texts=load_problems(),
        lang=settings.lang,
        tool_version=settings.version,
        guard="",
    )
    return replace(report, findings=tuple(replace(one, message="") for one in report.findings))


def _without_money(told: Told) -> Told:
    """Leave out the sums: a ledger keeps none."""
    asked = {
        identity: replace(
            one,
            requests=tuple(replace(request, money=None) for request in one.requests),
            actions=tuple(replace(action, money=None) for action in one.actions),
        )
        for identity, one in told.asked.items()
    }
    return replace(told, dossier=replace(told.dossier, money=None), asked=asked)
