"""Dossiers whose pieces are Word documents: read and told, to review until they are PDFs, never refused for that."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.shared import Pt

from fixtures.generator import Sample
from fixtures.mutators import mutated
from fixtures.schemes import OVERLAY
from fixtures.writer import write
from pipeline.limits import Limits
from pipeline.reading.page import Page
from pipeline.reading.pdf import read_pdf
from tests.cli_helpers import CLEAN, call, clean_sample, settle_in
from tests.office_samples import word

Judged = Callable[[Sample], dict[str, Any]]


def as_word(data: bytes) -> bytes:
    """Return a Word document that says line by line what a PDF says."""

    def fill(document: Any) -> None:
        for page in read_pdf(data, "0" * 64, Limits()).pages:
            if page.number > 1:
                document.add_page_break()
            for cells in rows_of(page):
                line = document.add_paragraph("\t".join(words for _, words in cells))
                for left, _ in cells[1:]:
                    line.paragraph_format.tab_stops.add_tab_stop(Pt(left))

    return word(fill)


def rows_of(page: Page) -> list[list[tuple[float, str]]]:
    """The rows of a page from the top: where each cell begins, and its words."""
    rows: list[tuple[float, list[tuple[float, str]]]] = []
    for start, end, left, bottom, _, top in sorted(page.runs, key=lambda run: (-run[5], run[2])):
        middle = (bottom + top) / 2
        if not rows or abs(rows[-1][0] - middle) > (top - bottom) / 2:
            rows.append((middle, []))
        rows[-1][1].append((left, page.text[start:end].replace("\n", " ")))
    return [sorted(row) for _, row in rows]


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Judged:
    """What judges a dossier once every PDF of it is a Word document."""
    settle_in(monkeypatch, tmp_path)

    def judge(sample: Sample) -> dict[str, Any]:
        folder = tmp_path / "dossier"
        write(sample, folder)
        for path in sorted(folder.rglob("*.pdf")):
            path.with_suffix(".docx").write_bytes(as_word(path.read_bytes()))
            path.unlink()
        called = call(capsys, "check", folder, "--on", sample.on.isoformat(), "--rules", OVERLAY, "--format", "json")
        report: dict[str, Any] = json.loads(called.out)
        return report

    return judge


@pytest.mark.parametrize("kind", CLEAN)
def test_dossier_of_word_documents(kind: str, judged: Judged) -> None:
    """A good dossier kept as Word documents is to review: its pieces are known, and each is to be made a PDF."""
    report = judged(clean_sample(kind))
    documents = [file["path"] for file in report["files"] if file["content"] == "docx"]

    assert report["verdict"] == "to_review"
    assert sorted({piece["file"] for piece in report["pieces"]}) == sorted(documents)
    assert all(piece["kind"] != "other" for piece in report["pieces"])
    assert all(
        "convert_to_pdf" in [one["code"] for one in file["problems"]]
        for file in report["files"]
        if file["content"] == "docx"
    )
    assert not [one["rule"] for one in report["findings"] if (one["outcome"], one["level"]) == ("failed", "blocking")]


@pytest.mark.parametrize(
    ("defect", "rule", "why"),
    [("iban_typo_on_rib", "ID-02", "seen_on_working_copy"), ("two_invoices", "AM-10", "working_copy")],
)
def test_defect_of_a_word_document(defect: str, rule: str, why: str, judged: Judged) -> None:
    """What is wrong on a Word document is told, and decides nothing before there is a PDF."""
    report = judged(mutated(defect, 17)[1])
    open_rules = {
        one["rule"]: (one["reason"] or {}).get("code") for one in report["findings"] if one["outcome"] == "inconclusive"
    }

    assert report["verdict"] == "to_review"
    assert open_rules.get(rule) == why
