"""The words that say where a paper is signed by hand, and those that only look like it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("signing.toml")

Words = tuple[str, ...]  # folded, in their order


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningWords:
    """Heads of a place to sign, the longest first, some only when they open a line; what is none; identity documents."""

    labels: tuple[Words, ...]
    openings: tuple[Words, ...]
    decoys: tuple[Words, ...]
    identity: tuple[Words, ...]


@cache
def load_signing() -> SigningWords:
    """Return the words of `rules/signing.toml`."""
    tables = tomllib.loads(FILE.read_text("utf-8"))
    longest_first = {name: sorted(map(str.split, table), key=len, reverse=True) for name, table in tables.items()}
    return SigningWords(**{name: tuple(map(tuple, words)) for name, words in longest_first.items()})
