"""What is kept of dossiers to compare others with them: their identities and verdicts, in SQLite tables on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from pipeline.reporting.hiding import Secrets
from pipeline.scale import sheets
from validators.identities import Seal, bearers_of
from validators.model import Dossier
from validators.portfolio import Bearer, Sheet
from validators.sheets import sheets_of

APPLICATION = 0x53474452  # "SGDR", in the header of the file
LAYOUT = 3
BEFORE = 2  # the same without the scanned pages, which a ledger of then is given
MOST = 5  # bearers of one identity that a finding could name
_COLUMNS = [field.name for field in fields(Bearer) if field.name not in ("reference", "earlier")]
_TABLES = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {LAYOUT};
CREATE TABLE dossier (key TEXT PRIMARY KEY, reference TEXT NOT NULL, shown TEXT NOT NULL, kind TEXT NOT NULL, scheme TEXT NOT NULL,
  applicant TEXT NOT NULL, supersedes TEXT NOT NULL, advance TEXT NOT NULL, digest TEXT NOT NULL,
  verdict TEXT NOT NULL, judged_on TEXT NOT NULL);
CREATE TABLE bearer (key TEXT NOT NULL, {", ".join(f"{name} TEXT NOT NULL" for name in _COLUMNS)});
CREATE INDEX bearer_key ON bearer (key);
CREATE INDEX bearer_value ON bearer (sort, value, owner);
CREATE TABLE finding (key TEXT NOT NULL, rule TEXT NOT NULL, level TEXT NOT NULL, outcome TEXT NOT NULL,
  decided INTEGER NOT NULL);
CREATE INDEX finding_key ON finding (key);
CREATE TABLE outcome (key TEXT PRIMARY KEY, status TEXT NOT NULL, reason TEXT NOT NULL);
{sheets.TABLES}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A dossier as it is kept; the reference under which a kind of request is known is its key."""

    reference: str
    kind: str
    shown: str = ""  # the reference as other dossiers' reports may show it
    scheme: str = ""
    applicant: str = ""  # SIREN
    supersedes: str = ""  # the references that it continues
    advance: str = ""
    digest: str = ""
    verdict: str = ""
    judged_on: str = ""

    @property
    def key(self) -> str:
        """Return what a later judgement of the same request replaces."""
        return f"{folded(self.reference)}|{self.kind}"


def folded(reference: str) -> str:
    """Return a reference as it is compared: case and spaces do not matter."""
    return " ".join(reference.split()).casefold()


def header_of(dossier: Dossier, scheme: str) -> Header:
    """Return what is kept of a dossier that is not judged yet."""
    applicant, advance = (dossier.declared.get(name) for name in ("applicant", "advance"))
    siret = str(applicant.get("siret", "")) if isinstance(applicant, Mapping) else ""
    return Header(
        reference=dossier.reference,
        kind=dossier.kind,
        shown=_names(dossier).hidden(dossier.reference),
        scheme=scheme,
        applicant="".join(filter(str.isalnum, siret))[:9],
        supersedes=str(dossier.declared.get("supersedes") or ""),
        advance=str(advance.get("reference") or "") if isinstance(advance, Mapping) else "",
        digest=dossier.digest,
    )


def kept_of(dossier: Dossier, scheme: str, seal: Seal) -> tuple[Bearer, ...]:
    """Return what a dossier bears as others may see it: files are often called after clients, whose names are masked."""
    names = _names(dossier)
    return tuple(replace(one, file=names.hidden(one.file)) for one in bearers_of(dossier, scheme, seal))


def sheets_kept_of(dossier: Dossier, seal: Seal) -> tuple[Sheet, ...]:
    """Return the scanned pages of a dossier as others may see them."""
    names = _names(dossier)
    return tuple(replace(one, file=names.hidden(one.file)) for one in sheets_of(dossier, seal))


def _names(dossier: Dossier) -> Secrets:
    return Secrets([(one.name, "name") for one in dossier.beneficiaries])


def create(path: Path | str) -> sqlite3.Connection:
    """Make the tables in a file that is not there yet, or in memory."""
    connection = sqlite3.connect(path)
    connection.executescript(_TABLES)
    return connection


def upgrade(connection: sqlite3.Connection) -> None:
    """Give tables of the layout before what they lack."""
    connection.executescript(f"BEGIN IMMEDIATE; {sheets.TABLES} PRAGMA user_version = {LAYOUT}; COMMIT;")


def put(connection: sqlite3.Connection, header: Header, bearers: Iterable[Bearer], scans: Iterable[Sheet]) -> None:
    """Keep a dossier in the place of what was kept under its key."""
    forget(connection, header.key)
    row = {"key": header.key, **asdict(header)}
    connection.execute(f"INSERT INTO dossier ({', '.join(row)}) VALUES ({_marks(row)})", tuple(row.values()))
    connection.executemany(
        f"INSERT INTO bearer (key, {', '.join(_COLUMNS)}) VALUES (?, {_marks(_COLUMNS)})",
        [(header.key, *(getattr(one, name) for name in _COLUMNS)) for one in bearers],
    )
    sheets.put(connection, header.key, scans)


def forget(connection: sqlite3.Connection, key: str) -> None:
    """Remove all that a judgement left of a dossier."""
    for table in ("dossier", "bearer", "finding", *sheets.NAMES):
        connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))


def headers(connection: sqlite3.Connection) -> Iterator[Header]:
    """Yield the dossiers in the order of their keys."""
    names = [field.name for field in fields(Header)]
    for row in connection.execute(f"SELECT {', '.join(names)} FROM dossier ORDER BY key"):
        yield Header(**dict(zip(names, row, strict=True)))


def bearing(connection: sqlite3.Connection, like: Bearer, *, earlier: bool = False) -> Iterator[tuple[str, Bearer]]:
    """Yield who bears an identity, in order, with their keys; of accounts and scans, those of other owners only."""
    several = "" if like.sort in ("financing", "invoice") else "AND (owner < :owner OR owner > :owner)"
    rows = connection.execute(
        f"SELECT key, dossier.shown, {', '.join(f'bearer.{name}' for name in _COLUMNS)}"
        f" FROM bearer JOIN dossier USING (key) WHERE sort = :sort AND value = :value {several}"
        " ORDER BY key, bearer.subject, bearer.file",
        {"sort": like.sort, "value": like.value, "owner": like.owner},
    )
    for key, reference, *values in rows:
        yield key, Bearer(reference=reference, earlier=earlier, **dict(zip(_COLUMNS, values, strict=True)))


def borne(connection: sqlite3.Connection, header: Header) -> Iterator[Bearer]:
    """Yield what one dossier bears, in order."""
    names = ", ".join(_COLUMNS)
    for row in connection.execute(f"SELECT {names} FROM bearer WHERE key = ? ORDER BY {names}", (header.key,)):
        yield Bearer(reference=header.reference, **dict(zip(_COLUMNS, row, strict=True)))


def everything(connection: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    """Yield every identity and scanned page with its key, in order."""
    names = ", ".join(("key", *_COLUMNS))
    yield from connection.execute(f"SELECT {names} FROM bearer ORDER BY {names}")
    yield from sheets.everything(connection)


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
