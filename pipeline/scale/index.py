"""The index of a batch: every identity of its dossiers and of the ledger, asked for what they have in common."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from pipeline.scale import sheets, store
from rules.rulebook import Rulebook
from validators.identities import bearers_of, hashed, sealed
from validators.model import Dossier
from validators.portfolio import Alike, Bearer, Meeting, Portfolio, Sheet, differ
from validators.sheets import is_one_sheet, sheets_of

Kept = TypeVar("Kept", Bearer, Sheet)


class Index:
    """The identities of a run on disk, beside those of earlier runs when a ledger is named."""

    def __init__(self, file: Path, rulebook: Rulebook, ledger: sqlite3.Connection | None) -> None:
        self._own, self._ledger, self._rulebook = store.create(file), ledger, rulebook
        self._seal = (
            sealed if ledger else hashed
        )  # slow to guess, and to make: only to compare with what a ledger keeps
        self._replaced: set[str] = set()  # keys that this run judges anew
        self._count, self._earlier, self._digest = 0, 0, ""
        self._lineages = _Lineages()

    def add(self, dossier: Dossier) -> None:
        """Index a dossier that was read."""
        scheme = code_of(dossier, self._rulebook)
        header = store.header_of(dossier, scheme)
        bearers, scans = store.kept_of(dossier, scheme, self._seal), store.sheets_kept_of(dossier, self._seal)
        store.put(self._own, header, bearers, scans)
        self._replaced.add(header.key)
        self._lineages.join(header)
        self._count += 1

    def settle(self) -> None:
        """Say what belongs together once all dossiers are in."""
        self._own.commit()
        for header in store.headers(self._ledger) if self._ledger else ():
            if header.key not in self._replaced:
                self._lineages.join(header)
                self._earlier += 1
        seen = hashlib.sha256()
        kept = chain(store.everything(self._own), self._of_earlier_runs())
        for row in kept:
            seen.update(json.dumps(row).encode() + b"\n")
        self._digest = seen.hexdigest()

    def close(self) -> None:
        """Let go of the file; the ledger is its opener's."""
        self._own.close()

    def portfolio_of(self, dossier: Dossier) -> Portfolio:
        """Return what a dossier has in common with the others."""
        own = bearers_of(dossier, code_of(dossier, self._rulebook), self._seal)
        return Portfolio(
            meetings=tuple(Meeting(own=one, others=tuple(islice(self._others(one), store.MOST))) for one in own),
            dossiers=self._count,
            earlier=self._earlier,
            digest=self._digest,
            sheets=tuple(
                Alike(own=one, others=tuple(islice(self._same_sheets(one), store.MOST)))
                for one in sheets_of(dossier, self._seal)
            ),
        )

    def _others(self, own: Bearer) -> Iterator[Bearer]:
        """Yield who else bears an identity, in other lineages: those of this run first."""
        here = store.bearing(self._own, own)
        earlier = store.bearing(self._ledger, own, earlier=True) if self._ledger else ()
        return self._of_other_lineages(own.reference, here, earlier)

    def _same_sheets(self, own: Sheet) -> Iterator[Sheet]:
        """Yield the pages of other clients, in other lineages, that are the same sheet: those of this run first."""
        here = sheets.sharing(self._own, own)
        earlier = sheets.sharing(self._ledger, own, earlier=True) if self._ledger else ()
        others = self._of_other_lineages(own.reference, here, earlier)
        return (one for one in others if differ(own.owner, one.owner) and is_one_sheet(own, one))

    def _of_other_lineages(
        self, reference: str, here: Iterable[tuple[str, Kept]], earlier: Iterable[tuple[str, Kept]]
    ) -> Iterator[Kept]:
        lineage = self._lineages.of(reference)
        still = ((key, one) for key, one in earlier if key not in self._replaced)
        return (one for key, one in chain(here, still) if self._lineages.of(_reference(key)) != lineage)

    def _of_earlier_runs(self) -> Iterator[tuple[str, ...]]:
        rows = store.everything(self._ledger) if self._ledger else ()
        return (row for row in rows if row[0] not in self._replaced)


def _reference(key: str) -> str:
    return key.rpartition("|")[0]


def code_of(dossier: Dossier, rulebook: Rulebook) -> str:
    """Return the code of a dossier's scheme as the rules write it, "" when it is not known."""
    scheme = rulebook.scheme(dossier.scheme) if dossier.scheme else None
    return scheme.code if scheme else ""


class _Lineages:
    """Which references are one file over time: what one supersedes, and the advance that a balance continues."""

    def __init__(self) -> None:
        self._towards: dict[str, str] = {}

    def join(self, header: store.Header) -> None:
        own = self.of(header.reference)
        for reference in (header.supersedes, header.advance):
            if reference:
                self._towards[self.of(reference)] = own
                own = self.of(own)

    def of(self, reference: str) -> str:
        """Return what stands for the lineage of a reference."""
        found = store.folded(reference)
        while self._towards.get(found, found) != found:
            found = self._towards[found]
        return found
