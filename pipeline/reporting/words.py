"""The words of the reports themselves (headings, verdicts, counts), from `words.toml`, in one language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.reporting.wording import fill, no_break

Words = Mapping[str, Mapping[str, str]]  # section → name → words

LANGUAGES = ("fr", "en")


@cache
def load_words(lang: str) -> Words:
    """Read the words of one language, `fr` or `en`."""
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        section: {name: no_break(texts[lang], lang) for name, texts in entries.items()}
        for section, entries in table.items()
    }


def plural(forms: str, number: int, lang: str) -> str:
    """Choose between « one|many » and fill `{n}`: in French zero is singular, in English it is plural."""
    one, _, many = forms.partition("|")
    singular = number < 2 if lang == "fr" else number == 1
    return fill(one if singular or not many else many, {"n": str(number)})


def pages_text(first: int, last: int, words: Words) -> str:
    """Say which pages: « page 3 » or « pages 3 à 5 »."""
    return fill(words["places"]["page" if first == last else "pages"], {"first": str(first), "last": str(last)})
