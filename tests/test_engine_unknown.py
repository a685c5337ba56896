"""Never passed for what was not really checked: what is missing, unread, unclear, guessed or only derived stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.generator import generate
from rules.problems import load_problems
from tests.judgement_samples import (
    ANSWERS,
    SIRET,
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
    record,
    request,
    rule,
)
from tests.judging import judge_sample
from validators import engine
from validators.model import Fate, Outcome, Piece, Problem, SignatureField, Verdict
from validators.signature import DigitalSignature, Integrity


@given(st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=6), st.booleans())
def test_without_a_request_file_nothing_is_conforming(names: list[str], confirmed: bool) -> None:
    """Whatever the rules answer and a person confirms, a folder without request file is at most to review."""
    rules = [rule(name, id=f"XX-{index:02d}") for index, name in enumerate(names)]
    settles = tuple(decision("confirm", rule=one.id) for one in rules) if confirmed else ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "CHECKS", ANSWERS)
        case = dossier({}, request_file=None, decisions=settles)
        assert judged(case, book_of(*rules)).verdict != Verdict.CONFORMING
        declared = judged(replace(case, request_file="request.toml"), book_of(*rules))
    outcomes = {one.outcome for one in declared.findings if one.decision is None} - {Outcome.NOT_APPLICABLE}
    alive = any(one.outcome != Outcome.NOT_APPLICABLE for one in declared.findings)
    assert (declared.verdict == Verdict.CONFORMING) == (alive and outcomes <= {Outcome.PASSED})


def test_confirming_everything_does_not_replace_the_request_file() -> None:
    """A person may confirm what the shipped rules leave open; what is asked for is still said by nobody."""
    bare = dossier({}, piece("va", text="verification d'aptitude"), request_file=None, kind="balance")
    every = tuple(
        decision("confirm", rule=one.rule, subject=one.subject, sha256=one.sha256) for one in judged(bare).findings
    )
    after = judged(replace(bare, decisions=every))
    assert not [one for one in after.findings if one.outcome == Outcome.INCONCLUSIVE and one.decision is None]
    assert after.verdict != Verdict.CONFORMING


def test_a_kind_of_request_that_was_guessed_is_no_request() -> None:
    """A request file that does not say what is asked leaves DO-01 open, whatever the pieces look like."""
    declared = request()
    del declared["kind"]
    (found,) = findings(dossier(declared), "DO-01")
    assert (found.outcome, found.reason) == (Outcome.INCONCLUSIVE, "not_declared")
    assert found.arguments["key"].value == "kind"


def test_a_ceiling_nobody_could_read_leaves_the_dossier_to_review_and_names_the_document() -> None:
    """Without the overlay no amount passes for within the ceiling, and the report says what to fetch."""
    sample = generate(18, kind="funding", scheme="MS1-DUI-VA1")
    without = judge_sample(sample, overlay=None)
    assert without.judgement.verdict == Verdict.TO_REVIEW
    (told,) = {one.message for one in without.report.findings if one.rule == "AM-08"}
    assert book().schemes["MS1-DUI-VA1"].ceiling_document["fr"] in told.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("derived", "confirmed", "same"),
    [
        ((), Outcome.PASSED, Outcome.PASSED),
        (("beneficiaries.C01.order_amount_excl_tax",), Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE),
    ],
)
def test_a_value_that_init_derived_is_no_witness(derived: tuple[str, ...], confirmed: Outcome, same: Outcome) -> None:
    """An amount that was copied from the order does not prove that the order says what was declared."""
    declared = request(beneficiaries=client(order_amount_excl_tax="9000.00"))
    declared["derived_from"] = dict.fromkeys(derived, "purchase_order.pdf")
    case = dossier(declared, piece("purchase_order", fact("order.segur_excl_tax", euros("9000.00"))))
    outcomes = {one.rule: one.outcome for one in judged(case).findings}
    assert (outcomes["DO-01"], outcomes["AM-13"]) == (confirmed, same)


def test_no_rule_passes_on_a_derived_value_alone() -> None:
    """A request that was copied whole from the pieces passes no rule that compares it with them."""
    order = piece("purchase_order", fact("order.segur_excl_tax", euros("9000.00")), fact("applicant.siret", SIRET))
    declared = request(beneficiaries=client(order_amount_excl_tax="9000.00"))
    keys = (
        "applicant.siret",
        "beneficiaries.C01.order_amount_excl_tax",
        "beneficiaries.C01.siret",
        "solution.listed_on",
    )
    asked = ("AM-13", "IT-01", "IT-02", "IT-05", "DA-07")
    before = {one.outcome for one in judged(dossier(declared, order)).findings if one.rule in asked}
    declared["derived_from"] = dict.fromkeys(keys, "purchase_order.pdf")
    after = {one.outcome for one in judged(dossier(declared, order)).findings if one.rule in asked}
    assert Outcome.PASSED in before
    assert after <= {Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE}


@pytest.mark.parametrize(("margin", "outcome"), [(0.1, Outcome.INCONCLUSIVE), (0.9, Outcome.FAILED)])
def test_a_piece_of_uncertain_kind_decides_nothing(margin: float, outcome: Outcome) -> None:
    """An order that may be a quote neither passes nor fails the rules about orders; nor is it missing."""
    unclear = piece("purchase_order", text="bon pour accord", margin=margin, runner_up="quote")
    case = dossier(request(), unclear)
    (wording,) = findings(case, "ME-01")
    (presence,) = findings(case, "PC-07")
    assert wording.outcome == outcome
    assert presence.outcome == (Outcome.INCONCLUSIVE if margin < 0.2 else Outcome.PASSED)


@pytest.mark.parametrize(
    ("files", "outcome"),
    [
        ((), Outcome.FAILED),
        ((record("scan.pdf", fate=Fate.UNREADABLE, problems=(Problem(code="child_timeout"),)),), Outcome.INCONCLUSIVE),
        (
            (record("photo.jpg", fate=Fate.UNREADABLE, problems=(Problem(code="image_damaged"),)),),
            Outcome.INCONCLUSIVE,
        ),
        ((record("long.pdf", problems=(Problem(code="too_many_pages"),)),), Outcome.INCONCLUSIVE),
        ((record("notes.txt", fate=Fate.SET_ASIDE),), Outcome.FAILED),
    ],
)
def test_a_piece_is_missing_only_when_every_file_was_read(files: tuple[Any, ...], outcome: Outcome) -> None:
    """A file that was not read, in whole or in part, may hold the piece: it is not said to be missing."""
    (found,) = findings(dossier(request(), files=files), "PC-07")
    assert found.outcome == outcome


def test_pages_without_text_may_hold_the_missing_piece() -> None:
    """An image inside a PDF that was read leaves the presence of another piece open."""
    scan = piece("invoice", file="scan.pdf", unread_pages=(2,))
    (found,) = findings(dossier(request("balance"), scan), "PC-09")
    assert (found.outcome, found.reason) == (Outcome.INCONCLUSIVE, "unread_may_hold_it")


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "amount": st.decimals("-10", "200000", places=2),
    "rate": st.sampled_from([euros("20"), euros("8.5"), euros("0")]),
    "date": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
}
WORDS = st.sampled_from(
    ["", "x", "F-118", SIRET, SIRET[:9], "FR44732829320", "Clinique des Glycines", "Cas 1", "@", "0"]
)


PROOFS = [DigitalSignature(integrity=integrity, signer="A", changed_pages=(1,)) for integrity in Integrity]


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    """Return a piece of any kind, of anybody, that says anything."""
    attributes = draw(st.lists(st.sampled_from(sorted(book().attributes)), max_size=8))
    facts = [
        fact(name, draw(VALUES.get(book().attributes[name].type, WORDS)), confidence=draw(st.sampled_from([1.0, 0.5])))
        for name in attributes
    ]
    return piece(
        draw(st.sampled_from([*sorted(book().kinds), "other"])),
        *facts,
        file=draw(st.sampled_from(["a.pdf", "b.pdf"])),
        text=draw(st.sampled_from(["", "iban", "mss @", "clinique des glycines", "sous reserve de referencement"])),
        subject=draw(st.sampled_from([None, "request", "beneficiary:C01"])),
        margin=draw(st.sampled_from([1.0, 0.1])),
        runner_up=draw(st.sampled_from([None, "invoice"])),
        unread_pages=draw(st.sampled_from([(), (1,)])),
        signatures=draw(
            st.sampled_from(
                [
                    (),
                    (SignatureField(filled=True, page=0),),
                    (SignatureField(filled=False, page=1),),
                    *((SignatureField(filled=True, page=1, signature=proof),) for proof in PROOFS),
                ]
            )
        ),
    )


@given(
    st.lists(pieces(), max_size=4, unique_by=lambda one: one.id),
    st.sampled_from(["listing", "enrolment", "funding", "balance"]),
    st.sampled_from([*sorted(book().schemes), "HOP-DPI-VA9", None]),
)
def test_whatever_the_pieces_say_every_doubt_has_a_reason(those: list[Piece], kind: str, scheme: str | None) -> None:
    """No piece, however odd, makes judgement stumble; what stays open says why, and only what is settled conforms."""
    result = judged(dossier(request(kind, scheme=scheme), *those))
    open_ones = [one for one in result.findings if one.outcome == Outcome.INCONCLUSIVE]
    assert all(one.reason in load_problems() for one in open_ones)
    assert all(one.reason is None or one.reason in load_problems() for one in result.findings)
    unsettled = [
        one
        for one in result.findings
        if one.level == "blocking" and one.outcome in (Outcome.FAILED, Outcome.INCONCLUSIVE)
    ]
    assert (result.verdict == Verdict.CONFORMING) == (not unsettled)
