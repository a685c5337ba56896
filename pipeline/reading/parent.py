"""Holds one child process from the parent's side: starts it, asks it, kills it when it is late, says how it ended."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from mmap import PAGESIZE
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.reading.child import ChildFailure, memory_guard

ROOT = Path(__file__).resolve().parents[2]  # of our three floors, in a checkout and in the wheel
START_SECONDS = 60.0  # that a child may take to start, on a busy machine
ENDING_SECONDS = 1.0  # that a child may take to end once its pipe is closed
MEMORY_SHARE = (
    0.4  # of its limit, from which a child that crashed is held to have wanted more: buffers grow by doubling
)
ROOM_SHARE = 0.25  # of its limit, up to which a child that has worked for long may go on
KILLED = -9  # by the system when memory ran out, if not by us

# -P keeps the current folder off the path; then the child imports from where its parent does.
BOOTSTRAP = """
import sys
sys.path[:] = sys.argv[1:]
from pipeline.reading.child import serve
serve()
"""


# A child parses hostile bytes: should they take it over, its answer still makes nothing but values in this process.
_PLAIN = {
    "builtins": {"frozenset", "set"},
    "decimal": {"Decimal"},
    "datetime": {"date", "datetime", "timedelta", "timezone"},
}
_OURS = ("pipeline.", "validators.", "rules.", "tests.")


class _AnswerUnpickler(pickle.Unpickler):
    """Unpickles what a child answers: plain values and our own classes, no function, nothing from elsewhere."""

    def find_class(self, module: str, name: str) -> Any:
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        if module.startswith(_OURS) and "." not in name and module in sys.modules:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value that a child may answer")


class ChildGoneError(Exception):
    """The child was dead before it was asked."""


class Child:
    """A child process and its deadline; one thread asks it, another may kill it."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._lock = Lock()
        self._deadline: float | None = None
        self._late = False
        self.alive = True
        self.answered = 0
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", BOOTSTRAP, *_import_path()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise _not_started() from error

    def wait_until_ready(self) -> None:
        """Wait until the child can be asked. Raises SegurDossierError when it does not start."""
        try:
            self._send(pickle.dumps(self._memory_bytes))
            self._receive(START_SECONDS)
        except Exception as error:  # pickle raises of everything for bytes that are no answer
            self.close()
            raise _not_started() from error

    def ask(self, work: Callable[[Any], Any], task: Any, seconds: float) -> Any:
        """Return what the child answers, or a ChildFailure when it does not. Raises ChildGoneError."""
        request = pickle.dumps((work, task), pickle.HIGHEST_PROTOCOL)
        try:
            self._send(request)
        except OSError as error:
            raise ChildGoneError from error
        try:
            answer = self._receive(seconds)
        except Exception as error:  # pickle raises of everything for bytes that are no answer
            return self._ending("" if isinstance(error, EOFError) else repr(error))
        self.answered += 1
        return answer

    def has_room(self) -> bool:
        """Tell whether what the child holds is far below its limit; not where the system does not tell."""
        try:
            pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[0])
        except OSError:
            return False
        return pages * PAGESIZE <= ROOM_SHARE * self._memory_bytes

    def kill_if_late(self, now: float) -> None:
        """Kill the child when its deadline, by the monotonic clock, has passed."""
        with self._lock:
            if self._deadline is None or now < self._deadline:
                return
            self._late = True
            self._deadline = None
        self.kill()

    def kill(self) -> None:
        """End the child at once, from any thread; killing it twice does no harm."""
        self.alive = False
        self._process.kill()

    def close(self) -> None:
        """End the child, once the thread that asks it has done with it, and leave nothing of it behind."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was still to be written to it
                if pipe:
                    pipe.close()

    def _send(self, request: bytes) -> None:
        assert self._process.stdin
        self._process.stdin.write(request)
        self._process.stdin.flush()

    def _receive(self, seconds: float) -> Any:
        assert self._process.stdout
        with self._lock:
            self._deadline = monotonic() + seconds
        try:
            return _AnswerUnpickler(self._process.stdout).load()
        finally:
            with self._lock:
                self._deadline = None

    def _ending(self, detail: str) -> ChildFailure:
        """Say why the child ended; one that does not is made to."""
        self.alive = False
        status, peak = self._reaped()
        detail = detail or f"exit status {status}, {peak} bytes"
        if self._late:
            return ChildFailure(code="child_timeout")
        if peak > MEMORY_SHARE * self._memory_bytes or status == KILLED:
            return ChildFailure(code="child_memory", detail=detail)
        return ChildFailure(code="child_crashed", detail=detail)

    def _reaped(self) -> tuple[int | None, int]:
        """Return the exit status of the child, None when it had to be killed, and the bytes it held at most."""
        patience = monotonic() + ENDING_SECONDS
        while monotonic() < patience:
            peak = self._peak_if_ended()
            if self._process.returncode is not None:
                return self._process.returncode, peak
            sleep(0.001)
        self.kill()
        self._process.wait()
        return None, 0

    def _peak_if_ended(self) -> int:
        """See whether the child has ended, and return the bytes it held at most, 0 where the system does not tell."""
        if memory_guard() == "address_space":
            with suppress(ChildProcessError):  # whoever killed it has seen it end
                pid, status, usage = os.wait4(self._process.pid, os.WNOHANG)
                if pid:
                    self._process.returncode = os.waitstatus_to_exitcode(status)
                return usage.ru_maxrss * 1024 if pid else 0
        self._process.poll()
        return 0


def _import_path() -> list[str]:
    """Return where the child is to import from: where we do, save the current folder."""
    return [str(ROOT), *(folder for folder in sys.path if folder and folder != str(ROOT))]


def _not_started() -> SegurDossierError:
    return SegurDossierError(
        fr="Un processus de lecture n'a pas pu démarrer.",
        en="A reading process could not start.",
        remedy_fr="Vérifier la mémoire disponible et la limite child_memory_bytes de la configuration.",
        remedy_en="Check the memory available and the limit child_memory_bytes of the configuration.",
        code=ExitCode.INTERNAL,
    )
