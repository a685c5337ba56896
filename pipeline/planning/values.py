"""Sums that wait and deadlines, in words; what no text says is said as unknown."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pipeline.planning.model import Due, Money
from pipeline.planning.words import plan_words
from pipeline.reporting.wording import amount_text, canonical, fill, value_text
from pipeline.reporting.words import plural
from rules.instants import PARIS, moment
from rules.model import Instant, Scheme
from validators.model import Moment
from validators.planning.model import Deadline, Stake

_OF_REQUEST = {"funding": "advance", "balance": "balance"}


def money_of(stake: Stake | None, kind: str, lang: str) -> Money | None:
    """Say what waits on something; None when that kind of request pays nothing."""
    if stake is None:
        return None
    sums = {amount.basis: amount.euros for amount in stake.amounts}
    return Money(
        excl_tax=_plain(sums.get("excl_tax")),
        incl_tax=_plain(sums.get("incl_tax")),
        unknown=len(stake.unknown),
        percent=stake.percent,
        source=stake.source,
        text=_money_text(stake, kind, lang),
    )


def due_of(deadline: Deadline, scheme: Scheme | None, on: Moment, lang: str) -> Due:
    """Say when a request's window closes, or has closed, or which document says so."""
    words = plan_words(lang)["due"]
    if deadline.closes is None:
        text = fill(words["unknown"], {"document": scheme.ceiling_document[lang]}) if scheme else words["no_scheme"]
        return Due(closes=None, past=False, source=deadline.source, basis=deadline.basis, text=text)
    hour = isinstance(deadline.closes, datetime)
    past = is_past(deadline.closes, on)
    form = "past" if past else "by" if hour else "by_end"
    text = fill(words[form], {"when": value_text(deadline.closes, None, lang), "source": deadline.source or ""})
    if deadline.basis in ("inferred", "secondary"):
        text = fill(words["inferred"], {"due": text})
    return Due(closes=canonical(deadline.closes), past=past, source=deadline.source, basis=deadline.basis, text=text)


def is_past(closes: Instant, on: Moment) -> bool:
    """Tell whether a closing is surely past; on its day without an hour it is not."""
    if isinstance(closes, datetime) and on.hour_known:
        return on.at > closes
    return on.at.astimezone(PARIS).date() > moment(closes).date()


def _money_text(stake: Stake, kind: str, lang: str) -> str:
    words = plan_words(lang)["money"]
    if stake.percent is None:
        return words["no_share"]
    parts = []
    if stake.amounts:
        told = [fill(words[one.basis], {"amount": amount_text(one.euros, lang)}) for one in stake.amounts]
        filled = {"percent": str(stake.percent), "sums": words["and"].join(told)}
        parts.append(f"{fill(words[_OF_REQUEST[kind]], filled)} [{stake.source}]")
    if stake.unknown:
        parts.append(plural(words["unknown"], len(stake.unknown), lang))
    return " ; ".join(parts)


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else canonical(amount)
