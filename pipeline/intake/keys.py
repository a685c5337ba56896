"""Keys of a request file: written as people do, `beneficiaries[2].siret`, the lines and the errors at them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping

from pipeline.intake.model import RequestError
from pipeline.intake.syntax import Words

KeyPath = tuple[str | int, ...]

SHOWN = 80  # characters of what is shown of a wrong value

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"[ \t]*({_KEY})[ \t]*=")


def dotted(path: KeyPath) -> str:
    """Write a path of keys and indexes: `beneficiaries[2].siret`, quotes round a key that is not a plain word."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            word = part[:SHOWN] if _BARE.match(part) else json.dumps(part[:SHOWN], ensure_ascii=not part.isprintable())
            written += f".{word}" if written else word
    return written


def shown(value: object) -> str:
    """Write a wrong value as a person would recognise it, cut short."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


class KeyLines:
    """Finds the line a key stands on, by the look of the lines: a hint for the reader, nothing is judged by it."""

    def __init__(self, text: str, *, is_json: bool) -> None:
        self._text = text
        self._is_json = is_json
        self._toml: Mapping[KeyPath, int] | None = None

    def of(self, path: KeyPath) -> int | None:
        """Return the line, from 1, of a key or else of the section it belongs to; None when that is not plain."""
        if self._is_json:
            return self._in_json(path)
        if self._toml is None:
            self._toml = _lines_in_toml(self._text)
        known = (self._toml.get(path[:length]) for length in range(len(path), 0, -1))
        return next((line for line in known if line), None)

    def _in_json(self, path: KeyPath) -> int | None:
        names = [part for part in path if isinstance(part, str)]
        pattern = re.escape(json.dumps(names[-1], ensure_ascii=False)) + r"\s*:" if names else r"\A"
        places = [match.start() for match in re.finditer(pattern, self._text)]
        # Only a key that stands once in the file is where it seems to be.
        return self._text.count("\n", 0, places[0]) + 1 if len(places) == 1 else None


def error_at(path: KeyPath, expected: Words, seen: str, lines: KeyLines) -> RequestError:
    """Return the error of a key, with the line it stands on."""
    french, english = expected
    return RequestError(
        key=dotted(path), expected_fr=french, expected_en=english, seen=shown(seen), line=lines.of(path)
    )


def _lines_in_toml(text: str) -> Mapping[KeyPath, int]:
    lines: dict[KeyPath, int] = {}
    times: Counter[KeyPath] = Counter()
    table: KeyPath = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                lines.setdefault(table, number)
                times[table] += 1
                table = (*table, times[table] - 1)
            lines.setdefault(table, number)
        elif assignment := _ASSIGNMENT.match(line):
            lines.setdefault((*table, *_parts(assignment[1])), number)
    return lines


def _parts(key: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))
