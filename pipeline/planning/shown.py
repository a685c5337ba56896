"""A judged dossier beside its report as it may be shown, so that what is planned by keys is said in the right words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.reporting.model import Finding, Report
from pipeline.reporting.wording import beneficiary_text
from rules.addressees import Addressees
from rules.model import Scheme
from rules.rulebook import Rulebook
from validators import model as judged
from validators.context import Facts
from validators.model import Dossier, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A judged dossier in words that may be shown: masked, or as they are.

    `findings` are by rule, subject and outcome; `names`, `keys`, `files` and `pieces` lead from what the dossier has to
    what may be shown of it.
    """

    facts: Facts
    scheme: Scheme | None
    report: Report  # as it may be shown
    rulebook: Rulebook
    addressees: Addressees
    moment: Moment
    hidden: bool
    findings: Mapping[tuple[str, str, str], Finding]
    names: Mapping[str, str]  # of beneficiaries, by key
    keys: Mapping[str, str]  # of beneficiaries and pieces
    files: Mapping[str, str]

    @property
    def dossier(self) -> Dossier:
        """Return the dossier."""
        return self.facts.dossier

    @property
    def lang(self) -> str:
        """Return the language of the report."""
        return self.report.lang

    def finding(self, one: judged.Finding) -> Finding:
        """Return a finding in words, as it may be shown."""
        return self.findings[one.rule, one.subject, one.outcome]


def shown_as(
    dossier: Dossier,
    *,
    report: Report,
    shown: Report,
    rulebook: Rulebook,
    addressees: Addressees,
    moment: Moment,
    hidden: bool,
) -> Shown:
    """Pair a report with the same one as it may be shown: masking keeps the order of everything."""
    findings = zip(report.findings, shown.findings, strict=True)
    clients = list(zip(report.beneficiaries, shown.beneficiaries, strict=True))
    pieces = zip(report.pieces, shown.pieces, strict=True)
    files = zip(report.files, shown.files, strict=True)
    keys = {one.key: same.key for one, same in clients}
    keys |= {f"piece:{one.id}": f"piece:{same.id}" for one, same in pieces}
    return Shown(
        facts=Facts(dossier),
        scheme=rulebook.scheme(dossier.scheme) if dossier.scheme else None,
        report=shown,
        rulebook=rulebook,
        addressees=addressees,
        moment=moment,
        hidden=hidden,
        findings={(one.rule, one.subject, str(one.outcome)): same for one, same in findings},
        names={one.key: beneficiary_text(same.name, same.id) for one, same in clients},
        keys=keys,
        files={one.path: same.path for one, same in files},
    )
