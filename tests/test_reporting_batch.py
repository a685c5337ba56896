"""A batch can be surveyed in a terminal, a spreadsheet and a browser, and none of them executes what it shows."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reporting.batch import (
    SummaryLine,
    render_index,
    render_summary,
    safe_cell,
    summary_csv,
    summary_line,
)
from pipeline.reporting.formats import FORMATS, findings_csv
from tests.reporting_samples import (
    dossier,
    failing_report,
    finding,
    passing_report,
    report,
)
from tests.test_reporting_web import Page
from validators.model import REQUEST, Outcome, Said, Verdict


def lines() -> list[SummaryLine]:
    """Summarise a batch of three."""
    bad = summary_line(failing_report(), file="2026-CHV-018/report.html")
    good = replace(summary_line(passing_report(), file="2026-CHV-017/report.html"), reference="2026-CHV-016")
    return [good, replace(bad, verdict=Verdict.TO_REVIEW, failed=0, reference="2026-CHV-019"), bad]


def cells(text: str) -> list[list[str]]:
    """Read a table as a spreadsheet would."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_line_counts_what_is_still_open() -> None:
    """What a person settled is not counted as failed."""
    line = summary_line(failing_report())

    assert (line.failed, line.to_review, line.warnings, line.beneficiaries) == (3, 3, 1, 3)


def test_the_worst_dossier_comes_first() -> None:
    """The table starts where work is needed, and its last line counts."""
    table = render_summary(lines(), lang="fr").splitlines()

    assert [row.split()[0] for row in table[1:4]] == ["2026-CHV-017", "2026-CHV-019", "2026-CHV-016"]
    assert table[-1].replace("\u00a0", " ") == "3 dossiers : 1 non conforme, 1 à vérifier, 1 conforme"


def test_the_columns_are_aligned() -> None:
    """Every row of the table has its verdict below the heading."""
    table = render_summary(lines(), lang="fr").splitlines()
    column = table[0].index("Verdict")

    assert [row[column - 1] for row in table[:4]] == [" "] * 4
    assert table[1][column:].startswith("Non conforme")


def test_an_empty_batch_is_no_error() -> None:
    """Nothing to show is shown as nothing."""
    assert render_summary([], lang="fr").endswith("0 dossier\n")
    assert "<h1>0 dossier</h1>" in render_index([], lang="fr")


def test_a_french_excel_opens_the_summary() -> None:
    """UTF-8 with a byte order mark, semicolons, CRLF."""
    text = summary_csv(lines(), lang="fr")

    assert text.startswith("\ufeffRéférence;Demande;")
    assert text.endswith("\r\n")
    assert cells(text)[1][:4] == ["2026-CHV-016", "Avance", "HOP-DPI-VA2", "Conforme"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\u00a0=", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    """A reference that Excel would calculate is marked as text."""
    line = replace(lines()[0], reference=f'{start}HYPERLINK("https://x.example";"clic")')

    assert cells(summary_csv([line], lang="fr"))[1][0].startswith("'")


@given(st.text())
def test_any_text_is_a_harmless_cell(text: str) -> None:
    """No text starts a formula, breaks a row or leaves its cell."""
    line = replace(lines()[0], reference=text)

    rows = cells(summary_csv([line], lang="fr"))

    assert len(rows) == 2
    assert len(rows[1]) == len(rows[0])
    assert not rows[1][0].lstrip().startswith(("=", "+", "-", "@"))


def test_a_number_is_left_a_number() -> None:
    """Only texts are protected: a spreadsheet can add up the counts."""
    assert safe_cell(-3) == "-3"
    assert safe_cell("-3") == "'-3"


def test_the_index_links_to_each_report_and_only_there() -> None:
    """A file name cannot become another address."""
    hostile = replace(lines()[0], file="javascript:alert(1)//é è?.html", reference="<b>x</b>\u202e")
    page = Page(render_index([*lines(), hostile], lang="fr"))
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]

    assert links[0] == "2026-CHV-018/report.html"
    assert "javascript%3Aalert%281%29//%C3%A9%20%C3%A8%3F.html" in links
    assert "<b>x</b>‹U+202E›" in page.text


def test_findings_as_a_table_are_harmless_too() -> None:
    """One row per finding, with the place and the remedy, and no formula from a message."""
    findings = [finding("DO-06", Outcome.FAILED, REQUEST, arguments={"reason": Said(value="=1+1")})]

    (row,) = cells(findings_csv(report(dossier(), findings, Verdict.NON_CONFORMING)))

    assert row[2:5] == ["DO-06", "bloquant", "échec"]
    assert "'=1+1" in row


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_every_report(name: str) -> None:
    """Each format of the table gives bytes that end a line and do not change from one run to the next."""
    written = FORMATS[name]
    for told in (passing_report(), failing_report(lang="en")):
        once = written.head(told.lang) + written.render(told)

        assert once.endswith(b"\n")
        assert once == written.head(told.lang) + written.render(told)
