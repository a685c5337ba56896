"""Applies every rule in force to every subject it is for, in the order of their needs, and weighs the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from graphlib import TopologicalSorter

from rules.instants import PARIS
from rules.model import Instant, Rule, Scheme, Version
from rules.problems import ProblemText
from rules.rulebook import Rulebook
from rules.versions import version_in_force
from validators.checks import CHECKS
from validators.context import Context, Facts, Subject, clear, inconclusive, not_applicable
from validators.model import (
    REQUEST,
    Answer,
    Decision,
    Dossier,
    Finding,
    Level,
    Moment,
    Outcome,
    Said,
    Verdict,
)
from validators.subjects import Outcomes, all_subjects, subjects_of

_SURE_BASES = {"sourced", "overlay"}
_LEVELS = {level.value: level for level in Level}
_SETTLES = {"confirm": Outcome.INCONCLUSIVE, "waive": Outcome.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much was really checked: applicable = executed + inconclusive; causes by reason code."""

    applicable: int
    executed: int
    inconclusive: int
    causes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All that judgement gives of one dossier."""

    findings: tuple[Finding, ...]
    verdict: Verdict
    beneficiary_verdicts: Mapping[str, Verdict]
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """The dossier that is judged, and what it is judged by."""

    facts: Facts
    scheme: Scheme | None
    rulebook: Rulebook
    problems: Mapping[str, ProblemText]
    moment: Moment
    subjects: Mapping[str, Sequence[Subject]]  # by what a rule is for: request, beneficiary, piece or file


def judge(dossier: Dossier, rulebook: Rulebook, problems: Mapping[str, ProblemText], moment: Moment) -> Judgement:
    """Judge a dossier as of a moment; the same values always give the same judgement."""
    case = _Case(
        facts=Facts(dossier),
        scheme=rulebook.scheme(dossier.scheme) if dossier.scheme else None,
        rulebook=rulebook,
        problems=problems,
        moment=moment,
        subjects=all_subjects(dossier),
    )
    findings: dict[str, list[Finding]] = {}
    needed = {need for rule in rulebook.rules.values() for need in rule.needs}
    earlier: dict[str, Outcomes] = {}
    for rule_id in TopologicalSorter({rule.id: rule.needs for rule in rulebook.rules.values()}).static_order():
        findings[rule_id] = list(_apply(rulebook.rules[rule_id], case, earlier))
        if rule_id in needed:
            earlier[rule_id] = Outcomes(findings[rule_id])
    settled = tuple(
        _decided(finding, dossier.decisions, moment) for rule_id in sorted(findings) for finding in findings[rule_id]
    )
    of_beneficiary: dict[str | None, list[Finding]] = {}
    for finding in settled:
        of_beneficiary.setdefault(finding.beneficiary, []).append(finding)
    return Judgement(
        findings=settled,
        verdict=_capped(verdict_of(settled), dossier),
        beneficiary_verdicts={
            one.key: _capped(verdict_of(of_beneficiary.get(one.key, ())), dossier) for one in dossier.beneficiaries
        },
        coverage=_coverage(settled),
    )


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """Weigh findings: conforming only when every applicable blocking rule passed, was confirmed or waived.

    A level of findings none of which applies is no proof of anything: to review.
    """
    blocking = [f for f in findings if f.level == Level.BLOCKING and f.outcome != Outcome.NOT_APPLICABLE]
    open_ones = {finding.outcome for finding in blocking if finding.decision is None}
    if Outcome.FAILED in open_ones:
        return Verdict.NON_CONFORMING
    if Outcome.INCONCLUSIVE in open_ones or not blocking:
        return Verdict.TO_REVIEW
    return Verdict.CONFORMING


def _capped(verdict: Verdict, dossier: Dossier) -> Verdict:
    """Without a request file nobody said what is asked for: whatever was confirmed, it is at most to review."""
    capped = dossier.request_file is None and verdict == Verdict.CONFORMING
    return Verdict.TO_REVIEW if capped else verdict


def _apply(rule: Rule, case: _Case, earlier: Mapping[str, Outcomes]) -> Iterator[Finding]:
    """Yield one finding for each subject of the rule, at least one."""
    closed = _is_for(rule, case.facts.dossier, case.scheme)
    subjects = [] if closed else subjects_of(rule, case.subjects)
    versions: dict[Instant, tuple[Version | None, bool]] = {}
    for subject in subjects or [Subject(key=REQUEST)]:
        instant = _dated(rule, case.facts, subject, case.moment)
        if instant not in versions:
            versions[instant] = version_in_force(rule, instant), _changes_within(rule, instant)
        version, changes = versions[instant]
        if closed:
            answer = not_applicable() if closed == "no" else inconclusive(closed)
        elif subjects and changes:
            answer = inconclusive("hour_needed")
        elif not subjects or version is None:
            answer = not_applicable()
        else:
            answer = _before(rule, subject, version, earlier) or CHECKS[rule.check](
                Context(
                    facts=case.facts,
                    subject=subject,
                    parameters=version.parameters,
                    kinds_of_piece=rule.pieces,
                    scheme=case.scheme,
                    moment=case.moment,
                    labels=case.rulebook.kinds,
                    vocabulary=case.rulebook.attributes,
                    problems=case.problems,
                )
            )
        yield _finding(rule, version or rule.versions[-1], subject, answer, case)


def _before(rule: Rule, subject: Subject, version: Version, earlier: Mapping[str, Outcomes]) -> Answer | None:
    """Answer at once what no check needs to look at: an unlinked or unclear piece, a need that did not pass."""
    piece = subject.piece
    if piece is not None and piece.subject is None and not version.parameters.get("unlinked"):
        return not_applicable()  # whom it belongs to is another rule's question; it is deposited for nobody
    if piece is not None and not clear(piece):
        kinds = {"kind": piece.kind, "other": piece.runner_up or "other"}
        said = {name: Said(value=kind, attribute="piece.kind") for name, kind in kinds.items()}
        return inconclusive("kind_unclear", file=Said(value=piece.id), **said)
    return _needs(rule, subject, earlier)


def _is_for(rule: Rule, dossier: Dossier, scheme: Scheme | None) -> str | None:
    """None when the rule is for this dossier, "no" when it is not, else the reason why nobody can tell."""
    applies = rule.applies
    if applies.kinds and dossier.kind not in applies.kinds:
        return "no"
    if applies.roles:
        if dossier.role is None:
            return "role_unknown"
        if dossier.role not in applies.roles:
            return "no"
    if applies.schemes or applies.lanes or applies.waves:
        if scheme is None:
            return "no_scheme"
        code, lane, wave = scheme.code, scheme.lane, scheme.wave
        listed = not applies.schemes or code in applies.schemes
        if not (
            listed and (not applies.lanes or lane in applies.lanes) and (not applies.waves or wave in applies.waves)
        ):
            return "no"
    return None


def _dated(rule: Rule, facts: Facts, subject: Subject, moment: Moment) -> Instant:
    """The day that dates the rule, or the moment of deposit when that one is not known; a plain day has no hour."""
    day = None
    if rule.dated_by == "order":
        owner = subject.beneficiary.key if subject.beneficiary else subject.piece.subject if subject.piece else None
        days = [fact.value for fact in facts.of("order.date", owner)] if owner else []
        day = min(days, default=None)
    elif rule.dated_by == "listing":
        day = facts.day("solution.listed_on")
    return day or (moment.at if moment.hour_known else moment.at.astimezone(PARIS).date())  # type: ignore[return-value]


def _changes_within(rule: Rule, instant: Instant) -> bool:
    """Whether another version comes into force in the course of a day whose hour is not known."""
    if isinstance(instant, datetime):
        return False
    return version_in_force(rule, instant) is not version_in_force(rule, datetime.combine(instant, time.max, PARIS))


def _needs(rule: Rule, subject: Subject, earlier: Mapping[str, Outcomes]) -> Answer | None:
    """Answer at once when a rule that this one needs did not pass for this subject or what it belongs to."""
    for need in rule.needs:
        outcomes = earlier[need].related(subject)
        if outcomes == {Outcome.NOT_APPLICABLE}:
            return not_applicable()
        if not outcomes.isdisjoint((Outcome.FAILED, Outcome.INCONCLUSIVE)):
            return inconclusive("need_not_passed", need=Said(value=need))
    return None


def _finding(rule: Rule, version: Version, subject: Subject, answer: Answer, case: _Case) -> Finding:
    source = answer.source or version.source
    basis = answer.basis or (version.basis if answer.source is None else None) or case.rulebook.sources[source].basis
    if version.basis and version.basis not in _SURE_BASES:
        basis = version.basis
    level = _LEVELS[case.scheme.levels.get(rule.id, rule.level) if case.scheme is not None else rule.level]
    if level == Level.BLOCKING and basis not in _SURE_BASES:
        level = Level.WARNING  # what no text says for sure warns, it never blocks
    return Finding(
        rule=rule.id,
        outcome=answer.outcome,
        level=level,
        subject=subject.key,
        beneficiary=_owner(subject),
        arguments=answer.arguments,
        evidence=answer.evidence,
        reason=answer.reason,
        source=source,
        basis=basis,
        sha256=_seen(subject, case.facts.dossier),
    )


def _owner(subject: Subject) -> str | None:
    if subject.beneficiary is not None:
        return subject.beneficiary.key
    owner = subject.piece.subject if subject.piece else None
    return owner if owner and owner != REQUEST else None


def _seen(subject: Subject, dossier: Dossier) -> str:
    """The bytes that a decision about a subject must have seen."""
    if subject.piece is not None:
        return subject.piece.sha256
    return subject.file.sha256 if subject.file is not None else dossier.digest


def _decided(finding: Finding, decisions: Sequence[Decision], moment: Moment) -> Finding:
    """Attach the decision that settles a finding: same rule, subject and bytes, not expired, and fit for its outcome."""
    for decision in decisions:
        if (
            (decision.rule, decision.subject, decision.sha256) == (finding.rule, finding.subject, finding.sha256)
            and _SETTLES[decision.action] == finding.outcome
            and decision.when <= moment.at.date() <= decision.expires
        ):
            return replace(finding, decision=decision)
    return finding


def _coverage(findings: Sequence[Finding]) -> Coverage:
    applicable = [finding for finding in findings if finding.outcome != Outcome.NOT_APPLICABLE]
    unknown = [finding for finding in applicable if finding.outcome == Outcome.INCONCLUSIVE]
    causes = Counter(finding.reason or "?" for finding in unknown)
    return Coverage(
        applicable=len(applicable),
        executed=len(applicable) - len(unknown),
        inconclusive=len(unknown),
        causes=dict(sorted(causes.items())),
    )
