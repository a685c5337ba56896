"""The repair plan of a judged dossier: the least to do, of whom it is asked, what it settles and what waits on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rules.addressees import OFFICE, Addressees
from rules.rulebook import Rulebook
from validators.model import REQUEST, Dossier, Finding, Moment
from validators.planning.cover import least_cover
from validators.planning.model import Action, Need, RepairPlan, Stake, Target, What
from validators.planning.stakes import deadline_of, stake_of
from validators.planning.ways import WAITS, Case, case_of, is_open, needs_of

_OWN_WORK = "DESIGN"  # the source of what the tool itself asks for


def repair_plan(
    dossier: Dossier, findings: Sequence[Finding], rulebook: Rulebook, addressees: Addressees, moment: Moment
) -> RepairPlan:
    """Return the least that would settle every open blocking finding of a dossier; the same values give the same plan."""
    case = case_of(dossier, findings, rulebook, addressees)
    opened = [finding for finding in findings if is_open(finding)]
    rules = {finding.rule for finding in opened}
    follows = tuple(finding for finding in opened if _follows(finding, rules))
    rest = [(finding, needs_of(case, finding)) for finding in opened if not _follows(finding, rules)]
    needs = [need for _, found in rest for need in found]
    cover = least_cover(need.options for need in needs)
    everyone = [one.key for one in dossier.beneficiaries]
    return RepairPlan(
        actions=tuple(_actions(case, needs, cover.targets)),
        follows=follows,
        hopeless=tuple(finding for finding, found in rest if not found),
        exact=cover.exact,
        stake=_stake(case, everyone),
        deadline=deadline_of(dossier.kind, case.scheme, moment),
    )


def _follows(finding: Finding, opened: Collection[str]) -> bool:
    """Tell whether a finding only waits for a control that is open itself."""
    need = finding.arguments.get("need")
    return finding.reason == WAITS and need is not None and need.value in opened


def _actions(case: Case, needs: Sequence[Need], chosen: frozenset[Target]) -> Iterable[Action]:
    settled: dict[Target, dict[int, Finding]] = {target: {} for target in chosen}
    for need in needs:
        target = next(option for option in need.options if option in chosen)
        settled[target][id(need.finding)] = need.finding
    order = {key: place for place, key in enumerate(case.addressees.roles)}
    actions = (_action(case, target, tuple(found.values())) for target, found in settled.items() if found)
    return sorted(actions, key=lambda action: (order[action.addressee], action.target))


def _action(case: Case, target: Target, findings: tuple[Finding, ...]) -> Action:
    giver = case.addressees.givers.get(target.key) if target.what is What.PIECE else None
    addressee, source = (giver.addressee, giver.source) if giver else (OFFICE, _OWN_WORK)
    if target.what is What.ASK:
        addressee, source = target.key, findings[0].source
    concerned = _concerned(case, target, findings)
    return Action(
        target=target,
        addressee=addressee,
        source=source,
        findings=findings,
        beneficiaries=concerned,
        files=_files(case, target),
        stake=_stake(case, concerned),
    )


def _concerned(case: Case, target: Target, findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the beneficiaries whose money waits: the target's or the findings' own, all when one is the request's."""
    known = case.facts.beneficiaries
    if target.subject in known:
        return (target.subject,)
    named = {finding.beneficiary for finding in findings}
    everyone = (one.key for one in case.dossier.beneficiaries)
    return tuple(key for key in everyone if None in named or key in named)


def _files(case: Case, target: Target) -> tuple[str, ...]:
    if target.what is What.FILE:
        return (target.key,)
    if target.subject.startswith("piece:"):
        piece = case.pieces.get(target.subject.removeprefix("piece:"))
        return (piece.file,) if piece else ()
    if target.what is not What.PIECE or target.subject == REQUEST:
        return ()
    return case.files.get((target.key, target.subject), ())


def _stake(case: Case, keys: Sequence[str]) -> Stake | None:
    return stake_of(case.facts, case.scheme, case.addressees.shares.get(case.dossier.kind), keys)
