"""How a report is read: findings by gravity and rule, what to do next, where a value was seen, decisions to paste."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.reporting.evidence import EvidenceTable
from pipeline.reporting.known import Compared
from pipeline.reporting.model import DecisionUsed, Finding, Named, Report
from pipeline.reporting.seen import Reason, Sighting, Source, Voice
from pipeline.reporting.wording import UNSEEN, beneficiary_text, day_text, fill
from pipeline.reporting.words import Words, plural
from validators.model import Level, Outcome

_NOT_WORD = re.compile(r"[\W_]+")
_SEPARATE_REMEDIES = 3  # of one rule; beyond, they are gathered under the rule's title


class Gravity(StrEnum):
    """In what order findings are read, the worst first."""

    BLOCKING_FAILED = "blocking_failed"
    BLOCKING_OPEN = "blocking_open"
    WARNING_FAILED = "warning_failed"
    WARNING_OPEN = "warning_open"
    INFO = "info"
    DECIDED = "decided"
    PASSED = "passed"
    NOT_APPLICABLE = "not_applicable"


SHOWN = (Gravity.BLOCKING_FAILED, Gravity.BLOCKING_OPEN, Gravity.WARNING_FAILED, Gravity.WARNING_OPEN, Gravity.INFO)
# What hangs on another control is settled by settling that one.
_WAITS = "need_not_passed"
TO_DO = (Gravity.BLOCKING_FAILED, Gravity.BLOCKING_OPEN, Gravity.WARNING_FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGroup:
    """The findings of one rule and gravity; message, reason and remedy are set when all of them have the same."""

    rule: str
    title: str
    level: Level
    sources: tuple[Source, ...]
    message: str | None
    reason: Reason | None
    remedy: str | None
    rejections: tuple[Named, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: for which rules and subjects; `parts` when the remedies differ, each with its subjects."""

    gravity: Gravity
    text: str
    rules: tuple[str, ...]
    subjects: tuple[str, ...]
    everyone: bool = False  # all the beneficiaries, when there are several
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


def gravity(finding: Finding) -> Gravity:
    """Say how soon a finding has to be read."""
    if finding.outcome is Outcome.NOT_APPLICABLE:
        return Gravity.NOT_APPLICABLE
    if finding.outcome is Outcome.PASSED:
        return Gravity.PASSED
    if finding.decided:
        return Gravity.DECIDED
    if finding.level is Level.INFO:
        return Gravity.INFO
    failed = finding.outcome is Outcome.FAILED
    if finding.level is Level.BLOCKING:
        return Gravity.BLOCKING_FAILED if failed else Gravity.BLOCKING_OPEN
    return Gravity.WARNING_FAILED if failed else Gravity.WARNING_OPEN


def by_gravity(report: Report) -> dict[Gravity, tuple[RuleGroup, ...]]:
    """Gather the findings by gravity, then by rule; every gravity is there, empty or not.

    Of what does not apply nothing is told but how many there are.
    """
    sorted_out: dict[Gravity, list[Finding]] = {grade: [] for grade in Gravity}
    for finding in report.findings:
        if finding.outcome is not Outcome.NOT_APPLICABLE:
            sorted_out[gravity(finding)].append(finding)
    sources = {source.key: source for source in report.sources}
    return {
        grade: tuple(_rule_group(found, sources) for found in _gather(findings, lambda finding: finding.rule))
        for grade, findings in sorted_out.items()
    }


def numbers(report: Report, groups: Mapping[Gravity, tuple[RuleGroup, ...]]) -> Mapping[Gravity, int]:
    """Count the findings of a report and of its groups by gravity; every gravity is there."""
    found = {grade: sum(len(group.findings) for group in groups[grade]) for grade in Gravity}
    return found | {Gravity.NOT_APPLICABLE: len(report.findings) - sum(found.values())}


def next_steps(report: Report, groups: Mapping[Gravity, tuple[RuleGroup, ...]]) -> tuple[Step, ...]:
    """List what to do, the worst first; one remedy for forty subjects is one step that names them."""
    names = {one.key: beneficiary_text(one.name, one.id) for one in report.beneficiaries}
    steps: list[Step] = []
    for grade in TO_DO:
        loose: list[Finding] = []
        for group in groups[grade]:
            findings = tuple(one for one in group.findings if one.reason is None or one.reason.code != _WAITS)
            remedies = _gather(findings, _to_do)
            if len(remedies) > _SEPARATE_REMEDIES:
                parts = tuple((_to_do(same[0]), _subjects(names, same)) for same in remedies)
                steps.append(_step(names, grade, group.title, findings, parts))
            else:
                loose.extend(findings)
        steps += [_step(names, grade, _to_do(same[0]), same) for same in _gather(loose, _to_do)]
    return tuple(sorted(steps, key=lambda step: (TO_DO.index(step.gravity), step.rules)))


def where(seen: Sighting, words: Words) -> str:
    """Say where a value was seen: « commandes/B07.pdf, page 2 »."""
    if seen.page is None:
        return seen.file
    return fill(words["seen"]["page"], {"file": seen.file, "page": str(seen.page)})


def how(seen: Sighting, words: Words) -> str:
    """Say in brackets how a value was read and how surely, nothing for the sure text of a PDF."""
    manner, _, engine = seen.how.partition(":")
    told = [] if manner == "text_layer" else [fill(words["how"].get(manner, seen.how), {"engine": engine})]
    if seen.confidence < 1:
        # Rounded down: 99.6 % sure must not read as certain.
        told.append(fill(words["seen"]["confidence"], {"percent": str(int(seen.confidence * 100))}))
    return f" ({', '.join(told)})" if told else ""


def beside(voice: Voice, words: Words, lang: str) -> str:
    """Say how alone a witness is: « , seul témoin », « ; 8 autres disent de même », nothing in between."""
    if voice.alone:
        return words["voices"]["alone"]
    return plural(words["voices"]["others"], voice.others, lang) if voice.others else ""


def quotes(seen: Sighting) -> bool:
    """Say whether the words seen tell more than the value: not when only spaces and punctuation differ."""
    return bool(seen.words) and _NOT_WORD.sub("", seen.words) != _NOT_WORD.sub("", seen.text)


def baseline_text(compared: Compared, words: Words, lang: str) -> str:
    """Count the open findings by how they stand to the baseline: « 1 nouveau, 3 déjà connus, 2 disparus »."""
    numbers = (
        ("numbers_new", compared.new),
        ("numbers_worse", compared.worse),
        ("numbers_known", compared.known),
        ("numbers_gone", len(compared.gone)),
    )
    return ", ".join(plural(words["baseline"][name], number, lang) for name, number in numbers)


def evidence_counts(table: EvidenceTable, words: Words) -> str:
    """Count the lines of a requirement list whose evidence is there and opens, apart from those that a person settled."""
    passed = [line for line in table.lines if line.state is Outcome.PASSED]
    decided = sum(line.decided for line in passed)
    numbers = {"covered": str(len(passed) - decided), "expected": str(len(table.lines)), "decided": str(decided)}
    return fill(words["evidence"]["counts_decided" if decided else "counts"], numbers)


def shared_standing(group: RuleGroup) -> str | None:
    """Return how all the findings of a group stand to the baseline; None when they differ or there is no baseline."""
    standings = {finding.baseline for finding in group.findings}
    return standings.pop() if len(standings) == 1 else None


def decision_text(decision: DecisionUsed, words: Words, lang: str) -> str:
    """Say who decided what, when and why."""
    said = {
        "action": words["decisions"][decision.action],
        "who": decision.who,
        "when": day_text(decision.when, lang),
        "reason": decision.reason,
    }
    return fill(words["decisions"]["sentence"], said)


def decision_block(finding: Finding, words: Words) -> str:
    """Write the `decisions.toml` entry that would settle a finding; who, when, why and until when are left to fill."""
    action = "waive" if finding.outcome is Outcome.FAILED else "confirm"
    entries = {"action": action, "rule": finding.rule, "subject": finding.subject, "sha256": finding.sha256}
    lines = ["[[decision]]"]
    lines += [f"{name} = {_toml_string(value)}" for name, value in entries.items()]
    lines += [f'{name} = ""  # {words["decide"][name]}' for name in ("who", "when", "reason", "expires")]
    return "\n".join(lines)


def _rule_group(findings: tuple[Finding, ...], sources: Mapping[str, Source]) -> RuleGroup:
    first = findings[0]
    cited = dict.fromkeys([(finding.source, finding.basis) for finding in findings])
    return RuleGroup(
        rule=first.rule,
        title=first.title,
        level=first.level,
        sources=tuple(_as_sure(sources[key], basis) for key, basis in cited),
        message=first.message if len({finding.message for finding in findings}) == 1 else None,
        reason=first.reason if len({finding.reason for finding in findings}) == 1 else None,
        remedy=first.remedy if len({finding.remedy for finding in findings}) == 1 else None,
        rejections=tuple(dict.fromkeys(one for finding in findings for one in finding.rejections)),
        findings=findings,
    )


def _as_sure(source: Source, basis: str) -> Source:
    return source if source.basis == basis else replace(source, basis=basis)


def _step(
    names: Mapping[str, str],
    grade: Gravity,
    text: str,
    findings: tuple[Finding, ...],
    parts: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Step:
    return Step(
        gravity=grade,
        text=text,
        rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
        subjects=_subjects(names, findings),
        everyone=len(names) > 1 and {finding.beneficiary for finding in findings} == set(names),
        parts=parts,
    )


def _gather(findings: Iterable[Finding], key: Callable[[Finding], str]) -> tuple[tuple[Finding, ...], ...]:
    gathered: dict[str, list[Finding]] = {}
    for finding in findings:
        gathered.setdefault(key(finding), []).append(finding)
    return tuple(tuple(same) for same in gathered.values())


def _to_do(finding: Finding) -> str:
    return finding.remedy or finding.title


def _subjects(names: Mapping[str, str], findings: Iterable[Finding]) -> tuple[str, ...]:
    """Say for whom something is to be done: the beneficiaries rather than their pieces."""
    return tuple(dict.fromkeys(names.get(finding.beneficiary or "", finding.subject_label) for finding in findings))


def _toml_string(text: str) -> str:
    # A JSON string is a TOML basic string, but for what TOML or a reader would not take as it is.
    quoted = json.dumps(text, ensure_ascii=False)
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04X}", quoted)
