"""What a child process does with a snapshot: it dates it, or looks up many numbers by one query, in place.

What a snapshot holds is never more than a value: no SQL is made of it, nor of a number or a path, which are parameters
all; the names of columns come from the rules and are quoted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from rules.model import Register
from validators.model import RegisterEntry

MOST_ROWS = 200_000  # of one answer: a person may have dozens of activities, a file made to hurt has millions
LONGEST_NAME = 300  # characters
LONGEST_HEADER = 100_000  # bytes
ENGINE: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "512MB",
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_DAY = re.compile(r"(?<![0-9])(20[0-9]{2})([-_]?)([01][0-9])\2([0-3][0-9])")
_Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Numbers to look up in a snapshot, in the compact form of their type; none to date it."""

    register: Register
    path: Path
    numbers: tuple[str, ...] = ()


def library_missing(_: None) -> bool:
    """Tell whether the library that reads snapshots is missing."""
    try:
        import duckdb  # noqa: F401
    except ImportError:
        return True
    return False


def taken_on(task: Lookup) -> date | None:
    """Return the day of a snapshot, from where the register says that it stands; `None` when it stands nowhere.

    Raises ValueError when the snapshot has no row, and what `look_up` raises.
    """
    register = task.register
    latest = f"max({_quoted(register.date_column)})" if register.date_column else "NULL"
    where = f"WHERE {_quoted(register.rows[0])} = ?" if register.rows else ""
    query = f"SELECT {latest}::VARCHAR, count(*)::VARCHAR FROM {{table}} {where}"
    ((in_column, rows),) = _fetched(register, task.path, query, register.rows[1:])
    if rows == "0":
        raise ValueError("no row")
    places = {"file_name": task.path.name, "first_line": _first_line(task.path), "column": in_column or ""}
    days = (_day_in(places[place]) for place in register.dated_by)
    return next((day for day in days if day is not None), None)


def look_up(task: Lookup) -> tuple[RegisterEntry, ...]:
    """Return what a snapshot says of those of the numbers that it knows, in their order, by one query for all.

    Raises what the library raises when the file is not laid out as the register is, and ValueError when it holds more
    rows of these numbers than a register has.
    """
    register = task.register
    sought: dict[str, list[str]] = {}
    for number in sorted(set(task.numbers)):
        sought.setdefault(register.prefix + number[: register.leading], []).append(number)
    rows = _rows(register, task.path, list(sought))
    grouped = [(str(key), list(told)) for key, told in groupby(rows, key=itemgetter(0))]
    entries = [_entry(register, number, told) for key, told in grouped for number in sought[key]]
    return tuple(sorted(entries, key=lambda entry: entry.number))


def _columns_of(register: Register) -> list[str]:
    """Return the columns that an entry is made of."""
    of_names = [column for name in register.names for column in name]
    return [*of_names, *filter(None, (register.created, register.state, register.since))]


def _rows(register: Register, path: Path, sought: list[str]) -> list[_Row]:
    """Return the rows of these numbers, each different one once, the number first, then the columns of an entry."""
    number = f"{_quoted(register.number)}::VARCHAR"
    if register.folded:
        number = f"regexp_replace(upper(trim({number})), '\\s+', ' ', 'g')"
    told = [f"{_quoted(column)}::VARCHAR" for column in _columns_of(register)]
    only = f"AND {_quoted(register.rows[0])} = ?" if register.rows else ""
    query = (
        f"SELECT DISTINCT {', '.join((number, *told))} FROM {{table}} "
        f"WHERE {number} IN (SELECT unnest(?::VARCHAR[])) {only} ORDER BY ALL LIMIT {MOST_ROWS + 1}"
    )
    rows = _fetched(register, path, query, (sought, *register.rows[1:]))
    if len(rows) > MOST_ROWS:
        raise ValueError("more rows of these numbers than a register has")
    return rows


def _fetched(register: Register, path: Path, query: str, parameters: Sequence[object]) -> list[_Row]:
    """Run a query whose {table} is the file; a text file is read in the first of its encodings that fits."""
    import duckdb

    if path.suffix.casefold() == ".parquet":
        return _run(query, "read_parquet", path, {"hive_partitioning": False}, parameters)
    for encoding in register.encodings[:-1]:
        try:
            return _run(query, "read_csv", path, _text_options(register, path, encoding), parameters)
        except (UnicodeDecodeError, duckdb.InvalidInputException):
            continue
    return _run(query, "read_csv", path, _text_options(register, path, register.encodings[-1]), parameters)


def _run(
    query: str, reader: str, path: Path, options: Mapping[str, object], parameters: Sequence[object]
) -> list[_Row]:
    import duckdb

    table = f"{reader}(?, {', '.join(f'{name} = ?' for name in options)})"
    with closing(duckdb.connect(":memory:", config=ENGINE)) as engine:
        rows: list[_Row] = engine.execute(
            query.replace("{table}", table), [str(path), *options.values(), *parameters]
        ).fetchall()
    return rows


def _text_options(register: Register, path: Path, encoding: str) -> dict[str, object]:
    """Say how a text file is laid out: a reader that guesses would pass over what does not fit its guess."""
    columns = register.columns or _header(register, path, encoding)
    return {
        "columns": dict.fromkeys(columns, "VARCHAR"),
        "header": not register.columns,
        "skip": register.skip,
        "delim": register.delimiter,
        "quote": register.quote,
        "escape": register.quote,
        "null_padding": bool(register.rows),  # rows of other sorts are shorter
        "auto_detect": False,
        "encoding": encoding,
    }


def _header(register: Register, path: Path, encoding: str) -> list[str]:
    with path.open("rb") as stream:
        line = [stream.readline(LONGEST_HEADER) for _ in range(register.skip + 1)][-1]
    text = line.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    quoting: Any = {"quotechar": register.quote} if register.quote else {"quoting": csv.QUOTE_NONE}
    names = next(csv.reader([text], delimiter=register.delimiter, **quoting), [])
    return [name.strip() or f"column {place}" for place, name in enumerate(names, start=1)]


def _entry(register: Register, number: str, rows: Sequence[_Row]) -> RegisterEntry:
    """Make the entry of a number; of what its rows say in several ways, it says nothing."""
    told = [dict(zip(_columns_of(register), row[1:], strict=True)) for row in rows]
    names = [_name([row[column] for column in name], register.hidden) for row in told for name in register.names]
    states = {row[register.state] for row in told} if register.state else set()
    known = {value: value in register.closed for value in (*register.opened, *register.closed)}
    return RegisterEntry(
        number=number,
        names=tuple(dict.fromkeys(name for name in names if name)),
        created_on=_one_day(told, register.created),
        closed=known.get(str(states.pop())) if len(states) == 1 else None,
        since=_one_day(told, register.since),
    )


def _name(parts: Sequence[str | None], hidden: Sequence[str]) -> str:
    """Put the columns of a name side by side; a name of which a part is missing or not published is none."""
    words = [" ".join((part or "").split()) for part in parts]
    return " ".join(words)[:LONGEST_NAME] if all(word and word not in hidden for word in words) else ""


def _one_day(rows: Sequence[Mapping[str, str | None]], column: str | None) -> date | None:
    days = {row[column] for row in rows} if column else set()
    return _day_in(str(days.pop()), anywhere=False) if len(days) == 1 else None


def _day_in(text: str, *, anywhere: bool = True) -> date | None:
    """Return the day that a text holds, as 20241101 or 2024-11-01; or the one that it begins with, of any year."""
    match = _DAY.search(text)
    try:
        if not anywhere:
            return date.fromisoformat(text[:10])
        return date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        return None


def _first_line(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.readline(200).decode("latin-1")


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
