"""What other rules would make of reports that are archived: the verdicts that would change, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time
from enum import StrEnum

from pipeline.reporting.changes import change_entry, change_lines
from pipeline.reporting.masking import masked
from pipeline.reporting.model import JudgedOn, Report
from pipeline.reporting.rulebook_page import KINDS
from pipeline.reporting.wording import fill, visible
from pipeline.reporting.words import Words, load_words
from rules.instants import PARIS
from rules.rulebook import Rulebook
from rules.stated import Change
from validators.model import Level, Moment, Outcome, Verdict

SCHEMA_VERSION = 1


class How(StrEnum):
    """How much can be said of one archived report."""

    SAME_RULES = "same_rules"  # the very rules and program that judged it: nothing can change
    JUDGED_AGAIN = "judged_again"  # its folder was found, byte for byte, and judged by the other rules
    CANNOT_TELL = "cannot_tell"  # a report holds neither the text of the pieces nor the whole request


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What one finding was: enough to tell whether another is the same."""

    rule: str
    subject: str
    title: str
    label: str
    message: str
    level: Level
    outcome: Outcome
    decided: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """What is kept of an archived report, masked; `file` is where it lies."""

    file: str
    reference: str
    kind: str
    scheme: str | None
    digest: str
    rules: str
    tool: str
    judged_on: JudgedOn
    portfolio: str | None  # digest of the dossiers it was judged beside
    verdict: Verdict
    findings: tuple[Stand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One finding that is not the same; None where the rules make no such finding."""

    before: Stand | None
    after: Stand | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What other rules make of one archived report.

    `verdict` is None when it cannot be told; `why` holds what the two sets of rules state otherwise about this dossier,
    None when the rules it was judged by are not at hand.
    """

    archived: Archived
    how: How
    verdict: Verdict | None
    shifts: tuple[Shift, ...] = ()
    why: tuple[Change, ...] | None = None

    @property
    def changes(self) -> bool:
        """Tell whether the verdict would be another."""
        return self.verdict is not None and self.verdict != self.archived.verdict


def archived(report: Report, file: str) -> Archived:
    """Keep of a report what a comparison needs; personal values are masked."""
    hidden = masked(report)
    return Archived(
        file=file,
        reference=hidden.reference,
        kind=report.kind.code,
        scheme=report.scheme.code if report.scheme else None,
        digest=report.digest,
        rules=report.rules.digest,
        tool=report.tool.version,
        judged_on=report.judged_on,
        portfolio=report.portfolio.digest if report.portfolio else None,
        verdict=report.verdict,
        findings=tuple(
            Stand(
                rule=one.rule, subject=one.subject, title=one.title, label=one.subject_label, message=one.message,
                level=one.level, outcome=one.outcome, decided=one.decided,
            )
            for one in hidden.findings
        ),
    )  # fmt: skip


def moment_of(judged_on: JudgedOn) -> Moment:
    """Return the moment an archived report was judged as of."""
    at = datetime.fromisoformat(judged_on.at)
    if not judged_on.hour_known:
        at = datetime.combine(at.date(), time(12))
    return Moment(at=at.astimezone(PARIS) if at.tzinfo else at.replace(tzinfo=PARIS), hour_known=judged_on.hour_known)


def shifts(before: Archived, after: Archived) -> tuple[Shift, ...]:
    """Return the findings whose outcome, level or decision differ, and those that only one side makes.

    A finding that does not apply is as good as none.
    """
    old, new = _by_subject(before.findings), _by_subject(after.findings)
    found = (Shift(before=old.get(key), after=new.get(key)) for key in sorted(old.keys() | new.keys()))
    return tuple(one for one in found if _weight(one.before) != _weight(one.after))


def concerning(changes: Iterable[Change], report: Archived) -> tuple[Change, ...]:
    """Keep the changes that may touch a report's findings: of rules, and of its scheme for its kind of request."""
    applied = {one.rule for one in report.findings if one.outcome is not Outcome.NOT_APPLICABLE}
    known = {one.rule for one in report.findings}
    others = {kind for kind in KINDS if kind != report.kind}
    return tuple(
        one
        for one in changes
        if (one.of == report.scheme and one.detail.partition(" ")[0] not in others)
        or one.of in applied
        or one.aspect == "applies"
        or _is_new_rule(one, known)
    )


def impacts_text(impacts: Sequence[Impact], rulebook: Rulebook, lang: str) -> str:
    """Write what would change, report by report, and how many of each sort there are."""
    words = load_words(lang)
    lines = [line for one in impacts for line in (*_told(one, rulebook, words, lang), "")]
    unknown = [one for one in impacts if one.verdict is None]
    counts = {
        "changed": sum(one.changes for one in impacts),
        "same": sum(not one.changes for one in impacts) - len(unknown),
        "unknown": len(unknown),
    }
    lines.append(fill(words["impact"]["counts"], {name: str(number) for name, number in counts.items()}))
    if unknown:
        lines.append(words["impact"]["explained"])
    return visible("\n".join(lines) + "\n")


def impacts_json(impacts: Sequence[Impact], rulebook: Rulebook, lang: str) -> str:
    """Write what would change as one JSON document; `after` is null when it cannot be told, `why` when nobody knows."""
    document = {
        "schema": SCHEMA_VERSION,
        "rules": rulebook.digest,
        "reports": [
            {
                "file": one.archived.file,
                "reference": one.archived.reference,
                "how": one.how,
                "before": one.archived.verdict,
                "after": one.verdict,
                "findings": [
                    {"before": _stand_entry(shift.before), "after": _stand_entry(shift.after)} for shift in one.shifts
                ],
                "why": None if one.why is None else [change_entry(change, rulebook, lang) for change in one.why],
            }
            for one in impacts
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _stand_entry(stand: Stand | None) -> dict[str, object] | None:
    return None if stand is None else asdict(stand)


def _told(one: Impact, rulebook: Rulebook, words: Words, lang: str) -> list[str]:
    before = words["verdict"][one.archived.verdict]
    after = before if one.verdict is None else words["verdict"][one.verdict]
    lines = [f"{one.archived.reference}  {before} → {after}" if one.changes else f"{one.archived.reference}  {before}"]
    lines += [f"    {one.archived.file}", f"    {words['impact'][one.how]}"]
    for shift in one.shifts:
        lines += _shift_lines(shift, words)
    if one.how is How.SAME_RULES or (one.how is How.JUDGED_AGAIN and not one.shifts):
        return lines
    if one.why is None:
        return [*lines, f"    {words['impact']['rules_unknown']}"]
    lines.append(f"    {words['impact']['why' if one.why else 'nothing_stated']}")
    for change in one.why:
        first, *rest = change_lines(change, rulebook, words, lang)
        lines += [f"      {change.of}{first[3:]}", *rest]
    return lines


def _shift_lines(shift: Shift, words: Words) -> list[str]:
    stand = shift.after or shift.before
    assert stand is not None
    sides = " → ".join(_side(side, words) for side in (shift.before, shift.after))
    line = f"    {stand.rule}  {stand.title} – {stand.label}{words['language']['colon']} {sides}"
    return [line, f"        {stand.message}"] if shift.after and stand.message else [line]


def _side(stand: Stand | None, words: Words) -> str:
    if stand is None or stand.outcome is Outcome.NOT_APPLICABLE:
        return words["outcome"][Outcome.NOT_APPLICABLE]
    told = [words["outcome"][stand.outcome], words["level"][stand.level]]
    return ", ".join([*told, words["decisions"][stand.decided]] if stand.decided else told)


def _by_subject(findings: Iterable[Stand]) -> dict[tuple[str, str], Stand]:
    return {(one.rule, one.subject): one for one in findings}


def _weight(stand: Stand | None) -> tuple[Level, Outcome, str | None] | None:
    if stand is None or stand.outcome is Outcome.NOT_APPLICABLE:
        return None
    return stand.level, stand.outcome, stand.decided


def _is_new_rule(change: Change, known: set[str]) -> bool:
    return change.aspect == "version" and change.of not in known
