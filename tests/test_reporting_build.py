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
from rules.problems import load_problems
from tests.reporting_rules import shipped
from tests.reporting_samples import (
    MOMENT,
    dossier,
    fact,
    failing_dossier,
    failing_report,
    finding,
    large_report,
    passed,
    passing_report,
    report,
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
    Verdict,
)

ROOT = Path(__file__).parents[1]


def test_a_report_says_the_verdict_it_was_given() -> None:
    """A report never makes a verdict of its own, whatever the findings look like."""
    assert report(dossier(), passed(), Verdict.TO_REVIEW).verdict is Verdict.TO_REVIEW


def test_the_order_of_the_findings_does_not_change_a_byte() -> None:
    """However judgement was shared out among workers, the report is the same."""
    judged, findings = failing_dossier()
    shuffled = random.Random(1).sample(findings, len(findings))

    assert to_json(report(judged, shuffled, Verdict.NON_CONFORMING)) == to_json(failing_report())


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_process() -> None:
    """Two processes with other hash seeds write the same report and the same page."""
    code = (
        "import hashlib;from tests.reporting_samples import failing_report as made;"
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
    assert {one.key: one.title for one in told.sources}[told.findings[0].source] == "NOWHERE"
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


def test_a_source_is_told_once_for_all_that_cite_it() -> None:
    """Findings cite a text by its key, and each may be surer or less sure than its text as a whole."""
    told = failing_report()
    cited = {one.source for one in told.findings} | {one.source for one in told.to_check_by_hand}
    cited |= {one.source for one in told.scheme_values}

    assert [source.key for source in told.sources] == sorted(cited)
    assert {one.source: one.basis for one in told.findings}["AF"] == "inferred"


def test_a_control_that_passed_shows_little_and_the_others_all() -> None:
    """Forty sightings of a number that is right help nobody; those of a wrong one do."""
    seen = tuple(fact("applicant.siret", "73282932000074", "73282932000074", f"{number}.pdf") for number in range(5))
    told = report(
        dossier(),
        [
            finding(rule, outcome, REQUEST, evidence=seen)
            for rule, outcome in (("AM-08", Outcome.FAILED), ("ME-01", Outcome.PASSED))
        ],
        Verdict.NON_CONFORMING,
    )

    assert [(one.rule, len(one.evidence)) for one in told.findings] == [("AM-08", 5), ("ME-01", 2)]
