"""The least set of targets that meets every need: exact where the needs hang together in small groups, else greedy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from validators.planning.model import Target

EXACT = 16  # targets of one group that are tried in every combination

Options = tuple[Target, ...]


class Cover(NamedTuple):
    """The targets chosen, and whether no smaller set meets every need."""

    targets: frozenset[Target]
    exact: bool


def least_cover(needs: Iterable[Options]) -> Cover:
    """Choose the fewest targets that meet each need by one of its options.

    Options that another always beats are dropped, and needs that share no option are solved apart. Among sets as small
    the options that stand first are preferred, then the order of the targets decides, so that the same needs always
    give the same set. Of a group with more than `EXACT` targets left, the one that meets the most needs is taken in turn.
    """
    chosen, left = _reduced(sorted(set(needs)))
    exact = True
    for group in _groups(left):
        targets = sorted({target for options in group for target in options})
        if len(targets) <= EXACT:
            chosen |= _fewest(group, targets)
        else:
            chosen |= _greedy(group, targets)
            exact = False
    return Cover(targets=frozenset(chosen), exact=exact)


def _reduced(needs: Sequence[Options]) -> tuple[set[Target], list[Options]]:
    """Return the targets that some need forces, and the needs left, without the options that another always beats.

    A target beats another when it meets all that the other meets and more: a least set exists without the other.
    """
    chosen: set[Target] = set()
    left, before = list(needs), -1
    while before != sum(map(len, left)):
        before = sum(map(len, left))
        chosen |= {options[0] for options in left if len(options) == 1}
        left = [options for options in left if chosen.isdisjoint(options)]
        beaten = _beaten(left)
        left = sorted({tuple(target for target in options if target not in beaten) for options in left})
    return chosen, left


def _beaten(needs: Sequence[Options]) -> set[Target]:
    met: dict[Target, set[int]] = {}
    for place, options in enumerate(needs):
        for target in options:
            met.setdefault(target, set()).add(place)
    # Whatever beats a target is an option of each need that it meets: of its first one too.
    return {target for target, places in met.items() if any(places < met[other] for other in needs[min(places)])}


def _groups(needs: Iterable[Options]) -> Iterable[list[Options]]:
    """Gather the needs that share options, directly or through others."""
    group_of: dict[Target, list[Options]] = {}
    for options in needs:
        group = [options]
        for known in {id(group_of[target]): group_of[target] for target in options if target in group_of}.values():
            group += known
        group_of |= dict.fromkeys((target for member in group for target in member), group)
    return {id(group): group for group in group_of.values()}.values()


def _fewest(group: Sequence[Options], targets: Sequence[Target]) -> set[Target]:
    for size in range(1, len(targets) + 1):
        covers = [found for found in combinations(targets, size) if all(_met(options, found) for options in group)]
        if covers:
            ranked = sorted(covers, key=lambda found: (_reluctance(group, found), found))
            return set(ranked[0])
    return set()


def _greedy(group: Sequence[Options], targets: Sequence[Target]) -> set[Target]:
    chosen: set[Target] = set()
    left = list(group)
    while left:
        best = min(targets, key=lambda target: (-sum(target in options for options in left), target))
        chosen.add(best)
        left = [options for options in left if best not in options]
    return chosen


def _met(options: Options, found: Collection[Target]) -> bool:
    return any(target in options for target in found)


def _reluctance(group: Sequence[Options], found: Collection[Target]) -> int:
    """Add up how far down each need's list the best chosen option stands."""
    return sum(min(place for place, target in enumerate(options) if target in found) for options in group)
