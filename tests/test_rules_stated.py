"""What rules and schemes state is dated and sourced, and a comparison says what differs and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from fixtures.schemes import OVERLAY
from rules.instants import PARIS
from rules.loader import load
from rules.model import Ceiling, Instant, Scheme, Window
from rules.rulebook import Rulebook
from rules.stated import Change, differences, in_force, scheme_values

SHIPPED = load()
MS2 = SHIPPED.schemes["MS2-DUI-VA1"]


def with_scheme(scheme: Scheme) -> Rulebook:
    """Return the shipped rules with one scheme changed."""
    return replace(SHIPPED, schemes={**SHIPPED.schemes, scheme.code: scheme})


def between(before: Instant, after: Instant, rulebook: Rulebook = SHIPPED) -> tuple[Change, ...]:
    """Return what differs between two moments."""
    return differences(in_force(rulebook, before), in_force(rulebook, after))


def test_every_value_of_every_scheme_has_its_source() -> None:
    """Nothing is said of a scheme without the text it comes from."""
    values = [one for scheme in SHIPPED.schemes.values() for one in scheme_values(scheme, scheme.windows)]

    assert len(values) > 60
    assert [one for one in values if one.source not in SHIPPED.sources] == []


def test_every_entry_of_a_scheme_file_is_stated() -> None:
    """No window, ceiling or piece of a scheme is left out."""
    for scheme in SHIPPED.schemes.values():
        values = list(scheme_values(scheme, scheme.windows))
        edges = [edge for window in scheme.windows for edge in (window.opens, window.closes) if edge is not None]
        assert [one.value for one in values if one.aspect in ("opens", "closes")] == edges
        assert [one.value for one in values if one.aspect == "ceiling"] == [one.excl_tax for one in scheme.ceilings]
        assert [one.value for one in values if one.aspect == "piece"] == [one.kind for one in scheme.pieces]


def test_the_same_moment_differs_in_nothing() -> None:
    """Comparing a moment with itself finds nothing."""
    assert between(date(2024, 9, 12), date(2024, 9, 12)) == ()


def test_one_minute_brings_one_rule_into_force() -> None:
    """On 12 September 2024 the deployment case is asked for from 14:00 on."""
    changes = between(
        datetime(2024, 9, 12, 13, 59, tzinfo=PARIS), datetime(2024, 9, 12, 14, 0, tzinfo=PARIS)
    )  # fmt: skip

    rules = [change for change in changes if change.of in SHIPPED.rules]
    assert [(change.of, change.aspect, change.before) for change in rules] == [("ME-05", "version", None)]
    assert rules[0].after is not None
    assert rules[0].after.source == "ASP-FAQ-c"


def test_a_window_that_closes_in_between_is_said() -> None:
    """The balance of MS2 closes on 19 December 2024 at 14:00, not a minute before."""
    at = datetime(2024, 12, 19, 14, 0, tzinfo=PARIS)
    closed = [one for one in between(at, at.replace(minute=1)) if one.of == MS2.code and one.detail == "balance"]

    assert [(one.aspect, one.before.value, one.after.value) for one in closed if one.before and one.after] == [
        ("state", "open", "after")
    ]


def test_a_closing_day_without_an_hour_lasts_to_its_end() -> None:
    """A plain day is not over at its first minute."""
    window = Window(request="funding", opens=None, closes=date(2024, 2, 28), published=None, source="P-PDS1")
    rulebook = with_scheme(replace(MS2, windows=(window,)))

    last = datetime(2024, 2, 28, 23, 59, tzinfo=PARIS)
    assert between(date(2024, 2, 28), last, rulebook) == ()
    assert [one.aspect for one in between(last, date(2024, 2, 29), rulebook) if one.of == MS2.code] == ["state"]


def test_a_closing_that_no_text_gives_is_unknown_not_open() -> None:
    """What nobody wrote is not taken for granted."""
    window = Window(request="funding", opens=date(2024, 2, 1), closes=None, published=None, source="P-PDS1")
    values = in_force(with_scheme(replace(MS2, windows=(window,))), date(2030, 1, 1))

    assert [one.value for one in values if one.of == MS2.code and one.aspect == "state"] == ["unknown"]


def test_a_postponement_is_a_change_of_window_with_its_own_source() -> None:
    """Between two publications the closing moves, and both texts are named."""
    first = Window(request="funding", opens=None, closes=date(2024, 2, 28), published=date(2023, 1, 1), source="P-PDS1")
    later = replace(first, closes=date(2024, 6, 30), published=date(2024, 1, 15), source="ES-MS")
    rulebook = with_scheme(replace(MS2, windows=(first, later)))

    (change,) = [one for one in between(date(2024, 1, 1), date(2024, 2, 1), rulebook) if one.of == MS2.code]
    assert change.aspect == "closes"
    assert change.before is not None
    assert change.after is not None
    assert (change.before.value, change.before.source) == (date(2024, 2, 28), "P-PDS1")
    assert (change.after.value, change.after.source) == (date(2024, 6, 30), "ES-MS")


def test_two_rulebooks_differ_in_what_the_overlay_gives() -> None:
    """A ceiling that a user supplies is a value that was not stated before."""
    at = date(2024, 9, 1)
    changes = differences(in_force(SHIPPED, at), in_force(load(OVERLAY), at))

    ceilings = [one for one in changes if one.aspect == "ceiling" and one.of == "MS2-DUI-VA1"]
    assert [(one.before, one.after.value) for one in ceilings if one.after] == [(None, Decimal("14200.00"))]
    assert not [one for one in changes if one.of in SHIPPED.rules]


def test_of_a_new_scheme_only_its_coming_is_said() -> None:
    """Thirty lines about a scheme that was not there would hide the rest."""
    new = replace(MS2, code="NEW-DUI-VA1", ceilings=(Ceiling(excl_tax=Decimal(1), source="P-PDS1"),))
    at = date(2024, 9, 1)

    changes = differences(in_force(SHIPPED, at), in_force(with_scheme(new), at))
    assert [(one.of, one.aspect) for one in changes] == [("NEW-DUI-VA1", "funded")]


def test_a_level_or_a_parameter_that_differs_is_said() -> None:
    """Two rulebooks whose rules have other levels or parameters are told apart."""
    rule = SHIPPED.rules["DA-02"]
    version = replace(rule.versions[0], parameters={**rule.versions[0].parameters, "days": 90})
    other = replace(rule, level="warning", versions=(version,))
    at = date(2024, 9, 1)

    changed = differences(
        in_force(SHIPPED, at), in_force(replace(SHIPPED, rules={**SHIPPED.rules, rule.id: other}), at)
    )
    assert [(one.aspect, one.detail) for one in changed] == [("level", ""), ("parameter", "days")]
