"""Runs tasks in child processes that can be killed: a file that hangs, crashes or eats memory loses its own task only.

Not with `multiprocessing`: its children import from the current folder, where a hostile submission may hold a module of
the standard library's name, and its pools share locks and pipes, which a killed child can leave broken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Thread, local
from time import monotonic
from types import TracebackType
from typing import Any, TypeVar, cast

from pipeline.errors import SegurDossierError
from pipeline.limits import Limits
from pipeline.reading.child import ChildFailure
from pipeline.reading.parent import Child, ChildGoneError

T = TypeVar("T")
R = TypeVar("R")

TASKS_PER_LOOK = 1_000  # then a new child unless this one has room: what libraries leak does not add up
STARTS = 3  # tries to start a child
LOOK_AHEAD = 4  # tasks per child that are handed out before their results are asked for
MOST_KEPT = 500  # tasks whose results are kept to be asked for again; a page has some 30 kB
TICK = 0.05  # seconds between two looks at the deadlines
SPENT = ("child_memory", "child_nesting")  # failures after which a child is not asked again


class ChildPool:
    """Runs tasks in at most `jobs` child processes, each task with the deadline and memory of the limits."""

    def __init__(self, *, jobs: int, limits: Limits) -> None:
        self._limits = limits
        self._jobs = max(1, jobs)
        self._threads = ThreadPoolExecutor(self._jobs, thread_name_prefix="child")  # a thread waits for each child
        self._mine = local()
        self._children: set[Child] = set()
        self._kept: dict[Hashable, Future[Any]] = {}  # by key, the oldest first
        self._closed = Event()
        self._watchdog = Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> ChildPool:
        self._watchdog.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:  # Ctrl-C does not wait for the files that are being read
            self._closed.set()
            for child in tuple(self._children):
                child.kill()
        self._threads.shutdown(wait=True, cancel_futures=kind is not None)
        self._closed.set()
        self._watchdog.join()
        for child in tuple(self._children):
            child.close()

    def submit(self, work: Callable[[T], R], task: T, seconds: float | None = None) -> Future[R | ChildFailure]:
        """Have a function of a module called on a task in a child; a task that fails gives a ChildFailure.

        It may take these seconds, by default those of a file. The future raises SegurDossierError when no child can be started, and what `pickle` says of a task it cannot send.
        """
        return self._threads.submit(self._run, work, task, seconds or self._limits.child_seconds)

    def submit_once(
        self, key: Hashable, work: Callable[[T], R], task: T, seconds: float | None = None
    ) -> Future[R | ChildFailure]:
        """Submit a task unless one of that key was done in this run: what failed is tried again, what is long past forgotten."""
        kept = self._kept.get(key)
        if kept is None or _failed(kept):
            kept = self._kept[key] = self.submit(work, task, seconds)
            if len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return kept

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R | ChildFailure]:
        """Yield the result of each task in the order of the tasks, which are taken little by little."""
        waiting: deque[Future[R | ChildFailure]] = deque()
        for task in tasks:
            waiting.append(self.submit(work, task))
            if len(waiting) > self._jobs * LOOK_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _run(self, work: Callable[[T], R], task: T, seconds: float) -> R | ChildFailure:
        child = self._child()
        try:
            answer = child.ask(work, task, seconds)
        except ChildGoneError:  # killed by somebody else while it waited: not the fault of this task
            self._dismiss(child)
            child = self._child()
            answer = child.ask(work, task, seconds)
        worn_out = not child.alive or (child.answered % TASKS_PER_LOOK == 0 and not child.has_room())
        if worn_out or (isinstance(answer, ChildFailure) and answer.code in SPENT):
            self._dismiss(child)
        return cast("R | ChildFailure", answer)

    def _child(self) -> Child:
        """Return the child of this thread, started when there is none."""
        child: Child | None = getattr(self._mine, "child", None)
        if child is None:
            child = self._mine.child = self._started()
        return child

    def _started(self) -> Child:
        """Return a new child; one that somebody kills as it starts is started again."""
        for _ in range(STARTS - 1):
            with suppress(SegurDossierError):
                return self._start()
        return self._start()

    def _start(self) -> Child:
        if self._closed.is_set():
            raise CancelledError
        child = Child(self._limits.child_memory_bytes)
        self._children.add(child)
        try:
            child.wait_until_ready()
        except SegurDossierError:
            self._children.discard(child)
            raise
        return child

    def _dismiss(self, child: Child) -> None:
        self._mine.child = None
        self._children.discard(child)
        child.close()

    def _watch(self) -> None:
        while not self._closed.wait(TICK):
            now = monotonic()
            for child in tuple(self._children):
                child.kill_if_late(now)


def _failed(future: Future[Any]) -> bool:
    if not future.done():
        return False
    return future.cancelled() or future.exception() is not None or isinstance(future.result(), ChildFailure)
