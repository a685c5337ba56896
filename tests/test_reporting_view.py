"""What is to be done comes first, short and named; what a person decides is theirs to fill in."""

from __future__ import annotations

import tomllib
from dataclasses import replace

from pipeline.reporting.view import Gravity, by_gravity, decision_block, next_steps
from pipeline.reporting.words import load_words
from tests.reporting_rules import PROBLEMS
from tests.reporting_samples import (
    clients,
    dossier,
    failing_report,
    finding,
    report,
)
from tests.test_reporting_web import hostile_report, page_of
from validators.model import REQUEST, Outcome, Said, Verdict


def test_one_remedy_for_forty_beneficiaries_is_one_step() -> None:
    """The list of what to do stays short, and names whom it is for."""
    findings = [finding("SI-01", Outcome.FAILED, client.key) for client in clients(40)]
    told = report(dossier(40), findings, Verdict.NON_CONFORMING)

    (step,) = next_steps(told, by_gravity(told))

    assert (step.rules, len(step.subjects), step.everyone) == (("SI-01",), 40, True)
    assert "Pour les 40 bénéficiaires" in page_of(told).text


def test_some_beneficiaries_are_named() -> None:
    """A step that is not for all says for whom it is."""
    findings = [finding("SI-01", Outcome.FAILED, client.key) for client in clients(3)[:2]]

    text = page_of(report(dossier(3), findings, Verdict.NON_CONFORMING)).text

    assert "Pour : Centre hospitalier de Valombre (B01), Clinique des Trois Rivières (B02)" in text


def test_many_remedies_of_one_rule_are_gathered() -> None:
    """Forty different corrections of one rule are one step that unfolds."""
    findings = [
        finding("AM-08", Outcome.FAILED, client.key, arguments={"ceiling": Said(value=20000 + index)})
        for index, client in enumerate(clients(40))
    ]
    told = report(dossier(40), findings, Verdict.NON_CONFORMING)

    (step,) = next_steps(told, by_gravity(told))

    assert (step.text, len(step.parts)) == ("Le montant commandé ne dépasse pas le plafond", 40)


def test_what_blocks_comes_first_and_what_waits_on_it_is_no_step() -> None:
    """The reader is sent to causes, the worst first, never to what depends on them."""
    waiting = PROBLEMS | {"need_not_passed": replace(PROBLEMS["handwritten"], code="need_not_passed")}
    told = report(
        dossier(),
        [
            finding("ME-01", Outcome.INCONCLUSIVE, REQUEST, reason="need_not_passed"),
            finding("IT-06", Outcome.FAILED, REQUEST),
            finding("SI-01", Outcome.INCONCLUSIVE, REQUEST, reason="handwritten"),
            finding("PC-07", Outcome.FAILED, REQUEST),
        ],
        Verdict.NON_CONFORMING,
        problem_texts=waiting,
    )

    steps = next_steps(told, by_gravity(told))

    assert [(step.gravity, step.rules) for step in steps] == [
        (Gravity.BLOCKING_FAILED, ("PC-07",)),
        (Gravity.BLOCKING_OPEN, ("SI-01",)),
        (Gravity.WARNING_FAILED, ("IT-06",)),
    ]
    assert "ME-01" in page_of(told).text


def test_a_waived_failure_is_nothing_to_do_but_stands_under_its_author() -> None:
    """What a person answers for is shown as settled, with who, when and why."""
    told = failing_report()

    assert "DA-02" not in {rule for step in next_steps(told, by_gravity(told)) for rule in step.rules}
    assert "Accepté malgré l’échec par Camille Berthier le 2 novembre 2026" in page_of(told).text


def test_a_decision_to_paste_is_right_and_cannot_be_pasted_unread() -> None:
    """The block is TOML that names rule, subject and bytes exactly, and leaves the person's part empty."""
    told = hostile_report()
    for one in told.findings:
        block = decision_block(one, load_words("fr"))
        (entry,) = tomllib.loads(block)["decision"]

        assert entry["action"] == ("waive" if one.outcome is Outcome.FAILED else "confirm")
        assert (entry["rule"], entry["subject"], entry["sha256"]) == (one.rule, one.subject, one.sha256)
        assert {entry[name] for name in ("who", "when", "reason", "expires")} == {""}
        assert "\u202e" not in block
