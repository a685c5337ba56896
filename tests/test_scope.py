"""What a person checks by hand: each text it comes from, for the requests it is for, told in the report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.reporting.terminal import render_text
from pipeline.reporting.web import render_html
from rules.model import HandCheck
from tests.cli_helpers import call
from tests.judgement_samples import book, dossier, request
from tests.judging import clean
from tests.reporting_samples import failing_report
from validators.scope import to_check_by_hand

CHECKS = book().hand_checks
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


def asked(kind: str, scheme: str | None, role: str = "publisher") -> set[str]:
    """Return the ids of what a person has to look at in such a request."""
    case = dossier(request(kind, scheme, applicant={"role": role} if role else {}))
    return {check.id for check in to_check_by_hand(case, book())}


@every_check
def test_a_hand_check_has_its_text_and_its_words(check: HandCheck) -> None:
    """Somebody wrote it, in a text that is listed; it is told in both languages, as a sentence."""
    assert check.source in book().sources
    assert check.text["fr"] != check.text["en"]
    assert all(words[0] in "«“" or words[0].isupper() for words in check.text.values())
    assert all(words.endswith((".", ").")) for words in check.text.values())


@every_check
def test_a_hand_check_is_for_requests_that_exist(check: HandCheck) -> None:
    """Its kinds, lanes, schemes and waves are those of the data, and at least one scheme meets them all."""
    applies = check.applies
    assert set(applies.kinds) <= {"listing", "evidence", "enrolment", "funding", "balance"}
    assert list(_schemes(check))


def _schemes(check: HandCheck) -> Iterator[str]:
    applies = check.applies
    for scheme in book().schemes.values():
        asked_of = (applies.lanes, scheme.lane), (applies.schemes, scheme.code), (applies.waves, scheme.wave)
        if all(not names or name in names for names, name in asked_of):  # type: ignore[operator]
            yield scheme.code


@pytest.mark.parametrize(
    ("kind", "scheme", "there", "not_there"),
    [
        ("funding", "HOP-DPI-VA2", {"no_surcharge", "both_waves", "maintenance_wave_2"}, {"one_ris", "pilots_validated"}),
        ("funding", "IMG-RIS-VA1", {"one_ris", "maintenance_wave_1"}, {"both_waves", "imaging_activity"}),
        ("balance", "HOP-DPI-VA2", {"pilots_validated", "data_clause"}, {"order_signatory", "marketed"}),
        ("balance", "SAS-EDT-VA1", {"sas_costs", "sas_regular_service"}, {"no_surcharge", "invoice_mentions"}),
        ("listing", "HOP-DPI-VA1", {"cnda_status", "data_clause"}, {"no_surcharge", "marketed"}),
        ("enrolment", "HOP-DPI-VA1", {"marketed"}, {"distributor_declared", "data_clause"}),
    ],
)  # fmt: skip
def test_a_person_is_asked_what_concerns_the_request(
    kind: str, scheme: str, there: set[str], not_there: set[str]
) -> None:
    """An advance is not asked about pilots, a wave not about the other one."""
    assert there <= asked(kind, scheme)
    assert not not_there & asked(kind, scheme)


def test_what_may_concern_a_request_is_asked() -> None:
    """Without scheme or role nobody knows what is not asked: all that may be is told."""
    assert {"both_waves", "one_ris", "sas_costs"} <= asked("funding", None)
    assert "distributor_declared" in asked("enrolment", "HOP-DPI-VA1", role="")


def test_the_report_of_a_good_dossier_tells_what_is_left_to_check() -> None:
    """Every hand check stands in the page, with its text, whose source can be followed."""
    _, judged = clean(1000, kind="balance", scheme="HOP-DPI-VA2", role="publisher")
    told = judged.report.to_check_by_hand
    page = render_html(judged.report)
    assert {check.id for check in to_check_by_hand(judged.dossier, book())} >= {"pilots_validated", "service_done"}
    assert len(told) == len(to_check_by_hand(judged.dossier, book()))
    assert all(one.source in {source.key for source in judged.report.sources} for one in told)
    assert "Les PV pilotes ont été validés." in page
    assert "À vérifier par vous" in page
    assert f"{len(told)} points à vérifier par vous" in render_text(judged.report, colour=False, width=120)


@pytest.mark.parametrize("code", [f"R{number}" for number in range(1, 16)])
def test_every_known_rejection_reason_has_its_words_and_a_rule(code: str) -> None:
    """Fifteen reasons are known for which requests were sent back: each is told, sourced, and looked for."""
    reason = book().rejections[code]
    assert reason.source in book().sources
    assert reason.text["fr"] != reason.text["en"]
    assert [rule.id for rule in book().rules.values() if code in rule.rejection_reasons]


def test_a_failure_tells_the_rejection_it_leads_to() -> None:
    """What failed says for which known reason the request would come back; what passed says nothing of it."""
    report = failing_report()
    codes = {one.rule: [reason.code for reason in one.rejections] for one in report.findings if one.rejections}
    assert codes
    assert all(one.outcome == "failed" for one in report.findings if one.rejections)
    (code, *_), *_ = codes.values()
    assert f"Motif de rejet connu ({code})" in render_html(report).replace("\u00a0", " ")
    assert f"Motif de rejet connu ({code})" in render_text(report, colour=False, width=200)


def test_explaining_a_rule_names_the_rejection_it_looks_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Who asks what a rule is for is told which known rejection it prevents."""
    called = call(capsys, "rules", "explain", "AM-06")
    assert called.code == 0
    assert "Motif de rejet connu R7 : facture au-dessus du montant déclaré" in called.out
