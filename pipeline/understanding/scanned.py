"""Has the pages that are pictures read from their pixels, side by side in the children, and their files understood again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace

from pipeline.reading.child import ChildFailure
from pipeline.reading.page import Scanned
from pipeline.reading.pool import ChildPool
from pipeline.reading.scans.engines import can_read, has_second
from pipeline.reading.worker import ScanTask, read_scan
from pipeline.understanding.child import FileTask, Understood, read_and_understand
from pipeline.watch import Watch
from validators.model import Problem

Result = Understood | ChildFailure
Reading = Mapping[int, "Future[Scanned | ChildFailure]"]  # by page


def with_scans(
    results: Mapping[str, Result], tasks: Mapping[str, FileTask], children: ChildPool, watch: Watch | None = None
) -> dict[str, Result]:
    """Return what was understood of each file, its pictures read; a machine without an engine says so of each such file."""
    pictures = {path: result.pictures for path, result in results.items() if isinstance(result, Understood)}
    if not any(pictures.values()):
        return dict(results)
    if not can_read():
        return {path: _without_engine(result) for path, result in results.items()}
    reading = {path: _submitted(tasks[path], numbers, children) for path, numbers in pictures.items() if numbers}
    watch = watch or Watch()
    watch.expected(sum(len(pages) for pages in reading.values()))
    again = {
        path: children.submit(read_and_understand, _completed(tasks[path], reading[path], watch)) for path in reading
    }
    return {path: again[path].result() if path in again else result for path, result in results.items()}


def _submitted(task: FileTask, numbers: tuple[int, ...], children: ChildPool) -> Reading:
    """Have pages read from their pixels; the same scan in another dossier of the run is not read again."""
    read, limits = task.read, task.read.limits
    return {
        number: children.submit_once(
            (read.sha256, number), read_scan, ScanTask(read=read, number=number), limits.scan_seconds
        )
        for number in numbers[: limits.max_scans]
    }


def _completed(task: FileTask, reading: Reading, watch: Watch) -> FileTask:
    """Give a file's task the pages that were read from pixels; of a page on which that failed, say why."""
    scanned = {}
    for number, future in reading.items():
        scanned[number] = future.result()
        watch.done()
    pages = (each.page for each in scanned.values() if isinstance(each, Scanned))
    return replace(
        task, scanned=tuple(page for page in pages if page is not None), problems=tuple(_problems(task, scanned))
    )


def _problems(task: FileTask, scanned: Mapping[int, Scanned | ChildFailure]) -> Iterator[Problem]:
    for number, result in scanned.items():
        if isinstance(result, ChildFailure):
            yield Problem(code=result.code, page=number)
        else:
            yield from result.problems
    if len(scanned) == task.read.limits.max_scans:
        yield Problem(code="too_many_scans", arguments={"read": len(scanned)})
    if not has_second():
        yield Problem(code="one_engine")


def _without_engine(result: Result) -> Result:
    if isinstance(result, ChildFailure) or not result.pictures:
        return result
    told = replace(result.read, problems=(*result.read.problems, Problem(code="no_engine")))
    return replace(result, read=told)
