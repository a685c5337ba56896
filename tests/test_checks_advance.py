"""The advance and the balance add up: thirty per cent, to the cent, and the compensation of clients who left."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judgement_samples import ask, dossier, findings, request
from validators.model import Dossier, Outcome

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
CENT = Decimal("0.01")
amounts = st.lists(
    st.integers(min_value=1, max_value=10**8).map(lambda cents: Decimal(cents) / 100), min_size=1, max_size=4
)


def balance(declared: list[Decimal], paid: Decimal | None, left: int = 0, **advance: Any) -> Dossier:
    """Return a balance whose clients were declared at these amounts with tax; `left` more were in the advance."""
    entries = [{"id": f"C{rank}", "name": "…", "declared_incl_tax": str(one)} for rank, one in enumerate(declared)]
    perimeter = [entry["id"] for entry in entries] + [f"X{rank}" for rank in range(left)]
    said = {"perimeter": perimeter, **({} if paid is None else {"paid_amount": str(paid)}), **advance}
    return dossier(request("balance", "HOP-DPI-VA1", beneficiaries=entries, advance=said))


def thirty(total: Decimal) -> Decimal:
    """Return thirty per cent, rounded to the cent."""
    return (total * Decimal("0.3")).quantize(CENT, ROUND_HALF_UP)


@given(amounts)
def test_thirty_per_cent_is_accepted_however_it_is_rounded(declared: list[Decimal]) -> None:
    """Of the total, or client by client; one cent beyond either is pointed out, and so is one below both."""
    whole, each = thirty(sum(declared, Decimal(0))), sum(map(thirty, declared), Decimal(0))
    assert ask("ST-06", balance(declared, whole)) == ask("ST-06", balance(declared, each)) == (PASSED, None)
    for paid in (max(whole, each) + CENT, min(whole, each) - CENT):
        if abs(paid - sum(declared, Decimal(0)) * Decimal("0.3")) > CENT / 2 and paid >= 0:
            assert ask("ST-06", balance(declared, paid)) == (FAILED, None)


def test_what_is_left_to_pay_is_told() -> None:
    """Advance and balance add up to what was declared, to the cent."""
    (found,) = findings(balance([Decimal("1000.05")], Decimal("300.02")), "ST-06")
    assert found.outcome == PASSED
    assert found.arguments["rest"].value == Decimal("700.03")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (balance([Decimal(1000)], None), (OPEN, "not_declared")),
        (balance([Decimal(1000)], Decimal(300), paid_basis="excl"), (OPEN, "amounts_not_comparable")),
        (balance([Decimal(1000)], Decimal(300), paid_basis="incl"), (PASSED, None)),
        (balance([Decimal(1000)], Decimal(300), left=1), (NONE, None)),
    ],
)
def test_a_share_that_cannot_be_reckoned_stays_open(case: Dossier, expected: tuple[Outcome, str | None]) -> None:
    """Without the amount paid or in another tax basis nobody can tell; with clients gone it is another rule's question."""
    assert ask("ST-06", case) == expected


@pytest.mark.parametrize(
    ("paid", "basis", "left", "expected"),
    [
        (Decimal(900), "incl", 1, (FAILED, None)),
        (Decimal(900), None, 1, (OPEN, "not_declared")),
        (None, "incl", 1, (OPEN, "not_declared")),
        (Decimal(900), "excl", 1, (OPEN, "amounts_not_comparable")),
        (Decimal(200), "incl", 1, (OPEN, "amounts_not_comparable")),
        (Decimal(300), None, 0, (PASSED, None)),
    ],
)
def test_the_compensation_is_computed_where_it_can_be(
    paid: Decimal | None, basis: str | None, left: int, expected: tuple[Outcome, str | None]
) -> None:
    """Of an advance for clients who left, what is not for those who stay; an amount of unknown tax basis gives none."""
    case = balance([Decimal(1000)], paid, left, **({"paid_basis": basis} if basis else {}))
    assert ask("ST-05", case) == expected


@given(amounts, st.integers(min_value=0, max_value=10**7))
def test_what_stays_and_what_is_compensated_make_what_was_paid(declared: list[Decimal], more: int) -> None:
    """No cent is lost between the clients who stay and those who left."""
    kept = thirty(sum(declared, Decimal(0)))
    paid = kept + Decimal(more) / 100
    (found,) = findings(balance(declared, paid, 1, paid_basis="incl"), "ST-05")
    said = {name: one.value for name, one in found.arguments.items()}
    assert (said["kept"], said["owed"]) == (kept, paid - kept)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("Décidée et payée", (PASSED, None)), ("Validée", (FAILED, None)), (None, (OPEN, "not_declared"))],
)
def test_a_balance_of_the_care_access_service_waits_for_its_advance_too(
    status: str | None, expected: tuple[Outcome, str | None]
) -> None:
    """The portal refuses any balance before its advance is decided and paid."""
    advance = {"status": status} if status else None
    assert ask("ST-01", dossier(request("balance", "SAS-EDT-VA1", advance=advance))) == expected
