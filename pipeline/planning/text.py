"""The repair plan for a terminal: whom to ask for what, why, what waits on it and until when."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from pipeline.planning.model import Asked, Plan, PlannedAction, PlannedDossier, Settled
from pipeline.planning.words import plan_words
from pipeline.reporting.wording import fill, uncapitalised, visible
from pipeline.reporting.words import Words, load_words, plural
from validators.model import Outcome

_NARROWEST = 40
_INDENT = "    "
_MANY = 6  # findings said of one action; the JSON and the CSV hold all


def render_plan(plan: Plan, *, width: int, quiet: bool = False) -> str:
    """Write a plan for a terminal of so many columns; only its first lines when quiet."""
    words = plan_words(plan.lang)
    lines = [*_head(plan, words, width)]
    if not quiet:
        for asked in plan.asked:
            lines += ["", *_asked(asked, plan, words, width)]
        lines += ["", *_foot(plan, words, width)] if plan.asked else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def wrapped(text: str, lead: str, width: int) -> Iterator[str]:
    """Break a text beside its lead; nothing in it can paint the screen."""
    room = max(width, _NARROWEST) - len(lead)
    for number, line in enumerate(textwrap.wrap(visible(text), width=room, break_on_hyphens=False) or [""]):
        yield (lead if number == 0 else " " * len(lead)) + line


def _head(plan: Plan, words: Words, width: int) -> Iterator[str]:
    text = words["text"]
    yield text["heading"]
    actions, findings = sum(len(one.actions) for one in plan.asked), sum(one.to_settle for one in plan.dossiers)
    counted = {
        "actions": plural(text["actions"], actions, plan.lang),
        "findings": plural(text["findings"], findings, plan.lang),
        "parties": plural(text["parties"], len(plan.asked), plan.lang),
    }
    yield from wrapped(fill(text["summary"], counted) if findings else text["nothing"], "", width)
    for dossier in plan.dossiers:
        yield from _dossier(dossier, plan, words, width)


def _dossier(dossier: PlannedDossier, plan: Plan, words: Words, width: int) -> Iterator[str]:
    text, verdicts = words["text"], load_words(plan.lang)["verdict"]
    told = {
        "reference": dossier.reference,
        "verdict": uncapitalised(verdicts[dossier.verdict]),
        "actions": plural(text["actions"], dossier.actions, plan.lang),
        "after": uncapitalised(verdicts[dossier.verdict_after]),
    }
    yield ""
    yield from wrapped(fill(text["dossier" if dossier.to_settle else "dossier_done"], told), "• ", width)
    yield from wrapped(_sentence(dossier.due.text), "  ", width)
    if dossier.money is not None:
        yield from wrapped(_sentence(dossier.money.text), "  ", width)
    if dossier.follows:
        yield from wrapped(plural(text["follows"], len(dossier.follows), plan.lang), "  ", width)
    for found in dossier.hopeless:
        yield from wrapped(fill(text["hopeless"], {"message": f"{found.message} ({found.rule})"}), "  ✗ ", width)


def _asked(asked: Asked, plan: Plan, words: Words, width: int) -> Iterator[str]:
    party = asked.party
    yield from wrapped(f"{party.label}{words['text']['colon']}{party.name}" if party.name else party.label, "→ ", width)
    for number, action in enumerate(asked.actions, start=1):
        yield from _action(number, action, plan, words["text"], width)
    if len(asked.actions) > 1 or asked.actions[0].money is None:
        for request in asked.requests:
            if request.money is not None:
                several = f" [{request.reference}]" if len(plan.dossiers) > 1 else ""
                yield from wrapped(f"= {request.money.text}{several}", "  ", width)


def _action(number: int, action: PlannedAction, plan: Plan, text: Mapping[str, str], width: int) -> Iterator[str]:
    several = f" [{', '.join(action.references)}]" if len(plan.dossiers) > 1 else ""
    yield from wrapped(f"{action.title}{several}", f"  {number}. ", width)
    for found in action.findings[:_MANY]:
        label = text["wrong" if found.outcome is Outcome.FAILED else "open"]
        yield from wrapped(f"{label}{text['colon']}{_about(found)}", _INDENT, width)
    if len(action.findings) > _MANY:
        yield f"{_INDENT}… (+{len(action.findings) - _MANY})"
    yield from wrapped(f"{text['do']}{text['colon']}{action.ask} [{action.source}]", _INDENT, width)
    for remedy in dict.fromkeys(one.remedy for one in action.findings if one.remedy):
        yield from wrapped(remedy, f"{_INDENT}    ", width)
    if action.files:
        yield from wrapped(f"{text['replaces']}{text['colon']}{', '.join(action.files)}", _INDENT, width)
    if action.money is not None:
        yield from wrapped(f"{text['money']}{text['colon']}{action.money.text}", _INDENT, width)
    yield from wrapped(f"{text['due']}{text['colon']}{action.due.text}", _INDENT, width)


def _about(found: Settled) -> str:
    subject = "" if found.subject == "request" or found.subject_label in found.message else f"{found.subject_label} – "
    return f"{subject}{found.message} ({found.rule}, {found.source})"


def _foot(plan: Plan, words: Words, width: int) -> Iterator[str]:
    text = words["text"]
    if plan.remembered:
        yield from wrapped(text["remembered"], "", width)
        return
    yield from wrapped(text["least" if all(one.least for one in plan.dossiers) else "greedy"], "", width)
    if any(action.money for one in plan.asked for action in one.actions):
        yield from wrapped(text["shared"], "", width)
    if _only_open([action for one in plan.asked for action in one.actions]):
        yield from wrapped(text["may_hide"], "", width)


def _only_open(actions: Sequence[PlannedAction]) -> bool:
    return any(found.outcome is Outcome.INCONCLUSIVE for action in actions for found in action.findings)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
