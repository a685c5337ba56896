"""A finding says what is wrong, of what, why and what to do, and what was not checked is counted."""

from __future__ import annotations

from pipeline.reporting.model import Finding, Report
from tests.reporting_samples import (
    clients,
    dossier,
    failing_report,
    finding,
    report,
)
from validators.model import (
    REQUEST,
    Outcome,
    Said,
    Verdict,
)


def only(told: Report, rule: str) -> Finding:
    """Return the one finding of a rule that is not passed."""
    (found,) = (one for one in told.findings if one.rule == rule and one.outcome is not Outcome.PASSED)
    return found


def told_of(outcome: Outcome, rule: str, **rest: object) -> Finding:
    """Report one finding and return it as told."""
    return report(dossier(), [finding(rule, outcome, REQUEST, **rest)], Verdict.TO_REVIEW).findings[0]


def test_a_message_is_filled_with_readable_values() -> None:
    """Amounts in a message are written as a person writes them."""
    told = only(failing_report(), "AM-08")

    assert told.message.replace("\u00a0", " ") == (
        "La Prestation Ségur commandée (25 000,01 € HT) dépasse le plafond de 25 000,00 € HT."
    )


def test_what_failed_says_what_to_do_and_what_passed_does_not() -> None:
    """A remedy stands where something is to be done, nowhere else."""
    for one in failing_report().findings:
        assert bool(one.remedy) is (one.outcome in (Outcome.FAILED, Outcome.INCONCLUSIVE)), one.rule


def test_a_page_that_was_not_read_is_not_called_a_missing_wording() -> None:
    """When a reason has a remedy of its own, that one is said: it is the closer one."""
    told = only(failing_report(), "ME-01")

    assert told.remedy is not None
    assert told.remedy.startswith("Regarder la page 2")
    assert told.message.endswith("la page 2 est une image, son texte n'a pas été lu.")


def test_what_could_not_be_checked_does_not_send_anyone_to_redo_a_good_piece() -> None:
    """The remedy of a failure is only said as a possibility when nothing has failed."""
    told = told_of(Outcome.INCONCLUSIVE, "DA-02")

    assert told.remedy is not None
    assert told.remedy.startswith("Vérifier et confirmer")
    assert told.remedy.endswith("sinon, faire établir un nouveau bon de commande.")


def test_coverage_adds_up() -> None:
    """Applicable is executed plus inconclusive; what does not apply is in none of them."""
    told = failing_report()
    coverage = told.coverage

    assert coverage.applicable == coverage.executed + coverage.inconclusive
    assert coverage.applicable == sum(one.outcome is not Outcome.NOT_APPLICABLE for one in told.findings)
    assert sum(cause.number for cause in coverage.causes) == coverage.inconclusive == 3


def test_causes_are_grouped_by_reason_with_their_wording() -> None:
    """Forty pages that were not read are one cause, not forty."""
    findings = [
        finding("ME-01", Outcome.INCONCLUSIVE, client.key, reason="image_page", arguments={"page": Said(value=index)})
        for index, client in enumerate(clients(40), start=1)
    ]

    (cause,) = report(dossier(40), findings, Verdict.TO_REVIEW).coverage.causes

    assert (cause.reason.code, cause.number, cause.rules) == ("image_page", 40, ("ME-01",))
    assert cause.reason.text == "La page … est une image, son texte n'a pas été lu."


def test_an_inconclusive_finding_without_a_reason_is_still_counted() -> None:
    """What was not checked is said even when nobody says why."""
    (cause,) = report(dossier(), [finding("ME-01", Outcome.INCONCLUSIVE, REQUEST)], Verdict.TO_REVIEW).coverage.causes

    assert (cause.reason.code, cause.number) == ("unsaid", 1)


def test_a_subject_is_named_as_a_person_would() -> None:
    """A piece is called by its kind and its client, with its file when nothing else says where it is."""
    told = only(failing_report(), "ME-01")

    assert told.subject == "piece:P001"
    assert told.subject_label == (
        "Bon de commande – Centre hospitalier de Valombre (B01), commandes/B01 - bon de commande.pdf"
    )


def test_codes_of_the_rules_are_said_in_words() -> None:
    """A message never shows the internal name of a kind of piece, a tax basis or a piece."""
    said = {
        "client": Said(value="purchase_order", attribute="piece.kind"),
        "reason": Said(value="P001, P002"),
    }
    told = told_of(Outcome.FAILED, "PC-07", arguments=said)
    texts = {argument.name: argument.text for argument in told.arguments}

    assert texts["client"] == "bon de commande"
    assert texts["reason"] == "commandes/B01 - bon de commande.pdf, commandes/B02 - bon de commande.pdf"
