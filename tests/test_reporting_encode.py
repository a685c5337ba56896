"""`report.json` keeps its published layout."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest
from msgspec.json import encode

from pipeline.reporting import model
from pipeline.reporting.encode import SCHEMA_FILE, from_json, to_json, to_json_line
from tests.reporting_rules import rulebook
from tests.reporting_samples import (
    failing_report,
    large_report,
    passing_report,
)

SCHEMA: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("made", [passing_report, failing_report])
def test_an_emitted_report_holds_against_its_schema(made: Callable[..., model.Report], lang: str) -> None:
    """What the tool writes is what it publishes."""
    emitted = json.loads(to_json(made(lang=lang, rulebook=rulebook(overlay=True))))

    assert [error.message for error in VALIDATOR.iter_errors(emitted)] == []


def test_a_large_report_holds_against_its_schema() -> None:
    """So does one of several beneficiaries and every outcome."""
    assert VALIDATOR.is_valid(json.loads(to_json(large_report(4))))


def test_the_schema_is_a_valid_schema() -> None:
    """The published schema is itself right."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_refuses_what_is_not_published() -> None:
    """A key that nobody documented, or a missing one, does not pass."""
    emitted = json.loads(to_json(passing_report()))

    assert not VALIDATOR.is_valid(emitted | {"host": "x"})
    del emitted["coverage"]
    assert not VALIDATOR.is_valid(emitted)


def objects(schema: Any) -> Iterator[frozenset[str]]:
    """Yield the property names of every object of a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert sorted(schema["required"]) == sorted(schema["properties"])
            yield frozenset(schema["properties"])
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def dataclasses_of(kind: Any) -> Iterator[type]:
    """Yield the dataclasses a report is made of."""
    for inner in typing.get_args(kind):
        yield from dataclasses_of(inner)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for hint in typing.get_type_hints(kind).values():
            yield from dataclasses_of(hint)


def test_schema_and_values_have_the_same_keys() -> None:
    """Schema and code cannot drift apart without a test saying so."""
    published = set(objects(SCHEMA))
    written = {frozenset(one.name for one in dataclasses.fields(kind)) for kind in dataclasses_of(model.Report)}

    assert published == written


def test_a_report_reads_back_as_it_was() -> None:
    """Every other format can be made again from report.json alone."""
    told = failing_report()

    assert from_json(to_json(told)) == told
    assert from_json(to_json_line(told)) == told


def test_the_layout_is_stable() -> None:
    """A line for each finding, in UTF-8 with accents as they are, so that two reports compare line by line."""
    told = failing_report()
    lines = to_json(told).decode().splitlines()

    assert [json.loads(line.rstrip(",")) for line in lines if line.startswith('{"rule":')] == [
        json.loads(line) for line in (encode(finding) for finding in told.findings)
    ]
    assert [line.partition(":")[0] for line in lines if line.startswith('"')] == [
        f'"{field.name}"' for field in dataclasses.fields(model.Report)
    ]
    assert "Clinique des Trois Rivières" in to_json(told).decode()


def test_a_line_is_one_line() -> None:
    """Hostile line breaks in a name cannot cut a report in two."""
    told = dataclasses.replace(passing_report(), reference="a\nb\r\u2028c")

    assert to_json_line(told).count(b"\n") == 1


def test_half_a_character_does_not_stop_a_report() -> None:
    """A lone surrogate, which JSON can hold and UTF-8 cannot, becomes a question mark."""
    told = dataclasses.replace(passing_report(), reference="a\ud800b")

    assert json.loads(to_json(told))["reference"] == "a?b"


def test_nothing_of_this_machine_is_in_a_report() -> None:
    """No absolute path, host or clock gets in: every string comes from the dossier, the rules or the words."""
    encoded = to_json(large_report(2)).decode()

    assert str(SCHEMA_FILE.parents[2]) not in encoded
    assert json.loads(encoded)["judged_on"]["at"].startswith("2026-11-10")
