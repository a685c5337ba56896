"""Good dossiers of every kind, scheme and role: conforming, without one false alarm."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from fixtures.evidence import ON, write_evidence
from fixtures.generator import KINDS
from fixtures.mutators.base import ALL
from fixtures.schemes import CODES
from rules.instants import PARIS
from tests.judgement_samples import book
from tests.judging import clean, found, gaps, judge_folder, settings, told
from validators.model import Level, Outcome, Verdict

ROUNDS = 2
ROLES = {"listing": ("publisher", "group_representative")}
USUAL_ROLES = ("publisher", "distributor")
CASES = [
    (kind, scheme, ROLES.get(kind, USUAL_ROLES)[(rank + step) % 2], 1000 * step + 20 * rank + place)
    for step in range(ROUNDS)
    for rank, scheme in enumerate(CODES)
    for place, kind in enumerate(KINDS)
]


def test_the_cases_are_of_every_sort() -> None:
    """More than fifty seeds; every scheme in every kind of request, every role in every kind that has it."""
    assert len({seed for *_, seed in CASES}) == len(CASES) >= 50
    assert {(kind, scheme) for kind, scheme, *_ in CASES} == {(kind, scheme) for kind in ALL for scheme in CODES}
    assert {(kind, role) for kind, _, role, _ in CASES} == {
        (kind, role) for kind in ALL for role in ROLES.get(kind, USUAL_ROLES)
    }


@pytest.mark.parametrize(("kind", "scheme", "role", "seed"), CASES)
def test_a_good_dossier_is_conforming(kind: str, scheme: str, role: str, seed: int) -> None:
    """No rule fails, not even as a warning, no blocking one is left open, and the verdict says so."""
    _, judged = clean(seed, kind=kind, scheme=scheme, role=role)
    alarms = found(judged, Outcome.FAILED) + found(judged, Outcome.INCONCLUSIVE, Level.BLOCKING)
    assert not alarms, told(judged, alarms)
    assert not gaps(judged)
    assert judged.judgement.verdict == Verdict.CONFORMING
    assert set(judged.judgement.beneficiary_verdicts.values()) <= {Verdict.CONFORMING}


def test_every_blocking_rule_passes_somewhere(tmp_path: Path) -> None:
    """No blocking rule is silent on every good dossier: not to apply is not to pass."""
    judged = [clean(seed, kind=kind, scheme=scheme, role=role)[1] for kind, scheme, role, seed in CASES]
    judged.append(clean(3, kind="funding", scheme="MDV-LGC-VA1", described=True)[1])
    folder, overlay = write_evidence(tmp_path)
    judged.append(judge_folder(folder, settings(datetime.fromisoformat(ON).replace(tzinfo=PARIS), overlay=overlay)))
    passed = {finding.rule for one in judged for finding in found(one, Outcome.PASSED)}
    beside_others = {"PF-01"}  # of a dossier judged alone nothing is asked; a batch is (tests/test_portfolio_batch.py)
    assert {rule.id for rule in book().rules.values() if rule.level == "blocking"} - passed == beside_others


@pytest.mark.parametrize(
    ("seed", "kind", "scheme"),
    [
        (19, "balance", "SAS-EDT-VA1"),  # « VSR – Vérification de service », and « régulier » on the next line
        (9022, None, None),  # a VAT number above a SIRET has as many characters as an IBAN
        (9057, None, None),  # « Prestation réalisée le » stands above the invoice's own date
        (9122, None, None),  # a doctor is named without his practice
        (9346, None, None),
        (9469, None, None),
        (8115, None, None),  # « selon votre / bon de commande n° 449. »: the end of a sentence is no title
    ],
)
def test_a_good_dossier_that_was_once_told_wrong_stays_good(seed: int, kind: str | None, scheme: str | None) -> None:
    """What a survey of many good dossiers found wrong is not found again."""
    _, judged = clean(seed, kind=kind, scheme=scheme)
    assert not found(judged, Outcome.FAILED)
    assert judged.judgement.verdict == Verdict.CONFORMING


@pytest.mark.parametrize("seed", range(3))
def test_a_pen_stroke_is_for_a_person_to_look_at(seed: int) -> None:
    """Orders signed by hand are nobody's fault: the dossier is to review for its signatures and for nothing else."""
    _, judged = clean(seed, kind="funding", signature="none")
    open_ones = found(judged, Outcome.FAILED) + found(judged, Outcome.INCONCLUSIVE, Level.BLOCKING)
    assert {finding.rule for finding in open_ones} <= {"SI-01", "SI-05"}, told(judged, open_ones)
    assert judged.judgement.verdict == Verdict.TO_REVIEW
