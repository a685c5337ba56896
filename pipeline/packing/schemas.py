"""Holds JSON against JSON Schemas, offline: a `$ref` that leaves the schema is refused, never fetched."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import jsonschema_rs

_HERE = Path(__file__).resolve().parent


@cache
def own_schema(name: str) -> dict[str, Any]:
    """Load one of the schemas that lie beside this module: deposit, manifest, mapping or values."""
    schema: dict[str, Any] = json.loads((_HERE / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def first_problem(schema: dict[str, Any], instance: Any, *, mask: str | None = None) -> tuple[str, str] | None:
    """Return where and how an instance breaks a schema, or None; `ValueError` when the schema itself is wrong.

    `mask` stands in the explanation for the instance's own values, when they may be personal.
    """
    validator = jsonschema_rs.validator_for(schema, retriever=_offline, mask=mask)
    for error in validator.iter_errors(instance):
        return ".".join(str(step) for step in error.instance_path) or "$", error.message
    return None


def untrusted_problem(schema: dict[str, Any], instance: Any) -> tuple[str, str] | None:
    """Do as `first_problem` for a sound schema and an instance nobody vouches for: what cannot be examined is wrong."""
    try:
        return first_problem(schema, instance)
    except ValueError as error:  # nested too deep, or keys that are no Unicode
        return "$", str(error)


def _offline(address: str) -> NoReturn:
    raise ValueError(f"{address} is outside the schema")
