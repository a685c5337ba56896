"""Reads the bytes of a TOML or JSON file into plain values; what is wrong with them is an error with its line."""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException

from pipeline.intake.keys import KeyLines, dotted, error_at, shown
from pipeline.intake.model import RequestError
from pipeline.intake.plain_values import MAX_DEPTH, TOO_DEEP, TOO_LONG, Fault, plain_table
from pipeline.intake.syntax import ONCE_JSON, Words, json_expected, toml_expected
from validators.model import Problem

MAX_BYTES = 5_000_000  # of a request or decision file: 5,000 beneficiaries take 4 MB
MAX_ERRORS = 50  # that are told of one file

TEXT_FILE = ("un fichier texte en UTF-8", "a text file in UTF-8")
SHORT_FILE = (f"un fichier d'au plus {MAX_BYTES // 1_000_000} Mo", f"a file of at most {MAX_BYTES // 1_000_000} MB")
OBJECT = ("un objet JSON entre accolades { }", "a JSON object between braces { }")

# A dotted key of too many parts, as TOML writes one: tomllib takes a time that grows with the square of their number.
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![\w\\-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MAX_DEPTH}}}")
_LONG_NUMBER = re.compile(r"(?<!\d)\d[\d_]{4000}")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The plain values of a file (text, int, Decimal, bool, list, mapping), or what is wrong with it."""

    values: Mapping[str, object] | None
    lines: KeyLines
    errors: tuple[RequestError, ...] = ()
    problems: tuple[Problem, ...] = ()


class _SyntaxFaultError(Exception):
    """The text is not TOML or JSON: what was expected, at which key or on which line."""

    def __init__(self, expected: Words, *, key: str = "", line: int | None = None) -> None:
        super().__init__(expected[1])
        self.expected, self.key, self.line = expected, key, line


class _TwiceError(Exception):
    """A JSON object gives a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def parse(path: str, data: bytes) -> Parsed:
    """Parse a file by the end of its name, `.json` or else TOML; UTF-8, UTF-16 with its mark, or else Windows-1252.

    Numbers with a point are Decimal, days and hours ISO text, texts trimmed and in NFC. Never raises for bad bytes.
    """
    is_json = path.casefold().endswith(".json")
    text = ""
    try:
        text, is_ansi = _decoded(data)
        table = _from_json(text) if is_json else _from_toml(text)
    except _SyntaxFaultError as fault:
        return Parsed(values=None, lines=KeyLines("", is_json=is_json), errors=(_syntax_error(fault, text),))
    lines = KeyLines(text, is_json=is_json)
    faults: list[Fault] = []
    values = plain_table(table, (), faults)
    return Parsed(
        values=None if faults else values,
        lines=lines,
        errors=tuple(error_at(where, expected, seen, lines) for where, expected, seen in faults[:MAX_ERRORS]),
        problems=(Problem(code="request_cp1252", arguments={"file": path}),) if is_ansi else (),
    )


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether it had to be taken for Windows-1252."""
    if len(data) > MAX_BYTES:
        raise _SyntaxFaultError(SHORT_FILE)
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding == "cp1252"
    raise _SyntaxFaultError(TEXT_FILE)


def _from_toml(text: str) -> Mapping[str, object]:
    if key := _LONG_KEY.search(text):
        raise _SyntaxFaultError(TOO_DEEP, line=_line_at(text, key))
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        raise _SyntaxFaultError(toml_expected(str(error)), line=line) from error
    except RecursionError:
        raise _SyntaxFaultError(TOO_DEEP) from None
    except ValueError:  # the only other one is an integer too long for Python
        raise _SyntaxFaultError(TOO_LONG, line=_line_at(text, _LONG_NUMBER.search(text))) from None


def _from_json(text: str) -> Mapping[str, object]:
    try:
        values = json.loads(text, parse_float=_decimal, parse_constant=_decimal, object_pairs_hook=_once)
    except _TwiceError as twice:
        raise _SyntaxFaultError(ONCE_JSON, key=dotted((twice.key,)), line=_line_of_second(text, twice.key)) from None
    except json.JSONDecodeError as error:
        raise _SyntaxFaultError(json_expected(error.msg), line=error.lineno) from error
    except RecursionError:
        raise _SyntaxFaultError(TOO_DEEP) from None
    except ValueError:  # the only other one is an integer too long for Python
        raise _SyntaxFaultError(TOO_LONG, line=_line_at(text, _LONG_NUMBER.search(text))) from None
    if not isinstance(values, dict):
        raise _SyntaxFaultError(OBJECT, line=1)
    return values


def _line_at(text: str, match: re.Match[str] | None) -> int | None:
    return text.count("\n", 0, match.start()) + 1 if match else None


def _line_of_second(text: str, key: str) -> int | None:
    """The line of a key's second place, when it has but two in the file."""
    places = list(re.finditer(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:", text))
    return _line_at(text, places[1]) if len(places) == 2 else None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The object of these pairs; json alone would keep the last of two values and say nothing."""
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise _TwiceError(twice)
    return values


def _decimal(text: str) -> Decimal:
    """The exact number, infinite when it is beyond all bounds; what is not finite is refused with its key later."""
    try:
        return Decimal(text)
    except DecimalException:
        return Decimal("Infinity")


def _syntax_error(fault: _SyntaxFaultError, text: str) -> RequestError:
    french, english = fault.expected
    line = text.split("\n")[fault.line - 1].strip() if fault.line else ""
    return RequestError(key=fault.key, expected_fr=french, expected_en=english, seen=shown(line), line=fault.line)
