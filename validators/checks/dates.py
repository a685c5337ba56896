"""Checks of dates: inside the scheme's window, to the hour; in order; still valid."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from rules.instants import PARIS
from rules.model import Instant
from rules.windows import window_in_force
from validators.checks.instalments import instalments
from validators.context import Context, day_of, failed, inconclusive, not_applicable, on_piece, passed, sure
from validators.model import Answer, Fact, Said

_CLIENT_DAYS = ("order_date", "invoice_date", "proof_date")  # what a client's papers may cite of each other


_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]


def _stands_in(day: date, text: str) -> bool:
    """Tell whether a day stands in a folded text, in figures or with its month in letters."""
    figures = rf"0?{day.day} ?[/.-] ?0?{day.month} ?[/.-] ?{day.year}"
    letters = rf"0?{day.day}(?:er)? {_MONTHS[day.month - 1]} {day.year}"
    return re.search(rf"(?<!\d)(?:{figures}|{letters}|{day.isoformat()})(?!\d)", text) is not None


def _same_day(instant: Instant, moment: datetime) -> bool:
    return _local(instant).date() == moment.astimezone(PARIS).date()


def _local(instant: Instant, *, end: bool = False) -> datetime:
    """Make an instant aware; a plain day begins at midnight, or lasts to its end."""
    if isinstance(instant, datetime):
        return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)
    start = datetime(instant.year, instant.month, instant.day, tzinfo=PARIS)
    return start + timedelta(days=1) - timedelta(microseconds=1) if end else start


def within_window(context: Context) -> Answer:
    """The moment of deposit is inside the scheme's window; on a closing day without an hour nobody can tell."""
    scheme, at = context.scheme, context.moment.at
    if scheme is None:
        return inconclusive("no_scheme")
    window = window_in_force(scheme, context.dossier.kind, at)
    if window is None or (window.opens is None and window.closes is None):
        return inconclusive("window_unknown", document=Said(value=scheme.code, attribute="ceiling_document"))
    moment = Said(value=at if context.moment.hour_known else at.date())
    arguments = {"moment": moment, "opens": _said(window.opens), "closes": _said(window.closes)}
    answer: Answer
    edge = any(
        isinstance(instant, datetime) and _same_day(instant, at) for instant in (window.opens, window.closes) if instant
    )
    if not context.moment.hour_known and edge:
        answer = inconclusive("hour_needed", **arguments)
    elif window.opens is not None and at < _local(window.opens):
        answer = failed((), "too_early", **arguments)
    elif window.closes is not None and at > _local(window.closes, end=True):
        answer = failed((), "too_late", **arguments)
    elif window.closes is None:
        answer = inconclusive(
            "closing_unknown", document=Said(value=scheme.code, attribute="ceiling_document"), **arguments
        )
    else:
        answer = passed(**arguments)
    return Answer(
        outcome=answer.outcome, arguments=answer.arguments, evidence=answer.evidence, reason=answer.reason,
        source=window.source, basis=window.basis,
    )  # fmt: skip


def _said(instant: Instant | None) -> Said:
    return Said(value="…" if instant is None else instant)


def _days(context: Context, attribute: str) -> list[Fact]:
    """The sure days of an attribute, this client's where it is about clients; those on pieces before the declared ones."""
    about = context.vocabulary[attribute].subject
    owner = context.subject_key if about == "beneficiary" else about
    facts = [fact for fact in sure(context.facts.of(attribute, owner)) if isinstance(fact.value, date)]
    facts = [
        fact for fact in facts if fact.witness.piece not in context.facts.unclear
    ]  # an invoice's day is no order's
    printed = [fact for fact in facts if fact.witness.how != "request_file"]
    return printed or facts


def _day(fact: Fact) -> date:
    assert isinstance(fact.value, date)
    return fact.value


def order_recent(context: Context) -> Answer:
    """An order passed before the listing is at most so many days older than the complete evidence. Parameter: `days`."""
    complete, listed = context.facts.day("solution.evidence_complete_on"), context.facts.day("solution.listed_on")
    ordered = _days(context, "order.date")
    if not ordered:
        return inconclusive("date_not_seen", file=Said(value="-"))
    first = min(ordered, key=_day)
    if listed is not None and _day(first) >= listed:
        return not_applicable()
    if complete is None:
        if listed is not None and _day(first) < listed:
            return inconclusive("not_declared", key=Said(value="solution.evidence_complete_on"))
        return inconclusive("not_declared", key=Said(value="solution.listed_on"))
    earliest = complete - timedelta(days=int(context.word("days")))
    arguments = {"found": Said(value=_day(first)), "earliest": Said(value=earliest), "complete": Said(value=complete)}
    return passed(ordered, **arguments) if _day(first) >= earliest else failed([first], **arguments)


def not_in_future(context: Context) -> Answer:
    """A date is not after the moment of deposit. Parameters: `attribute`, `absent` when the date need not be there."""
    facts = _days(context, context.word("attribute"))
    if not facts:
        if context.parameters.get("absent") == "not_applicable":
            return not_applicable()
        return inconclusive("date_not_seen", file=Said(value="-"))
    late = [fact for fact in facts if _day(fact) > day_of(context.moment)]
    today = Said(value=day_of(context.moment))
    if late:
        return failed(late, found=Said(value=_day(late[0])), today=today)
    return passed(facts, found=Said(value=_day(facts[0])), today=today)


def in_order(context: Context) -> Answer:
    """One date is not before another. Parameters: `first`, `then` (lists of attributes: each is compared)."""
    first = _days(context, context.word("first"))
    compared: list[Fact] = []
    for attribute in context.words("then"):
        for earlier in first:
            for later in _days(context, attribute):
                compared += [earlier, later]
                if _day(later) < _day(earlier):
                    return failed(
                        [earlier, later],
                        first=Said(value=_day(earlier)),
                        then=Said(value=_day(later)),
                        name=Said(value=attribute, attribute="attribute"),
                    )
    if not compared:
        if context.parameters.get("absent") == "not_applicable":
            return not_applicable()
        return inconclusive("date_not_seen", file=Said(value="-"))
    name = Said(value=context.words("then")[0], attribute="attribute")
    return passed(compared[:2], first=Said(value=_day(compared[0])), then=Said(value=_day(compared[1])), name=name)


def not_expired(context: Context) -> Answer:
    """The identity document is valid on the day of deposit, by the date printed on it and that of its machine-readable zone."""
    facts = on_piece(context.piece, "identity.expires_on", "identity.machine_expires_on")
    file = Said(value=context.piece.id)
    today = Said(value=day_of(context.moment))
    days = {_day(fact) for fact in sure(facts)}
    if len(days) != 1 or len({fact.value for fact in facts}) != 1:
        return inconclusive("expiry_not_read", facts, file=file, today=today)
    (expires,) = days
    if expires < day_of(context.moment) and _perhaps_extended(context, expires):
        return inconclusive("card_perhaps_extended", facts, expires=Said(value=expires), today=today, file=file)
    answer = passed if expires >= day_of(context.moment) else failed
    return answer(facts, expires=Said(value=expires), today=today, file=file)


def _perhaps_extended(context: Context, expires: date) -> bool:
    """Say whether a card may be valid longer than is printed on it; parameters: `extended_cards`, `_from`, `_until`, `_years`."""
    first, last = (date.fromisoformat(context.word(f"extended_{edge}")) for edge in ("from", "until"))
    years = int(context.word("extended_years"))
    is_card = any(words in context.piece.text for words in context.words("extended_cards"))
    return (
        is_card
        and first <= expires <= last
        and day_of(context.moment) <= expires.replace(year=expires.year + years, day=min(expires.day, 28))
    )


def before_service_end(context: Context) -> Answer:
    """The VA or MOM is not dated after the end of the Prestations."""
    window = window_in_force(context.scheme, "service", context.moment.at) if context.scheme else None
    facts = _days(context, "proof.date")
    if window is None or window.closes is None:
        return not_applicable()
    if not facts:
        return inconclusive("date_not_seen", file=Said(value="-"))
    last = _local(window.closes, end=True).date()
    late = [fact for fact in facts if _day(fact) > last]
    shown = late or facts
    answer = failed if late else passed
    found = answer(shown, found=Said(value=_day(shown[0])), last=Said(value=last))
    return Answer(
        outcome=found.outcome,
        arguments=found.arguments,
        evidence=found.evidence,
        source=window.source,
        basis=window.basis,
    )


def listed_before(context: Context) -> Answer:
    """The solution was listed before the request is deposited."""
    facts = [fact for fact in sure(context.facts.of("solution.listed_on", "solution")) if isinstance(fact.value, date)]
    if not facts:
        return inconclusive("not_declared", key=Said(value="solution.listed_on"))
    late = [fact for fact in facts if _day(fact) > day_of(context.moment)]
    shown = late or facts
    arguments = {"found": Said(value=_day(shown[0])), "today": Said(value=day_of(context.moment))}
    if late:
        return failed(late, **arguments)
    return passed(facts, **arguments)


def same_date(context: Context) -> Answer:
    """The date that the request declares is the one printed on the piece. Parameters: `attribute`, `key`, `also`.

    `also` is another date of the piece that may be declared: a quote is ordered on the day on which it is signed.
    """
    attribute, key = context.word("attribute"), context.word("key")
    declared = context.facts.day(key, context.beneficiary)
    facts = [
        fact
        for piece in (instalments(context) or (context.piece,))
        for fact in sure(on_piece(piece, attribute))
        if isinstance(fact.value, date)
    ]
    if declared is None:
        return not_applicable()
    file = Said(value=context.piece.id)
    if not facts:
        return inconclusive("date_not_seen", file=file)
    arguments = {"declared": Said(value=declared), "found": Said(value=_day(facts[0])), "file": file}
    if any(_day(fact) == declared for fact in facts):
        return passed(facts, **arguments)
    signed = [fact for fact in _also(context) if _day(fact) == declared]
    if signed:
        return passed(signed, declared=arguments["declared"], found=arguments["declared"], file=file)
    others = {context.facts.day(other, context.beneficiary) for other in _CLIENT_DAYS}
    if any(_day(fact) in others for fact in facts):  # the day of another paper, cited on this one
        if _stands_in(declared, context.piece.text):
            return passed(declared=arguments["declared"], found=arguments["declared"], file=file)
        return inconclusive("date_not_seen", facts, file=file)
    return failed(facts, **arguments)


def _also(context: Context) -> list[Fact]:
    """Return the sure dates of the attribute that may be declared instead, if the rule names one."""
    return list(sure(on_piece(context.piece, context.word("also")))) if "also" in context.parameters else []
