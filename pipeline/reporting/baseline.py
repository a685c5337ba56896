"""What was wrong before and is known: a file that a run is compared with, so that only what is new or worse counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from pipeline.reporting.fingerprints import OPEN, dossier_key
from pipeline.reporting.known import Compared, KnownFinding
from pipeline.reporting.masking import masked_reference
from pipeline.reporting.model import Finding, Report
from validators.model import Level, Outcome, Verdict

SCHEMA_VERSION = 1
SCHEMA_FILE = Path(__file__).with_name("baseline.schema.json")
_GRAVITY = {Level.INFO: 0, Level.WARNING: 1, Level.BLOCKING: 2}


class BaselineError(ValueError):
    """A file that is no baseline, or one of another version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDossier:
    """A dossier of the baseline; `reference` is for people, masked, `key` is what it is found by."""

    key: str
    reference: str
    findings: tuple[KnownFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """All that was known, by dossier."""

    schema: int
    dossiers: tuple[KnownDossier, ...]


def known_dossier(report: Report) -> KnownDossier:
    """Return what a baseline keeps of a report: what is open and that nobody has decided."""
    found = (
        KnownFinding(
            rule=one.rule, title=one.title, level=one.level, outcome=one.outcome, fingerprint=one.fingerprint or ""
        )
        for one in report.findings
        if is_open(one)
    )
    ordered = tuple(sorted(found, key=lambda one: (one.rule, one.fingerprint)))
    return KnownDossier(key=dossier_key(report), reference=masked_reference(report), findings=ordered)


def compared(report: Report, baseline: Baseline | None) -> Report:
    """Say of each open finding whether it is known, new or worse, and what is gone; the verdict stays what it is."""
    if baseline is None:
        return report
    key = dossier_key(report)
    known = {one.fingerprint: one for dossier in baseline.dossiers if dossier.key == key for one in dossier.findings}
    findings = tuple(replace(one, baseline=_standing(one, known)) if is_open(one) else one for one in report.findings)
    still = {one.fingerprint for one in report.findings if is_open(one)}
    told = Compared(
        known=sum(one.baseline == "known" for one in findings),
        new=sum(one.baseline == "new" for one in findings),
        worse=sum(one.baseline == "worse" for one in findings),
        gone=tuple(one for one in known.values() if one.fingerprint not in still),
    )
    return replace(report, findings=findings, baseline=told)


def counted_verdict(report: Report) -> Verdict:
    """Return the verdict that counts for the exit code: that of what the baseline does not know."""
    blocking = [one for one in report.findings if is_open(one) and one.level == Level.BLOCKING]
    if report.baseline is None or not blocking:
        return Verdict(report.verdict)
    outcomes = {one.outcome for one in blocking if one.baseline != "known"}
    if Outcome.FAILED in outcomes:
        return Verdict.NON_CONFORMING
    return Verdict.TO_REVIEW if outcomes else Verdict.CONFORMING


def is_open(finding: Finding) -> bool:
    """Tell whether a finding failed or is inconclusive, and nobody has decided it."""
    return finding.outcome in OPEN and not finding.decided


def baseline_json(dossiers: Iterable[KnownDossier]) -> bytes:
    """Write a baseline: the same findings give the same bytes, a line for each."""
    ordered = sorted(dossiers, key=lambda one: (one.reference, one.key))
    tree = msgspec.to_builtins(Baseline(schema=SCHEMA_VERSION, dossiers=tuple(ordered)))
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def read_baseline(content: bytes) -> Baseline:
    """Read a baseline back. Raises BaselineError, with what is wrong."""
    try:
        baseline = msgspec.json.decode(content, type=Baseline)
    except msgspec.DecodeError as error:  # not JSON, or JSON of another shape
        raise BaselineError(str(error)) from error
    if baseline.schema != SCHEMA_VERSION:
        raise BaselineError(f"schema {baseline.schema}")
    return baseline


def _standing(finding: Finding, known: Mapping[str, KnownFinding]) -> str:
    before = known.get(finding.fingerprint or "")
    if before is None:
        return "new"
    failed_now = finding.outcome == Outcome.FAILED and before.outcome != Outcome.FAILED
    return "worse" if failed_now or _GRAVITY[finding.level] > _GRAVITY[before.level] else "known"
