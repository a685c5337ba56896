"""Reads PDFs with the product's own reading and understanding, in its own child processes, and returns their facts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from pipeline.reading.worker import ReadTask
from pipeline.stages import understood
from pipeline.understanding.child import FileTask, read_and_understand
from pipeline.understanding.pieces import OTHER
from pipeline.understanding.scanned import with_scans
from validators.context import clear
from validators.model import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of a file: the facts of all its pieces, their kinds, the codes of what was wrong with it.

    A kind that judgement may not rely on is `other`.
    """

    facts: tuple[Fact, ...]
    kinds: tuple[str, ...]
    problems: tuple[str, ...]


def read_all(paths: Sequence[Path], jobs: int, overlay: Path | None = None) -> list[Reading]:
    """Read PDFs in as many processes, those that are pictures from their pixels, and return what each one says.

    What structured data say is left out, so that pages alone are judged; an overlay's words count as for `--rules`.
    """
    tasks = {str(path): _task(path, overlay) for path in paths}
    with ChildPool(jobs=jobs, limits=Limits()) as children:
        reading = {name: children.submit(read_and_understand, task) for name, task in tasks.items()}
        first = {name: future.result() for name, future in reading.items()}
        results = [understood(result) for result in with_scans(first, tasks, children).values()]
    return [
        Reading(
            facts=tuple(fact for piece in one.pieces for fact in piece.facts if fact.witness.how != "embedded_xml"),
            kinds=tuple(piece.kind if clear(piece) else OTHER for piece in one.pieces),
            problems=tuple(problem.code for problem in one.read.problems),
        )
        for one in results
    ]


def _task(path: Path, overlay: Path | None) -> FileTask:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    read = ReadTask(location=path, sha256=digest, content="pdf", limits=Limits())
    return FileTask(read=read, path=path.name, overlay=overlay)
