"""Many dossiers in order, while the children already read the next ones: judged one by one, or in two passes together."""

from __future__ import annotations

import shutil
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from pipeline.intake.model import SubmissionPath
from pipeline.reading.pool import ChildPool
from pipeline.registers.desk import Desk, open_desk
from pipeline.run import judge_read, open_submission, read_submission
from pipeline.scale.index import Index
from pipeline.stages import Judged, Opened, Read, Settings

AHEAD = 2  # submissions whose files are being read before their turn, for each child


def judge_all(
    submissions: Sequence[SubmissionPath],
    settings: Settings,
    *,
    jobs: int,
    workspace: Path,
    ledger: sqlite3.Connection | None = None,
    alone: bool = False,
    when_read: Callable[[], object] = lambda: None,
) -> Iterator[Judged]:
    """Yield every submission judged, in the order given; a submission's unpacked files go when the next is asked for.

    Several submissions, or one beside a ledger, are all read before the first is judged: each is judged beside the
    others, unless they are to be judged `alone`.
    """
    reading = _read_all(submissions, settings, jobs=jobs, workspace=workspace)
    if alone or (len(submissions) < 2 and ledger is None):
        for read, folder in reading:
            when_read()
            yield judge_read(read, settings)
            shutil.rmtree(folder, ignore_errors=True)
        return
    index = Index(workspace / "index.sqlite", settings.rulebook, ledger)
    waiting: deque[tuple[Read, Path]] = deque()  # some 70 kB for each: their pages are gone
    for read, folder in reading:
        index.add(read.dossier)
        waiting.append((read, folder))
        when_read()
    index.settle()
    while waiting:
        read, folder = waiting.popleft()
        yield judge_read(read, settings, index.portfolio_of(read.dossier))
        shutil.rmtree(folder, ignore_errors=True)
    index.close()


def _read_all(
    submissions: Sequence[SubmissionPath], settings: Settings, *, jobs: int, workspace: Path
) -> Iterator[tuple[Read, Path]]:
    """Yield every submission read, with the folder of its unpacked files."""
    with ChildPool(jobs=jobs, limits=settings.limits) as children, _registers(settings, jobs) as desk:
        waiting: deque[tuple[Opened, Path]] = deque()
        rest = iter(enumerate(submissions))
        while True:
            while len(waiting) <= jobs * AHEAD and (following := next(rest, None)) is not None:
                index, submission = following
                folder = workspace / f"s{index:06d}"
                folder.mkdir()
                waiting.append((open_submission(submission, settings, children, folder), folder))
            if not waiting:
                return
            opened, folder = waiting.popleft()
            yield read_submission(opened, settings, children, desk), folder


def _registers(settings: Settings, jobs: int) -> AbstractContextManager[Desk | None]:
    """Open the registers that the run asks, when it asks any."""
    if settings.registers is None:
        return nullcontext()
    return open_desk(settings.rulebook, settings.registers, jobs=jobs, limits=settings.limits)
