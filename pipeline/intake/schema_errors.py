"""Holds a request or decision file against its JSON Schema and says in plain words what does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs

import rules
from pipeline.intake.keys import KeyLines, KeyPath, error_at, shown
from pipeline.intake.model import RequestError
from pipeline.intake.parsing import MAX_ERRORS
from pipeline.intake.syntax import Words

SCHEMAS = Path(rules.__path__[0]) / "schemas"

DAY: Words = (
    "une date qui existe, écrite année-mois-jour : 2024-09-12",
    "a date that exists, written year-month-day: 2024-09-12",
)
AMOUNT: Words = (
    'un montant en euros, positif, avec au plus deux décimales : 1234.50 ou "1234,50"',
    'an amount in euros, positive, with at most two decimals: 1234.50 or "1234,50"',
)
TYPES: Mapping[str, Words] = {
    "string": (
        "un texte entre guillemets (un identifiant aussi : aucun zéro du début ne se perd)",
        "a text between quotes (an identifier too: no leading zero gets lost)",
    ),
    "number": ("un nombre, avec un point : 1234.50", "a number, with a point: 1234.50"),
    "integer": ("un nombre entier : 12", "a whole number: 12"),
    "boolean": ("true (vrai) ou false (faux), sans guillemets", "true or false, without quotes"),
    "array": (
        'une liste : ["…", "…"], ou des sections entre doubles crochets [[…]]',
        'a list: ["…", "…"], or sections between double brackets [[…]]',
    ),
    "object": ("une section : [nom], puis une clé par ligne", "a section: [name], then one key a line"),
}
PATTERNS: Mapping[str, Words] = {
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": DAY,
    "^[1-9][0-9]*(-[1-9][0-9]*)?$": (
        'une page ou une suite de pages : "3" ou "3-5"',
        'a page or a run of pages: "3" or "3-5"',
    ),
    "^[a-z_]+$": ("un code en minuscules, comme purchase_order", "a code in lower case, like purchase_order"),
    "^[A-Z]{2}-[0-9]{2,3}$": ("le code d'une règle, comme FU-03", "the code of a rule, like FU-03"),
    "^[0-9a-f]{64}$": (
        "l'empreinte SHA-256 donnée par le rapport (64 caractères)",
        "the SHA-256 that the report gives (64 characters)",
    ),
}


def _one_of(options: list[object]) -> Words:
    listed = ", ".join(shown(option) for option in options)
    return f"l'une de ces valeurs : {listed}", f"one of these values: {listed}"


# By keyword of JSON Schema, from what jsonschema_rs says of the error.
EXPECTED: Mapping[str, Callable[[Mapping[str, Any]], Words]] = {
    "anyOf": lambda _: AMOUNT,  # amounts alone have alternatives
    "const": lambda said: _one_of([said["expected_value"]]),
    "enum": lambda said: _one_of(said["options"]),
    "format": lambda _: DAY,  # days alone have a format
    "maxItems": lambda said: (f"au plus {said['limit']} éléments", f"at most {said['limit']} items"),
    "maxLength": lambda said: (f"au plus {said['limit']} caractères", f"at most {said['limit']} characters"),
    "minLength": lambda said: (f"au moins {said['limit']} caractère(s)", f"at least {said['limit']} character(s)"),
    "minimum": lambda said: (f"au moins {said['limit']}", f"at least {said['limit']}"),
    "pattern": lambda said: PATTERNS[said["pattern"]],
    "required": lambda _: ("cette clé, obligatoire ici", "this key, required here"),
    "type": lambda said: TYPES[said["types"][0]],
    "uniqueItems": lambda _: ("chaque valeur une seule fois", "each value once"),
}


def schema_errors(schema_name: str, values: Mapping[str, object], lines: KeyLines) -> tuple[RequestError, ...]:
    """Return what does not fit the schema `rules/schemas/<schema_name>`, one error a key, at most MAX_ERRORS, by line."""
    found: dict[KeyPath, RequestError] = {}
    for error in islice(_validator(schema_name).iter_errors(values), MAX_ERRORS):
        path: KeyPath = tuple(error.instance_path)
        said = error.kind.as_dict()
        if error.kind.name == "additionalProperties":
            table = _table_at(schema_name, error.schema_path)
            for key in said["unexpected"][:MAX_ERRORS]:
                found.setdefault((*path, key), error_at((*path, key), _instead_of(key, table, schema_name), "", lines))
        elif error.kind.name == "required":
            path = (*path, said["property"])
            found.setdefault(path, error_at(path, EXPECTED["required"](said), "", lines))
        else:
            found.setdefault(path, error_at(path, EXPECTED[error.kind.name](said), shown(error.instance), lines))
    return tuple(sorted(found.values(), key=lambda error: error.line or 0))[:MAX_ERRORS]


@cache
def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMAS / name).read_text("utf-8"))
    return schema


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for(_schema(name), validate_formats=True)


def _table_at(schema_name: str, schema_path: list[str | int]) -> list[str]:
    """The keys that are known where the schema refuses one: its path without the final `additionalProperties`."""
    node: Any = _schema(schema_name)
    for step in schema_path[:-1]:
        node = node[step]
    return list(node["properties"])


def _instead_of(key: str, known: list[str], schema_name: str) -> Words:
    """What to write instead of an unknown key: where it belongs, the nearest known one, or all the known ones."""
    top = _schema(schema_name)["properties"]
    if key in top:
        return (
            "cette clé tout en haut du fichier, avant toute [section]",
            "this key at the top of the file, before any [section]",
        )
    sections = " / ".join(name for name, node in top.items() if key in node.get("items", node).get("properties", {}))
    if sections:
        return f"cette clé dans une autre section : {sections}", f"this key in another section: {sections}"
    if near := get_close_matches(key[:60].casefold(), known, n=1):
        return f"une clé connue : « {near[0]} » ?", f"a known key: “{near[0]}”?"
    return f"une clé connue ici : {', '.join(known)}", f"a key known here: {', '.join(known)}"
