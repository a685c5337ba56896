"""Many dossiers, one after the other in order, while the children already read the next ones."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from pipeline.intake.model import SubmissionPath
from pipeline.reading.pool import ChildPool
from pipeline.registers.desk import Desk, open_desk
from pipeline.run import judge_submission, open_submission
from pipeline.stages import Judged, Opened, Settings

AHEAD = 2  # submissions whose files are being read before their turn, for each child


def judge_all(
    submissions: Sequence[SubmissionPath], settings: Settings, *, jobs: int, workspace: Path
) -> Iterator[Judged]:
    """Yield every submission judged, in the order given; a submission's unpacked files go when the next is asked for."""
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
            yield judge_submission(opened, settings, children, desk)
            shutil.rmtree(folder, ignore_errors=True)


def _registers(settings: Settings, jobs: int) -> AbstractContextManager[Desk | None]:
    """Open the registers that the run asks, when it asks any."""
    if settings.registers is None:
        return nullcontext()
    return open_desk(settings.rulebook, settings.registers, jobs=jobs, limits=settings.limits)
