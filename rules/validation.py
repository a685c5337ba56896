"""Data files held against their JSON Schema, with the first misfit said in French and in English."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from rules.datafiles import SHIPPED
from rules.errors import RulesError

if TYPE_CHECKING:
    import jsonschema_rs


def check_shape(schema: str, file: str, table: Mapping[str, Any], *, only: str | None = None) -> None:
    """Raise RulesError at the first key of a decoded file that does not fit `rules/schemas/<schema>.schema.json`.

    With `only`, no other key is required at the top: what an overlay says may add to what is shipped.
    """
    errors = _validator(schema, only).iter_errors(_as_json(table))
    for error in sorted(errors, key=lambda error: [str(step) for step in error.instance_path]):
        fr, en = _expected(error, _schema(schema, only))
        raise RulesError(file=file, key=_key_path(error.instance_path), fr=f"{fr}.", en=f"{en}.")


@cache
def _validator(schema: str, only: str | None) -> jsonschema_rs.Validator:
    # Imported here because only an overlay needs it at run time, and it costs as much as reading all the rules.
    import jsonschema_rs

    return jsonschema_rs.validator_for(_schema(schema, only), validate_formats=True, formats={"instant": _is_instant})


@cache
def _schema(name: str, only: str | None) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SHIPPED / "schemas" / f"{name}.schema.json").read_bytes())
    return {**schema, "required": [only]} if only else schema


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _as_json(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _key_path(steps: Sequence[str | int]) -> str:
    """Write a path as a person would in TOML, entries counted from 1.

    >>> _key_path(["window", 0, "closes"])
    'window[1].closes'
    """
    path = ""
    for step in steps:
        path += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")


def _expected(error: jsonschema_rs.ValidationError, schema: dict[str, Any]) -> tuple[str, str]:
    kind, wanted = error.kind.name, error.kind.value
    if kind == "required":
        return f"la clé « {wanted} » manque", f'the key "{wanted}" is missing'
    if kind == "additionalProperties":
        names = ", ".join(wanted)
        return f"clé inconnue : {names}", f"unknown key: {names}"
    if kind == "enum":
        return f"valeur attendue : {', '.join(map(str, wanted))}", f"expected one of: {', '.join(map(str, wanted))}"
    examples = _node(schema, error.schema_path[:-1]).get("examples")
    if examples:
        written = " ; ".join(map(str, examples))
        return f"forme attendue, par exemple : {written}", f"expected such as: {written}"
    return f"valeur refusée par le schéma ({error.message})", f"refused by the schema ({error.message})"


def _node(schema: dict[str, Any], path: Sequence[str | int]) -> dict[str, Any]:
    node: Any = schema
    for step in path:
        node = node[step]
    return node if isinstance(node, dict) else {}
