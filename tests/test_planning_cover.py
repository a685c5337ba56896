"""The least set of things to do: it meets every need, and no smaller one does."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from validators.planning.cover import EXACT, least_cover
from validators.planning.model import Target, What


def target(number: int) -> Target:
    """Return one of many targets."""
    return Target(what=What.PIECE, key=f"kind{number:03}", subject="request")


options = st.lists(st.integers(0, 7).map(target), min_size=1, max_size=4, unique=True).map(tuple)


@given(st.lists(options, max_size=8))
def test_no_smaller_set_meets_every_need(needs: list[tuple[Target, ...]]) -> None:
    """Against every combination: what is chosen meets all needs, and fewer never would."""
    cover = least_cover(needs)

    assert cover.exact
    assert all(cover.targets.intersection(need) for need in needs)
    everything = sorted({one for need in needs for one in need})
    for size in range(len(cover.targets)):
        assert not any(all(set(need) & set(found) for need in needs) for found in combinations(everything, size))


@given(st.lists(options, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_needs_changes_nothing(needs: list[tuple[Target, ...]], chance: object) -> None:
    """The same needs in another order give the same set."""
    shuffled = list(needs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert least_cover(shuffled) == least_cover(needs)


def test_the_preferred_option_is_taken_when_nothing_is_gained() -> None:
    """Alone, a need is met by its first option."""
    assert least_cover([(target(2), target(1))]).targets == {target(2)}


def test_one_target_for_two_needs_beats_the_preferred_ones() -> None:
    """What settles two needs at once is chosen over what each would rather have."""
    cover = least_cover([(target(1), target(3)), (target(2), target(3))])
    assert cover.targets == {target(3)}


def test_forty_clients_with_two_choices_each_stay_exact() -> None:
    """Needs that share nothing are solved apart, however many there are."""
    cover = least_cover([(target(2 * one), target(2 * one + 1)) for one in range(40)])
    assert cover.exact
    assert len(cover.targets) == 40


def test_what_hangs_together_by_one_target_stays_exact() -> None:
    """A value of the request that would settle something of every client does not make the rest a guess."""
    shared = target(999)
    needs = [(target(one), shared) for one in range(100)] + [(target(one),) for one in range(50)]
    cover = least_cover(needs)

    assert cover.exact
    assert cover.targets == {shared, *map(target, range(50))}


def test_what_is_too_tangled_is_said_to_be_greedy() -> None:
    """Beyond the limit the set still meets every need, and nobody is told that it is the least."""
    needs = [(target(one), target((one + 1) % (EXACT + 1))) for one in range(EXACT + 1)]
    cover = least_cover(needs)

    assert not cover.exact
    assert all(cover.targets.intersection(need) for need in needs)
    assert least_cover(needs[:-1]).exact
