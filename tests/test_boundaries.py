"""At a boundary, of one cent, one day, one minute, one missing witness, the rule it belongs to flips, and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.instants import PARIS
from rules.model import Ceiling, Window
from rules.rulebook import Rulebook
from rules.windows import window_in_force
from tests.judgement_samples import NOON, book, client, dossier, fact, judged, on, piece, request
from tests.test_checks_amounts import with_ceilings
from validators.model import Dossier, Moment, Outcome, Piece, Value

PASSED, FAILED, OPEN = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE
CENT, DAY, MINUTE = Decimal("0.01"), timedelta(days=1), timedelta(minutes=1)
TODAY = NOON.at.date()
euros = st.integers(min_value=100, max_value=10**9).map(lambda cents: Decimal(cents) / 100)
Case = tuple[Dossier, Moment]


def outcomes(case: Case, rules: Rulebook | None) -> dict[tuple[str, str], Outcome]:
    """Return what every rule finds, by rule and subject."""
    found = judged(case[0], rules, case[1]).findings
    return {(one.rule, one.subject): one.outcome for one in found}


def flipped(first: Case, second: Case, rules: Rulebook | None = None) -> dict[str, tuple[Outcome, Outcome]]:
    """Return the rules that answer otherwise of the second case than of the first."""
    before, after = outcomes(first, rules), outcomes(second, rules)
    return {
        rule: (before[rule, subject], after[rule, subject])
        for rule, subject in before.keys() & after.keys()
        if before[rule, subject] != after[rule, subject]
    }


def of(*pieces: Piece, kind: str = "balance", scheme: str = "HOP-DPI-VA1", **more: Any) -> Case:
    """Return a request with these pieces, judged on 15 October 2024 at noon."""
    return dossier(request(kind, scheme, **more), *pieces), NOON


def paper(kind: str, **facts: Value) -> Piece:
    """Return a piece that says these things: `order_segur_excl_tax` is read as order.segur_excl_tax."""
    return piece(kind, *(fact(name.replace("_", ".", 1), value) for name, value in facts.items()))


# --- one cent --------------------------------------------------------------------------------------------------------


@given(euros, st.sampled_from(["order_segur_excl_tax", "order_segur_incl_tax"]))
def test_one_cent_above_the_ceiling(ceiling: Decimal, name: str) -> None:
    """The ceiling before tax, and with tax at 20 % to the cent, both hold; one cent more is refused for that alone."""
    taxed = (ceiling * Decimal("1.2")).quantize(CENT, ROUND_HALF_UP)
    limit = ceiling if name.endswith("excl_tax") else taxed
    rules = with_ceilings(Ceiling(excl_tax=ceiling, source="IND-1265"))
    cases = [
        of(paper("purchase_order", **{name: amount}), kind="funding", scheme="HOP-DPI-VA2")
        for amount in (limit, limit + CENT)
    ]
    assert flipped(*cases, rules) == {"AM-08": (PASSED, FAILED)}


@given(euros, st.sampled_from([("declared", "AM-06"), ("order_amount", "AM-11")]), st.sampled_from(["excl", "incl"]))
def test_one_cent_more_invoiced(amount: Decimal, link: tuple[str, str], basis: str) -> None:
    """One cent above what was declared breaks that link of the chain, above what was ordered the other one."""
    key, rule = link
    entry = client(**{f"{key}_{basis}_tax": str(amount)})
    cases = [
        of(paper("invoice", **{f"invoice_segur_{basis}_tax": invoiced}), beneficiaries=entry)
        for invoiced in (amount, amount + CENT)
    ]
    assert flipped(*cases) == {rule: (PASSED, FAILED)}


@given(euros)
def test_one_cent_more_declared_than_ordered(amount: Decimal) -> None:
    """An advance is asked for at most what was ordered."""
    cases = [
        of(
            paper("purchase_order", order_segur_excl_tax=amount),
            kind="funding",
            beneficiaries=client(declared_excl_tax=str(declared)),
        )
        for declared in (amount, amount + CENT)
    ]
    assert flipped(*cases) == {"AM-07": (PASSED, FAILED)}


@given(euros, st.sampled_from([Decimal(20), Decimal("8.5")]), st.sampled_from([CENT, -CENT]))
def test_one_cent_of_an_invoice_s_total(excl: Decimal, rate: Decimal, step: Decimal) -> None:
    """A total one cent off is wrong, be it at the mainland's rate or overseas, and its tax is still right."""
    vat = (excl * rate / 100).quantize(CENT, ROUND_HALF_UP)
    facts = {"invoice_total_excl_tax": excl, "invoice_total_vat": vat, "invoice_vat_rate": rate}
    cases = [of(paper("invoice", **facts, invoice_total_incl_tax=excl + vat + off)) for off in (Decimal(0), step)]
    assert flipped(*cases) == {"AM-03": (PASSED, FAILED)}


@given(euros, st.sampled_from([CENT, -CENT]))
def test_one_cent_between_what_is_declared_and_printed(amount: Decimal, step: Decimal) -> None:
    """The request says what the invoice prints, to the cent."""
    cases = [
        of(paper("invoice", invoice_segur_excl_tax=amount), beneficiaries=client(invoice_amount_excl_tax=str(said)))
        for said in (amount, amount + step)
    ]
    assert flipped(*cases) == {"AM-09": (PASSED, FAILED)}


def test_the_first_cent_of_a_prestation() -> None:
    """A Prestation at one cent is not at zero."""
    for kind, page, name, rule in (
        ("funding", "purchase_order", "order_segur_excl_tax", "AM-01"),
        ("balance", "invoice", "invoice_segur_excl_tax", "AM-02"),
    ):
        cases = [of(paper(page, **{name: amount}), kind=kind) for amount in (CENT, Decimal("0.00"))]
        assert flipped(*cases) == {rule: (PASSED, FAILED)}


# --- one day ---------------------------------------------------------------------------------------------------------


@given(st.dates(min_value=date(2022, 1, 1), max_value=date(2024, 9, 1)))
def test_the_hundred_and_twenty_first_day(complete: date) -> None:
    """An order 120 days older than the complete evidence is accepted, one day more is too old."""
    solution = {"evidence_complete_on": complete.isoformat(), "listed_on": (complete + 30 * DAY).isoformat()}
    cases = [
        of(paper("purchase_order", order_date=complete - days * DAY), kind="funding", solution=solution)
        for days in (120, 121)
    ]
    assert flipped(*cases) == {"DA-02": (PASSED, FAILED)}


@pytest.mark.parametrize(
    ("rule", "kind", "page", "name"),
    [
        ("DA-03", "funding", "purchase_order", "order_date"),
        ("DA-12", "balance", "invoice", "invoice_date"),
        ("DA-13", "balance", "va", "proof_date"),
        ("DA-15", "balance", "advance_decision", "advance_decided_on"),
    ],
)
def test_the_day_after_the_deposit(rule: str, kind: str, page: str, name: str) -> None:
    """A paper of the day of deposit is in time, one of the next day is in the future."""
    cases = [of(paper(page, **{name: TODAY + later * DAY}), kind=kind, scheme="BIO-LOINC-VA1") for later in (0, 1)]
    assert flipped(*cases) == {rule: (PASSED, FAILED)}


def test_the_last_day_of_an_identity_document() -> None:
    """It is valid on the day it expires, and no more on the next."""
    papers = [paper("identity_document", identity_expires_on=TODAY - days * DAY) for days in (0, 1)]
    assert flipped(*(of(one, kind="enrolment") for one in papers)) == {"DA-05": (PASSED, FAILED)}


def test_the_day_before_the_order() -> None:
    """An advance is decided, an invoice issued and a VA signed on the day of the order at the earliest."""
    ordered = date(2024, 3, 5)
    for page, name, rule in (
        ("advance_decision", "advance_decided_on", "DA-14"),
        ("invoice", "invoice_date", "DA-04"),
        ("va", "proof_date", "DA-04"),
    ):
        pages = [
            [paper("purchase_order", order_date=ordered), paper(page, **{name: ordered - days * DAY})]
            for days in (0, 1)
        ]
        assert flipped(*(of(*one) for one in pages)) == {rule: (PASSED, FAILED)}


def test_the_day_of_the_listing() -> None:
    """A request may be deposited on the day its solution is listed, not on the day before."""
    solutions = [{"listed_on": (TODAY + later * DAY).isoformat(), "listing_number": "ANS-337405"} for later in (0, 1)]
    assert flipped(*(of(solution=solution) for solution in solutions)) == {"DA-07": (PASSED, FAILED)}


# --- one minute ------------------------------------------------------------------------------------------------------

RULES_OF_WINDOWS = {"listing": "DA-10", "enrolment": "DA-11", "funding": "DA-01", "balance": "DA-01"}


def closings() -> list[tuple[str, str, Window]]:
    """Return every window of the data that is in force when it closes: its scheme, kind of request and window."""
    found = []
    for scheme in book().schemes.values():
        for window in scheme.windows:
            if window.closes is None or window.request not in RULES_OF_WINDOWS:
                continue
            if window_in_force(scheme, window.request, window.closes) is window:
                found.append((scheme.code, window.request, window))
    return found


def test_there_are_closings_by_the_hour_and_by_the_day() -> None:
    """Some texts give the hour of a closing, others only its day."""
    assert {isinstance(window.closes, datetime) for *_, window in closings()} == {True, False}
    assert len(closings()) >= 20


@pytest.mark.parametrize(("scheme", "kind", "window"), closings(), ids=lambda value: getattr(value, "source", value))
def test_the_minute_after_closing(scheme: str, kind: str, window: Window) -> None:
    """At the instant of closing, or in the last minute of a closing day, it is in time; one minute later it is not."""
    closes = window.closes
    assert closes is not None
    if isinstance(closes, datetime):
        last = closes.replace(tzinfo=PARIS)
    else:
        last = datetime(closes.year, closes.month, closes.day, 23, 59, tzinfo=PARIS)
    cases = [
        (dossier(request(kind, scheme, solution=None)), Moment(at=at, hour_known=True)) for at in (last, last + MINUTE)
    ]
    assert flipped(*cases) == {RULES_OF_WINDOWS[kind]: (PASSED, FAILED)}


def test_the_hour_before_opening() -> None:
    """An advance of the second wave at 13:00 is an hour too early, at 14:00 in time."""
    case = dossier(request("funding", "HOP-DPI-VA2", solution=None))
    assert flipped((case, on(2024, 9, 12, 13)), (case, on(2024, 9, 12, 14))) == {"DA-01": (FAILED, PASSED)}


# --- one witness -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "facts", "kind", "scheme", "declared", "expected"),
    [
        ("va", {"deployment_mss_case": "Cas 1"}, "balance", "MS2-DUI-VA1", {"mss_case": "Cas 1"}, {"ME-05": (PASSED, FAILED)}),
        ("invoice", {"invoice_segur_excl_tax": Decimal(9)}, "balance", "HOP-DPI-VA1", {}, {"AM-02": (PASSED, OPEN)}),
        ("rib", {"applicant_iban": "FR1420041010050500013M02606"}, "enrolment", "HOP-DPI-VA1", {}, {"IT-03": (PASSED, OPEN), "ME-06": (PASSED, FAILED)}),
        ("identity_document", {"identity_expires_on": date(2030, 1, 1)}, "enrolment", "HOP-DPI-VA1", {}, {"DA-05": (PASSED, OPEN)}),
    ],
)  # fmt: skip
def test_a_witness_that_is_gone(
    page: str, facts: dict[str, Value], kind: str, scheme: str, declared: dict[str, str],
    expected: dict[str, tuple[Outcome, Outcome]],
) -> None:  # fmt: skip
    """Of a piece that says nothing, what it said is asked again, or fails where it must say it; nothing else changes."""
    entry = client(**declared)
    pages = (paper(page, **facts), paper(page))
    assert flipped(*(of(one, kind=kind, scheme=scheme, beneficiaries=entry) for one in pages)) == expected


def test_a_declared_amount_that_is_gone() -> None:
    """Without what was declared at the advance the chain cannot be followed: open, not passed."""
    page = paper("invoice", invoice_segur_excl_tax=Decimal(900))
    cases = [of(page, beneficiaries=client(**declared)) for declared in ({"declared_excl_tax": "900.00"}, {})]
    assert flipped(*cases) == {"AM-06": (PASSED, OPEN)}


def test_a_piece_that_is_gone() -> None:
    """Without its VA a client's balance lacks that piece, and no other rule accuses anybody."""
    invoice, proof = paper("invoice", invoice_number="F-1"), paper("va")
    before, after = of(invoice, proof), of(invoice)
    assert [rule for rule, (_, then) in flipped(before, after).items() if then == FAILED] == ["PC-09"]


@given(st.integers(min_value=0, max_value=13), st.integers(min_value=1, max_value=9))
def test_one_digit_of_a_siret(place: int, step: int) -> None:
    """Outside La Poste, one digit of the applicant's SIRET that is another one breaks its key and nothing else."""
    siret = "73282932000074"
    other = siret[:place] + str((int(siret[place]) + step) % 10) + siret[place + 1 :]
    applicants = [{"role": "publisher", "name": "Polyclée Conseil", "siret": number} for number in (siret, other)]
    found = flipped(*(of(kind="enrolment", applicant=applicant) for applicant in applicants))
    assert found == {"ID-01": (PASSED, FAILED)}


def test_a_rule_that_is_not_at_its_boundary_does_not_flip() -> None:
    """The comparison sees a difference when there is one, and none between two equal cases."""
    case = of(paper("invoice", invoice_segur_excl_tax=Decimal(900)))
    assert flipped(case, case) == {}
    assert flipped(case, (replace(case[0], request_file=None), NOON))
