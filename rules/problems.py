"""What a code of a problem or a reason means: wording and remedy in both languages, and what it makes of a finding."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.model import Texts

FILES = tuple(Path(__file__).with_name(name) for name in ("problems.toml", "reasons.toml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemText:
    """One code: its words, with {arguments}, what to do next, and its outcome: failed, inconclusive or info."""

    code: str
    words: Texts
    remedy: Texts
    outcome: str


@cache
def load_problems() -> Mapping[str, ProblemText]:
    """Return every code of `rules/problems.toml` and `rules/reasons.toml` with its wording, in the order of the files."""
    entries = {code: entry for path in FILES for code, entry in tomllib.loads(path.read_text("utf-8")).items()}
    return MappingProxyType({code: _problem_text(code, entry) for code, entry in entries.items()})


def _problem_text(code: str, entry: Mapping[str, str]) -> ProblemText:
    return ProblemText(
        code=code,
        words={"fr": entry["fr"], "en": entry["en"]},
        remedy={"fr": entry["remedy_fr"], "en": entry["remedy_en"]},
        outcome=entry["outcome"],
    )
