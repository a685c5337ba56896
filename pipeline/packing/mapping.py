"""Loads `deposit.toml`: which pieces are cited, how they are named, how the JSON to deposit is laid out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import SegurDossierError
from pipeline.packing.canonical import parse_json
from pipeline.packing.schemas import first_problem, own_schema
from pipeline.packing.sources import source_problem

DEFAULT = Path(__file__).resolve().parents[2] / "rules" / "deposit.toml"
# What a list may have an entry for, by the scope it stands in, and the scope of its entries.
_INNER: Mapping[str, Mapping[str, str]] = {
    "request": {"beneficiaries": "beneficiary", "pieces": "piece", "request_pieces": "piece"},
    "beneficiary": {"pieces": "piece"},
    "piece": {},
}
MAPPING_NAME, SCHEMA_NAME = "deposit.toml", "deposit.schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One object of the JSON: output key path → source key, fixed values, the lists inside it."""

    keys: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str | int | bool] = field(default_factory=dict)
    lists: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Block):
    """A list of the JSON: where it stands, and what it has an object for."""

    into: str
    each: str  # beneficiaries; pieces (all of them, or the beneficiary's inside one); request_pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What the JSON says of its own layout, and under which key (None: nowhere, for an official layout only)."""

    name: str
    official: bool
    version: str
    into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout(Block):
    """The JSON of some kinds of request, for some schemes (all of them when none is named)."""

    kinds: tuple[str, ...]
    format: Format
    schemes: tuple[str, ...] = ()
    amounts: str = "string"  # "1234.50"; or number: 1234.5
    dates: str = "iso"  # 2024-09-12; or french: 12/09/2024
    schema: str | None = None  # file name of its JSON Schema, beside the mapping
    json_schema: Mapping[str, Any] | None = None  # that schema, once loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One box of a web form: where its value comes from, its label, the words of a coded value by language."""

    source: str
    fr: str
    en: str
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """What a kind of piece is called in a file name, and the attribute that numbers it."""

    name: str
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """All that `deposit.toml` says, an overlay's entries before the default ones."""

    pieces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, FileName] = field(default_factory=dict)
    layout: tuple[Layout, ...] = ()
    form: Mapping[str, tuple[FormField, ...]] = field(default_factory=dict)

    def layout_of(self, kind: str, scheme: str | None) -> Layout | None:
        """Return the first layout for this kind of request and this scheme."""
        code = (scheme or "").casefold()
        fitting = (each for each in self.layout if kind in each.kinds)
        return next((each for each in fitting if not each.schemes or code in map(str.casefold, each.schemes)), None)


def load_deposit(overlay: Path | None) -> Deposit:
    """Load the default mapping, with the overlay folder's `deposit.toml` and `deposit.schema.json` over it."""
    default = _default()
    if overlay is None:
        return default
    mapping = overlay / MAPPING_NAME
    own = _read_mapping(mapping) if mapping.is_file() else Deposit()
    shared = overlay / SCHEMA_NAME
    common = _read_schema(shared) if shared.is_file() else None
    return Deposit(
        pieces={**default.pieces, **own.pieces},
        names={**default.names, **own.names},
        form={**default.form, **own.form},
        layout=(
            *(replace(each, json_schema=_schema_of(each, overlay, common)) for each in own.layout),
            *(replace(each, json_schema=common or each.json_schema) for each in default.layout),
        ),
    )


@cache
def _default() -> Deposit:
    deposit = _read_mapping(DEFAULT)
    schema = own_schema("deposit")
    return replace(deposit, layout=tuple(replace(each, json_schema=schema) for each in deposit.layout))


def _schema_of(layout: Layout, overlay: Path, common: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return common if layout.schema is None else _read_schema(overlay / layout.schema)


def _read_mapping(path: Path) -> Deposit:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _unusable(path, str(error)) from error
    if problem := first_problem(own_schema("mapping"), raw):
        raise _unusable(path, f"{problem[0]}: {problem[1]}")
    del raw["schema"]
    deposit = msgspec.convert(raw, Deposit)
    for reason in _mistakes(deposit):
        raise _unusable(path, reason)
    return deposit


def _read_schema(path: Path) -> dict[str, Any]:
    try:
        schema = parse_json(path.read_bytes())
        if not isinstance(schema, dict):
            raise ValueError("not a JSON Schema")
        first_problem(schema, {})  # a wrong schema says so here, once, rather than in the middle of a batch
    except (OSError, ValueError) as error:
        raise _unusable(path, str(error)) from error
    return schema


def _mistakes(deposit: Deposit) -> Iterator[str]:
    for fields in deposit.form.values():
        yield from (problem for each in fields if (problem := source_problem(each.source, "request")))
    for layout in deposit.layout:
        yield from _block_mistakes(layout, "request")
        if not layout.format.official and layout.format.into is None:
            yield "format.into: a layout that is not official must say so in the JSON"
        if not citations_of(layout):
            yield "lists: no list cites the pieces by their file (source key piece.file)"


def _block_mistakes(block: Block, scope: str) -> Iterator[str]:
    yield from (problem for source in block.keys.values() if (problem := source_problem(source, scope)))
    paths = [*block.keys, *block.constants, *(each.into for each in block.lists)]
    for path in paths:
        if paths.count(path) > 1 or any(other.startswith(f"{path}.") for other in paths):
            yield f"{path}: written twice, as a value and as something else"
    for each in block.lists:
        inner = _INNER[scope].get(each.each)
        if inner is None:
            yield f'{each.into}: each = "{each.each}" has no meaning here'
        else:
            yield from _block_mistakes(each, inner)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedAt:
    """Where a layout cites pieces: the path of the list (`*` for every entry of an outer one), the two key paths."""

    list: str
    file: str
    sha256: str | None = None
    pages: str | None = None


def citations_of(layout: Block, inside: str = "") -> tuple[CitedAt, ...]:
    """Return where a layout cites pieces, so that a reader finds them again without the mapping."""
    found: list[CitedAt] = []
    for each in layout.lists:
        path = f"{inside}{each.into}"
        by_source = {source: key for key, source in each.keys.items()}
        if "piece.file" in by_source:
            digest, pages = by_source.get("piece.sha256"), by_source.get("piece.pages")
            found.append(CitedAt(list=path, file=by_source["piece.file"], sha256=digest, pages=pages))
        found.extend(citations_of(each, f"{path}.*."))
    return tuple(found)


def _unusable(path: Path, reason: str) -> SegurDossierError:
    return SegurDossierError(
        fr=f"{path} n'est pas utilisable : {reason}",
        en=f"{path} cannot be used: {reason}",
        remedy_fr="Corrigez ce fichier ou retirez-le du dossier de règles ; le modèle est rules/deposit.toml.",
        remedy_en="Correct this file or remove it from the rules folder; rules/deposit.toml is the model.",
    )
