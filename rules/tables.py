"""The decoded tables of a rules folder, sorted by what they describe, before they become values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.datafiles import DataFile, table_of
from rules.errors import RulesError
from rules.rulebook import normalised_code

Table = dict[str, Any]
_WHOLE_FILES = {f"{name}.toml": name for name in ("sources", "attributes", "registers", "by_hand", "rejections")}
_FOLDERS = {"schemes": "scheme", "controls": "rule", "pieces": "piece"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of one folder by key; a control comes with its family, the name of its folder."""

    sources: dict[str, Table] = field(default_factory=dict)
    attributes: dict[str, Table] = field(default_factory=dict)
    registers: dict[str, Table] = field(default_factory=dict)
    schemes: dict[str, Table] = field(default_factory=dict)
    controls: dict[str, tuple[str, Table]] = field(default_factory=dict)
    kinds: dict[str, Table] = field(default_factory=dict)
    hand_checks: dict[str, Table] = field(default_factory=dict)
    rejections: dict[str, Table] = field(default_factory=dict)


def decoded(files: Iterable[DataFile]) -> dict[str, Table]:
    """Decode the TOML files among these, by path; those of another reader (problems, reasons, deposit) are its business."""
    return {file.path: table_of(file) for file in files if file.path.endswith(".toml") and schema_of(file.path)}


def schema_of(path: str) -> str | None:
    """Name the JSON Schema that the file of this path follows; `None` for a file of another reader."""
    return _WHOLE_FILES.get(path) or _FOLDERS.get(path.partition("/")[0])


def collected(tables: Mapping[str, Table]) -> Tables:
    """Sort decoded tables by what they describe. Raises RulesError when two files describe the same thing."""
    found = Tables()
    for path, table in tables.items():
        match schema_of(path):
            case "sources":
                found.sources.update(table)
            case "attributes":
                found.attributes.update(table)
            case "registers":
                found.registers.update(table)
            case "by_hand":
                found.hand_checks.update(table)
            case "rejections":
                found.rejections.update(table)
            case "scheme":
                _add(found.schemes, normalised_code(table["code"]), table, path)
            case "rule":
                _add(found.controls, table["id"], (path.split("/")[1], table), path)
            case "piece":
                _add(found.kinds, table["kind"], table, path)
    return found


def _add(known: dict[str, Any], key: str, described: object, path: str) -> None:
    if key in known:
        raise RulesError(
            file=path,
            fr=f"« {key} » est déjà décrit dans un autre fichier du même dossier ; gardez-en un seul.",
            en=f'"{key}" is described by another file of the same folder already; keep one of them.',
        )
    known[key] = described
