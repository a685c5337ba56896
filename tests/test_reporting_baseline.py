"""A baseline knows findings again by their content, hides nothing that is new, and never touches the verdict."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import jsonschema
import pytest

from pipeline.reporting.baseline import (
    SCHEMA_FILE,
    SCHEMA_VERSION,
    Baseline,
    BaselineError,
    baseline_json,
    compared,
    counted_verdict,
    known_dossier,
    read_baseline,
)
from pipeline.reporting.formats import FORMATS
from pipeline.reporting.masking import masked
from pipeline.reporting.model import Report
from tests.reporting_samples import (
    IBAN,
    MOMENT,
    OTHER_IBAN,
    dossier,
    fact,
    failing_dossier,
    failing_report,
    finding,
    report,
)
from validators.model import REQUEST, Dossier, Fact, Finding, Level, Moment, Outcome, Said, Verdict


def prints(told: Report) -> list[str | None]:
    """Return the fingerprints of what is open."""
    return sorted(one.fingerprint or "" for one in told.findings if one.outcome in ("failed", "inconclusive"))


def baseline_of(*reports: Report) -> Baseline:
    """Return the baseline of some reports, written and read back."""
    return read_baseline(baseline_json(known_dossier(one) for one in reports))


def renamed(path: str) -> str:
    """Give a file another name in another folder."""
    return path if path == "request.toml" else f"autre/{path[::-1]}"


def moved(one: Fact) -> Fact:
    """Find the same value in the renamed file, on another page."""
    return replace(one, witness=replace(one.witness, file=renamed(one.witness.file), page=3, box=None))


def elsewhere(judged: Dossier, findings: list[Finding]) -> tuple[Dossier, list[Finding]]:
    """Give every file another name and place, and every piece another number."""
    places = {piece.id: f"P{900 - number}" for number, piece in enumerate(judged.pieces)}
    files = tuple(replace(one, path=renamed(one.path)) for one in reversed(judged.files))
    pieces = tuple(replace(one, id=places[one.id], file=renamed(one.file)) for one in reversed(judged.pieces))
    told = [
        replace(
            one,
            subject=f"piece:{places[one.subject[6:]]}" if one.subject.startswith("piece:") else one.subject,
            evidence=tuple(moved(seen) for seen in one.evidence),
        )
        for one in findings
    ]
    return replace(judged, files=files, pieces=pieces), told


def one_finding(value: object = "1", outcome: Outcome = Outcome.FAILED, **rest: object) -> Report:
    """Report a dossier with one finding on one value."""
    seen = (fact("applicant.iban", str(value), str(value), "rib.pdf"),)
    verdict = Verdict.NON_CONFORMING if outcome is Outcome.FAILED else Verdict.TO_REVIEW
    return report(dossier(), [finding("IT-03", outcome, REQUEST, **({"evidence": seen} | rest))], verdict)


def test_files_that_are_renamed_and_reordered_keep_their_findings_known() -> None:
    """Names, places, pages and the numbers of pieces are no content."""
    judged, findings = failing_dossier()
    before = report(judged, findings, Verdict.NON_CONFORMING)
    after = report(*elsewhere(judged, findings), Verdict.NON_CONFORMING)

    assert prints(before) == prints(after)
    assert len(prints(before)) > 6


def test_another_day_of_judgement_keeps_findings_known() -> None:
    """Judging the same dossier tomorrow finds the same things."""
    days = [Moment(at=MOMENT.at + timedelta(days=number), hour_known=True) for number in (0, 1)]
    told = [
        report(
            dossier(),
            [finding("IT-03", Outcome.FAILED, REQUEST, arguments={"today": Said(value=day.at.date())})],
            Verdict.NON_CONFORMING,
            moment=day,
        )
        for day in days
    ]

    assert prints(told[0]) == prints(told[1])


@pytest.mark.parametrize(
    "other",
    [
        one_finding("2"),
        one_finding("1", Outcome.INCONCLUSIVE, reason="handwritten"),
        one_finding("1", arguments={"declared": Said(value=Decimal("8020.01"))}),
        report(dossier(reference="018"), [finding("IT-03", Outcome.FAILED, REQUEST)], Verdict.NON_CONFORMING),
    ],
    ids=["value", "reason", "argument", "dossier"],
)
def test_other_content_is_another_finding(other: Report) -> None:
    """Another value, cause, amount or dossier is not known by what was known of this one."""
    known = report(dossier(), [finding("IT-03", Outcome.FAILED, REQUEST)], Verdict.NON_CONFORMING)

    told = compared(other, baseline_of(one_finding(), known))
    assert [one.baseline for one in told.findings] == ["new"]


def test_a_finding_without_any_value_is_known_by_the_bytes_of_its_file() -> None:
    """An unsigned page that is replaced by another unsigned page is looked at anew."""
    told = [
        report(dossier(), [finding("SI-01", Outcome.FAILED, "piece:P001", sha256=sha * 64)], Verdict.NON_CONFORMING)
        for sha in ("a", "b")
    ]

    assert prints(told[0]) != prints(told[1])


def test_two_findings_of_the_same_content_are_two() -> None:
    """A second missing piece does not hide behind the first one."""
    missing = finding("PC-07", Outcome.FAILED, REQUEST)
    once = report(dossier(), [missing], Verdict.NON_CONFORMING)
    twice = report(dossier(), [missing, missing], Verdict.NON_CONFORMING)

    assert len(set(prints(twice))) == 2
    assert [one.baseline for one in compared(twice, baseline_of(once)).findings] == ["known", "new"]


def test_a_client_is_known_by_its_number_not_by_its_place() -> None:
    """A client that is inserted before another does not take over what was known of it."""
    finess = fact("beneficiary.finess", "920000650", "920000650", "request.toml", how="request_file")
    told = []
    for place in (0, 1):
        judged = dossier()
        client = judged.beneficiaries[place]
        numbered = replace(judged.claims[0], attribute="beneficiary.finess", subject=client.key, facts=(finess,))
        judged = replace(judged, claims=(*judged.claims, numbered))
        told.append(report(judged, [finding("PC-07", Outcome.FAILED, client.key)], Verdict.NON_CONFORMING))

    assert prints(told[0]) == prints(told[1])


def test_what_failed_after_being_open_is_worse() -> None:
    """An inconclusive finding that fails, or a warning that blocks, counts again."""
    before = one_finding("1", Outcome.INCONCLUSIVE)
    failed = one_finding("1", Outcome.FAILED)
    warned = one_finding("1", Outcome.FAILED, level=Level.WARNING)

    assert compared(failed, baseline_of(before)).findings[0].baseline == "worse"
    assert compared(failed, baseline_of(warned)).findings[0].baseline == "worse"
    assert compared(warned, baseline_of(failed)).findings[0].baseline == "known"
    assert compared(before, baseline_of(failed)).findings[0].baseline == "known"


def test_the_verdict_never_changes_and_only_the_new_counts() -> None:
    """A dossier whose failures are all known stays non-conforming; the exit code does not count them."""
    told = compared(failing_report(), baseline_of(failing_report()))

    assert told.verdict == failing_report().verdict == Verdict.NON_CONFORMING
    assert [one.verdict for one in told.beneficiaries] == [one.verdict for one in failing_report().beneficiaries]
    assert counted_verdict(told) == Verdict.CONFORMING
    assert counted_verdict(compared(failing_report(), baseline_of())) == Verdict.NON_CONFORMING
    assert counted_verdict(compared(one_finding("1", Outcome.INCONCLUSIVE), baseline_of())) == Verdict.TO_REVIEW


def test_a_verdict_that_no_finding_explains_counts_as_it_is() -> None:
    """A package that could not be written leaves a dossier to review, whatever the baseline knows."""
    refused = report(dossier(), [finding("PC-07", Outcome.PASSED, REQUEST)], Verdict.TO_REVIEW)

    assert counted_verdict(compared(refused, baseline_of())) == Verdict.TO_REVIEW


def test_what_is_not_found_any_more_is_said() -> None:
    """What was put right is gone, of this dossier only."""
    other = replace(one_finding("2"), reference="another")
    told = compared(report(dossier(), [], Verdict.TO_REVIEW), baseline_of(one_finding(), other))

    assert told.baseline is not None
    assert [one.rule for one in told.baseline.gone] == ["IT-03"]


def test_what_a_person_decided_is_not_in_the_baseline() -> None:
    """A waived failure comes back as new when the decision dies."""
    judged, findings = failing_dossier()
    undecided = [replace(one, decision=None) for one in findings]
    told = compared(
        report(judged, undecided, Verdict.NON_CONFORMING),
        baseline_of(report(judged, findings, Verdict.NON_CONFORMING)),
    )

    assert [one.rule for one in told.findings if one.baseline == "new"] == ["DA-02"]


def test_no_value_can_be_had_back_from_a_fingerprint() -> None:
    """Thousands of millions of IBANs share a fingerprint: whoever tries them all learns nothing."""
    wanted = hashlib.sha256(IBAN.encode()).hexdigest()[:4]
    twin = next(
        f"FR{number}" for number in range(10**7) if hashlib.sha256(f"FR{number}".encode()).hexdigest()[:4] == wanted
    )

    assert prints(one_finding(IBAN)) == prints(one_finding(twin))
    assert prints(one_finding(IBAN)) != prints(one_finding(OTHER_IBAN))


def test_a_baseline_follows_its_schema_and_holds_nothing_personal() -> None:
    """The file can lie in a repository: rules, outcomes and fingerprints, no IBAN and no name."""
    named = replace(failing_report(), reference="Dossier Centre hospitalier de Valombre")
    written = baseline_json([known_dossier(named)])

    jsonschema.validate(json.loads(written), json.loads(SCHEMA_FILE.read_text("utf-8")))
    assert written == baseline_json([known_dossier(named)])
    for personal in (IBAN, OTHER_IBAN, "Valombre", "Berthier"):
        assert personal.encode() not in written


def test_masking_leaves_the_comparison_as_it_is() -> None:
    """A masked report is compared by the same fingerprints."""
    told = compared(failing_report(), baseline_of(failing_report()))

    assert prints(masked(told)) == prints(told)
    assert masked(told).baseline == told.baseline


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"schema": 9, "dossiers": []}', b'{"schema": 1}'])
def test_what_is_no_baseline_is_refused(content: bytes) -> None:
    """A damaged file, or one of another version, is never taken for an empty baseline."""
    with pytest.raises(BaselineError):
        read_baseline(content)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_says_what_is_known(name: str) -> None:
    """Whoever reads a report in any format sees that a finding was known already."""
    told = compared(failing_report(), baseline_of(one_finding(), failing_report()))
    written = FORMATS[name].render(told).decode()

    known = {"json": '"baseline":"known"', "jsonl": '"baseline":"known"'}.get(name, "déjà connu")
    assert known in written
    assert known not in FORMATS[name].render(failing_report()).decode()


def test_an_empty_baseline_knows_nothing() -> None:
    """With a baseline that holds no dossier, everything is new."""
    told = compared(failing_report(), Baseline(schema=SCHEMA_VERSION, dossiers=()))

    assert {one.baseline for one in told.findings} == {None, "new"}
