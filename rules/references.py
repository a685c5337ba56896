"""What a data file names elsewhere (sources, rules, schemes, kinds of piece, attributes), and whether that exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.errors import RulesError
from rules.rulebook import normalised_code
from rules.tables import Tables, schema_of

_NOUNS = {
    "source": (
        "une source déclarée dans le sources.toml de ce dossier",
        "a source declared in this folder's sources.toml",
    ),
    "rule": ("l'identifiant d'un contrôle", "the id of a control"),
    "scheme": ("le code d'un dispositif", "the code of a scheme"),
    "kind": ("un genre de pièce", "a kind of piece"),
    "attribute": ("un nom du vocabulaire (attributes.toml)", "a name of the vocabulary (attributes.toml)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One name used in a data file: the key it stands at, what it names, the name."""

    key: str
    what: str
    name: str


def names_of(tables: Tables) -> dict[str, set[str]]:
    """Return the names that files may refer to, by what they name."""
    aliases = {normalised_code(alias) for table in tables.schemes.values() for alias in table.get("aliases", ())}
    return {
        "source": set(tables.sources),
        "rule": set(tables.controls),
        "scheme": set(tables.schemes) | aliases,
        "kind": set(tables.kinds),
        "attribute": set(tables.attributes),
    }


def check_references(path: str, table: Mapping[str, Any], names: Mapping[str, Collection[str]]) -> None:
    """Raise RulesError at the first name of a file that stands for nothing in `names`."""
    for reference in references(path, table):
        if reference.name not in names[reference.what]:
            fr, en = _NOUNS[reference.what]
            raise RulesError(
                file=path,
                key=reference.key,
                fr=f"« {reference.name} » n'est pas connu ; attendu : {fr}.",
                en=f'"{reference.name}" is not known; expected {en}.',
            )


def references(path: str, table: Mapping[str, Any]) -> Iterator[Reference]:
    """Yield every name that a decoded file uses, in the order of reading."""
    match schema_of(path):
        case "scheme":
            yield from _of_scheme(table)
        case "rule":
            yield from _of_rule(table)
        case "piece":
            yield from _of_piece(table)
        case "registers":
            yield from _of_registers(table)


def _of_scheme(table: Mapping[str, Any]) -> Iterator[Reference]:
    if "funded_source" in table:
        yield Reference(key="funded_source", what="source", name=table["funded_source"])
    if "proof" in table:
        yield Reference(key="proof.source", what="source", name=table["proof"]["source"])
    for group in ("window", "ceiling", "piece"):
        for number, entry in enumerate(table.get(group, ()), 1):
            yield Reference(key=f"{group}[{number}].source", what="source", name=entry["source"])
    for number, entry in enumerate(table.get("piece", ()), 1):
        yield Reference(key=f"piece[{number}].kind", what="kind", name=entry["kind"])
    for rule in table.get("levels", ()):
        yield Reference(key=f"levels.{rule}", what="rule", name=rule)


def _of_rule(table: Mapping[str, Any]) -> Iterator[Reference]:
    for kind in table.get("pieces", ()):
        yield Reference(key="pieces", what="kind", name=kind)
    for need in table.get("needs", ()):
        yield Reference(key="needs", what="rule", name=need)
    for code in table.get("applies", {}).get("schemes", ()):
        yield Reference(key="applies.schemes", what="scheme", name=normalised_code(code))
    for number, entry in enumerate(table["version"], 1):
        yield Reference(key=f"version[{number}].source", what="source", name=entry["source"])


def _of_piece(table: Mapping[str, Any]) -> Iterator[Reference]:
    for number, entry in enumerate(table.get("fact", ()), 1):
        yield Reference(key=f"fact[{number}].attribute", what="attribute", name=entry["attribute"])
        if "then" in entry:
            yield Reference(key=f"fact[{number}].then", what="attribute", name=entry["then"])


def _of_registers(table: Mapping[str, Any]) -> Iterator[Reference]:
    for register, entry in table.items():
        yield Reference(key=f"{register}.source", what="source", name=entry["source"])
        for attribute in entry["attributes"]:
            yield Reference(key=f"{register}.attributes", what="attribute", name=attribute)
