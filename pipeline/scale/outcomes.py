"""What the payer decided of the ledger's dossiers, and how far each rule agreed with it."""

from __future__ import annotations

import csv
import io
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.scale.ledger import Entry, entries
from pipeline.scale.store import folded
from rules.model import Rule
from validators.model import Outcome

ACCEPTED, REFUSED = "accepted", "refused"
_STATUSES = {  # as people and the portal write them, without accents
    **dict.fromkeys(("accepted", "acceptee", "accepte", "validee", "decidee et payee", "payee"), ACCEPTED),
    **dict.fromkeys(("refused", "rejected", "refusee", "refuse", "rejetee", "rejete", "a modifier"), REFUSED),
}
_COLUMNS = ("reference", "status", "reason", "kind")  # the last two may be left out


class OutcomesError(ValueError):
    """A table of decisions that cannot be taken as it is: the line and what stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision: the reference, accepted or refused, the reason as a code R1 to R15 or in words, the kind of request."""

    reference: str
    status: str
    reason: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAgreement:
    """How often a rule failed where the payer refused for what it looks for (`right`), or did not, and where it was silent."""

    rule: str
    right: int
    wrong: int
    silent: int | None  # None when the rule names no reason: what it should have seen is not known

    @property
    def precision(self) -> float | None:
        """Return which part of its failures were refusals."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Return which part of the refusals for its reasons it saw."""
        if self.silent is None or not self.right + self.silent:
            return None
        return self.right / (self.right + self.silent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The decided dossiers, rule by rule, and the refusals that no rule foresaw."""

    decided: int
    refused: int
    rules: tuple[RuleAgreement, ...]
    unforeseen: tuple[Decided, ...]


def read_outcomes(content: bytes) -> tuple[Decided, ...]:
    """Read a table of decisions, CSV with commas or semicolons, UTF-8 or CP1252. Raises OutcomesError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip().casefold() for name in rows.fieldnames or ()]
    if not {"reference", "status"} <= set(names):
        raise OutcomesError(", ".join(_COLUMNS))
    rows.fieldnames = names
    try:
        return tuple(_decided(row, rows.line_num) for row in rows)
    except csv.Error as error:
        raise OutcomesError(str(error)) from error


def keep(connection: sqlite3.Connection, decided: Sequence[Decided]) -> tuple[str, ...]:
    """Keep decisions beside their dossiers; return the references that the ledger has not, or has of several kinds."""
    known = [entry.header for entry in entries(connection)]
    lost = []
    with connection:
        for one in decided:
            found = [header for header in known if folded(header.reference) == folded(one.reference)]
            found = [header for header in found if one.kind in ("", header.kind)]
            if len(found) != 1:
                lost.append(one.reference)
                continue
            row = (found[0].key, one.status, one.reason)
            connection.execute("INSERT OR REPLACE INTO outcome VALUES (?, ?, ?)", row)
    return tuple(lost)


def agreement(connection: sqlite3.Connection, rules: Sequence[Rule]) -> Agreement:
    """Compare what each rule said with what was decided; a refusal in words counts for every rule that failed."""
    told = {key: (status, reason) for key, status, reason in connection.execute("SELECT * FROM outcome")}
    cases = [(entry, *told[entry.header.key]) for entry in entries(connection) if entry.header.key in told]
    compared = [_of_rule(rule, [(_failed(entry), status, reason) for entry, status, reason in cases]) for rule in rules]
    looks_for = {rule.id: set(rule.rejection_reasons) for rule in rules}
    codes = set().union(*looks_for.values())
    unforeseen = [
        Decided(reference=entry.header.reference, status=status, reason=reason, kind=entry.header.kind)
        for entry, status, reason in cases
        if status == REFUSED
        and not any(reason not in codes or reason in looks_for.get(rule, ()) for rule in _failed(entry))
    ]
    return Agreement(
        decided=len(cases),
        refused=sum(status == REFUSED for _, status, _ in cases),
        rules=tuple(one for one in compared if one.right or one.wrong or one.silent),
        unforeseen=tuple(unforeseen),
    )


def standing(connection: sqlite3.Connection) -> tuple[Entry, ...]:
    """Return what is known last of each request that may still be deposited: not superseded, and not accepted."""
    known = tuple(entries(connection))
    gone = {folded(entry.header.supersedes) for entry in known}
    accepted = {key for key, status in connection.execute("SELECT key, status FROM outcome") if status == ACCEPTED}
    return tuple(
        entry for entry in known if folded(entry.header.reference) not in gone and entry.header.key not in accepted
    )


def _of_rule(rule: Rule, cases: Sequence[tuple[set[str], str, str]]) -> RuleAgreement:
    codes = set(rule.rejection_reasons)
    right = wrong = silent = 0
    for failed, status, reason in cases:
        if rule.id in failed:
            # A code that the rule does not look for is another matter: its failure was not what counted.
            agrees = status == REFUSED and (reason in codes or not _is_code(reason))
            right, wrong = right + agrees, wrong + (not agrees)
        else:
            silent += status == REFUSED and reason in codes
    return RuleAgreement(rule=rule.id, right=right, wrong=wrong, silent=silent if codes else None)


def _is_code(reason: str) -> bool:
    return reason[:1] == "R" and reason[1:].isdecimal()


def _failed(entry: Entry) -> set[str]:
    return {one.rule for one in entry.findings if one.outcome == Outcome.FAILED}


def _decided(row: dict[str, str], line: int) -> Decided:
    cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    status = _STATUSES.get(_plain(cells["status"]))
    if status is None or not cells["reference"]:
        raise OutcomesError(f"{line}: {cells['reference']} {cells['status']}")
    reason = cells["reason"].upper() if _is_code(cells["reason"].upper()) else cells["reason"]
    return Decided(reference=cells["reference"], status=status, reason=reason, kind=cells["kind"])


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", " ".join(words.split()).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
