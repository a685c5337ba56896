"""The words of the reports are all there, in both languages, and none is left over."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pipeline.reporting.wording import fill
from pipeline.reporting.words import LANGUAGES, load_words

FOLDER = Path(__file__).parents[1] / "pipeline" / "reporting"
TABLE = tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for pattern in ("*.py", "templates/*.j2") for path in FOLDER.glob(pattern)
)


def test_every_word_is_in_both_languages() -> None:
    """A reader of either language never meets the other one, nor a placeholder that only one of them has."""
    for section, entries in TABLE.items():
        for name, texts in entries.items():
            assert tuple(texts) == LANGUAGES, f"{section}.{name}"
            placeholders = {lang: set(re.findall(r"\{\w+\}", text)) for lang, text in texts.items()}
            assert placeholders["fr"] == placeholders["en"], f"{section}.{name}"


def test_every_section_is_used() -> None:
    """Words that nothing says any more are removed."""
    for section in TABLE:
        assert re.search(rf'\bw\.{section}\b|words\["{section}"\]', SOURCES), section


def test_no_template_asks_for_a_word_that_does_not_exist() -> None:
    """A heading can never be missing in the middle of a report."""
    for section, name in re.findall(r"\bw\.([a-z_]+)\.([a-z_]+)", SOURCES):
        assert name == "get" or name in TABLE[section], f"{section}.{name}"


def test_templates_and_code_hold_no_french() -> None:
    """What a person reads stands in the data, where a translator finds it."""
    for path in FOLDER.glob("templates/*.j2"):
        assert not re.search(r"[àâçéèêëîïôùûœ]", path.read_text(encoding="utf-8")), path.name


def test_french_words_are_typographically_tied() -> None:
    """The French words come with the no-break spaces that their punctuation wants."""
    words = load_words("fr")

    assert words["language"]["colon"] == "\u00a0:"
    assert fill(words["seen"]["quoted"], {"words": "x"}) == "«\u00a0x\u00a0»"
