"""What a child process does: it answers one task after the other, silently and within bounds, until its parent goes."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader, BufferedWriter
from traceback import format_exc
from typing import Any

PARENT_DIED = 1  # PR_SET_PDEATHSIG of prctl(2)
COLLECT_AFTER = 50_000  # new objects between two searches for cycles; what is read and judged holds none


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFailure:
    """Why a task has no result, as a code of `rules/problems.toml`; the detail is for whoever maintains the program."""

    code: str  # child_timeout, child_crashed, child_memory, child_nesting or child_error
    detail: str = ""


def memory_guard() -> str:
    """Return what bounds the memory of a child here: `address_space` or `none`."""
    return "address_space" if sys.platform == "linux" else "none"


def serve() -> None:
    """Answer tasks from standard input on standard output, as pickles, until the input ends; first the memory limit."""
    tasks, answers = _take_over_streams()
    memory_bytes: int = pickle.load(tasks)
    _bound(memory_bytes)
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    answers.write(pickle.dumps(os.getpid()))
    answers.flush()
    while True:
        try:
            work, task = pickle.load(tasks)
        except EOFError:
            os._exit(0)  # nothing to tidy, and libraries have been known to crash on their way out
        answers.write(_answer(work, task))
        answers.flush()


def _answer(work: Callable[[Any], Any], task: Any) -> bytes:
    try:
        return pickle.dumps(work(task), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(ChildFailure(code="child_memory"))
    except RecursionError:
        return pickle.dumps(ChildFailure(code="child_nesting"))
    except Exception:
        return pickle.dumps(ChildFailure(code="child_error", detail=format_exc()))


def _take_over_streams() -> tuple[BufferedReader, BufferedWriter]:
    """Keep both pipes to ourselves and point the standard streams at nothing: what libraries print goes nowhere."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    return tasks, answers


def _bound(memory_bytes: int) -> None:
    """Leave Ctrl-C to the parent, end with it, and bound the memory where the system can."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)
