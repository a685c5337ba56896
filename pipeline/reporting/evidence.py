"""The table of a requirement list: each line with its files and how it stands, and the files of no line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from validators.evidence import Expected
from validators.model import Dossier, Finding, Level, Outcome

_WORST = (Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.PASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """A line of the list: what is expected, the files that are its evidence, the worst that blocks it or them.

    `decided` tells that a person settled what was open or failed.
    """

    subject: str
    requirement: str
    scenario: str
    expected: str
    line: int
    files: tuple[str, ...]
    state: Outcome
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceTable:
    """The list by the name of its file, its lines in its order, and the files that are evidence of none."""

    list_file: str
    lines: tuple[EvidenceLine, ...]
    loose: tuple[str, ...]


def tell_evidence(dossier: Dossier, findings: Sequence[Finding]) -> EvidenceTable | None:
    """Return the table of a judged dossier; None when no requirement list says what is expected."""
    if dossier.evidence is None:
        return None
    read_as = {file.path: file.duplicate_of or file.path for file in dossier.files}  # of two copies one is opened
    about: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.level is Level.BLOCKING and finding.outcome in _WORST:
            about.setdefault(finding.subject, []).append(finding)
    return EvidenceTable(
        list_file=dossier.evidence.list_file,
        lines=tuple(_line(one, about, read_as) for one in dossier.evidence.expected),
        loose=dossier.evidence.loose,
    )


def _line(expected: Expected, about: Mapping[str, list[Finding]], read_as: Mapping[str, str]) -> EvidenceLine:
    subject, requirement = f"requirement:{expected.key}", expected.requirement
    subjects = (subject, *(f"file:{read_as[path]}" for path in expected.files))
    found = [finding for one in subjects for finding in about.get(one, ())]
    outcomes = {finding.outcome for finding in found if finding.decision is None}
    return EvidenceLine(
        subject=subject,
        requirement=requirement.number,
        scenario=requirement.scenario,
        expected=requirement.evidence,
        line=requirement.line,
        files=expected.files,
        state=next((outcome for outcome in _WORST if outcome in outcomes), Outcome.PASSED),
        decided=any(finding.decision for finding in found),
    )
