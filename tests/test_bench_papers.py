"""The held-out papers are steady, and their truth is whole: what it tells is printed, and what is printed it tells."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from schwifty import IBAN
from stdnum import luhn
from stdnum.fr import siret, tva

from bench.einvoice import shown, text_of
from bench.marking import plain, vocabulary
from bench.papers import LAYOUTS, SETS, Paper, Value, draw

RANKS = range(4)


@cache
def paper(layout: str, rank: int) -> Paper:
    """Return one paper of a layout."""
    return draw(layout, rank)


def told(truths: dict[str, tuple[Value, ...]]) -> dict[str, tuple[str, ...]]:
    """Return truths in the form in which the bench compares."""
    types = vocabulary()
    return {name: tuple(plain(value, types[name].type) for value in values) for name, values in truths.items()}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_paper_is_steady_and_no_two_are_alike(layout: str) -> None:
    """The same rank gives the same bytes, another one another paper."""
    assert draw(layout, 0).pdf == paper(layout, 0).pdf != paper(layout, 1).pdf
    assert paper(layout, 0).layout == layout


@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_told_as_printed_is_on_the_page(layout: str) -> None:
    """Every value of the truth stands on the page, or on one of its two."""
    for rank in RANKS:
        one = paper(layout, rank)
        truths = told(dict(one.printed))
        assert shown(truths, text_of(one.pdf)) == truths


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_number_on_the_page_is_told(layout: str) -> None:
    """Whatever on the page passes the key of a SIRET, an IBAN or a VAT number is in the truth."""
    for rank in RANKS:
        one = paper(layout, rank)
        known = {str(value) for truths in (one.printed, one.also) for values in truths.values() for value in values}
        text = re.sub(r"(?<=\w)[ .\u00a0\n\r](?=\w)", "", text_of(one.pdf))
        found = {run for run in re.findall(r"(?<!\d)\d{14}(?!\d)", text) if siret.is_valid(run)}
        found |= {run for run in re.findall(r"FR\d{11}(?!\d)", text) if tva.is_valid(run)}
        found |= {
            run for run in re.findall(r"FR\d{12}[0-9A-Z]{11}\d\d", text) if IBAN(run, allow_invalid=True).is_valid
        }
        assert found <= known


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_numbers_pass_their_keys(layout: str) -> None:
    """A number that no reader may accept would measure nothing."""
    for rank in RANKS:
        for name, values in paper(layout, rank).printed.items():
            kind = vocabulary()[name].type
            if kind == "siret":
                assert siret.is_valid(values[0])
            if kind == "iban":
                assert IBAN(str(values[0])).is_valid
            if kind == "finess":
                assert luhn.is_valid(values[0])
            if kind == "vat_number":
                assert tva.is_valid(values[0])


def test_no_layout_is_of_two_sets() -> None:
    """A layout that both sets had would be known when the second one is measured."""
    assert len(LAYOUTS) == sum(len(layouts) for layouts in SETS.values())


def test_every_kind_has_two_layouts_that_the_readers_never_saw() -> None:
    """Invoices, orders, bank slips and VAs have at least two layouts each, drawn by none of the fixtures' own."""
    kinds = [paper(layout, 0).kind for layout in LAYOUTS]
    assert all(kinds.count(kind) >= 2 for kind in ("invoice", "purchase_order", "rib", "va"))
    for path in (Path(__file__).parent.parent / "bench" / "papers").rglob("*.py"):
        nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
        modules = {str(node.module) for node in nodes}
        assert not [name for name in modules if name.startswith(("pipeline", "rules", "validators"))]
        drawn = {name for name in modules if name.startswith("fixtures.layouts")} - {"fixtures.layouts.recorder"}
        assert not drawn
