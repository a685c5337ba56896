"""Checks against public registers: a number exists, its establishment was open, its official name is the declared one.

A dossier whose registers were not asked has nothing to check here. A register that is absent, or whose snapshot is too
old, undated or unreadable, concludes nothing: that is said, and never held against the dossier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from validators import names
from validators.context import Context, day_of, failed, inconclusive, not_applicable, passed, sure
from validators.identifiers.registered import registered_number
from validators.model import Answer, Fact, RegisterAnswer, RegisterEntry, Said, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A number of the dossier and what a register says of it."""

    fact: Fact
    answer: RegisterAnswer
    entry: RegisterEntry

    def seen(self) -> Fact:
        """Return the register's witness of the number, with the official name as its words."""
        words = self.entry.names[0] if self.entry.names else self.entry.number
        witness = Witness(file=self.answer.file, how="register")
        return Fact(attribute=self.fact.attribute, value=self.entry.number, words=words, witness=witness)

    def said(self) -> dict[str, Said]:
        """Return the arguments that name the number and the register."""
        return {"number": _number(self.fact), "register": _register(self.answer)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The dossier's numbers of the rule, what the usable registers know of them, and the first that is unusable."""

    numbers: dict[str, Fact]
    known: list[_Known]
    usable: list[RegisterAnswer]
    unusable: RegisterAnswer | None

    def evidence(self) -> list[Fact]:
        """Return the facts that were looked up, each followed by what the registers witness."""
        return [seen for one in self.known for seen in (one.fact, one.seen())]


def in_register(context: Context) -> Answer:
    """Every number of the attributes is known to one of the registers; parameters: `registers`, `attributes`."""
    asked = _asked(context)
    if asked is None:
        return not_applicable()
    found = {one.entry.number for one in asked.known}
    missing = [fact for number, fact in asked.numbers.items() if number not in found]
    if not missing:
        return passed(asked.evidence(), **asked.known[0].said(), day=_taken_on(asked.known[0].answer))
    if asked.unusable:
        return _undecided(context, asked.unusable, missing)
    first = asked.usable[0]
    return failed(missing, number=_number(missing[0]), register=_register(first), day=_taken_on(first))


def open_on(context: Context) -> Answer:
    """The establishments were open on the days of the facts `dates`; without such facts, on the snapshot's own day.

    Parameters: `registers`, `attributes`, `dates`.
    """
    asked = _asked(context)
    if asked is None or not (asked.known or asked.unusable):
        return not_applicable()  # another rule says that no register knows it
    if not asked.known:
        assert asked.unusable is not None
        return _undecided(context, asked.unusable, list(asked.numbers.values()))
    dated = [fact for name in context.words("dates") for fact in sure(context.facts.of(name, context.subject_key))]
    days = sorted({fact.value for fact in dated if isinstance(fact.value, date)})
    doubt = None
    for one in asked.known:
        taken_on = one.answer.taken_on
        assert taken_on is not None  # a snapshot without a date is not usable
        for day in days or [taken_on]:
            broken, unsure = _not_open(one.entry, day, taken_on)
            evidence = [one.fact, one.seen(), *(fact for fact in dated if fact.value == day)]
            if broken:
                return failed(evidence, broken, **one.said(), day=Said(value=day), **_turn(one.entry))
            if unsure and doubt is None:
                doubt = inconclusive(unsure, evidence, **one.said(), day=Said(value=day), **_turn(one.entry))
    last = Said(value=days[-1]) if days else _taken_on(asked.known[0].answer)
    return doubt or passed([*asked.evidence(), *dated], **asked.known[0].said(), day=last)


def registered_name(context: Context) -> Answer:
    """The declared name is one of the official names of a number; clearly another fails, a doubtful one is for a person.

    Parameters: `registers`, `attributes` of the numbers, `name` (attribute), `key` (declared), `of_entity`: registers that
    name the legal entity only, and by themselves do not tell what one of its establishments is called.
    """
    asked, attribute = _asked(context), context.word("name")
    declared = context.facts.text(context.word("key"), context.beneficiary)
    if asked is None or declared is None or not (asked.known or asked.unusable):
        return not_applicable()
    expected = Said(value=declared, attribute=attribute)
    official = [name for one in asked.known for name in one.entry.names]
    own = [one for one in asked.known if one.entry.names and one.answer.register not in context.words("of_entity")]
    matches = [(name, names.compare(declared, name)) for name in official]
    for name, match in matches:
        if match.same:
            said = {**asked.known[0].said(), "expected": expected, "found": Said(value=name, attribute=attribute)}
            return passed(asked.evidence(), **said, match=Said(value=match.why, attribute="same_name"))
    if asked.unusable:
        return _undecided(context, asked.unusable, list(asked.numbers.values()))
    said = {**asked.known[0].said(), "expected": expected}
    if not official:
        return inconclusive("register_no_name", asked.evidence(), **said)
    for name, match in matches:
        if match.same is None:
            doubt = {
                "found": Said(value=name, attribute=attribute),
                "match": Said(value=match.why, attribute="doubtful_name"),
            }
            return inconclusive("register_name_doubtful", asked.evidence(), **said, **doubt)
    said["found"] = Said(value=official[0], attribute=attribute)
    if not own:
        return inconclusive("register_name_of_entity", asked.evidence(), **said)
    return failed(asked.evidence(), **said)


def _asked(context: Context) -> _Asked | None:
    """Return what the rule's registers were asked and answered; `None` when there was nobody or nothing to ask."""
    numbers = _numbers(context)
    sought = {fact.attribute for fact in numbers.values()}
    told = {one.register: one for one in context.dossier.registers or () if sought.intersection(one.attributes)}
    answers = [told[name] for name in context.words("registers") if name in told]
    if not answers:
        return None
    usable = [answer for answer in answers if _why_unusable(context, answer) is None]
    known = [
        _Known(fact=numbers[entry.number], answer=answer, entry=entry)
        for answer in usable
        for entry in answer.entries
        if entry.number in numbers
    ]
    unusable = next((answer for answer in answers if answer not in usable), None)
    return _Asked(numbers=numbers, known=known, usable=usable, unusable=unusable)


def _numbers(context: Context) -> dict[str, Fact]:
    """Return the sure facts of the rule's attributes by the number that registers are asked for, in their order."""
    found: dict[str, Fact] = {}
    for attribute in context.words("attributes"):
        described = context.vocabulary[attribute]
        subject = context.subject_key if described.subject == "beneficiary" else described.subject
        for fact in sure(context.facts.of(attribute, subject)):
            number = registered_number(described.type, str(fact.value))
            if number is not None:
                found.setdefault(number, fact)
    return found


def _why_unusable(context: Context, answer: RegisterAnswer) -> str | None:
    """Return why nothing is concluded from a register's answer, as of the moment of judgement."""
    if answer.reason or answer.taken_on is None:
        return answer.reason or "register_undated"
    age = (day_of(context.moment) - answer.taken_on).days
    return "register_too_old" if age > answer.max_age_days else None


def _undecided(context: Context, answer: RegisterAnswer, facts: Sequence[Fact]) -> Answer:
    reason = _why_unusable(context, answer) or ""
    said = {"number": _number(facts[0]), "register": _register(answer), "most": Said(value=str(answer.max_age_days))}
    return inconclusive(reason, facts, **said, day=_taken_on(answer), file=Said(value=answer.file))


def _not_open(entry: RegisterEntry, day: date, known_to: date) -> tuple[str | None, str | None]:
    """Return why an establishment was not open on a day, or else why nobody can tell.

    A state is known from the day that the register gives until that of the snapshot; what was before is not.
    """
    if entry.created_on and day < entry.created_on:
        return "register_not_created", None
    if entry.closed is None or entry.since is None:
        return None, "register_state_unknown"
    if day < entry.since:
        return None, "register_earlier_state"
    if entry.closed:
        return "register_closed", None
    return None, "register_later_day" if day > known_to else None


def _turn(entry: RegisterEntry) -> dict[str, Said]:
    """Return the days that an answer about a state may name."""
    days = {"created": entry.created_on, "since": entry.since}
    return {name: Said(value=day) for name, day in days.items() if day is not None}


def _number(fact: Fact) -> Said:
    return Said(value=fact.value, attribute=fact.attribute)


def _register(answer: RegisterAnswer) -> Said:
    return Said(value=answer.register, attribute="register")


def _taken_on(answer: RegisterAnswer) -> Said:
    return Said(value=answer.taken_on or "")
