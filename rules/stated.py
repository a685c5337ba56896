"""What the rules and the schemes state at a moment, one sourced value each, and what differs between two such lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from rules.instants import PARIS, moment
from rules.model import Instant, Rule, Scheme, Window
from rules.rulebook import Rulebook
from rules.versions import version_in_force
from rules.windows import window_in_force

_HEADS = ("version", "funded")  # what every rule in force, and every scheme, states: without it, it is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One value of a rule or of a scheme, and the text it comes from; the source is None where the data names none.

    Aspects of a rule are version, level, check, parameter, applies, needs; of a scheme funded, proof, opens, closes, state
    (of a window: before, open, after, unknown), ceiling, piece, level. `detail` tells two values of one aspect from each other.
    """

    of: str  # the id of a rule or the code of a scheme
    aspect: str
    value: Instant | Decimal | bool | str
    detail: str = ""
    source: str | None = None
    basis: str | None = None
    published: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what this is a value of."""
        return self.of, self.aspect, self.detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that is not the same on both sides; None where it is not stated."""

    of: str
    aspect: str
    detail: str
    before: Stated | None
    after: Stated | None


def in_force(rulebook: Rulebook, at: Instant) -> tuple[Stated, ...]:
    """Return every value of every rule and scheme that holds at an instant, a plain date being its first minute."""
    rules = (one for rule in rulebook.rules.values() for one in rule_values(rule, rulebook, at))
    schemes = (one for scheme in rulebook.schemes.values() for one in _scheme_at(scheme, at))
    return (*rules, *schemes)


def differences(before: Sequence[Stated], after: Sequence[Stated]) -> tuple[Change, ...]:
    """Return what differs, by rule or scheme; of one that is there on one side only, that alone is said."""
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    there = {one.of for one in before if one.aspect in _HEADS}, {one.of for one in after if one.aspect in _HEADS}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        of, aspect, detail = key
        alone = not all(of in side for side in there)
        if _differ(old.get(key), new.get(key)) and (aspect in _HEADS or not alone):
            changes.append(Change(of=of, aspect=aspect, detail=detail, before=old.get(key), after=new.get(key)))
    return tuple(changes)


def _differ(before: Stated | None, after: Stated | None) -> bool:
    """Tell whether two values differ; how a window stands is the same whichever text gives the window."""
    if before is not None and after is not None and before.aspect == "state":
        return before.value != after.value
    return before != after


def rule_values(rule: Rule, rulebook: Rulebook, at: Instant) -> Iterator[Stated]:
    """Yield what a rule states at an instant; nothing when no version of it is in force."""
    version = version_in_force(rule, at)
    if version is None:
        return
    source, basis = version.source, version.basis or rulebook.sources[version.source].basis
    applies = rule.applies
    scope = (*applies.kinds, *applies.lanes, *applies.schemes, *applies.roles, *map(str, applies.waves))
    yield Stated(of=rule.id, aspect="version", value=version.start, source=source, basis=basis)
    yield Stated(of=rule.id, aspect="level", value=rule.level, source=source, basis=basis)
    yield Stated(of=rule.id, aspect="check", value=rule.check, source=source, basis=basis)
    for aspect, words in (("applies", scope), ("needs", rule.needs)):
        if words:
            yield Stated(of=rule.id, aspect=aspect, value=", ".join(words), source=source, basis=basis)
    for name, value in sorted(version.parameters.items()):
        yield Stated(of=rule.id, aspect="parameter", detail=name, value=_plain(value), source=source, basis=basis)


def scheme_values(scheme: Scheme, windows: Sequence[Window]) -> Iterator[Stated]:
    """Yield every value of a scheme, its windows being those given."""
    code = scheme.code
    yield Stated(of=code, aspect="funded", value=scheme.funded, source=scheme.funded_source or _financing(scheme))
    if scheme.proof_kinds:
        kinds = ", ".join(scheme.proof_kinds)
        yield Stated(of=code, aspect="proof", value=kinds, source=scheme.proof_source, basis=scheme.proof_basis)
    for window in windows:
        for aspect, instant in (("opens", window.opens), ("closes", window.closes)):
            if instant is not None:
                yield Stated(
                    of=code, aspect=aspect, detail=window.request, value=instant,
                    source=window.source, basis=window.basis, published=window.published,
                )  # fmt: skip
    for ceiling in scheme.ceilings:
        detail = " ".join(filter(None, (ceiling.request, ceiling.beneficiary)))
        value, source = ceiling.excl_tax, ceiling.source
        yield Stated(of=code, aspect="ceiling", detail=detail, value=value, source=source, basis=ceiling.basis)
    for piece in scheme.pieces:
        detail = f"{piece.request} {piece.kind}"
        yield Stated(of=code, aspect="piece", detail=detail, value=piece.kind, source=piece.source, basis=piece.basis)
    for rule, level in sorted(scheme.levels.items()):
        yield Stated(of=code, aspect="level", detail=rule, value=level)


def _financing(scheme: Scheme) -> str | None:
    """Return a text that says when or how much is paid: it says by itself that there is a financing."""
    windows = [window.source for window in scheme.windows if window.request in ("funding", "balance")]
    return next(iter([*windows, *(ceiling.source for ceiling in scheme.ceilings)]), None)


def _scheme_at(scheme: Scheme, at: Instant) -> Iterator[Stated]:
    """Yield what a scheme states at an instant, and how its windows stand to it."""
    requests = dict.fromkeys(window.request for window in scheme.windows)
    found = (window_in_force(scheme, request, at) for request in requests)
    windows = [window for window in found if window is not None]
    yield from scheme_values(scheme, windows)
    for window in windows:
        yield Stated(
            of=scheme.code, aspect="state", detail=window.request, value=_state(window, at), source=window.source
        )


def _state(window: Window, at: Instant) -> str:
    """Say how an instant stands to a window; a closing day without an hour lasts to its end."""
    closes = window.closes
    if window.opens is not None and moment(at) < moment(window.opens):
        return "before"
    if closes is None:
        return "unknown"
    end = closes if isinstance(closes, datetime) else datetime.combine(closes, time.max, PARIS)
    return "after" if moment(at) > moment(end) else "open"


def _plain(value: object) -> str:
    """Write a parameter on one line."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
