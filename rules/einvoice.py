"""Where electronic invoices and orders hold their values, by the root element of their data, from `rules/einvoice.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("einvoice.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """One way to write an invoice or an order as data: the piece it belongs to and the paths of its values.

    Paths are those of elements below the root, steps parted by slashes, in any namespace.
    """

    name: str
    piece: str  # kind of piece
    other_pieces: Mapping[str, str]  # type code → kind of piece, where it is another
    type_code: str | None  # path
    currency: str  # path
    values: Mapping[str, tuple[str, ...]]  # attribute → paths


@cache
def load_syntaxes() -> Mapping[str, Syntax]:
    """Return every known syntax by the tag of its root, « {namespace}name »."""
    tables = tomllib.loads(FILE.read_text("utf-8"))
    return MappingProxyType(
        {
            table["root"]: Syntax(
                name=name,
                piece=table["piece"],
                other_pieces=table.get("other_pieces", {}),
                type_code=table.get("type_code"),
                currency=table["currency"],
                values={attribute: tuple(paths) for attribute, paths in table["values"].items()},
            )
            for name, table in tables.items()
        }
    )
