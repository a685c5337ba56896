"""What makes a finding the same one in another run: its rule, its subject and the values seen, not where they stood."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.reporting.model import Finding, Report
from pipeline.reporting.seen import Argument
from validators.model import Outcome

OPEN = (Outcome.FAILED, Outcome.INCONCLUSIVE)
_OF_THE_DAY = ("moment", "today")  # arguments that say when the dossier was judged
_PUBLIC = ("beneficiary.finess", "beneficiary.siret")
_REDUCED = 4  # hexadecimal digits, 16 bits: see `_reduced`
_LENGTH = 32  # hexadecimal digits of a fingerprint


def fingerprinted(report: Report) -> Report:
    """Give every finding that failed or is inconclusive its fingerprint; no two of a report are the same."""
    own = _Identities(report)
    met: Counter[str] = Counter()
    findings = []
    for finding in report.findings:
        if finding.outcome in OPEN:
            content = own.of(finding)
            met[content] += 1
            finding = replace(finding, fingerprint=_digest(content, met[content]))
        findings.append(finding)
    return replace(report, findings=tuple(findings))


def dossier_key(report: Report) -> str:
    """Return what names a dossier from run to run: its kind, scheme and reference, hashed."""
    return _digest(report.kind.code, report.scheme.code if report.scheme else None, report.reference)


class _Identities:
    """What the subjects of one report are, whatever their files are called and in whatever order they come."""

    def __init__(self, report: Report) -> None:
        self._dossier = dossier_key(report)
        self._pieces = {f"piece:{piece.id}": piece.kind for piece in report.pieces}
        self._places = {piece.id for piece in report.pieces} | {file.path for file in report.files} | {"-"}
        self._owners = {one.key: _digest(one.id, _reduced(one.name)) for one in report.beneficiaries}
        for key, numbers in _declared_numbers(report).items():
            self._owners[key] = _digest(*sorted(numbers))

    def of(self, finding: Finding) -> str:
        """Return the content of a finding: where no value was seen, the bytes of the file it is about stand for it."""
        seen = sorted({(one.attribute, _reduced(one.value)) for one in finding.evidence})
        said = sorted((one.name, _reduced(one.value)) for one in self._stable(finding.arguments))
        about_file = finding.subject.startswith("file:")
        on_bytes = about_file or (finding.subject in self._pieces and not seen and not said)
        content = {
            "dossier": self._dossier,
            "rule": finding.rule,
            "owner": self._owners.get(finding.beneficiary or ""),
            "subject": self._pieces.get(finding.subject, finding.subject.partition(":")[0]),
            "reason": finding.reason.code if finding.reason else None,
            "seen": seen,
            "said": said,
            "bytes": finding.sha256 if on_bytes else None,
        }
        return json.dumps(content, sort_keys=True)

    def _stable(self, arguments: Iterable[Argument]) -> Iterator[Argument]:
        """Keep what is content: neither the day of judgement nor the names of files and pieces."""
        for one in arguments:
            if one.name not in _OF_THE_DAY and not self._places.issuperset(one.value.split(", ")):
                yield one


def _declared_numbers(report: Report) -> dict[str, set[str]]:
    """Return the public numbers that the request gives of its beneficiaries, by key."""
    found: dict[str, set[str]] = {}
    for claim in report.claims:
        if claim.attribute in _PUBLIC:
            for seen in claim.witnesses:
                if seen.how == "request_file":
                    found.setdefault(claim.subject, set()).add(seen.value)
    return found


def _reduced(value: str) -> str:
    """Keep 16 bits of a value.

    A whole hash of an IBAN or a name would give it back to whoever tries them all. Of 16 bits, thousands of millions of
    IBANs have the same, and a value that changed is taken for the old one once in 65,536 times.
    """
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:_REDUCED]


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:_LENGTH]
