"""The report for a terminal: the verdict, what fails or is open with what to do about it, and the counts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.reporting import view
from pipeline.reporting.evidence import EvidenceTable
from pipeline.reporting.model import Finding, Report
from pipeline.reporting.seen import Reason
from pipeline.reporting.view import SHOWN, Gravity, RuleGroup
from pipeline.reporting.wording import fill, visible
from pipeline.reporting.words import Words, load_words, plural
from validators.model import Outcome, Verdict

_NARROWEST = 40
_INDENT = " " * 9  # below what follows the rule's id
_MANY = 6  # subjects of one rule; the others are counted, and named in the other formats
_PLACES = 3  # of the evidence of one finding

_SIGNS = {Verdict.CONFORMING: "✓", Verdict.TO_REVIEW: "?", Verdict.NON_CONFORMING: "✗"}
_TONES = {Verdict.CONFORMING: "green", Verdict.TO_REVIEW: "yellow", Verdict.NON_CONFORMING: "red"}
_GRADES = {
    Gravity.BLOCKING_FAILED: ("✗", "red"),
    Gravity.BLOCKING_OPEN: ("?", "yellow"),
    Gravity.WARNING_FAILED: ("!", "blue"),
    Gravity.WARNING_OPEN: ("?", "blue"),
    Gravity.INFO: ("i", "blue"),
}
_STATES = {Outcome.PASSED: ("✓", "green"), Outcome.INCONCLUSIVE: ("?", "yellow"), Outcome.FAILED: ("✗", "red")}
_WIDEST_KEY = 24  # columns of a requirement's number
Tones = tuple[str, ...]
_CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "faint": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Screen:
    """How wide to write, in colour or not, in which language."""

    width: int
    colour: bool
    words: Words
    lang: str

    def paint(self, text: str, tones: Tones) -> str:
        if not self.colour or not tones:
            return text
        return f"\x1b[{';'.join(_CODES[tone] for tone in tones)}m{text}\x1b[0m"

    def wrap(self, text: str, lead: str = "", *, lead_tones: Tones = (), tones: Tones = ()) -> Iterator[str]:
        """Break a text beside its lead; nothing in the text itself can paint the screen."""
        lines = textwrap.wrap(visible(text), width=max(self.width, _NARROWEST) - len(lead), break_on_hyphens=False)
        for number, line in enumerate(lines or [""]):
            yield (self.paint(lead, lead_tones) if number == 0 else " " * len(lead)) + self.paint(line, tones)


def render_text(report: Report, *, colour: bool, width: int) -> str:
    """Write a report for a terminal of so many columns; mask it first when others may read along."""
    screen = _Screen(width=width, colour=colour, words=load_words(report.lang), lang=report.lang)
    groups = view.by_gravity(report)
    lines = [*_head(screen, report), *_evidence(screen, report.evidence)]
    for grade in SHOWN:
        for group in groups[grade]:
            lines += ["", *_rule(screen, grade, group)]
    decided = [finding for group in groups[Gravity.DECIDED] for finding in group.findings]
    if decided:
        lines += ["", *_decisions(screen, report)]
    lines += ["", *_by_hand(screen, report), *_counts(screen, report, groups), *_baseline(screen, report)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(screen: _Screen, report: Report) -> Iterator[str]:
    verdict = f"{_SIGNS[report.verdict]} {screen.words['verdict'][report.verdict].upper()}  "
    yield from screen.wrap(report.reference, verdict, lead_tones=(_TONES[report.verdict], "bold"), tones=("bold",))
    about = [report.kind.label]
    if report.scheme is not None:
        about.append(report.scheme.code)
    if report.beneficiaries:
        about.append(plural(screen.words["beneficiaries"]["summary"], len(report.beneficiaries), screen.lang))
    yield from screen.wrap(" · ".join(about), "  ", tones=("faint",))
    if report.request_file is None:
        yield from screen.wrap(screen.words["meaning"]["no_request"], "  ")
    for problem in report.problems:
        yield from screen.wrap(f"{problem.text} {problem.remedy or ''}", "! ", lead_tones=("yellow", "bold"))


def _evidence(screen: _Screen, table: EvidenceTable | None) -> Iterator[str]:
    if table is None:
        return
    words = screen.words["evidence"]
    yield ""
    yield from screen.wrap(view.evidence_counts(table, screen.words), "  ", tones=("bold",))
    widest = min(_WIDEST_KEY, max(len(visible(line.requirement)) for line in table.lines))
    for line in table.lines:
        sign, tone = _STATES[line.state]
        name = " ".join(part for part in (line.requirement.ljust(widest), line.scenario) if part)
        files = ", ".join(line.files) or words["none"]
        settled = f" ({words['decided']})" if line.decided else ""
        yield from screen.wrap(f"{name} · {files}{settled}", f"  {sign} ", lead_tones=(tone,))
    for file in table.loose:
        yield from screen.wrap(
            f"{words['loose']}{screen.words['language']['colon']} {file}", "  ! ", lead_tones=("blue",)
        )


def _rule(screen: _Screen, grade: Gravity, group: RuleGroup) -> Iterator[str]:
    sign, tone = _GRADES[grade]
    alone = len(group.findings) == 1
    title = f"{group.title} · {screen.words['gravity'][grade].lower()}"
    shared = view.shared_standing(group)
    if shared:
        title += f" · {screen.words['baseline'][shared]}"
    yield from screen.wrap(title, f"{sign} {group.rule:<7}", lead_tones=(tone, "bold"), tones=("bold",))
    if not alone:
        yield from screen.wrap(group.message, _INDENT) if group.message else ()
        yield from _reason(screen, group.reason, group.findings[0].message)
    for reason in group.rejections:
        told = fill(screen.words["finding"]["rejection"], {"code": reason.code, "label": reason.label})
        yield from screen.wrap(told, _INDENT, tones=("faint",))
    for finding in group.findings[:_MANY]:
        yield from _finding(screen, finding, group, alone=alone)
    if len(group.findings) > _MANY:
        more = plural(screen.words["finding"]["more"], len(group.findings) - _MANY, screen.lang)
        yield from screen.wrap(more, _INDENT, tones=("faint",))
    yield from _remedy(screen, group.remedy)


def _finding(screen: _Screen, finding: Finding, group: RuleGroup, *, alone: bool) -> Iterator[str]:
    about = "" if finding.subject == "request" else finding.subject_label
    message = "" if group.message and not alone else finding.message or finding.title
    colon = f"{screen.words['language']['colon']} " if about and message else ""
    mixed = finding.baseline if view.shared_standing(group) is None else None
    standing = f" [{screen.words['baseline'][mixed]}]" if mixed else ""
    if about or message:
        yield from screen.wrap(f"{about}{standing}{colon}{message}".lstrip(), _INDENT)
    if alone or group.reason is None:
        yield from _reason(screen, finding.reason, finding.message)
    for voice in finding.voices[:_PLACES]:
        seen, beside = voice.seen, view.beside(voice, screen.words, screen.lang)
        place = f"{seen.text} – {view.where(seen, screen.words)}{view.how(seen, screen.words)}{beside}"
        yield from screen.wrap(place, f"{_INDENT}↳ ", lead_tones=("faint",), tones=("faint",))
    if group.remedy is None:
        yield from _remedy(screen, finding.remedy)


def _reason(screen: _Screen, reason: Reason | None, message: str) -> Iterator[str]:
    if reason and reason.text.lower() not in message.lower():
        yield from screen.wrap(reason.text, _INDENT)


def _remedy(screen: _Screen, remedy: str | None) -> Iterator[str]:
    if remedy:
        yield from screen.wrap(remedy, f"{_INDENT}→ ", lead_tones=("green", "bold"))


def _decisions(screen: _Screen, report: Report) -> Iterator[str]:
    for decision in report.decisions:
        if decision.used:
            told = view.decision_text(decision, screen.words, screen.lang)
            yield from screen.wrap(decision.subject_label, f"✎ {decision.rule:<7}", lead_tones=("blue", "bold"))
            yield from screen.wrap(told, _INDENT)


def _baseline(screen: _Screen, report: Report) -> Iterator[str]:
    if report.baseline is not None:
        words = screen.words["baseline"]
        told = view.baseline_text(report.baseline, screen.words, screen.lang)
        yield from screen.wrap(f"{words['heading']}{screen.words['language']['colon']} {told}", "  ")
        for gone in report.baseline.gone:
            yield from screen.wrap(f"{words['gone']} {gone.title}", f"− {gone.rule:<7}", lead_tones=("faint",))


def _by_hand(screen: _Screen, report: Report) -> Iterator[str]:
    if report.to_check_by_hand:
        told = plural(screen.words["terminal"]["by_hand"], len(report.to_check_by_hand), screen.lang)
        yield from screen.wrap(told, "☞ ", lead_tones=("blue", "bold"))


def _counts(screen: _Screen, report: Report, groups: Mapping[Gravity, tuple[RuleGroup, ...]]) -> Iterator[str]:
    numbers = view.numbers(report, groups)
    warnings = numbers[Gravity.WARNING_FAILED] + numbers[Gravity.WARNING_OPEN]
    told = (
        ("failed", numbers[Gravity.BLOCKING_FAILED]),
        ("to_review", numbers[Gravity.BLOCKING_OPEN]),
        ("warnings", warnings),
        ("decided", numbers[Gravity.DECIDED]),
        ("passed", numbers[Gravity.PASSED]),
        ("not_applicable", numbers[Gravity.NOT_APPLICABLE]),
    )
    counted = ", ".join(plural(screen.words["terminal"][name], number, screen.lang) for name, number in told if number)
    coverage = fill(
        screen.words["coverage"]["short"],
        {"executed": str(report.coverage.executed), "applicable": str(report.coverage.applicable)},
    )
    sign = f"{_SIGNS[report.verdict]} "
    yield from screen.wrap(f"{counted} ({coverage})", sign, lead_tones=(_TONES[report.verdict], "bold"))
