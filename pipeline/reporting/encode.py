"""`report.json`: the report for machines, and the one that every other format can be made from again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from pipeline.reporting.model import Report

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")


def to_json(report: Report) -> bytes:
    """Encode a report as UTF-8 JSON: sorted keys, two spaces, a newline at the end; decimals are strings, days ISO."""
    return msgspec.json.format(_encoded(report), indent=2) + b"\n"


def to_json_line(report: Report) -> bytes:
    """Encode a report as one line of JSON, for a stream of many dossiers."""
    return _encoded(report) + b"\n"


def from_json(encoded: bytes) -> Report:
    """Read a report back; raises msgspec.ValidationError when it is none of this version."""
    return msgspec.json.decode(encoded, type=Report)


def _encoded(report: Report) -> bytes:
    try:
        return msgspec.json.encode(report, order="sorted")
    except UnicodeEncodeError:
        # A hostile JSON or file name holds half a surrogate pair, which UTF-8 cannot write.
        return msgspec.json.encode(_writable(msgspec.to_builtins(report)), order="sorted")


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _writable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(inner) for inner in value]
    return value
