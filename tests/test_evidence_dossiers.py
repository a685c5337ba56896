"""Requests of listing evidence, from their folder to the report: what is there, what opens, what belongs to no requirement."""

from __future__ import annotations

import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from fixtures.evidence import CODE, DEFECTS, LINES, ON, RULES, document, film, picture, write_evidence, write_list
from pipeline.intake.model import ListedFile, Role
from pipeline.planning.tell import tell_dossier
from pipeline.reporting.evidence import EvidenceTable
from pipeline.stages import Judged
from pipeline.understanding.evidence import evidence_of
from rules.instants import PARIS
from rules.loader import load
from rules.model import Requirement, RequirementList
from tests.judging import found, gaps, judge_folder, settings, told
from validators.model import Fate, Finding, Level, Moment, Outcome, Verdict

MOMENT = datetime.fromisoformat(ON).replace(tzinfo=PARIS)


def judged(folder: Path, overlay: Path | None, lang: str = "fr") -> Judged:
    """Judge a folder of evidence by a list."""
    return judge_folder(folder, settings(MOMENT, overlay=overlay, lang=lang))


def of_rule(one: Judged, rule: str, subject: str | None = None) -> list[Finding]:
    """Return a rule's findings, of one subject when it is given."""
    return [
        finding
        for finding in one.judgement.findings
        if finding.rule == rule and (subject is None or finding.subject == subject)
    ]


def table(one: Judged) -> EvidenceTable:
    """Return the table of a report."""
    assert one.report.evidence is not None
    return one.report.evidence


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_complete_folder_is_conforming(tmp_path: Path, lang: str) -> None:
    """Every line has its file, every file its line: no alarm, no gap in what is said, each rule was asked."""
    one = judged(*write_evidence(tmp_path), lang)
    alarms = found(one, Outcome.FAILED) + found(one, Outcome.INCONCLUSIVE)

    assert not alarms, told(one, alarms)
    assert not gaps(one)
    assert one.judgement.verdict is Verdict.CONFORMING
    passed = {finding.rule for finding in found(one, Outcome.PASSED)}
    assert {"EV-01", "EV-02", "EV-03", "EV-04", "EV-05", "DA-17"} <= passed


@pytest.mark.parametrize("defect", DEFECTS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_defect_breaks_its_rule_and_no_other(tmp_path: Path, defect: str, lang: str) -> None:
    """Each rule fails for its own defect, at its level, and the verdict follows."""
    one = judged(*write_evidence(tmp_path, defect), lang)
    failures = found(one, Outcome.FAILED)

    assert {finding.rule for finding in failures} == {RULES[defect]}, told(one, failures)
    assert not found(one, Outcome.INCONCLUSIVE)
    assert not gaps(one)
    blocks = failures[0].level is Level.BLOCKING
    assert one.judgement.verdict is (Verdict.NON_CONFORMING if blocks else Verdict.CONFORMING)
    assert blocks == (RULES[defect] in ("EV-02", "EV-03"))


def test_without_the_list_nothing_is_said_of_the_evidence(tmp_path: Path) -> None:
    """The document to fetch is named, the verdict is to review, and no requirement is made up."""
    folder, _ = write_evidence(tmp_path)
    one = judged(folder, None)

    (finding,) = of_rule(one, "EV-01")
    assert (finding.outcome, finding.reason) == (Outcome.INCONCLUSIVE, "requirement_list_missing")
    assert one.judgement.verdict is Verdict.TO_REVIEW
    assert one.report.evidence is None
    assert {finding.outcome for finding in of_rule(one, "EV-02")} == {Outcome.NOT_APPLICABLE}
    (said,) = (finding for finding in one.report.findings if finding.rule == "EV-01")
    assert f"REM {CODE}" in said.message
    assert f"requirements/{CODE}.csv" in (said.remedy or "")


def test_the_table_says_each_line_with_its_files(tmp_path: Path) -> None:
    """In the order of the list, with the worst that was found of the line and its files."""
    lines = table(judged(*write_evidence(tmp_path, "missing"))).lines

    assert [(line.requirement, line.scenario, line.line) for line in lines] == [
        ("EX-01", "SC-01", 2),
        ("EX-02", "SC-02", 3),
        ("EX-02", "SC-03", 4),
        ("EX-03", "", 5),
    ]
    assert [line.files for line in lines] == [
        (),
        ("EX-02/SC-02 journal.log",),
        ("EX-02/ex_02-sc_03.txt",),
        ("manuels/Manuel.pdf",),
    ]
    assert [line.state for line in lines] == [Outcome.FAILED, Outcome.PASSED, Outcome.PASSED, Outcome.PASSED]


def test_a_line_whose_file_does_not_open_is_not_there(tmp_path: Path) -> None:
    """An empty log stands in its place and proves nothing: the line is told as failed."""
    lines = table(judged(*write_evidence(tmp_path, "empty"))).lines
    assert [line.state for line in lines][1] is Outcome.FAILED


def test_a_missing_line_is_open_while_a_file_has_no_line(tmp_path: Path) -> None:
    """The file without a number may be the evidence under another name: no failure, and no pass."""
    folder, overlay = write_evidence(tmp_path, "missing")
    (folder / "capture.png").write_bytes(picture())
    one = judged(folder, overlay)

    (finding,) = of_rule(one, "EV-02", "requirement:EX-01/SC-01")
    assert (finding.outcome, finding.reason) == (Outcome.INCONCLUSIVE, "may_be_loose_file")
    assert one.judgement.verdict is Verdict.TO_REVIEW
    assert table(one).loose == ("capture.png",)


def test_a_missing_line_is_open_while_an_archive_is_closed(tmp_path: Path) -> None:
    """What lies in an archive that is not opened is not known to be missing."""
    folder, overlay = write_evidence(tmp_path, "missing")
    (folder / "EX-03 suite.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + b"\0" * 60)
    (finding,) = of_rule(judged(folder, overlay), "EV-02", "requirement:EX-01/SC-01")
    assert finding.reason == "evidence_not_seen"


def test_the_files_of_an_archive_count(tmp_path: Path) -> None:
    """A zip of screenshots is looked into, and its own name counts as that of a folder."""
    folder, overlay = write_evidence(tmp_path, "missing")
    with zipfile.ZipFile(folder / "EX-01.zip", "w") as archive:
        archive.writestr("vue.png", picture())
    one = judged(folder, overlay)
    assert table(one).lines[0].files == ("EX-01.zip/vue.png",)
    assert one.judgement.verdict is Verdict.CONFORMING


def test_a_video_is_for_a_person_to_watch(tmp_path: Path) -> None:
    """It is there, and nobody watched it: to review, never passed and never failed."""
    folder, overlay = write_evidence(tmp_path)
    (folder / "EX-01 film.mp4").write_bytes(film())
    write_list(overlay, *(line.replace("png pdf", "png mp4") for line in LINES))
    one = judged(folder, overlay)

    (finding,) = of_rule(one, "EV-03", "file:EX-01 film.mp4")
    assert (finding.outcome, finding.reason) == (Outcome.INCONCLUSIVE, "video_not_watched")
    assert of_rule(one, "EV-04", "requirement:EX-01/SC-01")[0].outcome is Outcome.PASSED
    assert one.judgement.verdict is Verdict.TO_REVIEW


def test_a_decision_settles_what_a_person_looked_at(tmp_path: Path) -> None:
    """A line that does not concern the product is waived by name; another file in the folder revokes that."""
    folder, overlay = write_evidence(tmp_path, "missing")
    (finding,) = of_rule(judged(folder, overlay), "EV-02", "requirement:EX-01/SC-01")
    decision = f"""
[[decision]]
action = "waive"
rule = "EV-02"
subject = "requirement:EX-01/SC-01"
sha256 = "{finding.sha256}"
who = "A. Martin"
when = 2026-04-30
reason = "Hors du profil"
expires = 2026-06-01
"""
    (folder / "decisions.toml").write_text(decision, encoding="utf-8")
    one = judged(folder, overlay)
    assert one.judgement.verdict is Verdict.CONFORMING
    first = table(one).lines[0]
    assert (first.state, first.decided) == (Outcome.PASSED, True)

    (folder / "EX-03 suite.txt").write_bytes(b"suite\n")
    assert judged(folder, overlay).judgement.verdict is not Verdict.CONFORMING


def test_evidence_is_not_taken_for_pieces(tmp_path: Path) -> None:
    """A screen that shows an invoice is evidence: no piece is drawn of it, no word read, and its file is used."""
    folder, overlay = write_evidence(tmp_path)
    one = judged(folder, overlay)
    assert one.dossier.pieces == ()
    assert {file.fate for file in one.dossier.files if file.path != "request.toml"} == {Fate.USED}


def test_two_proofs_of_one_scenario_need_two_files(tmp_path: Path) -> None:
    """One file for two lines of a scenario may hold both: a person tells; with two files the lines are met."""
    folder, overlay = write_evidence(tmp_path)
    write_list(overlay, *LINES, "EX-01;SC-01;Seconde capture;;")
    one = judged(folder, overlay)
    found_of = {finding.subject: finding for finding in of_rule(one, "EV-02")}
    assert found_of["requirement:EX-01/SC-01#2"].reason == "fewer_files_than_expected"
    assert found_of["requirement:EX-01/SC-01#6"].reason == "fewer_files_than_expected"

    (folder / "EX-01 SC-01 vue 2.png").write_bytes(picture(0))
    assert judged(folder, overlay).judgement.verdict is Verdict.CONFORMING


def test_one_file_may_say_that_it_serves_two_requirements(tmp_path: Path) -> None:
    """A name that bears both numbers says so: nothing is repeated, nothing is warned of."""
    folder, overlay = write_evidence(tmp_path)
    (folder / "EX-01 recherche.png").unlink()
    (folder / "manuels" / "Manuel.pdf").unlink()
    write_list(overlay, *LINES[:3], "EX-03;;Manuel;;")
    (folder / "EX-01 et EX-03.pdf").write_bytes(document())
    one = judged(folder, overlay)
    assert one.judgement.verdict is Verdict.CONFORMING
    assert not found(one, Outcome.FAILED)


def test_late_evidence_is_refused(tmp_path: Path) -> None:
    """One minute after the closing of the scheme's evidence, the deposit is too late."""
    folder, overlay = write_evidence(tmp_path)
    for minute, outcome in ((0, Outcome.PASSED), (1, Outcome.FAILED)):
        late = settings(datetime(2026, 5, 13, 12, minute, tzinfo=PARIS), overlay=overlay)
        assert of_rule(judge_folder(folder, late), "DA-17")[0].outcome is outcome


def test_a_copy_of_what_does_not_open_is_not_there_either(tmp_path: Path) -> None:
    """Of two copies one is opened: what is wrong with it is wrong with both lines."""
    folder, overlay = write_evidence(tmp_path)
    for path in ("EX-01 recherche.png", "EX-02/SC-02 journal.log"):
        (folder / path).write_bytes(picture()[:60])
    lines = table(judged(folder, overlay)).lines
    assert [line.state is Outcome.PASSED for line in lines] == [False, False, True, True]


def test_every_copy_is_compared_with_all_the_others(tmp_path: Path) -> None:
    """A first copy that serves nothing hides nothing: the two others are told apart."""
    folder, overlay = write_evidence(tmp_path)
    for path in ("AAA.png", "EX-01 recherche.png", "EX-02/SC-02 vue.png"):
        (folder / path).write_bytes(picture(7))
    failures = [finding for finding in of_rule(judged(folder, overlay), "EV-06") if finding.outcome is Outcome.FAILED]
    assert {finding.subject for finding in failures} == {"file:EX-01 recherche.png", "file:EX-02/SC-02 vue.png"}


def test_a_line_that_names_its_files_is_missing_without_them(tmp_path: Path) -> None:
    """No other file can be the one that the list names."""
    folder, overlay = write_evidence(tmp_path)
    (folder / "manuels" / "Manuel.pdf").rename(folder / "Manuel.pdf")
    (finding,) = of_rule(judged(folder, overlay), "EV-02", "requirement:EX-03")
    assert finding.outcome is Outcome.FAILED


def test_many_files_and_lines_are_matched_quickly() -> None:
    """Four thousand files against a list of eight hundred lines take seconds, not minutes."""
    lines = tuple(
        Requirement(number=f"EX-{place:03}", scenario=f"SC-{place:03}", evidence="-", formats=(), files=(), line=place)
        for place in range(800)
    )
    files = [
        ListedFile(path=f"EX-{n % 800:03}/SC-{n % 800:03} vue {n}.png", location=None, size=1, sha256=f"{n:064}",
                   content="png", role=Role.PIECE, set_aside=False)
        for n in range(4000)
    ]  # fmt: skip
    began = time.perf_counter()
    evidence = evidence_of(RequirementList(file="l.csv", requirements=lines), files)
    assert time.perf_counter() - began < 20
    assert {len(one.files) for one in evidence.expected} == {5}


def test_the_plan_names_each_line_that_is_missing(tmp_path: Path) -> None:
    """Two requirements without evidence are two things to do, each called by its number."""
    folder, overlay = write_evidence(tmp_path, "missing")
    (folder / "EX-02" / "ex_02-sc_03.txt").unlink()
    one = judged(folder, overlay)
    told = tell_dossier(
        one.dossier,
        one.judgement.findings,
        report=one.report,
        shown=one.report,
        rulebook=load(overlay),
        moment=Moment(at=MOMENT, hour_known=True),
        hidden=False,
    )
    (asked,) = told.asked.values()
    assert [action.title.split()[-1] for action in asked.actions] == ["EX-01/SC-01", "EX-02/SC-03"]
