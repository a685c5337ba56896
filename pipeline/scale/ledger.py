"""The ledger: what earlier runs knew of their dossiers, in a SQLite file that the user names; there is no other history."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.reporting.model import Report
from pipeline.scale import sheets, store
from validators.identifiers import EXAMINERS
from validators.identities import sealed
from validators.model import Dossier, Outcome
from validators.portfolio import Bearer, Sheet

_MAGIC = b"SQLite format 3\0"
_HEAD, _LAYOUT_AT, _APPLICATION_AT = 100, 60, 68  # bytes of the header, and where it holds our two marks
_WAIT = 30.0  # seconds for another run that is writing
_OPEN = (Outcome.FAILED, Outcome.INCONCLUSIVE)


class LedgerError(ValueError):
    """A file that is no ledger, is damaged, or is of another version."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class OpenRule:
    """A rule that failed or could not conclude for something in a dossier; `decided` when a person settled that."""

    rule: str
    level: str
    outcome: str
    decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dossier as the ledger keeps it: what is said of it, what it bears, the rules that are open."""

    header: store.Header
    bearers: tuple[Bearer, ...]
    findings: tuple[OpenRule, ...]
    sheets: tuple[Sheet, ...] = ()


@contextmanager
def open_ledger(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a ledger; with `create`, make one where there is no file. Raises LedgerError, and never touches another file."""
    try:
        if not path.exists():
            if not create:
                raise LedgerError("-")
            store.create(path).close()
        _refuse_foreign(path)
        with closing(sqlite3.connect(path, timeout=_WAIT)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            if _schema(connection) == _expected_before():
                store.upgrade(connection)
            if _schema(connection) != _expected():
                raise LedgerError("schema")
            connection.execute("PRAGMA journal_mode = WAL")
            yield connection
    except sqlite3.DatabaseError as error:
        raise LedgerError(str(error)) from error


def entry_of(dossier: Dossier, report: Report, scheme: str) -> Entry:
    """Return what is kept of a dossier that was judged; neither names nor IBANs nor persons' numbers in clear."""
    header = replace(store.header_of(dossier, scheme), verdict=str(report.verdict), judged_on=report.judged_on.at)
    found = {
        OpenRule(rule=one.rule, level=str(one.level), outcome=str(one.outcome), decided=one.decided is not None)
        for one in report.findings
        if one.outcome in _OPEN
    }
    return Entry(
        header=header,
        bearers=store.kept_of(dossier, scheme, sealed),
        findings=tuple(sorted(found)),
        sheets=store.sheets_kept_of(dossier, sealed),
    )


def record(connection: sqlite3.Connection, entries: Sequence[Entry]) -> None:
    """Write the dossiers of a run, all of them or none; each takes the place of what its reference had before."""
    with connection:
        for entry in entries:
            store.put(connection, entry.header, entry.bearers, entry.sheets)
            rows = [(entry.header.key, one.rule, one.level, one.outcome, one.decided) for one in entry.findings]
            connection.executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?)", rows)


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the dossiers of a ledger in the order of their references."""
    for header in list(store.headers(connection)):
        found = connection.execute(
            "SELECT rule, level, outcome, decided FROM finding WHERE key = ? ORDER BY rule, level, outcome, decided",
            (header.key,),
        )
        findings = tuple(
            OpenRule(rule=rule, level=level, outcome=outcome, decided=bool(decided))
            for rule, level, outcome, decided in found
        )
        yield Entry(
            header=header,
            bearers=tuple(store.borne(connection, header)),
            findings=findings,
            sheets=tuple(sheets.kept(connection, header.key, header.reference)),
        )


def matching(entry: Entry, words: str) -> bool:
    """Tell whether a dossier has a reference, a number or a file with these words, or this very IBAN or RPPS."""
    wanted = store.folded(words)
    compact = "".join(filter(str.isalnum, wanted))
    values = {one.value for one in entry.bearers}
    for kind in ("iban", "rpps"):
        examined = EXAMINERS[kind](words)
        if examined.valid and any(sealed(kind, examined.compact) in value for value in values):
            return True
    texts = [entry.header.reference, entry.header.applicant, *values, *(one.file for one in entry.bearers)]
    return any(wanted in text.casefold() or (compact and compact in text.casefold()) for text in texts)


def entry_json(entry: Entry) -> str:
    """Write a dossier as one line of JSON."""
    tree = asdict(entry.header) | {
        "bears": [
            {name: value for name, value in asdict(one).items() if name not in ("reference", "earlier")}
            for one in entry.bearers
        ],
        "findings": [asdict(one) for one in entry.findings],
        "sheets": [{"file": one.file, "page": one.page, "kind": one.kind, "owner": one.owner} for one in entry.sheets],
    }
    return json.dumps(tree, ensure_ascii=False)


def _refuse_foreign(path: Path) -> None:
    """Look at the first bytes before SQLite does: it would open, and change, whatever database it is given."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    marks = [int.from_bytes(head[at : at + 4], "big") for at in (_APPLICATION_AT, _LAYOUT_AT)]
    if not head.startswith(_MAGIC) or marks[0] != store.APPLICATION:
        raise LedgerError("SQLite ?")
    if marks[1] not in (store.BEFORE, store.LAYOUT):
        raise LedgerError(f"version {marks[1]}")


def _schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return list(connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))


def _expected_before() -> list[tuple[str, ...]]:
    return [row for row in _expected() if not row[1].startswith("sheet")]


def _expected() -> list[tuple[str, ...]]:
    with closing(store.create(":memory:")) as connection:
        return _schema(connection)
