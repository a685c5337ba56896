"""Each defect of the fixtures makes its own rule fail, at its level, and no other blocking rule."""

from __future__ import annotations

from functools import cache

import pytest

from fixtures.defects import rules_of
from fixtures.generator import generate
from fixtures.mutators import EVERY, OUTSIDE
from fixtures.sample import Sample
from tests.judgement_samples import book
from tests.judging import found, gaps, judge_sample, told, with_defect
from validators.model import Finding, Level, Outcome, Verdict

SEEDS = (17, 40)  # the second one for the first kind of request of each defect
# Where the first fitting sample after the usual seed does not show the defect, and why.
OTHER_SEEDS: dict[tuple[str, str], tuple[int, ...]] = {
    ("other_order_reference", "balance"): (17, 42),  # of the usual one's invoice the order's number is not read
}
SURE = {"sourced", "overlay"}


def cases() -> list[tuple[str, str, int]]:
    """Return every defect, for every kind of request that it fits, with its seeds."""
    listed = []
    for name, mutator in EVERY.items():
        for rank, kind in enumerate(mutator.kinds):
            if rules_of(name, kind):
                seeds = OTHER_SEEDS.get((name, kind), SEEDS if rank == 0 else SEEDS[:1])
                listed += [(name, kind, seed) for seed in seeds]
    return listed


def level_of(finding: Finding) -> Level:
    """Return how much a failure weighs: what no text says for sure warns, whatever the rule is called."""
    level = Level(book().rules[finding.rule].level)
    return Level.WARNING if level == Level.BLOCKING and finding.basis not in SURE else level


@pytest.mark.parametrize(("name", "kind", "seed"), cases())
def test_a_defect_breaks_its_rule_and_no_other_blocking_one(name: str, kind: str, seed: int) -> None:
    """The rule fails at its level and not on the clean twin, every other blocking rule holds or waits, the verdict follows."""
    clean, bad = with_defect(name, seed, kind)
    expected = rules_of(name, kind)
    before = {(one.rule, one.subject) for one in found(clean, Outcome.FAILED)}
    failures = [one for one in found(bad, Outcome.FAILED) if (one.rule, one.subject) not in before]
    broken = [one for one in failures if one.rule in expected]
    assert broken, told(bad, failures + found(bad, Outcome.INCONCLUSIVE)) or "nothing was found"
    assert len({one.rule for one in broken}) == 1
    assert [one.level for one in broken] == [level_of(one) for one in broken]
    others = [one for one in failures if one.rule not in expected and one.level == Level.BLOCKING]
    assert not others, told(bad, others)
    of_rule = [one for one in clean.judgement.findings if one.rule == broken[0].rule]
    outcomes = {one.outcome for one in of_rule}
    assert Outcome.FAILED not in outcomes, told(clean, of_rule)
    assert name not in OUTSIDE or Outcome.PASSED in outcomes, told(clean, of_rule)
    assert not gaps(bad)
    blocks = broken[0].level == Level.BLOCKING
    assert (bad.judgement.verdict == Verdict.NON_CONFORMING) == (
        blocks or clean.judgement.verdict == Verdict.NON_CONFORMING
    )


SAS = "SAS-EDT-VA1"  # the care access service pays its publisher: its texts ask for no order, invoice or VA

OTHER_SAS_SEEDS = {
    ("other_va_client", "balance"): 18,  # so is the client
}


def sample_of_care_access(name: str, kind: str) -> Sample | None:
    """Return the first request of the care access service that can have that defect."""
    wants = {key: value for key, value in EVERY[name].wants.items() if value is True}
    first = OTHER_SAS_SEEDS.get((name, kind), SEEDS[0])
    drawn = (drawn_for_care_access(seed, kind, tuple(sorted(wants))) for seed in range(first, first + 24))
    return next((one for one in drawn if EVERY[name].applicable(one)), None)


@cache
def drawn_for_care_access(seed: int, kind: str, wants: tuple[str, ...]) -> Sample:
    """Draw a request of the care access service."""
    return generate(seed, kind=kind, scheme=SAS, **dict.fromkeys(wants, True))


def is_asked(rule: str) -> bool:
    """Tell whether a rule is for the requests of the care access service."""
    applies = book().rules[rule].applies
    return (not applies.lanes or "SAS" in applies.lanes) and (not applies.schemes or SAS in applies.schemes)


CARE_ACCESS = [
    (name, kind)
    for name, mutator in EVERY.items()
    for kind in mutator.kinds
    if rules_of(name, kind) and sample_of_care_access(name, kind)
]


def test_most_defects_are_tried_on_the_care_access_service() -> None:
    """Left out are those of several clients, of doctors, of other lanes' pieces and windows."""
    assert len(CARE_ACCESS) > 180
    assert {is_asked(rule) for name, kind in CARE_ACCESS for rule in rules_of(name, kind)} == {True, False}


@pytest.mark.parametrize(("name", "kind"), CARE_ACCESS)
def test_a_request_of_the_care_access_service_is_judged_by_its_own_rules(name: str, kind: str) -> None:
    """What its texts ask for is asked, its paid advance included; an order, an invoice or a VA is not."""
    sample = sample_of_care_access(name, kind)
    assert sample is not None
    expected = rules_of(name, kind)
    bad = judge_sample(EVERY[name].apply(sample, 17))
    failures = found(bad, Outcome.FAILED)
    assert any(one.rule in expected for one in failures) == any(map(is_asked, expected)), told(bad, failures)
    others = [one for one in failures if one.rule not in expected and one.level == Level.BLOCKING]
    assert not others, told(bad, others)
