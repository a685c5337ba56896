"""A report says what judgement found: no more, no less, and the same bytes every time."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.reporting.encode import to_json
from pipeline.reporting.formats import FORMATS
from pipeline.reporting.model import Finding, Report
from rules.problems import load_problems
from tests.test_reporting_samples import (
    MOMENT,
    clients,
    dossier,
    fact,
    failing_dossier,
    failing_report,
    finding,
    large_report,
    passed,
    passing_report,
    report,
    shipped,
)
from validators.engine import judge
from validators.model import (
    REQUEST,
    Agreement,
    Claim,
    Fate,
    FileRecord,
    Level,
    Moment,
    Outcome,
    Piece,
    Problem,
    Said,
    Verdict,
)

ROOT = Path(__file__).parents[1]


def only(told: Report, rule: str) -> Finding:
    """Return the one finding of a rule that is not passed."""
    (found,) = (one for one in told.findings if one.rule == rule and one.outcome is not Outcome.PASSED)
    return found


def told_of(outcome: Outcome, rule: str, **rest: object) -> Finding:
    """Report one finding and return it as told."""
    return report(dossier(), [finding(rule, outcome, REQUEST, **rest)], Verdict.TO_REVIEW).findings[0]


def test_the_order_of_the_findings_does_not_change_a_byte() -> None:
    """However judgement was shared out among workers, the report is the same."""
    judged, findings = failing_dossier()
    shuffled = random.Random(1).sample(findings, len(findings))

    assert to_json(report(judged, shuffled, Verdict.NON_CONFORMING)) == to_json(failing_report())


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_process() -> None:
    """Two processes with other hash seeds write the same report and the same page."""
    code = (
        "import hashlib;from tests.test_reporting_samples import failing_report as made;"
        "from pipeline.reporting.encode import to_json;from pipeline.reporting.web import render_html;"
        "print(hashlib.sha256(to_json(made()) + render_html(made()).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert len(runs) == 1


def test_derived_keys_are_listed_in_order() -> None:
    """A set of the dossier becomes a list that is the same in every process."""
    keys = [f"applicant.key{number}" for number in range(20)]

    told = report(dossier(derived=frozenset(keys)), passed(), Verdict.TO_REVIEW)

    assert told.derived == tuple(sorted(keys))


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


def test_a_decision_that_settles_nothing_is_shown_as_such() -> None:
    """A person learns that a decision died with its bytes or its date."""
    used, unused = failing_report().decisions

    assert (used.rule, used.used) == ("DA-02", True)
    assert (unused.rule, unused.used) == ("IT-06", False)
    assert used.who == "Camille Berthier"


def test_a_waived_failure_is_counted_as_failed_and_decided() -> None:
    """A decision hides nothing: the failure stays in the counts, marked as settled."""
    told = failing_report()
    counts = {(count.level, count.outcome): (count.number, count.decided) for count in told.counts}

    assert counts[Level.BLOCKING, Outcome.FAILED] == (4, 1)
    assert len(counts) == 12
    assert [one.failed for one in told.beneficiaries] == [0, 1, 1]


def test_the_words_of_an_identity_document_are_never_shown() -> None:
    """Of an identity document the report holds what was understood, not what is printed."""
    card = Piece(
        id="P900", kind="identity_document", file="identité.jpg", sha256="0" * 64, first_page=1, last_page=1,
        whole_file=True, text="", subject=REQUEST,
    )  # fmt: skip
    printed = "IDFRABERTHIER<<<<<<<<<<<<<<<<<<750012"
    seen = (
        fact("identity.expires_on", date(2031, 5, 4), printed, "identité.jpg"),
        fact("applicant.depositor", "Camille Berthier", printed, "identité.jpg", piece="P900"),
    )
    judged = replace(
        dossier(),
        pieces=(*dossier().pieces, card),
        claims=(Claim(attribute="identity.expires_on", subject=REQUEST, facts=seen, state=Agreement.SINGLE),),
    )

    told = to_json(report(judged, [finding("DA-02", Outcome.PASSED, REQUEST, evidence=seen)], Verdict.TO_REVIEW))

    assert b"IDFRA" not in told
    assert "4 mai 2031".replace(" ", "\u00a0").encode() in told


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


def test_limits_that_were_hit_are_named_with_their_file() -> None:
    """A limit that stopped a reading is said at the foot of the report."""
    big = FileRecord(
        path="énorme.pdf", size=10**9, sha256="", content="pdf", fate=Fate.UNREADABLE,
        problems=(Problem(code="file_too_large", arguments={"limit": 200}), Problem(code="encrypted")),
    )  # fmt: skip
    judged = replace(dossier(), files=(big,), problems=(Problem(code="beyond_total"),))

    hit = report(judged, passed(), Verdict.TO_REVIEW).guards.limits_hit

    assert [(one.file, one.code) for one in hit] == [(None, "beyond_total"), ("énorme.pdf", "file_too_large")]


def test_a_day_without_an_hour_is_said_without_one() -> None:
    """The hour of judgement is never invented."""
    by_day = passing_report(moment=Moment(at=MOMENT.at, hour_known=False))

    assert (by_day.judged_on.at, by_day.judged_on.hour_known) == ("2026-11-10", False)
    assert passing_report().judged_on.at == "2026-11-10T11:30:00+01:00"


def test_an_unknown_scheme_source_or_attribute_does_not_stop_a_report() -> None:
    """What the rules do not know is shown by its code, and treated as personal to be on the safe side."""
    unknown = fact("who.knows", "x", "x", "a.pdf")
    told = report(
        dossier(scheme="XXX-YYY-VA9"),
        [finding("ME-01", Outcome.PASSED, REQUEST, source="NOWHERE", basis="unknown", evidence=(unknown,))],
        Verdict.TO_REVIEW,
    )

    assert told.scheme is not None
    assert told.scheme.label == "XXX-YYY-VA9"
    assert told.findings[0].source.title == "NOWHERE"
    assert told.findings[0].evidence[0].personal


def test_the_other_language_changes_words_and_no_code() -> None:
    """A program that reads reports need not know their language."""
    french, english = failing_report(), failing_report(lang="en")

    assert [(one.rule, one.subject, one.outcome) for one in french.findings] == [
        (one.rule, one.subject, one.outcome) for one in english.findings
    ]
    assert english.findings[0].title.startswith("[en] ")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_shipped_rules_make_a_readable_report(lang: str) -> None:
    """With the rules of the tool, every message is filled, every format is written, and the layout holds."""
    judged = dossier(2)
    problems = load_problems()
    judgement = judge(judged, shipped(), problems, MOMENT)

    told = report(
        judged,
        list(judgement.findings),
        judgement.verdict,
        beneficiary_verdicts=judgement.beneficiary_verdicts,
        rulebook=shipped(),
        problem_texts=problems,
        to_check_by_hand=(),
        lang=lang,
    )

    assert told.coverage.inconclusive == judgement.coverage.inconclusive
    assert not [one.message for one in told.findings if "?" in one.message or "{" in one.message]
    assert all(one.message for one in told.findings if one.outcome is not Outcome.NOT_APPLICABLE)
    assert all(FORMATS[name].render(told) for name in FORMATS)


def test_a_large_report_is_complete() -> None:
    """Forty beneficiaries and all their findings are there."""
    told = large_report()

    assert len(told.beneficiaries) == 40
    assert len(told.findings) == 40 * 37
