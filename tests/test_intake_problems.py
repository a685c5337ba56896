"""The wordings of problems: `rules/problems.toml`."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import pipeline
import rules
from rules.problems import ProblemText, load_problems

PROBLEMS_FILE = Path(rules.__path__[0]) / "problems.toml"
PIPELINE = Path(pipeline.__path__[0])
ALL = load_problems()
TEXTS = {code: ALL[code] for code in tomllib.loads(PROBLEMS_FILE.read_text("utf-8"))}


def codes_in(source: str) -> set[str]:
    """The codes of the problems that a source makes: `Problem(code="x")`, either branch of a conditional."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
            values = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            found |= {str(leaf.value) for value in values for leaf in leaves(value)}
    return found


def leaves(node: ast.expr) -> list[ast.Constant]:
    if isinstance(node, ast.IfExp):
        return leaves(node.body) + leaves(node.orelse)
    return [node] if isinstance(node, ast.Constant) else []


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("path", sorted(PIPELINE.rglob("*.py")), ids=lambda path: str(path.relative_to(PIPELINE)))
def test_every_code_has_words(path: Path) -> None:
    """Every problem that the pipeline can make has its wording."""
    assert codes_in(path.read_text("utf-8")) <= ALL.keys()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_words_in_both_languages(text: ProblemText) -> None:
    """A wording and its remedy say something in both languages, with the same arguments, and weigh what they may."""
    assert text.outcome in ("failed", "inconclusive", "info")
    assert all(words.strip() for words in (*text.words.values(), *text.remedy.values()))
    assert fields(text.words["fr"]) == fields(text.words["en"])
    assert fields(text.remedy["fr"]) | fields(text.remedy["en"]) <= fields(text.words["fr"])


def test_what_intake_did_not_read_is_inconclusive() -> None:
    """A problem of intake that says that something was not read never weighs nothing, duplicates aside."""
    sources = [*(PIPELINE / "intake").glob("*.py"), PIPELINE / "reading" / "archive.py"]
    made = set().union(*(codes_in(path.read_text("utf-8")) for path in sources))
    unread = {code for code in made if "pas été lu" in TEXTS[code].words["fr"]}

    assert len(unread) > 15
    assert {code for code in unread if TEXTS[code].outcome != "inconclusive"} == {"duplicate"}
