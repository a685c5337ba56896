"""What is kept of scanned pages to know their sheets again: tables beside those of the dossiers, asked by number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from validators.portfolio import Sheet, Token

# A page is found by the numbers on it, never by its look: the papers of one supplier all look much alike.
TABLES = """
CREATE TABLE IF NOT EXISTS sheet (id INTEGER PRIMARY KEY, key TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,
  owner TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, page INTEGER NOT NULL, says TEXT NOT NULL, cells BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS sheet_key ON sheet (key);
CREATE TABLE IF NOT EXISTS sheet_mark (key TEXT NOT NULL, mark TEXT NOT NULL, sheet INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS sheet_mark_key ON sheet_mark (key);
CREATE INDEX IF NOT EXISTS sheet_mark_mark ON sheet_mark (mark);
"""
NAMES = ("sheet", "sheet_mark")
_COLUMNS = ("subject", "kind", "owner", "file", "sha256", "page", "says", "cells")


def put(connection: sqlite3.Connection, key: str, sheets: Iterable[Sheet]) -> None:
    """Keep the scanned pages of a dossier, of which none are kept."""
    for one in sheets:
        row = (key, one.subject, one.kind, one.owner, one.file, one.sha256, one.page, _text(one.says), one.cells)
        marks = ", ".join("?" for _ in row)
        made = connection.execute(f"INSERT INTO sheet (key, {', '.join(_COLUMNS)}) VALUES ({marks})", row)
        connection.executemany(
            "INSERT INTO sheet_mark VALUES (?, ?, ?)", [(key, mark, made.lastrowid) for mark in one.marks]
        )


def sharing(connection: sqlite3.Connection, like: Sheet, *, earlier: bool = False) -> Iterator[tuple[str, Sheet]]:
    """Yield the pages of other owners that share a number with one, in order, with the keys of their dossiers."""
    rows = connection.execute(
        f"SELECT key, dossier.shown, {', '.join(f'sheet.{name}' for name in _COLUMNS)} FROM sheet JOIN dossier USING (key)"
        f" WHERE id IN (SELECT sheet FROM sheet_mark WHERE mark IN ({', '.join('?' for _ in like.marks)}))"
        " AND owner <> ? ORDER BY key, sheet.subject, sheet.file, sheet.page",
        (*like.marks, like.owner),
    )
    for key, reference, *values in rows:
        yield key, _sheet(reference, values, earlier=earlier)


def kept(connection: sqlite3.Connection, key: str, reference: str) -> Iterator[Sheet]:
    """Yield the scanned pages of one dossier, in order."""
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM sheet WHERE key = ? ORDER BY subject, file, page", (key,)
    )
    for values in rows:
        yield _sheet(reference, values)


def everything(connection: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    """Yield every scanned page with its key, in order."""
    names = ", ".join("hex(cells)" if name == "cells" else name for name in _COLUMNS)
    yield from connection.execute(f"SELECT key, {names} FROM sheet ORDER BY key, subject, file, page")


def _text(says: Iterable[Token]) -> str:
    return "\n".join(f"{name}={value}" for name, value in says)


def _sheet(reference: str, values: Iterable[object], *, earlier: bool = False) -> Sheet:
    row: dict[str, object] = dict(zip(_COLUMNS, values, strict=True))
    says = tuple((name, value) for name, _, value in (line.partition("=") for line in str(row.pop("says")).split()))
    return Sheet(reference=reference, says=says, earlier=earlier, **row)  # type: ignore[arg-type]
