"""What the rules of a dossier are applied to, and what a rule found of all that a subject belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.model import Rule
from validators.context import Subject
from validators.model import REQUEST, Dossier, Finding, Outcome, Piece


def all_subjects(dossier: Dossier) -> Mapping[str, Sequence[Subject]]:
    """Return what the rules of each sort are applied to."""
    expected = dossier.evidence.expected if dossier.evidence else ()
    return {
        "request": [Subject(key=REQUEST)],
        "beneficiary": [Subject(key=one.key, beneficiary=one) for one in dossier.beneficiaries],
        "file": [Subject(key=f"file:{file.path}", file=file) for file in dossier.files],
        "piece": [Subject(key=f"piece:{piece.id}", piece=piece) for piece in dossier.pieces],
        "requirement": [Subject(key=f"requirement:{one.key}", expected=one) for one in expected],
    }


def subjects_of(rule: Rule, among: Mapping[str, Sequence[Subject]]) -> Sequence[Subject]:
    """Return the subjects that a rule is for."""
    subjects = among[rule.subject]
    if rule.subject != "piece":
        return subjects
    return [subject for subject in subjects if subject.piece and subject.piece.kind in rule.pieces]


class Outcomes:
    """The outcomes of a rule that others need, by what its findings are about."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._about: dict[str | None, set[Outcome]] = {}
        self._beneficiary: dict[str | None, set[Outcome]] = {}
        for finding in findings:
            self._about.setdefault(finding.subject, set()).add(finding.outcome)
            self._beneficiary.setdefault(finding.beneficiary, set()).add(finding.outcome)
        self._besides_files = {one.outcome for one in findings if not one.subject.startswith("file:")}

    def related(self, subject: Subject) -> set[Outcome]:
        """Return the outcomes for a subject and for what it belongs to; for the request, of all but the files."""
        outcomes = self._about.get(subject.key, set()) | self._about.get(REQUEST, set())
        if subject.piece is not None:
            return outcomes.union(*(self._about.get(key, ()) for key in _home(subject.piece)))
        if subject.beneficiary is not None:
            return outcomes | self._beneficiary.get(subject.key, set())
        return self._besides_files if subject.key == REQUEST else outcomes


def _home(piece: Piece) -> tuple[str | None, str]:
    return piece.subject, f"file:{piece.file}"
