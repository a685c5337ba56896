"""Checks of the request itself: is it there, confirmed, complete, and is each client in it once?"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from validators.context import Context, failed, inconclusive, not_applicable, passed, rows
from validators.model import Answer, Beneficiary, Said


def request_confirmed(context: Context) -> Answer:
    """The request file is there and a person has confirmed every value that was derived from the pieces."""
    if context.dossier.request_file is None:
        return inconclusive("no_request_file")
    if not context.dossier.kind_declared:
        return inconclusive("not_declared", key=Said(value="kind"))  # rules chosen by a guess prove nothing
    if context.dossier.derived:
        return inconclusive("derived_values", keys=Said(value=", ".join(sorted(context.dossier.derived)[:5])))
    return passed()


def single_request(context: Context) -> Answer:
    """The submission holds one request file."""
    others = [problem for problem in context.dossier.problems if problem.code == "several_request_files"]
    if others:
        return failed(files=Said(value=str(others[0].arguments.get("files", ""))))
    return passed() if context.dossier.request_file else not_applicable()


def fields_declared(context: Context) -> Answer:
    """The request declares what its form asks for."""
    if context.dossier.request_file is None:
        return inconclusive("no_request_file")
    missing = [key for key in context.words("keys") if context.facts.declared(key) in (None, "")]
    if missing and context.dossier.derived:  # a draft that nobody has completed yet
        return inconclusive("not_declared", key=Said(value=missing[0]))
    if missing:
        return failed(keys=Said(value=", ".join(missing)))
    return passed(keys=Said(value=", ".join(context.words("keys"))))


def beneficiaries_declared(context: Context) -> Answer:
    """The request names its beneficiaries, each under its own id."""
    if context.dossier.request_file is None:
        return inconclusive("no_request_file")
    entries = rows(context.dossier.declared, "beneficiaries")
    if not entries:
        return failed((), "no_beneficiary", ids=Said(value="-"))
    count = Counter(str(entry["id"]) for entry in entries if entry.get("id"))
    twice = [identifier for identifier, times in count.items() if times > 1]
    if twice:
        return failed((), "id_twice", ids=Said(value=", ".join(twice)))
    return passed(count=Said(value=len(entries)))


def beneficiary_once(context: Context) -> Answer:
    """No two entries of the request are the same client."""
    entries = rows(context.dossier.declared, "beneficiaries")
    own = context.beneficiary
    assert own is not None
    seen = False
    for key in context.words("keys"):
        value = context.facts.text(key, own)
        if value is None:
            continue
        seen = True
        for mate, other in context.facts.texts(key):
            if mate.key != own.key and _compact(other) == _compact(value):
                said = {"other": Said(value=mate.id), "value": Said(value=value, attribute=f"beneficiary.{key}")}
                # A managing body gives its SIRET for each of its sites, which their FINESS tell apart.
                return inconclusive("other_finess", **said) if _told_apart(context, own, mate) else failed(**said)
    if not seen:
        return inconclusive("no_identifier") if len(entries) > 1 else passed()
    return passed()


def _told_apart(context: Context, one: Beneficiary, other: Beneficiary) -> bool:
    """Tell whether both clients declare a FINESS, not the same."""
    numbers = [context.facts.text("finess", subject) for subject in (one, other)]
    return None not in numbers and len({_compact(number) for number in numbers if number}) == 2


def scheme_funded(context: Context) -> Answer:
    """The scheme gives right to a financing."""
    declared = str(context.facts.declared("scheme") or "")
    if context.scheme is None:
        return inconclusive("unknown_scheme", scheme=Said(value=declared)) if declared else inconclusive("no_scheme")
    answer = passed if context.scheme.funded else failed
    found = answer(scheme=Said(value=context.scheme.code))
    return Answer(outcome=found.outcome, arguments=found.arguments, source=context.scheme.funded_source)


def unique_value(context: Context) -> Answer:
    """No other beneficiary of the request has the same value of an attribute."""
    own = context.beneficiary
    assert own is not None
    attribute = context.word("attribute")
    mine = {_compact(str(fact.value)): fact for fact in context.facts.of(attribute, own.key)}
    if not mine:
        return not_applicable()
    for mate in context.dossier.beneficiaries:
        for fact in context.facts.of(attribute, mate.key):
            if mate.key != own.key and _compact(str(fact.value)) in mine:
                evidence = (mine[_compact(str(fact.value))], fact)
                return failed(evidence, value=Said(value=fact.value, attribute=attribute), other=Said(value=mate.id))
    return passed(tuple(mine.values()))


@lru_cache(maxsize=1024)  # every client is compared with every other
def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()
