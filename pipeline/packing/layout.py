"""Fills a layout with a dossier's values: the JSON to deposit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.packing.canonical import Json
from pipeline.packing.mapping import Block, Layout
from pipeline.packing.pieces import Citation
from pipeline.packing.sources import Found, Scope, gather, value_of
from validators.model import REQUEST, Dossier


def deposit_json(layout: Layout, dossier: Dossier, citations: tuple[Citation, ...]) -> dict[str, Json]:
    """Return the JSON to deposit; a value that nothing says is left out, never made up."""
    tree = _filled(layout, gather(dossier, citations), layout)
    mark = layout.format
    if mark.into:
        _put(tree, mark.into, {"name": mark.name, "official": mark.official, "version": mark.version})
    return tree


def written(value: Found, *, amounts: str, dates: str) -> Json:
    """Write a value as the layout wants it: euros as a string with two decimals or a number, days ISO or French."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if dates == "french" else value.isoformat()
    if isinstance(value, Decimal):
        if amounts == "number":
            return float(value)
        exponent = value.as_tuple().exponent
        return f"{value:.2f}" if isinstance(exponent, int) and exponent >= -2 else f"{value:f}"
    return value


def _filled(block: Block, scope: Scope, layout: Layout) -> dict[str, Json]:
    tree: dict[str, Json] = {}
    for path, constant in block.constants.items():
        _put(tree, path, constant)
    for path, source in block.keys.items():
        value = value_of(source, scope)
        if value is not None:
            _put(tree, path, written(value, amounts=layout.amounts, dates=layout.dates))
    for each in block.lists:
        _put(tree, each.into, [_filled(each, inner, layout) for inner in _scopes(each.each, scope)])
    return tree


def _scopes(each: str, scope: Scope) -> Iterator[Scope]:
    material = scope.material
    if each == "beneficiaries":
        yield from (replace(scope, beneficiary=beneficiary) for beneficiary in material.dossier.beneficiaries)
        return
    wanted = REQUEST if each == "request_pieces" else scope.beneficiary.key if scope.beneficiary else None
    yield from (replace(scope, citation=citation) for citation in material.citations.get(wanted, ()))


def _put(tree: dict[str, Json], path: str, value: Json) -> None:
    *outer, last = path.split(".")
    for step in outer:
        inner = tree.setdefault(step, {})
        if not isinstance(inner, dict):  # the loader refuses such a mapping
            raise TypeError(f"{path}: {step} is not an object")
        tree = inner
    tree[last] = value
