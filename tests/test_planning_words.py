"""The words of the plans: both languages, the same values, all used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pipeline.planning
from pipeline.planning.words import plan_words
from pipeline.reporting.wording import blanks
from rules.roadmap import load_roadmap
from validators.planning.model import What
from validators.planning.schedule import Standing

FOLDER = Path(pipeline.planning.__path__[0])
WORDS = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))
LETTERS = tomllib.loads((FOLDER / "letters.toml").read_text("utf-8"))
CODE = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
COMPOSED = {*map(str, What), *map(str, Standing), "running_doubtful", "excl_tax", "incl_tax", "short", "long"}
WHOLE = ("entries", "table", "windows", "who")  # sections looked up by keys of the data, or taken whole


def test_both_languages_say_the_same_values() -> None:
    """Every text is there twice, with the same blanks."""
    for section, entries in WORDS.items():
        for name, texts in entries.items():
            assert texts.keys() == {"fr", "en"}, (section, name)
            assert set(blanks(texts["fr"])) == set(blanks(texts["en"])), (section, name)


def test_every_word_is_used() -> None:
    """No word is there for nobody."""
    named = {name for section, entries in WORDS.items() if section not in WHOLE for name in entries}
    named |= set(LETTERS["lines"])
    unused = {name for name in named - COMPOSED if not re.search(rf"""["']{name}["']""", CODE)}
    assert unused == set()


def test_every_window_and_every_actor_of_the_roadmap_has_a_name() -> None:
    """A step never speaks of a window or an actor that has no words."""
    words = plan_words("fr")
    assert {step.window for step in load_roadmap() if step.window} <= words["windows"].keys()
    assert {step.who for step in load_roadmap()} <= words["who"].keys()
    assert set(map(str, Standing)) <= words["roadmap"].keys()
    assert set(map(str, What)) <= words["title"].keys()
