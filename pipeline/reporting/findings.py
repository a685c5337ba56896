"""Findings in words, how many there are of each sort, and how much was really checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from pipeline.reporting import model
from pipeline.reporting.arguments import tell_arguments
from pipeline.reporting.context import Context, evidence, piece_place, subject_label, subject_order
from pipeline.reporting.seen import Argument, Evidence, Reason
from pipeline.reporting.voices import of_finding
from pipeline.reporting.wording import blanks, fill, no_break, uncapitalised
from rules.model import Rule
from validators.model import Finding, Level, Outcome, Said

DECISIONS_FILE = "decisions.toml"
UNSAID = "unsaid"  # the reason of an inconclusive finding that gives none
ENOUGH_EVIDENCE = 2  # of what passed: the claims hold all of it
_TO_SETTLE = (Outcome.FAILED, Outcome.INCONCLUSIVE)
_REASON_AFTER_COLON = re.compile(r":\s\{reason\}")
_SORT = attrgetter("level", "outcome")
_ELLIPSIS = re.compile(r"\{[a-z][a-z0-9_]*\}")


def tell_findings(context: Context, findings: Iterable[Finding]) -> tuple[model.Finding, ...]:
    """Say the findings in words, by rule, then in the order of the dossier."""
    ordered = sorted(findings, key=lambda found: (found.rule, subject_order(context, found.subject)))
    return tuple(_finding(context, found) for found in ordered)


def count_findings(findings: Sequence[model.Finding]) -> tuple[model.Count, ...]:
    """Count the findings by level and outcome; what does not occur is counted 0."""
    found = Counter(map(_SORT, findings))
    decided = Counter(map(_SORT, filter(attrgetter("decided"), findings)))
    return tuple(
        model.Count(level=level, outcome=outcome, number=found[level, outcome], decided=decided[level, outcome])
        for level in Level
        for outcome in Outcome
    )


def cover(context: Context, findings: Sequence[model.Finding]) -> model.Coverage:
    """Say how many controls applied, how many were executed, and why the others could not conclude."""
    applicable = [finding for finding in findings if finding.outcome is not Outcome.NOT_APPLICABLE]
    inconclusive = [finding for finding in applicable if finding.outcome is Outcome.INCONCLUSIVE]
    return model.Coverage(
        applicable=len(applicable),
        executed=len(applicable) - len(inconclusive),
        inconclusive=len(inconclusive),
        confirmed=sum(1 for finding in inconclusive if finding.decided),
        causes=_causes(context, inconclusive),
    )


def _finding(context: Context, found: Finding) -> model.Finding:
    rule = context.rulebook.rules[found.rule]
    template = no_break(rule.messages[context.lang].get(found.outcome, ""), context.lang)
    said: tuple[Argument, ...] = ()
    message, reason, remedy = template.rstrip(), None, None
    if found.reason or found.outcome in _TO_SETTLE or "{" in template:
        said = tell_arguments(context, _worth_saying(found, template))
        filled = {"subject": subject_label(context, found.subject)} | {one.name: one.text for one in said}
        reason = _reason(context, found.reason, filled)
        message = _message(template, {"reason": reason.text if reason else ""} | filled)
        remedy = _remedy(context, rule, found, filled)
    seen = evidence(context, found.evidence[:ENOUGH_EVIDENCE] if found.outcome is Outcome.PASSED else found.evidence)
    return model.Finding(
        rule=found.rule,
        title=context.say(rule.title),
        level=found.level,
        outcome=found.outcome,
        subject=found.subject,
        subject_label=_label(context, found, message, seen),
        beneficiary=found.beneficiary,
        message=message,
        remedy=remedy,
        arguments=said,
        evidence=seen,
        source=found.source,
        basis=found.basis,
        reason=reason,
        voices=of_finding(context, found) if found.outcome in _TO_SETTLE else (),
        sha256=found.sha256,
        decided=found.decision.action if found.decision else None,
        rejections=_rejections(context, rule) if found.outcome is Outcome.FAILED else (),
    )


def _rejections(context: Context, rule: Rule) -> tuple[model.Named, ...]:
    known = context.rulebook.rejections
    return tuple(model.Named(code=code, label=context.say(known[code].text)) for code in rule.rejection_reasons)


def _label(context: Context, found: Finding, message: str, seen: Iterable[Evidence]) -> str:
    """Name the subject, with the place of a piece unless the message or the evidence says it."""
    label = subject_label(context, found.subject)
    piece = context.pieces.get(found.subject.removeprefix("piece:"))
    if piece is None or piece.file in message or any(one.file == piece.file for one in seen):
        return label
    return f"{label}, {piece_place(context, piece)}"


def _worth_saying(found: Finding, template: str) -> Mapping[str, Said]:
    """Keep of what passed only what its message shows; of the rest, all: a remedy may show it too."""
    if found.outcome in _TO_SETTLE:
        return found.arguments
    return {name: found.arguments[name] for name in blanks(template) if name in found.arguments}


def _message(template: str, filled: Mapping[str, str]) -> str:
    if _REASON_AFTER_COLON.search(template):
        filled = {**filled, "reason": uncapitalised(filled["reason"])}
    return fill(template, filled).rstrip()


def _reason(context: Context, code: str | None, filled: Mapping[str, str]) -> Reason | None:
    if code is None:
        return None
    text = context.problem_texts.get(code)
    return Reason(code=code, text=context.say(text.words, filled) if text else code)


def _remedy(context: Context, rule: Rule, found: Finding, filled: Mapping[str, str]) -> str | None:
    if found.outcome not in _TO_SETTLE:
        return None
    text = context.problem_texts.get(found.reason or "")
    # What to do about an unread page is not what to do about a missing wording: a reason's own remedy is closer.
    if text and text.remedy[context.lang]:
        return context.say(text.remedy, filled)
    remedy = fill(no_break(rule.messages[context.lang]["remedy"], context.lang), filled)
    words = context.words["finding"]
    if found.outcome is Outcome.FAILED or DECISIONS_FILE in remedy or remedy.startswith(words["check"]):
        return remedy
    # The rule's remedy is for what fails; of what could not be checked nobody knows yet whether anything is wrong.
    return fill(words["look_first"], {"remedy": uncapitalised(remedy)})


def _causes(context: Context, inconclusive: Iterable[model.Finding]) -> tuple[model.Cause, ...]:
    grouped: dict[str, list[model.Finding]] = {}
    for finding in inconclusive:
        grouped.setdefault(finding.reason.code if finding.reason else UNSAID, []).append(finding)
    causes = (
        model.Cause(
            reason=Reason(code=code, text=_cause_text(context, code, findings)),
            number=len(findings),
            rules=tuple(sorted({finding.rule for finding in findings})),
        )
        for code, findings in grouped.items()
    )
    return tuple(sorted(causes, key=lambda cause: (-cause.number, cause.reason.code)))


def _cause_text(context: Context, code: str, findings: Iterable[model.Finding]) -> str:
    texts = {finding.reason.text for finding in findings if finding.reason}
    if not texts:
        return context.words["coverage"]["unsaid"]
    general = context.problem_texts.get(code)
    if len(texts) == 1 or general is None:
        return min(texts)
    return _ELLIPSIS.sub("…", context.say(general.words))
