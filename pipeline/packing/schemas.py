"""Holds JSON against JSON Schemas, offline: a `$ref` that leaves the schema is refused, never fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import jsonschema_rs

_HERE = Path(__file__).resolve().parent
_MOST_COMPILED = 32
_COMPILED: dict[tuple[int, str | None], tuple[Mapping[str, Any], Any]] = {}


@cache
def own_schema(name: str) -> dict[str, Any]:
    """Load one of the schemas that lie beside this module: deposit, manifest, mapping or values."""
    schema: dict[str, Any] = json.loads((_HERE / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def first_problem(schema: Mapping[str, Any], instance: Any, *, mask: str | None = None) -> tuple[str, str] | None:
    """Return where and how an instance breaks a schema, or None; `ValueError` when the schema itself is wrong.

    `mask` stands in the explanation for the instance's own values, when they may be personal.
    """
    for error in _validator(schema, mask).iter_errors(instance):
        return ".".join(str(step) for step in error.instance_path) or "$", error.message
    return None


def untrusted_problem(schema: Mapping[str, Any], instance: Any) -> tuple[str, str] | None:
    """Do as `first_problem` for a sound schema and an instance nobody vouches for: what cannot be examined is wrong."""
    try:
        return first_problem(schema, instance)
    except ValueError as error:  # nested too deep, or keys that are no Unicode
        return "$", str(error)


def _validator(schema: Mapping[str, Any], mask: str | None) -> Any:
    """Compile a schema once: a batch holds thousands of files against the same few."""
    key = id(schema), mask
    if key not in _COMPILED:
        if len(_COMPILED) > _MOST_COMPILED:
            _COMPILED.clear()
        # The schema is kept too: as long as it lives, nothing else has its identity.
        _COMPILED[key] = schema, jsonschema_rs.validator_for(dict(schema), retriever=_offline, mask=mask)
    return _COMPILED[key][1]


def _offline(address: str) -> NoReturn:
    raise ValueError(f"{address} is outside the schema")
