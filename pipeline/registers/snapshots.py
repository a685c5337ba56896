"""Finds the snapshot of each register in the folder that the user named, dates it and takes its digest, once a run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.intake.disk import readable_name
from pipeline.reading.child import ChildFailure
from pipeline.reading.pool import ChildPool
from pipeline.registers.reading import Lookup, library_missing, taken_on
from rules.model import Register
from validators.model import RegisterAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A register, the file that holds it if there is one, and what it answers before it is asked for any number."""

    register: Register
    path: Path | None
    answer: RegisterAnswer


def open_snapshots(registers: Iterable[Register], folder: Path, children: ChildPool) -> tuple[Snapshot, ...]:
    """Return every register with its snapshot in a folder, or with the reason why it cannot be asked."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    found = [_found(register, files) for register in registers]
    if any(one.path for one in found) and children.submit(library_missing, None).result() is True:
        return tuple(_closed(one, "register_library_missing") for one in found)
    dates = [
        children.submit(taken_on, Lookup(register=one.register, path=one.path)) if one.path else None for one in found
    ]
    digests = {path: sha256_of(path) for path in {one.path for one in found if one.path}}
    return tuple(
        one if future is None or one.path is None else _dated(one, future, digests[one.path])
        for one, future in zip(found, dates, strict=True)
    )


def reason_of(failure: ChildFailure) -> str:
    """Return why a register whose child did not answer says nothing, as a code of rules/reasons.toml."""
    return "register_too_slow" if failure.code == "child_timeout" else "register_unreadable"


def _found(register: Register, files: list[Path]) -> Snapshot:
    """Find a register's file by its first pattern that names one; two files of one pattern are for the user to settle."""
    for pattern in register.files:
        named = [path for path in files if fnmatchcase(path.name.casefold(), pattern.casefold())]
        if named:
            several = "register_several" if len(named) > 1 else None
            return _snapshot(register, None if several else named[0], several)
    return _snapshot(register, None, "register_absent")


def _snapshot(register: Register, path: Path | None, reason: str | None) -> Snapshot:
    name = readable_name(path.name) if path else ""
    answer = RegisterAnswer(
        register=register.key,
        attributes=register.attributes,
        max_age_days=register.max_age_days,
        file=name,
        reason=reason,
    )
    return Snapshot(register=register, path=path, answer=answer)


def _closed(snapshot: Snapshot, reason: str) -> Snapshot:
    return replace(snapshot, path=None, answer=replace(snapshot.answer, reason=snapshot.answer.reason or reason))


def _dated(snapshot: Snapshot, future: Future[date | ChildFailure | None], sha256: str) -> Snapshot:
    day = future.result()
    snapshot = replace(snapshot, answer=replace(snapshot.answer, sha256=sha256))
    if isinstance(day, ChildFailure):
        return _closed(snapshot, reason_of(day))
    if day is None or not sha256:
        return _closed(snapshot, "register_undated" if sha256 else "register_unreadable")
    return replace(snapshot, answer=replace(snapshot.answer, taken_on=day))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, "" when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
