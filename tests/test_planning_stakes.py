"""What money waits: from declared amounts, to the cent, and unknown where nothing is declared or no text says."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.addressees import load_addressees
from rules.instants import moment
from tests.judgement_samples import book, client, dossier, on, request
from validators.context import Facts
from validators.planning.model import Amount, Stake
from validators.planning.stakes import deadline_of, paid, stake_of

SHARES = load_addressees().shares


def stake(kind: str, *, scheme: str = "HOP-DPI-VA2", derived: str | None = None, **declared: object) -> Stake | None:
    """Return what waits on a request of one client."""
    more = {"derived_from": {f"beneficiaries.C01.{derived}": "x.pdf"}} if derived else {}
    made = dossier(request(kind, scheme, beneficiaries=client(**declared), **more))
    return stake_of(Facts(made), book().scheme(scheme), SHARES.get(kind), ["beneficiary:C01"])


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_advance_and_balance_add_up_to_the_cent(amount: Decimal) -> None:
    """Whatever the amount, 30 % and 70 % are the whole of it."""
    assert paid(amount, SHARES["funding"]) + paid(amount, SHARES["balance"]) == amount


def test_an_advance_waits_for_thirty_percent_of_what_is_declared() -> None:
    """The declared amount counts, with the source of the share."""
    assert stake("funding", declared_excl_tax="1000.00") == Stake(
        amounts=(Amount(basis="excl_tax", euros=Decimal("300.00")),), unknown=(), percent=30, source="ROADMAP-FR"
    )


def test_a_balance_never_counts_more_than_is_invoiced() -> None:
    """An invoice below the amount of the advance is what will be paid; one above it is not."""
    lower = stake("balance", declared_excl_tax="1000.00", invoice_amount_excl_tax="900.00")
    higher = stake("balance", declared_excl_tax="1000.00", invoice_amount_excl_tax="1100.00")
    assert lower is not None
    assert higher is not None
    assert [one.amounts[0].euros for one in (lower, higher)] == [Decimal("630.00"), Decimal("700.00")]


def test_an_amount_with_tax_is_said_to_be_one() -> None:
    """The two tax bases are never mixed: the one declared is named."""
    found = stake("funding", order_amount_incl_tax="1200.00")
    assert found is not None
    assert found.amounts == (Amount(basis="incl_tax", euros=Decimal("360.00")),)


def test_what_is_not_declared_is_unknown() -> None:
    """No amount is guessed: not from nothing, nor from a value that was only derived from the pieces."""
    for found in (stake("funding"), stake("funding", declared_excl_tax="1000.00", derived="declared_excl_tax")):
        assert found is not None
        assert (found.amounts, found.unknown) == ((), ("beneficiary:C01",))


def test_no_share_is_invented() -> None:
    """MSSanté operators: no text gives their split; enrolment and listing pay nothing at all."""
    found = stake("balance", scheme="MSS-OPA-VA1", declared_excl_tax="1000.00")
    assert found is not None
    assert (found.percent, found.source, found.amounts) == (None, None, ())
    assert stake("enrolment") is None
    assert stake("listing") is None


def test_a_deadline_is_the_closing_known_that_day() -> None:
    """A postponement counts from its announcement on, and the source is that of the window."""
    scheme = book().scheme("PHA-LGO-VA1")
    assert scheme is not None
    windows = [window for window in scheme.windows if window.request == "funding"]
    late = deadline_of("funding", scheme, on(2024, 1, 1))
    assert late.closes == windows[-1].closes
    assert late.closes is not None
    assert moment(late.closes).isoformat() == "2023-03-15T14:00:00+01:00"
    assert late.source == windows[-1].source


def test_an_unknown_closing_is_unknown() -> None:
    """Neither a scheme without a window nor no scheme at all gives a day."""
    assert deadline_of("balance", book().scheme("SAS-EDT-VA1"), on(2024, 1, 1)).closes is None
    assert deadline_of("balance", None, on(2024, 1, 1)).closes is None
