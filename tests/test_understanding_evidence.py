"""Which line of a requirement list a file is evidence of, by its name or by the list."""

from __future__ import annotations

import pytest

from pipeline.intake.model import ListedFile, Role
from pipeline.understanding.evidence import evidence_of
from pipeline.understanding.numbering import Numbering
from rules.model import Requirement, RequirementList
from rules.requirements import tokens

LIST = ("EX-1 SC-A1", "EX-1 SC-A2", "EX-2 SC-B1", "EX-10", "EX-1-2", "GEN.3/4 SC-A1", "7", "OPEN.1 *.txt")


def requirement(words: str, line: int) -> Requirement:
    """Return a line of LIST: number, scenario or pattern."""
    number, _, other = words.partition(" ")
    pattern = "*" in other
    scenario, files = ("", (other,)) if pattern else (other, ())
    return Requirement(number=number, scenario=scenario, evidence="-", formats=(), files=files, line=line)


def given(path: str, *lines: str) -> tuple[list[str], list[str]]:
    """Return the lines that a file is given to, and those between which it hesitates."""
    wanted = lines or LIST
    requirements = tuple(requirement(words, line) for line, words in enumerate(wanted, start=2))
    file = ListedFile(
        path=path, location=None, size=1, sha256="a" * 64, content="png", role=Role.PIECE, set_aside=False
    )
    evidence = evidence_of(RequirementList(file="l.csv", requirements=requirements), [file])
    return [one.key for one in evidence.lines_of[path]], [one.key for one in evidence.doubts_of[path]]


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("EX-1_SC-A1.png", ["EX-1/SC-A1"]),
        ("ex 1 sc a2 (3).PNG", ["EX-1/SC-A2"]),
        ("EX1-SC A2.png", ["EX-1/SC-A2"]),
        ("EX-1/SC-A2/vue.png", ["EX-1/SC-A2"]),
        ("SC-A2/EX-1.png", ["EX-1/SC-A2"]),
        ("EX-2.png", ["EX-2/SC-B1"]),
        ("SC-B1.png", ["EX-2/SC-B1"]),
        ("EX-10.png", ["EX-10"]),
        ("EX-10-2.png", ["EX-10"]),
        ("EX-1-2.png", ["EX-1-2"]),
        ("EX_1_2.png", ["EX-1-2"]),
        ("GEN_3-4 capture.png", ["GEN.3/4/SC-A1"]),
        ("7 accueil.png", ["7"]),
        ("EX-10 et EX-2.pdf", ["EX-2/SC-B1", "EX-10"]),
        ("EX-2/EX-10.png", ["EX-10"]),
        ("notes.txt", ["OPEN.1"]),
    ],
)
def test_a_file_is_given_to_the_line_that_its_name_bears(path: str, lines: list[str]) -> None:
    """Case, spaces and what separates the parts do not matter; the file's own name counts before its folders."""
    assert given(path) == (lines, [])


@pytest.mark.parametrize(
    "path",
    [
        "capture.png",
        "EX-11.png",
        "REX-1.png",
        "EX-10.2 vue.png",
        "vue 7.png",
        "2024-12-07.png",
        "SC-Z9.png",
        "OPEN.1.png",
    ],
)
def test_a_file_of_no_line_is_nobodys(path: str) -> None:
    """A number that only looks like one of the list, or digits in the middle of a name, are none of its lines."""
    assert given(path) == ([], [])


@pytest.mark.parametrize(
    ("path", "doubts"),
    [
        ("EX-1.png", ["EX-1/SC-A1", "EX-1/SC-A2"]),
        ("EX-1_SC-B1.png", ["EX-1/SC-A1", "EX-1/SC-A2"]),
        ("EX-2_SC-B9.png", ["EX-2/SC-B1"]),
        ("SC-A1.png", ["EX-1/SC-A1", "GEN.3/4/SC-A1"]),
    ],
)
def test_a_file_that_does_not_say_which_line_is_in_doubt(path: str, doubts: list[str]) -> None:
    """One of several scenarios, a scenario of another requirement or of none: a person tells, nothing is taken for there."""
    assert given(path) == ([], doubts)


def test_a_number_to_the_letter_counts_before_a_longer_one() -> None:
    """« EX-1_2 » is the second picture of EX-1, though the list has an EX-1-2 too."""
    assert given("EX-1_2.png", "EX-1", "EX-1-2") == (["EX-1"], [])
    assert given("EX-1-2.png", "EX-1", "EX-1-2") == (["EX-1-2"], [])


def test_the_files_that_a_line_names_are_its_own() -> None:
    """A pattern with a folder fits the path, one without fits a name in any folder; such a line is not found by number."""
    assert given("manuels/a.pdf", "EX-1 manuels/*.pdf")[0] == ["EX-1"]
    assert given("autres/a.pdf", "EX-1 manuels/*.pdf") == ([], [])
    assert given("autres/A.PDF", "EX-1 *.pdf")[0] == ["EX-1"]
    assert given("EX-1.png", "EX-1 *.pdf") == ([], [])


def test_numbers_are_found_in_order_and_taken_out() -> None:
    """What remains of a name is searched for its scenario."""
    numbers = Numbering(["EX-1", "EX-2"])
    assert numbers.found_in("EX-1 + EX-2 vue") == (frozenset({tokens("EX-1"), tokens("EX-2")}), " +  vue")
    assert numbers.found_in("") == (frozenset(), "")
    assert Numbering([]).found_in("EX-1") == (frozenset(), "ex-1")
