"""What packing and verifying say to a person, in French or English: codes and arguments, filled from `words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing seen of a package: its code in `words.toml`, its arguments, whether it is as it should be."""

    code: str
    good: bool = False
    arguments: Mapping[str, str | int] = field(default_factory=dict)

    def say(self, lang: str) -> str:
        """Return the sentence in `fr` or `en`; characters that would act on a screen are replaced."""
        shown = {name: _shown(value) for name, value in self.arguments.items()}
        return _words()[self.code][lang].format_map(shown)


class RefusedError(Exception):
    """Raised inside packing when a conforming dossier cannot be packed; `write_package` turns it into a value."""

    def __init__(self, code: str, **arguments: str | int) -> None:
        super().__init__(code)
        self.line = Line(code=code, arguments=arguments)


def _shown(value: str | int) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in str(value))


@cache
def _words() -> dict[str, dict[str, str]]:
    path = Path(__file__).resolve().parent / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
