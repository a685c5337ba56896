"""Judgement: what findings amount to, what a rule needs and is for, how much it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.instants import PARIS
from rules.model import Applies
from rules.rulebook import Rulebook
from tests.judgement_samples import (
    ANSWERS,
    book,
    book_of,
    client,
    decision,
    dossier,
    euros,
    fact,
    findings,
    judged,
    piece,
    request,
    rule,
    version,
)
from validators import engine
from validators.context import Context, failed, passed
from validators.model import REQUEST, Answer, Decision, Finding, Level, Moment, Outcome, Verdict
from validators.verdicts import verdict_of


@pytest.fixture
def _answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the checks `passed`, `failed`… which answer what they are called."""
    monkeypatch.setattr(engine, "CHECKS", ANSWERS)


def finding(level: Level, outcome: Outcome, decision: Decision | None = None) -> Finding:
    """Return a finding about the request."""
    return Finding(
        rule="XX-01",
        outcome=outcome,
        level=level,
        subject=REQUEST,
        beneficiary=None,
        arguments={},
        evidence=(),
        reason=None,
        source="SURE",
        basis="sourced",
        sha256="d" * 64,
        decision=decision,
    )


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(Level),
        st.sampled_from(Outcome),
        st.sampled_from([None, None, decision("confirm")]),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ((), Verdict.TO_REVIEW),
        ((Outcome.NOT_APPLICABLE,), Verdict.TO_REVIEW),
        ((Outcome.PASSED,), Verdict.CONFORMING),
        ((Outcome.PASSED, Outcome.NOT_APPLICABLE), Verdict.CONFORMING),
        ((Outcome.PASSED, Outcome.INCONCLUSIVE), Verdict.TO_REVIEW),
        ((Outcome.INCONCLUSIVE, Outcome.FAILED), Verdict.NON_CONFORMING),
    ],
)
def test_a_verdict_weighs_the_blocking_findings(outcomes: tuple[Outcome, ...], verdict: Verdict) -> None:
    """One failure refuses, one doubt asks for a look, nothing that applies proves nothing."""
    assert verdict_of([finding(Level.BLOCKING, outcome) for outcome in outcomes]) == verdict


@given(FINDINGS)
def test_conforming_means_that_every_blocking_rule_that_applies_is_settled(those: list[Finding]) -> None:
    """No set of findings is conforming with a blocking one failed, in doubt, or with none that applies."""
    blocking = [one for one in those if one.level == Level.BLOCKING and one.outcome != Outcome.NOT_APPLICABLE]
    unsettled = [one for one in blocking if one.outcome != Outcome.PASSED and one.decision is None]
    assert (verdict_of(those) == Verdict.CONFORMING) == (bool(blocking) and not unsettled)
    assert (verdict_of(those) == Verdict.NON_CONFORMING) == any(one.outcome == Outcome.FAILED for one in unsettled)


@given(FINDINGS, st.randoms())
def test_a_verdict_depends_neither_on_order_nor_on_warnings(those: list[Finding], chance: Any) -> None:
    """Shuffling findings or taking the warnings out changes no verdict."""
    shuffled = list(those)
    chance.shuffle(shuffled)
    assert verdict_of(shuffled) == verdict_of(those)
    assert verdict_of([one for one in those if one.level == Level.BLOCKING]) == verdict_of(those)


@pytest.mark.usefixtures("_answers")
@pytest.mark.parametrize(
    ("need", "outcome"),
    [
        ("passed", Outcome.PASSED),
        ("failed", Outcome.INCONCLUSIVE),
        ("inconclusive", Outcome.INCONCLUSIVE),
        ("not_applicable", Outcome.NOT_APPLICABLE),
    ],
)
def test_a_rule_waits_for_what_it_needs(need: str, outcome: Outcome) -> None:
    """A need that did not pass leaves a rule open and named; one that does not apply takes it along."""
    rules = book_of(rule(need, id="AA-01"), rule("passed", id="ZZ-01", needs=("AA-01",)))
    (found,) = findings(dossier(request()), "ZZ-01", rules=rules)
    assert found.outcome == outcome
    assert (found.reason == "need_not_passed") == (outcome == Outcome.INCONCLUSIVE)
    assert not found.arguments or found.arguments["need"].value == "AA-01"


@pytest.mark.parametrize(
    ("about", "needed", "waiting"),
    [
        ("piece", "piece", ["piece:b.pdf#1"]),
        ("piece", "file", ["piece:b.pdf#1"]),
        ("piece", "beneficiary", ["piece:b.pdf#1"]),
        ("piece", "request", ["piece:a.pdf#1", "piece:b.pdf#1"]),
        ("beneficiary", "piece", ["beneficiary:C02"]),
        ("beneficiary", "beneficiary", ["beneficiary:C02"]),
        ("beneficiary", "request", ["beneficiary:C01", "beneficiary:C02"]),
        ("beneficiary", "file", []),
        ("request", "piece", ["request"]),
        ("request", "beneficiary", ["request"]),
        ("request", "file", []),
        ("file", "file", ["file:b.pdf"]),
    ],
)
def test_a_need_counts_for_what_it_is_about(
    about: str, needed: str, waiting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect of one client, piece or file holds back the rules about it and about what it belongs to, no others."""

    def fails_on_second(context: Context) -> Answer:
        subject = context.subject.key
        return failed() if subject in ("request", "beneficiary:C02", "piece:b.pdf#1", "file:b.pdf") else passed()

    monkeypatch.setattr(engine, "CHECKS", {"fails_on_second": fails_on_second, **ANSWERS})
    rules = book_of(
        rule("fails_on_second", id="AA-01", subject=needed, pieces=("invoice",) if needed == "piece" else ()),
        rule("passed", id="ZZ-01", subject=about, pieces=("invoice",) if about == "piece" else (), needs=("AA-01",)),
    )
    second = piece("invoice", file="b.pdf", subject="beneficiary:C02")
    two = [*client(), {"id": "C02", "name": "EHPAD Les Lilas"}]
    case = dossier(request("balance", beneficiaries=two), piece("invoice", file="a.pdf"), second)
    held = [one.subject for one in findings(case, "ZZ-01", rules=rules) if one.outcome == Outcome.INCONCLUSIVE]
    assert held == waiting


@pytest.mark.usefixtures("_answers")
@pytest.mark.parametrize(
    ("source", "basis", "level"),
    [
        ("SURE", None, Level.BLOCKING),
        ("LAYER", None, Level.BLOCKING),
        ("PRESS", None, Level.WARNING),
        ("GUESS", None, Level.WARNING),
        ("SURE", "inferred", Level.WARNING),
        ("SURE", "secondary", Level.WARNING),
        ("GUESS", "sourced", Level.BLOCKING),
    ],
)
def test_what_no_text_says_for_sure_never_blocks(source: str, basis: str | None, level: Level) -> None:
    """A blocking rule on a press article or a deduction warns; on an official text or the user's overlay it blocks."""
    rules = book_of(rule("failed", versions=(version(source=source, basis=basis),)))
    result = judged(dossier(request()), rules)
    assert result.findings[0].level == level
    assert (result.verdict == Verdict.NON_CONFORMING) == (level == Level.BLOCKING)


@pytest.mark.parametrize(("basis", "level"), [("secondary", Level.WARNING), ("overlay", Level.BLOCKING)])
def test_a_value_is_as_sure_as_its_own_text(basis: str, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ceiling read in the press does not block, though the rule about ceilings does; one of the overlay blocks."""
    key = {"secondary": "PRESS", "overlay": "LAYER"}[basis]
    monkeypatch.setattr(engine, "CHECKS", {"found": lambda context: replace(failed(), source=key)})
    assert judged(dossier(request()), book_of(rule("found"))).findings[0].level == level


@pytest.mark.usefixtures("_answers")
@pytest.mark.parametrize(
    ("own", "scheme", "level"),
    [("blocking", "warning", Level.WARNING), ("warning", "blocking", Level.BLOCKING), ("blocking", None, "blocking")],
)
def test_a_scheme_may_weigh_a_rule_otherwise(own: str, scheme: str | None, level: str) -> None:
    """The level that a scheme's own file gives to a rule holds for its requests, and for no others."""
    rules = _with_levels(book_of(rule("failed", level=own)), {"XX-01": scheme} if scheme else {})
    assert judged(dossier(request(scheme="HOP-DPI-VA2")), rules).findings[0].level == level
    assert judged(dossier(request(scheme="MS1-DUI-VA1")), rules).findings[0].level == own


@pytest.mark.usefixtures("_answers")
def test_a_scheme_cannot_make_a_guess_block() -> None:
    """A rule on an inferred text warns even where a scheme calls it blocking."""
    rules = _with_levels(
        book_of(rule("failed", level="warning", versions=(version(source="GUESS"),))), {"XX-01": "blocking"}
    )
    assert judged(dossier(request()), rules).findings[0].level == Level.WARNING


def _with_levels(rules: Rulebook, levels: Mapping[str, str]) -> Rulebook:
    changed = replace(rules.schemes["HOP-DPI-VA2"], levels=levels)
    return replace(rules, schemes={**rules.schemes, "HOP-DPI-VA2": changed})


@pytest.mark.usefixtures("_answers")
@pytest.mark.parametrize(
    ("applies", "changes", "outcome", "reason"),
    [
        (Applies(kinds=("balance",)), {}, Outcome.NOT_APPLICABLE, None),
        (Applies(kinds=("funding",)), {}, Outcome.PASSED, None),
        (Applies(lanes=("HOP",)), {}, Outcome.PASSED, None),
        (Applies(lanes=("PHA",)), {}, Outcome.NOT_APPLICABLE, None),
        (Applies(lanes=("HOP",)), {"scheme": None}, Outcome.INCONCLUSIVE, "no_scheme"),
        (Applies(waves=(1,)), {}, Outcome.NOT_APPLICABLE, None),
        (Applies(schemes=("HOP-DPI-VA2",)), {"scheme": "SONS Hop-Dpi-Va2"}, Outcome.PASSED, None),
        (Applies(schemes=("HOP-DPI-VA2",)), {"scheme": "HOP-DPI-VA9"}, Outcome.INCONCLUSIVE, "no_scheme"),
        (Applies(roles=("distributor",)), {}, Outcome.NOT_APPLICABLE, None),
        (Applies(roles=("distributor",)), {"role": None}, Outcome.INCONCLUSIVE, "role_unknown"),
    ],
)
def test_a_rule_is_for_the_requests_it_names(
    applies: Applies, changes: Mapping[str, Any], outcome: Outcome, reason: str | None
) -> None:
    """What would tell whether a rule applies and is not known leaves it open instead of leaving it out."""
    (found,) = judged(dossier(request(), **changes), book_of(rule("passed", applies=applies))).findings
    assert (found.outcome, found.reason) == (outcome, reason)


@pytest.mark.usefixtures("_answers")
def test_coverage_adds_up_and_names_its_causes() -> None:
    """What applied is what was executed and what stayed open; the open ones are counted by cause."""
    rules = [rule(name, id=f"XX-{index:02d}") for index, name in enumerate((*ANSWERS, "inconclusive"))]
    coverage = judged(dossier(request()), book_of(*rules)).coverage
    assert (coverage.applicable, coverage.executed, coverage.inconclusive) == (4, 2, 2)
    assert coverage.causes == {"several_values": 2}


def test_each_beneficiary_has_a_verdict_of_its_own() -> None:
    """A missing order refuses its client, not the others; the request as a whole is refused."""
    two = [*client(), {"id": "C02", "name": "Hôpital Saint-Roch", "finess": "750712184"}]
    order = piece(
        "purchase_order",
        fact("order.segur_excl_tax", euros("9000.00")),
        fact("order.date", date(2024, 6, 1)),
        text="montant pris en charge par l'etat au titre du segur de la sante",
    )
    result = judged(dossier(request(beneficiaries=two), order))
    assert result.beneficiary_verdicts["beneficiary:C02"] == Verdict.NON_CONFORMING
    assert result.beneficiary_verdicts["beneficiary:C01"] != Verdict.NON_CONFORMING
    assert result.verdict == Verdict.NON_CONFORMING


@given(st.integers(min_value=-400, max_value=400))
def test_the_same_values_always_give_the_same_judgement(days: int) -> None:
    """Judging twice as of one moment gives equal judgements, whatever the day."""
    moment = Moment(at=datetime(2024, 10, 15, 12, tzinfo=PARIS) + timedelta(days=days), hour_known=True)
    case = dossier(request(), piece("purchase_order", text="bon de commande"))
    assert judged(case, moment=moment) == judged(case, moment=moment)


def test_every_shipped_rule_is_asked_of_every_dossier() -> None:
    """No rule is silently left out: each gives at least one finding, if only that it does not apply."""
    for kind in ("listing", "enrolment", "funding", "balance"):
        assert {one.rule for one in judged(dossier(request(kind))).findings} == set(book().rules)


@pytest.mark.parametrize(("how", "outcome"), [("text_layer", Outcome.FAILED), ("ocr:tesseract", Outcome.INCONCLUSIVE)])
def test_what_was_read_from_pixels_fails_nothing(how: str, outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that what stands on a page makes fail is left open when it was read from pixels: a person looks first."""
    seen = fact("invoice.number", "F-118")
    seen = replace(seen, witness=replace(seen.witness, how=how, confidence=0.95))
    monkeypatch.setitem(engine.CHECKS, "pixels", lambda context: failed((seen,)))  # type: ignore[arg-type]

    (found,) = judged(dossier(request()), book_of(rule("pixels"))).findings

    assert found.outcome == outcome
    assert found.evidence == (seen,)
    assert (found.reason == "seen_on_pixels") == (outcome == Outcome.INCONCLUSIVE)


def test_a_scanned_piece_fails_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule about a piece that was read from pixels does not fail either, whatever it rests on."""
    monkeypatch.setitem(engine.CHECKS, "pixels", lambda context: failed())  # type: ignore[arg-type]
    scan = piece("invoice", ocr_pages=(1,))

    found = judged(
        dossier(request("balance"), scan), book_of(rule("pixels", subject="piece", pieces=("invoice",)))
    ).findings

    assert [one.outcome for one in found] == [Outcome.INCONCLUSIVE]
