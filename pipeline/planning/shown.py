"""A judged dossier beside its report as it may be shown, so that what is planned by keys is said in the right words."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.reporting.model import Finding, Report
from rules.addressees import Addressees
from rules.rulebook import Rulebook
from validators import model as judged
from validators.model import Dossier, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A judged dossier and its report as it may be shown: the same findings and beneficiaries in the same order."""

    dossier: Dossier
    report: Report  # as judged
    shown: Report  # the same, or masked
    rulebook: Rulebook
    addressees: Addressees
    moment: Moment
    hidden: bool

    @property
    def lang(self) -> str:
        """Return the language of the report."""
        return self.shown.lang

    def finding(self, one: judged.Finding) -> Finding:
        """Return a finding in words, as it may be shown."""
        places = (place for place, told in enumerate(self.report.findings) if _same(told, one))
        return self.shown.findings[next(places)]


def _same(told: Finding, one: judged.Finding) -> bool:
    return (told.rule, told.subject, told.outcome) == (one.rule, one.subject, one.outcome)
