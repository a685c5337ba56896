"""Which rule each defect of the fixtures must break, by kind of request, and the rules that no defect is made for."""

from __future__ import annotations

from fixtures.mutators import MUTATORS

# Defects whose rule depends on the kind of request or, for the listing number, on the piece it is changed on; a kind
# that is left out has no rule for that defect.
BY_KIND: dict[str, dict[str, tuple[str, ...]]] = {
    "above_ceiling": {"funding": ("AM-08",), "balance": ("AM-12",)},
    "deposited_late": {"listing": ("DA-10",), "funding": ("DA-01",), "balance": ("DA-01",)},
    "missing_edc_clause": {"enrolment": ("ME-03",)},
    "missing_service_contract": {"enrolment": ("PC-16",)},
    "other_declared_amount": {"funding": ("AM-13",), "balance": ("AM-09",)},
    "other_declared_date": {"funding": ("DA-08",), "balance": ("DA-09",)},
    "other_listing_number": {"enrolment": ("IT-09", "IT-11"), "funding": ("IT-11",)},
}

# Rules that no defect of the fixtures breaks, and where they are shown to fail instead.
WITHOUT_MUTATOR = {
    "AM-11": "an invoice above its order breaks AM-06 too: tests/test_checks_amounts.py",
    "DA-11": "an enrolment outside its window, by hand: tests/test_checks_dates.py",
    "DO-01": "never fails: a missing or unconfirmed request leaves everything open: tests/test_engine_unknown.py",
    "DO-07": "a listing that declares too little, by hand: tests/test_checks_dossier.py",
    "PC-17": "two orders of one client, by hand: tests/test_checks_presence.py",
}


def rules_of(name: str, kind: str) -> tuple[str, ...]:
    """Return the rules of which one must fail for that defect in that kind of request; none when it has no rule."""
    if name in BY_KIND:
        return BY_KIND[name].get(kind, ())
    return (MUTATORS[name].rule,)


def every_rule_of(name: str) -> set[str]:
    """Return the rules that a defect breaks, whatever the kind of request."""
    return {rule for kind in MUTATORS[name].kinds for rule in rules_of(name, kind)}
