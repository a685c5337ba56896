"""The repair plan: following it leaves no open blocking finding, no smaller set does, and nothing hopeless is promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.addressees import load_addressees
from tests.judgement_samples import book, client, dossier, fact, on, piece, request
from tests.judging import clean, with_defect
from validators.model import REQUEST, Decision, Dossier, Finding, Level, Outcome, Said
from validators.planning.model import RepairPlan, Target, What
from validators.planning.repair import repair_plan
from validators.planning.ways import case_of, is_open, needs_of
from validators.verdicts import Verdict, verdict_of

ADDRESSEES = load_addressees()
CLIENTS = [{"id": one, "name": f"Clinique {one}", "declared_excl_tax": "1000.00"} for one in ("C01", "C02")]
PIECES = [
    piece(kind, file=f"{kind}-{owner}.pdf", subject=f"beneficiary:{owner}")
    for kind in ("invoice", "va", "purchase_order")
    for owner in ("C01", "C02")
]
DOSSIER = dossier(request("balance", "MS2-DUI-VA1", beneficiaries=CLIENTS), *PIECES)
ON_PIECE = ("IT-01", "IT-11", "ME-04", "SI-02", "AM-02")
ON_CLIENT = ("IT-07", "AM-06", "PC-09")


def finding(rule: str, subject: str, outcome: Outcome = Outcome.FAILED, **changes: object) -> Finding:
    """Return a blocking finding of the shipped rules."""
    owner = next((one.subject for one in PIECES if subject == f"piece:{one.id}"), None)
    kind = {"kind": Said(value="va", attribute="piece.kind")} if rule == "PC-09" else {}
    settings: dict[str, object] = {
        "level": Level.BLOCKING,
        "beneficiary": owner or (subject if subject.startswith("beneficiary:") else None),
        "arguments": kind,
        "evidence": (),
        "reason": None,
        "source": "ROADMAP-FR",
        "basis": "sourced",
        "sha256": "a" * 64,
    }
    return Finding(rule=rule, outcome=outcome, subject=subject, **(settings | changes))  # type: ignore[arg-type]


def plan_of(findings: Sequence[Finding], about: Dossier = DOSSIER) -> RepairPlan:
    """Return the plan of some findings."""
    return repair_plan(about, findings, book(), ADDRESSEES, on(2024, 11, 14, 10))


def targets(plan: RepairPlan) -> set[Target]:
    """Return what a plan asks for."""
    return {action.target for action in plan.actions}


def left_open(findings: Sequence[Finding], plan: RepairPlan) -> list[Finding]:
    """Return the findings that stand open once the plan was followed."""
    settled = [one for action in plan.actions for one in action.findings] + list(plan.follows)
    return [one for one in findings if is_open(one) and one not in settled]


outcomes = st.sampled_from((Outcome.FAILED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.PASSED))
on_pieces = st.builds(
    finding, st.sampled_from(ON_PIECE), st.sampled_from([f"piece:{one.id}" for one in PIECES]), outcomes
)
on_clients = st.builds(
    finding, st.sampled_from(ON_CLIENT), st.sampled_from(["beneficiary:C01", "beneficiary:C02"]), outcomes
)
some_findings = st.lists(st.one_of(on_pieces, on_clients), max_size=7, unique_by=lambda one: (one.rule, one.subject))


@given(some_findings)
def test_following_the_plan_settles_all_and_nothing_less_does(findings: list[Finding]) -> None:
    """What is left once the plan is followed conforms, and every smaller set of things to do leaves a need open."""
    plan = plan_of(findings)
    case = case_of(DOSSIER, findings, book(), ADDRESSEES)
    needs = [need.options for one in findings if is_open(one) for need in needs_of(case, one)]

    assert left_open(findings, plan) == []
    assert all(targets(plan).intersection(options) for options in needs)
    possible = sorted({target for options in needs for target in options})
    for size in range(len(plan.actions)):
        assert not any(all(set(options) & set(some) for options in needs) for some in combinations(possible, size))


DEFECTS = (
    *("unsigned_va", "invoiced_above_declared", "other_iban", "other_supplier"),
    *("above_ceiling", "other_va_client", "order_at_zero", "advance_not_paid"),
)


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_of_a_real_dossier_is_settled(defect: str) -> None:
    """Of a generated dossier with one defect, the plan settles what failed, and what remains conforms."""
    _, judged = with_defect(defect, 3)
    findings = judged.judgement.findings
    plan = plan_of(findings, judged.dossier)

    assert plan.actions
    assert left_open(findings, plan) == []
    rest = [one for one in findings if not is_open(one)]
    assert verdict_of(rest) is Verdict.CONFORMING


def test_a_conforming_dossier_needs_nothing() -> None:
    """No action is made up for a dossier that may be deposited."""
    _, judged = clean(7, kind="balance")
    plan = plan_of(judged.judgement.findings, judged.dossier)
    assert (plan.actions, plan.follows, plan.hopeless) == ((), (), ())


def test_one_piece_settles_all_that_is_wrong_with_it() -> None:
    """Three rules broken on one VA are one thing to ask of the client, whose 70 % wait."""
    va = "piece:va-C01.pdf#1"
    plan = plan_of([finding("SI-02", va), finding("ME-04", va), finding("IT-11", va)])

    (action,) = plan.actions
    assert action.target == Target(what=What.PIECE, key="va", subject="beneficiary:C01")
    assert (action.addressee, action.source, action.files) == ("client", "FAQ-370", ("va-C01.pdf",))
    assert action.beneficiaries == ("beneficiary:C01",)
    assert action.stake is not None
    assert str(action.stake.amounts[0].euros) == "700.00"


def test_what_two_pieces_disagree_on_is_settled_by_the_one_that_must_change_anyway() -> None:
    """The client of the invoice is not that of the VA: either may change, so the VA that is unsigned is the one."""
    alone = plan_of([finding("IT-07", "beneficiary:C01")])
    both = plan_of([finding("IT-07", "beneficiary:C01"), finding("SI-02", "piece:va-C01.pdf#1")])

    assert [one.key for one in targets(alone)] == ["invoice"]
    assert [one.key for one in targets(both)] == ["va"]


def test_a_wrong_value_of_the_request_is_corrected_once_for_all_its_pieces() -> None:
    """Every piece names another SIRET than the request: the request is corrected, not every piece redone."""
    plan = plan_of([finding("IT-01", f"piece:{one.id}") for one in PIECES])
    assert targets(plan) == {Target(what=What.ENTRY, key="applicant.siret", subject=REQUEST)}


def test_a_value_that_other_pieces_agree_with_is_not_changed() -> None:
    """Where some pieces passed with the value of the request, changing it would break them: the pieces are redone."""
    failed = [finding("IT-01", f"piece:{one.id}") for one in PIECES[:2]]
    passed = [finding("IT-01", f"piece:{one.id}", Outcome.PASSED) for one in PIECES[2:]]
    assert {one.what for one in targets(plan_of([*failed, *passed]))} == {What.PIECE}


def test_what_is_only_open_is_looked_at_first() -> None:
    """A signature nobody could prove is looked at, not asked for again; once the piece is asked for, that settles it."""
    va = "piece:va-C01.pdf#1"
    unsure = finding("SI-02", va, Outcome.INCONCLUSIVE, reason="signature_not_proved")
    looked = plan_of([unsure])
    redone = plan_of([unsure, finding("ME-04", va)])

    assert [(one.what, one.subject) for one in targets(looked)] == [(What.LOOK, va)]
    assert looked.actions[0].addressee == "office"
    assert [one.what for one in targets(redone)] == [What.PIECE]


def test_what_is_only_open_never_has_the_request_changed() -> None:
    """Pictures that seem to name another SIRET are looked at: that the request is wrong, nobody knows yet."""
    unsure = [finding("IT-01", f"piece:{one.id}", Outcome.INCONCLUSIVE, reason="seen_on_pixels") for one in PIECES]
    assert {one.what for one in targets(plan_of(unsure))} == {What.LOOK}


def test_an_unread_file_that_may_hold_what_is_missing_is_replaced_once() -> None:
    """Two pieces that an unreadable file may hold, and the file itself: one thing to do."""
    unread = Said(value="va-C01.pdf")
    missing = [
        finding(
            "PC-09", f"beneficiary:{one}", Outcome.INCONCLUSIVE, reason="unread_may_hold_it", arguments={"file": unread}
        )
        for one in ("C01", "C02")
    ]
    plan = plan_of([*missing, finding("FI-01", "file:va-C01.pdf", Outcome.INCONCLUSIVE, reason="pages_not_read")])
    assert targets(plan) == {Target(what=What.FILE, key="va-C01.pdf", subject=REQUEST)}


def test_a_ceiling_nobody_could_read_is_one_document_to_fetch() -> None:
    """Forty clients without a known ceiling wait for one document."""
    asked = {"document": Said(value="MS2-DUI-VA1", attribute="ceiling_document")}
    unknown = [
        finding("AM-12", f"beneficiary:{one}", Outcome.INCONCLUSIVE, reason="ceiling_unknown", arguments=asked)
        for one in ("C01", "C02")
    ]
    plan = plan_of(unknown)
    assert targets(plan) == {Target(what=What.DOCUMENT, key="MS2-DUI-VA1", subject=REQUEST)}
    assert plan.actions[0].beneficiaries == ("beneficiary:C01", "beneficiary:C02")


def test_what_waits_for_another_control_follows_it() -> None:
    """A finding that hangs on an open one asks for nothing of its own; when that one is settled by a person, it does."""
    waiting = finding(
        "IT-03",
        "piece:rib.pdf#1",
        Outcome.INCONCLUSIVE,
        reason="need_not_passed",
        arguments={"need": Said(value="ID-02")},
    )
    wrong = finding("ID-02", REQUEST, evidence=(fact("applicant.iban", "FR00"),))
    decided = Decision(
        action="waive",
        rule="ID-02",
        subject=REQUEST,
        sha256="a" * 64,
        who="C. Martin",
        when=date(2024, 11, 1),
        reason="vu",
        expires=date(2025, 1, 1),
    )

    assert plan_of([wrong, waiting]).follows == (waiting,)
    assert plan_of([finding("ID-02", REQUEST, decision=decided), waiting]).follows == ()


def test_a_closed_window_is_not_repaired() -> None:
    """Nothing brings back a deadline: it is told apart, and no action claims to settle it."""
    late = finding("DA-01", REQUEST, reason="too_late")
    plan = plan_of([late, finding("SI-02", "piece:va-C01.pdf#1")])

    assert plan.hopeless == (late,)
    assert left_open([late], plan) == [late]
    assert [one.key for one in targets(plan)] == ["va"]


def test_only_what_blocks_is_planned() -> None:
    """Warnings and what a person settled ask for nothing."""
    warned = finding("PC-15", "piece:va-C01.pdf#1", level=Level.WARNING)
    assert plan_of([warned]).actions == ()


def test_each_wrong_source_is_corrected() -> None:
    """A wrong number in the request and on a piece is two things to do: one alone would leave it wrong."""
    wrong = piece("invoice", fact("applicant.siret", "73282932000075"))
    made = dossier(request("balance", "MS2-DUI-VA1", beneficiaries=client()), wrong)
    declared = next(claim for claim in made.claims if claim.attribute == "applicant.siret").facts
    plan = plan_of([finding("ID-01", REQUEST, evidence=declared)], made)

    assert {(one.what, one.key) for one in targets(plan)} == {
        (What.ENTRY, "applicant.siret"),
        (What.PIECE, "invoice"),
    }


def test_a_rule_the_data_does_not_know_still_gets_its_action() -> None:
    """A rule without a way of its own, about no piece or file, is put right by its remedy."""
    plan = plan_of([finding("XX-99", REQUEST)])
    assert targets(plan) == {Target(what=What.FIX, key="XX-99", subject=REQUEST)}
