"""What the command line says, in the language of the call; all of it is in `words.toml`."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from pipeline.errors import ExitCode, SegurDossierError

LANGUAGES = ("fr", "en")
Say = Callable[..., str]


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def language_of(arguments: Sequence[str]) -> str:
    """Find the language before the options are parsed: `--lang en`, `--lang=en`, else SEGUR_DOSSIER_LANG, else French."""
    given = os.environ.get("SEGUR_DOSSIER_LANG", LANGUAGES[0])
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            given = arguments[index + 1]
        elif argument.startswith("--lang="):
            given = argument.removeprefix("--lang=")
    return given if given in LANGUAGES else LANGUAGES[0]


def speaker(lang: str) -> Say:
    """Return the function that says a key of `words.toml` with its arguments."""
    words = _words()[lang]

    def say(key: str, /, **arguments: object) -> str:
        return words[key].format(**arguments) if arguments else words[key]

    return say


def refusal(key: str, /, *, code: ExitCode = ExitCode.USAGE, **arguments: object) -> SegurDossierError:
    """Return the error that says a key of `words.toml` in both languages, and `<key>_remedy` as what to do."""
    french, english = (speaker(lang) for lang in LANGUAGES)
    return SegurDossierError(
        fr=french(key, **arguments),
        en=english(key, **arguments),
        remedy_fr=french(f"{key}_remedy", **arguments),
        remedy_en=english(f"{key}_remedy", **arguments),
        code=code,
    )
