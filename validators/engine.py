"""Applies every rule in force to every subject it is for, in the order of their needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache
from graphlib import TopologicalSorter

from rules.instants import PARIS
from rules.model import Instant, Rule, Scheme, Version
from rules.problems import ProblemText
from rules.rulebook import Rulebook
from rules.versions import version_in_force
from validators.checks import CHECKS
from validators.context import Context, Facts, Subject, clear, inconclusive, not_applicable
from validators.model import DOCUMENT_TEXT, OCR, REQUEST, Answer, Dossier, Finding, Level, Moment, Outcome, Said
from validators.next_page import digest_of_all
from validators.scope import closed_to
from validators.subjects import Outcomes, all_subjects, subjects_of
from validators.verdicts import Judgement, weighed

_SURE_BASES = {"sourced", "overlay"}
_WHOLE = (Subject(key=REQUEST),)
_Standing = tuple[str, str, Level]  # source, basis, level
_InForce = tuple[Version | None, bool, _Standing]  # the version, whether it changes within the day, what it rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """The dossier that is judged, and what it is judged by."""

    facts: Facts
    scheme: Scheme | None
    rulebook: Rulebook
    problems: Mapping[str, ProblemText]
    moment: Moment
    subjects: Mapping[str, Sequence[Subject]]  # by what a rule is for: request, beneficiary, piece, file or requirement


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
    for rule_id in _in_order(tuple((rule.id, rule.needs) for rule in rulebook.rules.values())):
        findings[rule_id] = list(_apply(rulebook.rules[rule_id], case, earlier))
        if rule_id in needed:
            earlier[rule_id] = Outcomes(findings[rule_id])
    return weighed([one for rule_id in sorted(findings) for one in findings[rule_id]], dossier, moment)


@lru_cache(maxsize=8)
def _in_order(needs: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    """Return the rules, each after those that it needs."""
    return tuple(TopologicalSorter(dict(needs)).static_order())


def _apply(rule: Rule, case: _Case, earlier: Mapping[str, Outcomes]) -> Iterator[Finding]:
    """Yield one finding for each subject of the rule, at least one."""
    closed = closed_to(rule.applies, case.facts.dossier, case.scheme)
    subjects = [] if closed else subjects_of(rule, case.subjects)
    versions: dict[Instant, _InForce] = {}
    for subject in subjects or _WHOLE:
        instant = _dated(rule, case.facts, subject, case.moment)
        if instant not in versions:
            versions[instant] = _in_force(rule, instant, case)
        version, changes, standing = versions[instant]
        if closed:
            answer = not_applicable() if closed == "no" else inconclusive(closed)
        elif subjects and changes:
            answer = inconclusive("hour_needed")
        elif not subjects or version is None:
            answer = not_applicable()
        else:
            answer = _before(rule, subject, version, earlier) or _as_sure_as_seen(
                CHECKS[rule.check](
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
                ),
                subject,
                version,
            )
        if answer.source or answer.basis:
            standing = _standing(rule, version or rule.versions[-1], answer, case)
        yield _finding(rule, subject, answer, standing, case)


def _as_sure_as_seen(answer: Answer, subject: Subject, version: Version) -> Answer:
    """Let nothing fail for what was read from pixels, or from a file that is not deposited: a person looks first.

    A rule that compares scans themselves says that it may fail `from_pixels`.
    """
    if answer.outcome != Outcome.FAILED or version.parameters.get("from_pixels"):
        return answer
    ways, piece = {fact.witness.how for fact in answer.evidence}, subject.piece
    if any(how.startswith(OCR) for how in ways) or (piece is not None and piece.ocr_pages):
        return replace(answer, outcome=Outcome.INCONCLUSIVE, reason="seen_on_pixels")
    if DOCUMENT_TEXT in ways or (piece is not None and piece.working_copy):
        return replace(answer, outcome=Outcome.INCONCLUSIVE, reason="seen_on_working_copy")
    return answer


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


def _in_force(rule: Rule, instant: Instant, case: _Case) -> _InForce:
    version = version_in_force(rule, instant)
    standing = _standing(rule, version or rule.versions[-1], not_applicable(), case)
    return version, _changes_within(rule, instant), standing


def _standing(rule: Rule, version: Version, answer: Answer, case: _Case) -> _Standing:
    """Return the text that an answer rests on, how sure it is, and how much the finding weighs."""
    source = answer.source or version.source
    basis = answer.basis or (version.basis if answer.source is None else None) or case.rulebook.sources[source].basis
    if version.basis and version.basis not in _SURE_BASES:
        basis = version.basis
    level = Level(case.scheme.levels.get(rule.id, rule.level) if case.scheme is not None else rule.level)
    if level == Level.BLOCKING and basis not in _SURE_BASES:
        level = Level.WARNING  # what no text says for sure warns, it never blocks
    return source, basis, level


def _finding(rule: Rule, subject: Subject, answer: Answer, standing: _Standing, case: _Case) -> Finding:
    source, basis, level = standing
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
        return digest_of_all(subject.piece.sha256, subject.piece.next_pages)
    if subject.expected is not None and subject.expected.sha256:
        return subject.expected.sha256
    return subject.file.sha256 if subject.file is not None else dossier.digest
