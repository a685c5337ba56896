"""Which fields of the codes printed on papers are values of the vocabulary, from `rules/codes.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.model import Texts

FILE = Path(__file__).with_name("codes.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFields:
    """One kind of code: the text that gives it, the kinds of piece it speaks of, the attributes its fields are."""

    kind: str  # payment, or 2d_doc_<type>
    source: str
    label: Texts
    pieces: tuple[str, ...]
    values: Mapping[str, str]  # field → attribute


@cache
def load_codes() -> Mapping[str, CodeFields]:
    """Return every known kind of code by its name."""
    tables = tomllib.loads(FILE.read_text("utf-8"))
    return MappingProxyType(
        {
            kind: CodeFields(
                kind=kind,
                source=table["source"],
                label=table["label"],
                pieces=tuple(table["pieces"]),
                values=table["values"],
            )
            for kind, table in tables.items()
        }
    )
