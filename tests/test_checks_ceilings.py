"""Checks of what a scheme pays its applicant itself: the amounts of the care access service, the formula of MSSanté operators."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judgement_samples import ask, dossier, request
from validators.model import Outcome

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
CENT = Decimal("0.01")
BOXES = {"applicative": 100, "organisational": 200, "personal": 1000}  # 5 833 + 4 166 + 5 000 + 6 666.67 €


@pytest.mark.parametrize(
    ("kind", "asked", "expected"),
    [
        ("funding", {"amount_excl_tax": "30000.00"}, (PASSED, None)),
        ("funding", {"amount_excl_tax": "30000.01"}, (FAILED, None)),
        ("funding", {"amount_incl_tax": "36000.00"}, (PASSED, None)),
        ("funding", {"amount_incl_tax": "36000.01"}, (FAILED, None)),
        ("balance", {"amount_excl_tax": "70000.00"}, (PASSED, None)),
        ("balance", {"amount_excl_tax": "70000.01"}, (FAILED, None)),
        ("balance", None, (OPEN, "not_declared")),
    ],
)
def test_the_care_access_service_pays_thirty_then_seventy_thousand(
    kind: str, asked: dict[str, str] | None, expected: tuple[Outcome, str | None]
) -> None:
    """Of 100 000 € before tax, 30 000 at the commissioning and 70 000 at the regular service."""
    assert ask("AM-15", dossier(request(kind, "SAS-EDT-VA1", asked=asked))) == expected


@pytest.mark.parametrize(
    ("asked", "boxes", "expected"),
    [
        ("21665.67", BOXES, (PASSED, None)),
        ("21665.68", BOXES, (FAILED, None)),
        ("6666.67", dict.fromkeys(BOXES, 0), (PASSED, None)),
        ("6666.68", dict.fromkeys(BOXES, 0), (FAILED, None)),
        ("250000.00", BOXES | {"personal": 10**6}, (PASSED, None)),
        ("250000.01", BOXES | {"personal": 10**6}, (FAILED, None)),
        ("21665.67", {"applicative": 100}, (OPEN, "not_declared")),
        (None, BOXES, (OPEN, "not_declared")),
    ],
)
def test_an_operator_is_paid_by_its_mailboxes(
    asked: str | None, boxes: dict[str, int], expected: tuple[Outcome, str | None]
) -> None:
    """58.33, 20.83 and 5 € a mailbox and 6 666.67 €, at most 250 000 €; what is not declared is not guessed."""
    amount = {"amount_excl_tax": asked} if asked else None
    case = dossier(request("funding", "MSS-OPA-VA1", asked=amount, mailboxes=boxes))
    assert ask("AM-16", case) == expected


@given(st.tuples(*[st.integers(min_value=0, max_value=60_000)] * 3))
def test_the_formula_flips_at_one_cent(counts: tuple[int, int, int]) -> None:
    """Whatever the mailboxes, the amount of the formula is accepted and one cent more is not."""
    rates = (Decimal("58.33"), Decimal("20.83"), Decimal("5.00"))
    whole = Decimal("6666.67") + sum(rate * count for rate, count in zip(rates, counts, strict=True))
    most = min(whole, Decimal(250_000))
    boxes = dict(zip(BOXES, counts, strict=True))
    outcomes = [
        ask(
            "AM-16", dossier(request("balance", "MSS-OPA-VA1", asked={"amount_excl_tax": str(amount)}, mailboxes=boxes))
        )
        for amount in (most, most + CENT)
    ]
    assert outcomes == [(PASSED, None), (FAILED, None)]


def test_the_formula_is_for_operators_alone() -> None:
    """Nobody else has mailboxes to declare."""
    assert ask("AM-16", dossier(request("funding", "HOP-DPI-VA2"))) == (NONE, None)
