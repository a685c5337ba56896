"""A requirement list is read as spreadsheets save it, or refused with the line and column that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.evidence import CODE, HEAD, LINES, write_list
from rules.loader import RulesError, load
from rules.requirements import template


def refused(overlay: Path) -> RulesError:
    """Return what is said of a list that cannot be used."""
    with pytest.raises(RulesError) as caught:
        load(overlay)
    return caught.value


def test_a_list_is_read_as_a_french_spreadsheet_saves_it(tmp_path: Path) -> None:
    """CP1252, semicolons, CRLF, empty rows and cells at the end: the lines keep their numbers."""
    write_list(tmp_path, LINES[0], ";;;;", LINES[1], "EX-09;;Preuve", head=f"{HEAD};;")
    (found,) = load(tmp_path).requirements.values()

    assert found.file == f"requirements/{CODE}.csv"
    assert [(one.number, one.line) for one in found.requirements] == [("EX-01", 2), ("EX-02", 4), ("EX-09", 5)]
    assert found.requirements[0].formats == ("png", "pdf")
    assert found.requirements[1].evidence == "Journal de la requête"


@pytest.mark.parametrize(
    "content",
    [
        '\ufeffRequirement,Scenario,Evidence,Files\nEX-1,SC-1,"One, two",a.png | b/*.png\n'.encode(),
        "Exigence\tScénario\tPreuve\tFichiers\nEX-1\tSC-1\tOne, two\ta.png|b/*.png\n".encode(),
    ],
    ids=["commas in English", "tabs in French"],
)
def test_other_separators_and_the_english_head_are_read(tmp_path: Path, content: bytes) -> None:
    """What is between two columns, and the language of the head, do not matter."""
    write_list(tmp_path).write_bytes(content)
    (one,) = load(tmp_path).requirements[CODE].requirements
    assert (one.number, one.scenario, one.evidence) == ("EX-1", "SC-1", "One, two")
    assert one.files == ("a.png", "b/*.png")


@pytest.mark.parametrize(
    ("lines", "line", "column"),
    [
        (("EX-01;SC-01;;;",), 2, "preuve"),
        ((LINES[0], ";SC-01;Capture;;"), 3, "exigence"),
        (("--;;Capture;;",), 2, "exigence"),
        (("EX-01;SC-01;Capture;p!ng;",), 2, "formats"),
        ((LINES[0], LINES[0].replace("EX-01", "ex 01")), 3, ""),
        ((f"{LINES[0]};de;trop",), 2, ""),
        (('EX-01;;"Capture;;',), 2, ""),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(
    tmp_path: Path, lines: tuple[str, ...], line: int, column: str
) -> None:
    """A person opens the table at the place that is told, in both languages."""
    write_list(tmp_path, *lines)
    error = refused(tmp_path)
    assert (error.line, error.column) == (line, column)
    assert f"ligne {line}" in error.messages["fr"]
    assert f"line {line}" in error.messages["en"]


@pytest.mark.parametrize("head", ["exigence;preuve", "exigence;scenario;preuve;couleur", "exigence;exigence;preuve"])
def test_a_head_that_is_not_right_is_told_with_the_columns_that_are_expected(tmp_path: Path, head: str) -> None:
    """A missing, unknown or repeated column is on the first line."""
    write_list(tmp_path, LINES[0], head=head)
    error = refused(tmp_path)
    assert error.line == 1
    assert "exigence, scenario, preuve, formats, fichiers" in error.messages["fr"]


def test_a_list_of_nothing_is_refused(tmp_path: Path) -> None:
    """The template alone, not filled in, would let every folder pass."""
    write_list(tmp_path).write_bytes(template("fr").encode())
    assert "vide" in refused(tmp_path).messages["fr"]


def test_a_list_is_of_one_known_scheme(tmp_path: Path) -> None:
    """A name that is no scheme's code would be passed over in silence; two lists of one scheme contradict each other."""
    path = write_list(tmp_path, *LINES, name="IMG-XX-VA2.csv")
    assert "IMG-XX-VA2" in refused(tmp_path).messages["fr"]
    path.unlink()
    write_list(tmp_path, *LINES)
    write_list(tmp_path, *LINES, name=f"SONS-{CODE.lower()}.csv")
    assert "déjà la liste" in refused(tmp_path).messages["fr"]


def test_a_workbook_is_not_passed_over(tmp_path: Path) -> None:
    """Excel itself is not read: the user is told to save as CSV."""
    write_list(tmp_path, *LINES, name=f"{CODE}.xlsx")
    assert "CSV" in refused(tmp_path).messages["fr"]


def test_the_list_counts_in_the_digest_of_the_rules(tmp_path: Path) -> None:
    """Two reports by different lists are told apart."""
    write_list(tmp_path, *LINES)
    before = load(tmp_path).overlay_digest
    write_list(tmp_path, *LINES[:3])
    assert load(tmp_path).overlay_digest != before


def test_none_is_shipped() -> None:
    """No requirement list could be read, so none is made up."""
    assert load().requirements == {}


@pytest.mark.parametrize(("lang", "first"), [("fr", "exigence"), ("en", "requirement")])
def test_the_template_is_a_head_that_is_read(tmp_path: Path, lang: str, first: str) -> None:
    """Whoever fills it in has a list."""
    head = template(lang)
    assert head.removeprefix("\ufeff").startswith(first)
    write_list(tmp_path).write_bytes(f"{head}EX-1;SC-1;Capture;;\r\n".encode())
    assert len(load(tmp_path).requirements[CODE].requirements) == 1
