"""What the findings on a dossier amount to: a person's decisions on them, verdicts and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from validators.model import Decision, Dossier, Finding, Level, Moment, Outcome, Verdict

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


def weighed(findings: Sequence[Finding], dossier: Dossier, moment: Moment) -> Judgement:
    """Attach to the findings on a dossier the decisions that settle them, and weigh all."""
    settled = tuple(findings)
    if dossier.decisions:
        settled = tuple(_decided(finding, dossier.decisions, moment) for finding in settled)
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
