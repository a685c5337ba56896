"""From judged dossiers to their repair plan in words: a pure function of what was judged and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.planning import model
from pipeline.planning.joining import joined
from pipeline.planning.parties import party_of
from pipeline.planning.shown import Shown, shown_as
from pipeline.planning.titles import ask_of, title_of
from pipeline.planning.values import due_of, money_of
from pipeline.reporting.model import JudgedOn, Report, Tool
from pipeline.reporting.seen import Source
from rules.addressees import load_addressees
from rules.rulebook import Rulebook
from validators import model as judged
from validators.model import Dossier, Moment, Outcome
from validators.planning.model import Action, RepairPlan
from validators.planning.repair import repair_plan
from validators.planning.stakes import stake_of
from validators.verdicts import verdict_of

Identity = tuple[str, str]  # a role, and the number or name that tells one from another


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The plan of one dossier: its line, and what is asked of each party, by an identity that is not shown."""

    dossier: model.PlannedDossier
    asked: Mapping[Identity, model.Asked]
    judged_on: JudgedOn
    rulebook: Rulebook


def tell_dossier(
    dossier: Dossier,
    findings: Sequence[judged.Finding],
    *,
    report: Report,
    shown: Report,
    rulebook: Rulebook,
    moment: Moment,
    hidden: bool,
) -> Told:
    """Plan the repair of one dossier and say it in the report's language."""
    addressees = load_addressees()
    plan = repair_plan(dossier, findings, rulebook, addressees, moment)
    case = shown_as(
        dossier,
        report=report,
        shown=shown,
        rulebook=rulebook,
        addressees=addressees,
        moment=moment,
        hidden=hidden,
    )
    parties: dict[Identity, tuple[model.Party, list[Action]]] = {}
    for action in plan.actions:
        identity, party = party_of(case, action)
        parties.setdefault(identity, (party, []))[1].append(action)
    asked = {identity: _asked(case, plan, party, actions) for identity, (party, actions) in parties.items()}
    line = _dossier(case, plan, findings)
    return Told(dossier=line, asked=asked, judged_on=shown.judged_on, rulebook=rulebook)


def gather(told: Iterable[Told], *, lang: str, version: str, remembered: bool = False) -> model.Plan:
    """Join the plans of a batch, grouped by whom things are asked of, in the order of `rules/addressees.toml`."""
    told = tuple(told)
    order = {role: place for place, role in enumerate(load_addressees().roles)}
    groups: dict[Identity, list[model.Asked]] = {}
    for one in told:
        for identity, part in one.asked.items():
            groups.setdefault(identity, []).append(part)
    keys = sorted(groups, key=lambda key: (order[key[0]], groups[key][0].party.name, key[1]))
    asked = tuple(joined(groups[key]) for key in keys)
    return model.Plan(
        schema=model.SCHEMA_VERSION,
        lang=lang,
        tool=Tool(name="segur-dossier", version=version),
        judged_on=told[0].judged_on if told else None,
        rules=told[0].rulebook.digest if told else "",
        dossiers=tuple(one.dossier for one in told),
        asked=asked,
        sources=_sources(told, asked),
        remembered=remembered,
    )


def _dossier(case: Shown, plan: RepairPlan, findings: Sequence[judged.Finding]) -> model.PlannedDossier:
    settled = {id(finding) for action in plan.actions for finding in action.findings}
    settled |= {id(finding) for finding in plan.follows}
    after = [replace(one, outcome=Outcome.PASSED) if id(one) in settled else one for one in findings]
    return model.PlannedDossier(
        reference=case.report.reference,
        kind=case.report.kind,
        scheme=case.report.scheme,
        verdict=case.report.verdict,
        verdict_after=verdict_of(after),
        to_settle=len(settled) + len(plan.hopeless),
        actions=len(plan.actions),
        least=plan.exact,
        follows=tuple(_settled(case, one) for one in plan.follows),
        hopeless=tuple(_settled(case, one) for one in plan.hopeless),
        money=money_of(plan.stake, case.dossier.kind, case.lang),
        due=_due(case, plan),
    )


def _asked(case: Shown, plan: RepairPlan, party: model.Party, actions: Sequence[Action]) -> model.Asked:
    concerned = {key for action in actions for key in action.beneficiaries}
    keys = [one.key for one in case.dossier.beneficiaries if one.key in concerned]
    stake = stake_of(case.facts, case.scheme, case.addressees.shares.get(case.dossier.kind), keys)
    money = money_of(stake, case.dossier.kind, case.lang)
    request = model.Request(reference=case.report.reference, money=money, due=_due(case, plan))
    told = tuple(_action(case, plan, action) for action in actions)
    return model.Asked(party=party, requests=(request,), actions=told)


def _action(case: Shown, plan: RepairPlan, action: Action) -> model.PlannedAction:
    return model.PlannedAction(
        references=(case.report.reference,),
        what=action.target.what,
        key=case.files.get(action.target.key, action.target.key),
        subject=case.keys.get(action.target.subject, action.target.subject),
        title=title_of(case, action),
        ask=ask_of(case, action),
        files=tuple(case.files.get(path, path) for path in action.files),
        findings=tuple(_settled(case, one) for one in action.findings),
        beneficiaries=tuple(case.keys[key] for key in action.beneficiaries),
        money=money_of(action.stake, case.dossier.kind, case.lang),
        due=_due(case, plan),
        source=action.source,
    )


def _settled(case: Shown, one: judged.Finding) -> model.Settled:
    found = case.finding(one)
    return model.Settled(
        rule=found.rule,
        title=found.title,
        outcome=found.outcome,
        subject=found.subject,
        subject_label=found.subject_label,
        message=found.message or found.title,
        remedy=found.remedy,
        source=found.source,
    )


def _due(case: Shown, plan: RepairPlan) -> model.Due:
    return due_of(plan.deadline, case.scheme, case.moment, case.lang)


def _sources(told: Sequence[Told], asked: Sequence[model.Asked]) -> tuple[Source, ...]:
    """List the texts that the plan cites, each once."""
    actions = [action for one in asked for action in one.actions]
    settled = [found for action in actions for found in action.findings]
    settled += [found for one in told for found in (*one.dossier.follows, *one.dossier.hopeless)]
    lines: list[model.PlannedAction | model.PlannedDossier] = [*actions, *(one.dossier for one in told)]
    cited = {found.source for found in settled} | {action.source for action in actions}
    cited |= {line.due.source for line in lines if line.due.source}
    cited |= {line.money.source for line in lines if line.money and line.money.source}
    known = {key: source for one in told for key, source in one.rulebook.sources.items()}
    found = (known[key] for key in sorted(cited) if key in known)
    return tuple(Source(key=one.key, title=one.title, address=one.address, basis=one.basis) for one in found)
