"""Dossiers with known defects and their plans in words, for the tests of what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from pipeline.planning.model import Plan
from pipeline.planning.tell import Told, gather, tell_dossier
from pipeline.reporting.masking import masked
from pipeline.stages import Judged
from rules.instants import PARIS
from tests.judging import judge_folder, rulebook, settings
from validators.model import Moment

DOSSIERS = Path(__file__).parent.parent / "fixtures" / "dossiers"
ON = datetime(2024, 11, 14, 10, tzinfo=PARIS)
MOMENT = Moment(at=ON, hour_known=True)


@cache
def judged(name: str, lang: str = "fr", *, fictional: bool = True) -> Judged:
    """Return a committed dossier, judged; without the fictional ceilings the shipped rules leave them unknown."""
    chosen = settings(ON, lang=lang) if fictional else settings(ON, lang=lang, overlay=None)
    return judge_folder(DOSSIERS / name, chosen)


def told(name: str, lang: str = "fr", *, hidden: bool = False, fictional: bool = True) -> Told:
    """Return the plan of one dossier."""
    one = judged(name, lang, fictional=fictional)
    return tell_dossier(
        one.dossier,
        one.judgement.findings,
        report=one.report,
        shown=masked(one.report) if hidden else one.report,
        rulebook=rulebook() if fictional else rulebook(None),
        moment=MOMENT,
        hidden=hidden,
    )


def plan(names: Sequence[str], lang: str = "fr", *, hidden: bool = False, fictional: bool = True) -> Plan:
    """Return the plan of several dossiers."""
    return gather((told(name, lang, hidden=hidden, fictional=fictional) for name in names), lang=lang, version="0.1.0")
