"""The one way JSON is written and read here: canonical bytes out, strict and bounded parsing in."""

from __future__ import annotations

import json
from typing import NoReturn, TypeAlias

import msgspec

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

JSON_BYTES = 64 * 1024 * 1024


def json_bytes(tree: Json) -> bytes:
    """Write a tree as canonical JSON: sorted keys, two spaces, UTF-8, one line feed at the end."""
    text = json.dumps(tree, sort_keys=True, ensure_ascii=False, allow_nan=False)
    packed = text.encode("utf-8", "replace")  # a lone surrogate of a hostile text cannot be written
    return msgspec.json.format(packed, indent=2) + b"\n"


def parse_json(data: bytes) -> Json:
    """Read JSON that nobody vouches for; `ValueError` for bad UTF-8 or syntax, a key given twice, NaN, too deep."""
    try:
        tree: Json = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None
    return tree


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise ValueError("a key is given twice")
    return tree


def _no_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
