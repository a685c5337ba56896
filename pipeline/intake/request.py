"""Reads request and decision files: what they declare when all of it fits their schema, or else what to correct."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from pipeline.intake.disk import open_regular
from pipeline.intake.model import DecisionFile, ListedFile, RequestError, RequestFile
from pipeline.intake.parsing import MAX_BYTES, Parsed, parse
from pipeline.intake.schema_errors import schema_errors
from validators.model import Decision, Problem

REQUEST_SCHEMA = "request.schema.json"
DECISIONS_SCHEMA = "decisions.schema.json"

UNOPENED = (
    RequestError(key="", expected_fr="un fichier qui s'ouvre", expected_en="a file that opens", seen="", line=None),
)


def read_request(file: ListedFile) -> RequestFile:
    """Read a listed request file; that it cannot be opened is an error like the others."""
    data = _bytes_of(file)
    if data is not None:
        return parse_request(file.path, data)
    return RequestFile(path=file.path, errors=UNOPENED, problems=_invalid("request_invalid", file.path, UNOPENED))


def parse_request(path: str, data: bytes) -> RequestFile:
    """Read the bytes of a request file called `path`, TOML or JSON.

    With any error nothing is declared: a value lost by a mistake must not pass for one that was never claimed.
    """
    parsed = parse(path, data)
    errors = _errors(parsed, REQUEST_SCHEMA)
    return RequestFile(
        path=path,
        declared=(parsed.values or {}) if not errors else {},
        errors=errors,
        problems=parsed.problems + _invalid("request_invalid", path, errors),
    )


def read_decisions(file: ListedFile) -> DecisionFile:
    """Read a listed decision file; that it cannot be opened is an error like the others."""
    data = _bytes_of(file)
    if data is not None:
        return parse_decisions(file.path, data)
    return DecisionFile(path=file.path, errors=UNOPENED, problems=_invalid("decisions_invalid", file.path, UNOPENED))


def parse_decisions(path: str, data: bytes) -> DecisionFile:
    """Read the bytes of a decision file called `path`; with any error no decision counts."""
    parsed = parse(path, data)
    errors = _errors(parsed, DECISIONS_SCHEMA)
    entries = [] if errors or parsed.values is None else cast("list[dict[str, str]]", parsed.values["decision"])
    return DecisionFile(
        path=path,
        decisions=tuple(_decision(entry) for entry in entries),
        errors=errors,
        problems=parsed.problems + _invalid("decisions_invalid", path, errors),
    )


def _bytes_of(file: ListedFile) -> bytes | None:
    if file.location is None:
        return None
    try:
        with open(file.location, "rb", opener=open_regular) as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError:
        return None


def _errors(parsed: Parsed, schema_name: str) -> tuple[RequestError, ...]:
    if parsed.values is None:
        return parsed.errors
    return schema_errors(schema_name, parsed.values, parsed.lines)


def _invalid(code: str, path: str, errors: tuple[RequestError, ...]) -> tuple[Problem, ...]:
    return (Problem(code=code, arguments={"file": path, "count": len(errors)}),) if errors else ()


def _decision(entry: Mapping[str, str]) -> Decision:
    return Decision(
        action=entry["action"],
        rule=entry["rule"],
        subject=entry["subject"],
        sha256=entry["sha256"],
        who=entry["who"],
        when=date.fromisoformat(entry["when"]),
        reason=entry["reason"],
        expires=date.fromisoformat(entry["expires"]),
    )
