"""`report.json`: the report for machines, and the one that every other format can be made from again."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from pipeline.reporting.model import Report

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")
_ENCODER = msgspec.json.Encoder()  # keys in the order of the model, whose classes have no others


def to_json(report: Report) -> bytes:
    """Encode a report as UTF-8 JSON, a line for each key and each entry of a list; decimals are strings, days ISO."""
    names = [field.name for field in fields(report)]
    try:
        members = [_laid_out(getattr(report, name)) for name in names]
    except UnicodeEncodeError:
        tree = writable(msgspec.to_builtins(report))
        members = [_laid_out(tree[name]) for name in names]
    return (
        b"{\n"
        + b",\n".join(b'"%b": %b' % (name.encode(), member) for name, member in zip(names, members, strict=True))
        + b"\n}\n"
    )


def to_json_line(report: Report) -> bytes:
    """Encode a report as one line of JSON, for a stream of many dossiers."""
    try:
        return _ENCODER.encode(report) + b"\n"
    except UnicodeEncodeError:
        return _ENCODER.encode(writable(msgspec.to_builtins(report))) + b"\n"


def from_json(encoded: bytes) -> Report:
    """Read a report back; raises msgspec.ValidationError when it is none of this version."""
    return msgspec.json.decode(encoded, type=Report)


def writable(value: Any) -> Any:
    """Return a tree that UTF-8 can write: a hostile JSON or file name may hold half a surrogate pair."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: writable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [writable(inner) for inner in value]
    return value


def _laid_out(member: Any) -> bytes:
    """Encode a member of the report: a list takes a line for each of its entries."""
    if isinstance(member, list | tuple) and member:
        return b"[\n" + _ENCODER.encode_lines(member)[:-1].replace(b"\n", b",\n") + b"\n]"
    return _ENCODER.encode(member)
