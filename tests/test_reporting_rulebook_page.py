"""The page of the rules says all that the data says, with its sources, and is as fresh as the data."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.reporting.rulebook_page import KINDS, rulebook_page
from pipeline.reporting.words import LANGUAGES, load_words
from rules.loader import load
from tests.cli_helpers import call

PAGE_FILE = Path(__file__).parent.parent / "docs" / "rules.md"
SHIPPED = load()
PAGE = rulebook_page(SHIPPED, "fr")


def section(page: str, title: str) -> str:
    """Return the text below a heading of the second level."""
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_the_committed_page_is_fresh() -> None:
    """docs/rules.md is what `make docs` would write now."""
    assert PAGE_FILE.read_text("utf-8") == PAGE


def test_make_docs_writes_what_the_test_compares(capsys: pytest.CaptureFixture[str]) -> None:
    """The target calls the verb that writes this very page."""
    makefile = (PAGE_FILE.parent.parent / "Makefile").read_text("utf-8")

    assert "segur-dossier rules page --lang fr > docs/rules.md" in makefile
    assert call(capsys, "rules", "page", "--lang", "fr").out == PAGE


def test_every_rule_stands_below_each_kind_it_is_for() -> None:
    """A reader who prepares one kind of request finds all its rules in two places: there, and below every request."""
    words = load_words("fr")
    for kind in KINDS:
        listed = set(re.findall(r"^\| ([A-Z]{2}-\d+) \|", section(PAGE, words["kinds"][kind]), re.MULTILINE))
        assert listed == {rule.id for rule in SHIPPED.rules.values() if kind in rule.applies.kinds}
    everywhere = set(re.findall(r"^\| ([A-Z]{2}-\d+) \|", section(PAGE, words["page"]["every_kind"]), re.MULTILINE))
    assert everywhere == {rule.id for rule in SHIPPED.rules.values() if not rule.applies.kinds}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_scheme_and_every_text_is_there(lang: str) -> None:
    """No scheme is left out, and every link inside the page leads to a text of the last section."""
    page = rulebook_page(SHIPPED, lang)

    assert set(re.findall(r"^### (\S+)", page, re.MULTILINE)) == set(SHIPPED.schemes)
    anchors = set(re.findall(r'<a id="([^"]+)">', page))
    assert anchors == {f"source-{key}" for key in SHIPPED.sources}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors


def test_a_rule_that_no_text_supports_is_said_to_warn() -> None:
    """The page never calls blocking what the engine would not let block."""
    row = next(line for line in PAGE.splitlines() if line.startswith("| ID-08 |"))

    assert SHIPPED.rules["ID-08"].level == "blocking"
    assert "| avertissement |" in row
    assert "(déduit)" in row


def test_a_scheme_without_a_ceiling_names_the_document_to_obtain() -> None:
    """What is not known is said, with where it stands."""
    text = PAGE.partition("### HOP-DPI-VA2")[2].partition("\n### ")[0]

    assert "Barème inconnu. Document à obtenir" in text
    assert "17\u00a0décembre\u00a02025 à 12\u00a0h\u00a000" in text


def test_hostile_texts_of_an_overlay_stay_text() -> None:
    """A title cannot bring a link, a row or a tag into the page."""
    rule = replace(SHIPPED.rules["DO-01"], title={"fr": "a | b\n<script> [x](y) \u202e", "en": "a"})
    source = replace(SHIPPED.sources["FAQ-590"], address="javascript:alert(1)")
    rulebook = replace(
        SHIPPED,
        rules={**SHIPPED.rules, "DO-01": rule},
        sources={**SHIPPED.sources, "FAQ-590": source},
    )
    page = rulebook_page(rulebook, "fr")

    assert r"a \| b \<script\> \[x\](y) ‹U+202E›" in page
    assert "javascript:" not in page
