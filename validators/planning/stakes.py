"""What money waits on an action, from the amounts that the request declares, and when the request's window closes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from rules.addressees import Share
from rules.model import Scheme
from rules.windows import window_in_force
from validators.context import Facts
from validators.model import Beneficiary, Moment
from validators.planning.model import Amount, Deadline, Stake

_CENT = Decimal("0.01")
_BASES = ("excl_tax", "incl_tax")  # the first that is declared counts
_BESIDES = {"funding": "order_amount", "balance": "invoice_amount"}  # what bounds the amount declared at the advance


def stake_of(facts: Facts, scheme: Scheme | None, share: Share | None, keys: Sequence[str]) -> Stake | None:
    """Add up what a request would pay for some beneficiaries, by key; None when such a request pays nothing.

    Each beneficiary counts its Prestation as declared, and no more than what was ordered or invoiced when that is
    declared in the same tax basis. The balance takes the cents that rounding the advance leaves.
    """
    if share is None:
        return None
    if scheme is None or scheme.lane in share.except_lanes:
        return Stake(amounts=(), unknown=tuple(keys), percent=None, source=None)
    sums: dict[str, Decimal] = {}
    unknown = []
    for key in keys:
        amount = _declared(facts, facts.beneficiaries[key], _BESIDES[share.request])
        if amount is None:
            unknown.append(key)
        else:
            sums[amount.basis] = sums.get(amount.basis, Decimal(0)) + paid(amount.euros, share)
    amounts = tuple(Amount(basis=basis, euros=sums[basis]) for basis in _BASES if basis in sums)
    return Stake(amounts=amounts, unknown=tuple(unknown), percent=share.percent, source=share.source)


def paid(prestation: Decimal, share: Share) -> Decimal:
    """Return the part of a Prestation that a request pays, to the cent; advance and balance add up to the whole.

    >>> balance = Share(request="balance", percent=70, source="ROADMAP-FR", except_lanes=())
    >>> paid(Decimal("100.05"), balance)
    Decimal('70.03')
    """
    if share.request == "funding":
        return _percent(prestation, share.percent)
    return prestation.quantize(_CENT, ROUND_HALF_UP) - _percent(prestation, 100 - share.percent)


def deadline_of(kind: str, scheme: Scheme | None, moment: Moment) -> Deadline:
    """Return when a kind of request closes for a scheme, as known at that moment."""
    at = moment.at if moment.hour_known else moment.at.date()
    window = window_in_force(scheme, kind, at) if scheme else None
    if window is None:
        return Deadline(closes=None, source=None, basis=None)
    return Deadline(closes=window.closes, source=window.source, basis=window.basis)


def _declared(facts: Facts, beneficiary: Beneficiary, besides: str) -> Amount | None:
    for basis in _BASES:
        told = [facts.amount(f"{name}_{basis}", beneficiary) for name in ("declared", besides)]
        known = [amount for amount in told if amount is not None]
        if known:
            return Amount(basis=basis, euros=min(known))
    return None


def _percent(amount: Decimal, percent: int) -> Decimal:
    return (amount * percent / 100).quantize(_CENT, ROUND_HALF_UP)
