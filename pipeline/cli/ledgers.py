"""The option `--ledger`, and what it amounts to over a call."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pipeline.cli.speech import Say, refusal
from pipeline.cli.streams import shown
from pipeline.packing.place import machine_errors
from pipeline.scale.index import code_of
from pipeline.scale.ledger import Entry, LedgerError, entry_of, open_ledger, record
from pipeline.stages import Judged
from rules.rulebook import Rulebook


def ledger_option(say: Say) -> click.Option:
    """Return the option of the verbs that judge."""
    path = click.Path(path_type=Path)
    return click.Option(["--ledger"], type=path, metavar=say("file_metavar"), help=say("ledger_option_help"))


class Run:
    """The dossiers of a call, for the ledger when one is named."""

    def __init__(self, connection: sqlite3.Connection | None, rulebook: Rulebook) -> None:
        self.connection = connection
        self._rulebook = rulebook
        self.entries: list[Entry] = []

    def add(self, judged: Judged) -> None:
        """Count one dossier."""
        if self.connection is not None:
            scheme = code_of(judged.dossier, self._rulebook)
            self.entries.append(entry_of(judged.dossier, judged.report, scheme))


@contextmanager
def recorded(path: Path | None, rulebook: Rulebook, say: Say) -> Iterator[Run]:
    """Yield what the call adds its dossiers to; they are written when it reaches its end, all of them or none."""
    if path is None:
        yield Run(None, rulebook)
        return
    with ledger_at(path, create=True) as connection:
        run = Run(connection, rulebook)
        yield run
        record(connection, run.entries)
        click.echo(say("ledger_written", file=shown(path), count=len(run.entries)), err=True)


@contextmanager
def ledger_at(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a ledger; what is none, or cannot be read, is refused and left as it is."""
    try:
        with machine_errors(path), open_ledger(path, create=create) as connection:
            yield connection
    except LedgerError as error:
        raise refusal("bad_ledger", file=shown(path), why=error) from error
