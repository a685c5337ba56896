"""Tests of what the command line says: the same in both languages, and all of it used."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import pipeline.cli
import pipeline.intake.request_text as request_text
from pipeline.cli.main import VERBS
from tests.cli_helpers import ROOT, call

FOLDER = Path(pipeline.cli.__path__[0])
WORDS = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))
# Keys that the code puts together.
COMPOSED = re.compile(
    r"(level|basis|example|examples_of|exit_codes_of|rules|ledger|bears|outcome|verdict)_\w+|"
    rf"({'|'.join(VERBS)})_help|\w+_remedy|draft_(applicant|publisher|solution|advance|beneficiaries)(_\w+)?|draft_(several|unsure)"
)


def blanks(text: str) -> set[str]:
    """Return the names of what is to be filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_same_keys_in_both_languages() -> None:
    """What is said in one language is said in the other."""
    assert WORDS["fr"].keys() == WORDS["en"].keys()


def test_same_blanks_in_both_languages() -> None:
    """Both languages say the same values."""
    assert {key for key in WORDS["fr"] if blanks(WORDS["fr"][key]) != blanks(WORDS["en"][key])} == set()


def test_every_key_is_used() -> None:
    """No word is there for nobody."""
    code = "".join(path.read_text("utf-8") for path in (*FOLDER.glob("*.py"), Path(request_text.__file__)))

    unused = [key for key in WORDS["fr"] if f'"{key}"' not in code and f"'{key}'" not in code]
    assert [key for key in unused if not COMPOSED.fullmatch(key)] == []


def test_no_traveller_among_words() -> None:
    """What is said names options and verbs that exist."""
    said = " ".join(text for words in WORDS.values() for text in words.values())
    code = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))

    assert all(f'"{option}"' in code for option in set(re.findall(r"--[a-z-]+", said)))
    assert set(re.findall(r"(?:\n  |« |“)segur-dossier ([a-z]+)", said)) <= set(VERBS)


def test_calls_that_the_texts_advise(capsys: pytest.CaptureFixture[str]) -> None:
    """Every call that a rule or a report advises is one that works."""
    files = [*(ROOT / "rules").rglob("*.toml"), *(ROOT / "pipeline").rglob("*.toml")]
    said = " ".join(file.read_text("utf-8") for file in files if file.parent != FOLDER)
    advised = {words.split("…")[0].strip() for words in re.findall(r"[«“(] ?segur-dossier ([^»”)]+)[»”)]", said)}

    assert "init" in advised
    assert [one for one in sorted(advised) if call(capsys, *one.split(), "--help").code != 0] == []


def test_only_the_command_line_prints() -> None:
    """Nothing but the command line writes on the screen, or ends the program."""
    product = [path for floor in ("pipeline", "validators", "rules") for path in (ROOT / floor).rglob("*.py")]
    prints = re.compile(r"\b(print|click\.echo|sys\.exit)\(")
    found = [path for path in product if prints.search(path.read_text("utf-8")) and FOLDER not in path.parents]

    assert [path.name for path in found] == ["__main__.py"]
