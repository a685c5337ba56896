"""Decisions of the payer beside the ledger: read as people write them, and held against what the rules had said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from pipeline.scale import store
from pipeline.scale.ledger import Entry, OpenRule, record
from pipeline.scale.outcomes import ACCEPTED, REFUSED, Decided, OutcomesError, agreement, keep, read_outcomes
from tests.judgement_samples import rule

RULES = [rule("passed", id="XX-01", rejection_reasons=("R3",)), rule("passed", id="XX-02")]


def entry(reference: str, *failed: str, kind: str = "funding") -> Entry:
    """Return a kept dossier in which these rules failed."""
    header = store.Header(reference=reference, kind=kind, verdict="conforming")
    return Entry(
        header=header,
        bearers=(),
        findings=tuple(OpenRule(rule=one, level="blocking", outcome="failed") for one in failed),
    )


@pytest.fixture
def ledger() -> Iterator[sqlite3.Connection]:
    """Give an empty ledger in memory."""
    with closing(store.create(":memory:")) as connection:
        yield connection


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_is_read_as_a_spreadsheet_writes_it(encoding: str) -> None:
    """Semicolons, accents of two encodings, the portal's own words, a code in small letters."""
    table = "Reference;Status;Reason\r\nD-1;Décidée et payée;\r\nD-2;Rejetée;r3\r\nD-3; à modifier ;VA illisible\r\n"

    assert read_outcomes(table.encode(encoding)) == (
        Decided(reference="D-1", status=ACCEPTED),
        Decided(reference="D-2", status=REFUSED, reason="R3"),
        Decided(reference="D-3", status=REFUSED, reason="VA illisible"),
    )


@pytest.mark.parametrize(
    "table", [b"", b"a,b\n1,2\n", b"reference,status\nD-1,peut-etre\n", b"reference,status\n,refused\n"]
)
def test_a_table_that_is_not_clear_is_refused(table: bytes) -> None:
    """No decision is guessed: an unknown status or a missing reference is said."""
    with pytest.raises(OutcomesError):
        read_outcomes(table)


def test_a_decision_finds_its_dossier_or_is_told(ledger: sqlite3.Connection) -> None:
    """Case does not matter; an unknown reference, or one of two kinds, is given back."""
    record(ledger, [entry("D-1"), entry("D-2"), entry("D-2", kind="balance")])
    decided = [Decided(reference=name, status=REFUSED) for name in ("d-1", "D-2", "D-9")]

    assert keep(ledger, decided) == ("D-2", "D-9")
    assert keep(ledger, [Decided(reference="D-2", status=ACCEPTED, kind="balance")]) == ()
    assert agreement(ledger, RULES).decided == 2


def test_rules_are_held_against_decisions(ledger: sqlite3.Connection) -> None:
    """Right when the refusal is for what the rule looks for, wrong otherwise; silent when it saw nothing of it."""
    record(ledger, [entry("A", "XX-01"), entry("B", "XX-01"), entry("C", "XX-02"), entry("D"), entry("E", "XX-02")])
    reasons = {
        "A": (REFUSED, "R3"),
        "B": (ACCEPTED, ""),
        "C": (REFUSED, "R3"),
        "D": (REFUSED, "x"),
        "E": (REFUSED, "y"),
    }
    keep(ledger, [Decided(reference=name, status=one, reason=why) for name, (one, why) in reasons.items()])

    found = agreement(ledger, RULES)

    first, second = found.rules
    assert (first.precision, first.recall) == (0.5, 0.5)
    assert (second.right, second.wrong, second.recall) == (1, 1, None)
    assert [one.reference for one in found.unforeseen] == ["C", "D"]
    assert (found.decided, found.refused) == (5, 4)


def test_a_run_again_keeps_the_decision(ledger: sqlite3.Connection) -> None:
    """What the payer decided stays when the dossier is judged anew."""
    record(ledger, [entry("D-1")])
    keep(ledger, [Decided(reference="D-1", status=REFUSED)])
    record(ledger, [entry("D-1", "XX-02")])

    assert agreement(ledger, RULES).unforeseen == ()
