"""Checks of documents as things: pages that are wanting, sides of a card, specimens, machine-readable zones."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pikepdf
import pytest

from rules.instants import PARIS
from tests.judgement_samples import ask, dossier, fact, findings, piece, record, request
from tests.judging import judge_folder, settings
from validators.model import Fate, Level, Outcome, Piece, Problem

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]
Mark = tuple[int, int] | None
SAMPLES = Path(__file__).parent.parent / "fixtures" / "dossiers"
ORDER = "piece:purchase_order.pdf#1"
FRONT = "carte nationale d'identite nom prenoms nationalite date de naissance"
BACK = "adresse date de delivrance autorite"
UNTIL = date(2031, 5, 4)


def numbered(*marks: Mark, file: str = "purchase_order.pdf", **changes: Any) -> Piece:
    """Return an order whose pages bear these numbers."""
    return piece("purchase_order", file=file, page_marks=marks, **changes)


def identity(*facts: Any, **changes: Any) -> Piece:
    """Return an identity document."""
    return piece("identity_document", *facts, **changes)


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (((1, 3), (2, 3), (3, 3)), (PASSED, None)),
        (((1, 3), (2, 3)), (FAILED, None)),
        (((2, 3), (3, 3)), (FAILED, None)),
        (((1, 2),), (FAILED, None)),
        (((2, 3), (1, 3), (3, 3)), (PASSED, None)),  # a pile laid the wrong way round
        (((1, 3), (2, 3), (2, 3), (3, 3)), (PASSED, None)),  # a page scanned twice
        (((1, 2), (2, 2), (1, 3), (2, 3), (3, 3)), (PASSED, None)),  # general terms with numbers of their own
        (((1, 2), (2, 2), (1, 3), (2, 3)), (FAILED, None)),
        (((1, 2), None), (NONE, None)),  # the page that says nothing may be the second one
        (((1, 5), None), (FAILED, None)),  # one page cannot be four
        ((None, None), (NONE, None)),
        ((), (NONE, None)),
    ],
)
def test_a_page_left_out_is_told(marks: tuple[Mark, ...], expected: Answered) -> None:
    """« 2/3 » without « 3/3 » is pointed out; a piece without numbers passes no count."""
    assert ask("DC-01", dossier(request(), numbered(*marks)), about=ORDER) == expected


def test_a_missing_page_warns_and_is_named() -> None:
    """No text says that pages are numbered: it is a warning, with the pages to look for."""
    (found,) = findings(dossier(request(), numbered((1, 4), (3, 4))), "DC-01")
    assert found.level == Level.WARNING
    assert found.arguments["pages"].value == "2, 4"


def test_a_page_in_another_file_is_not_missing() -> None:
    """Two photos of one order lack each other's page: a person joins them."""
    case = dossier(request(), numbered((1, 2)), numbered((2, 2), file="photo 2.pdf"))
    assert ask("DC-01", case, about=ORDER) == (OPEN, "page_elsewhere")


def test_another_order_with_its_own_two_pages_lends_none() -> None:
    """The second page of another client's order is not the one that is wanting here."""
    case = dossier(request(), numbered((1, 2)), numbered((1, 2), (2, 2), file="autre.pdf"))
    assert ask("DC-01", case, about=ORDER) == (FAILED, None)


def test_numbers_that_run_through_a_merged_file_are_not_the_piece_s() -> None:
    """A scan of three papers numbered from 1 to 3 lacks no page."""
    pieces = [numbered((page, 3), file="scan.pdf", id=f"scan.pdf#{page}") for page in (1, 2, 3)]
    case = dossier(request(), *pieces, files=(record("scan.pdf"),))
    assert {one.outcome for one in findings(case, "DC-01")} == {NONE}


def test_pixels_and_unread_files_leave_it_open() -> None:
    """A number read from a picture, or a page that nobody read, is looked at by a person first."""
    on_pixels = dossier(request(), numbered((1, 2), ocr_pages=(1,)))
    assert ask("DC-01", on_pixels, about=ORDER) == (OPEN, "seen_on_pixels")
    unread = numbered((1, 2))
    partly = Problem(code="too_many_pages", arguments={"read": 1, "pages": 2})
    for file in (record("scan.pdf", fate=Fate.UNREADABLE), record(unread.file, problems=(partly,))):
        case = dossier(request(), unread, files=(file,))
        assert ask("DC-01", case, about=ORDER) == (OPEN, "page_may_be_unread")


# --- identity documents ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        (f"{FRONT} {BACK}", {}, (PASSED, None)),
        (FRONT, {}, (FAILED, "back_not_seen")),
        (f"carte nationale d'identite {BACK}", {}, (FAILED, "front_not_seen")),
        (FRONT.replace("carte nationale d'identite", "passeport / passport"), {}, (NONE, None)),
        (f"justificatif d'identite {FRONT}", {}, (NONE, None)),
        (FRONT, {"ocr_pages": (1,)}, (OPEN, "read_from_pixels")),
        (FRONT, {"unread_pages": (2,)}, (OPEN, "pages_not_read")),
    ],
)
def test_a_card_has_two_sides(text: str, changes: dict[str, Any], expected: Answered) -> None:
    """One side alone of a card is pointed out, of a passport nothing is asked, of a picture a person is."""
    assert ask("DC-02", dossier(request("enrolment"), identity(text=text, **changes))) == expected


def test_the_other_side_may_be_in_another_file() -> None:
    """Two photos of one card are for a person to put together."""
    sides = [
        identity(text=text, file=f"{number}.pdf") for number, text in enumerate((FRONT, "carte d'identite " + BACK))
    ]
    case = dossier(request("enrolment"), *sides)
    assert {(one.outcome, one.reason) for one in findings(case, "DC-02")} == {(OPEN, "side_elsewhere")}


def test_a_residence_permit_is_called_one() -> None:
    """The finding says which document was seen."""
    (found,) = findings(dossier(request("enrolment"), identity(text=f"titre de sejour {FRONT} {BACK}")), "DC-02")
    assert found.arguments["kind"].value == "residence_permit"


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        (FRONT, {}, (PASSED, None)),
        (f"{FRONT} specimen", {}, (FAILED, None)),
        (f"{FRONT} specimen", {"ocr_pages": (1,)}, (OPEN, "seen_on_pixels")),
        (FRONT, {"ocr_pages": (1,)}, (OPEN, "read_from_pixels")),
    ],
)
def test_a_specimen_is_nobody_s_document(text: str, changes: dict[str, Any], expected: Answered) -> None:
    """The word fails in a text layer; on a picture, there or not, a person looks."""
    assert ask("DC-03", dossier(request("enrolment"), identity(text=text, **changes))) == expected


@pytest.mark.parametrize(
    ("held", "confidence", "expected"),
    [
        ("5/5", 1.0, (PASSED, None)),
        ("4/5", 1.0, (FAILED, None)),
        ("4/5", 0.5, (OPEN, "machine_zone_not_read")),
        ("5/5", 0.5, (OPEN, "machine_zone_not_read")),
    ],
)
def test_the_keys_of_a_zone_hold(held: str, confidence: float, expected: Answered) -> None:
    """One key of five that does not hold is pointed out, unless the zone may have been misread."""
    facts = [fact("identity.machine_zone", "P<FRA"), fact("identity.machine_keys", held, confidence=confidence)]
    assert ask("DC-04", dossier(request("enrolment"), identity(*facts))) == expected


def test_a_document_without_a_zone_passes_no_keys() -> None:
    """What is not there is not checked."""
    assert ask("DC-04", dossier(request("enrolment"), identity())) == (NONE, None)


@pytest.mark.parametrize(
    ("printed", "machine", "confidence", "expected"),
    [
        (UNTIL, UNTIL, 1.0, (PASSED, None)),
        (UNTIL, date(2026, 5, 4), 1.0, (FAILED, None)),
        (UNTIL, date(2026, 5, 4), 0.5, (OPEN, "expiry_not_read")),
        (UNTIL, None, 1.0, (NONE, None)),
        (None, UNTIL, 1.0, (NONE, None)),
    ],
)
def test_both_expiry_dates_agree(
    printed: date | None, machine: date | None, confidence: float, expected: Answered
) -> None:
    """A printed date that is not the zone's is pointed out by its places; with one date there is nothing to compare."""
    days = (("identity.expires_on", printed), ("identity.machine_expires_on", machine))
    facts = [fact(name, day, confidence=confidence) for name, day in days if day]
    assert ask("DC-05", dossier(request("enrolment"), identity(*facts))) == expected


@pytest.mark.parametrize(
    ("printed", "machine", "expected"),
    [
        ((UNTIL, 1.0), (date(2026, 5, 4), 1.0), (OPEN, "expiry_not_read")),
        ((UNTIL, 0.7), (UNTIL, 1.0), (PASSED, None)),
        ((date(2024, 1, 1), 0.7), (date(2024, 1, 1), 1.0), (FAILED, None)),
    ],
)
def test_the_zone_helps_to_tell_whether_a_document_is_valid(
    printed: tuple[date, float], machine: tuple[date, float], expected: Answered
) -> None:
    """A date that one engine read is sure when the zone's keys say the same; two dates leave it open."""
    facts = [
        fact(name, day, confidence=confidence)
        for name, (day, confidence) in (("identity.expires_on", printed), ("identity.machine_expires_on", machine))
    ]
    assert ask("DA-05", dossier(request("enrolment"), identity(*facts))) == expected


def test_a_page_taken_out_of_a_sample_order_is_told(tmp_path: Path) -> None:
    """The same dossier is whole with its second pages, and each order lacks its own without them."""
    folder = copytree(SAMPLES / "avance-trois-clients", tmp_path / "d")
    run = settings(datetime(2024, 11, 14, 10, tzinfo=PARIS))
    assert {one.outcome for one in judge_folder(folder, run).judgement.findings if one.rule == "DC-01"} == {PASSED}
    for path in folder.glob("*.pdf"):
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            del document.pages[-1]
            document.save(path)
    assert {one.outcome for one in judge_folder(folder, run).judgement.findings if one.rule == "DC-01"} == {FAILED}
