"""The words of the plans, from `words.toml`, in one language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pipeline.reporting.wording import no_break
from pipeline.reporting.words import Words


@cache
def plan_words(lang: str) -> Words:
    """Read the words of one language, `fr` or `en`."""
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return {
        section: {name: no_break(texts[lang], lang) for name, texts in entries.items()}
        for section, entries in table.items()
    }
