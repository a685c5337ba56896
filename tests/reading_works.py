"""What the pool tests have children do: nothing, noise, and every way a reader has been seen to fail."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from pipeline.errors import SegurDossierError

KEPT: list[bytes] = []


def double(number: int) -> int:
    """Return twice the number."""
    return 2 * number


def process(_: object) -> int:
    """Return the number of the process."""
    return os.getpid()


def crash(status: int) -> None:
    """End the process at once: with a status, or below 0 as a fault of the C library would."""
    os.abort() if status < 0 else os._exit(status)


def hang(marker: Path | None) -> None:
    """Never come back, after writing down which process hangs."""
    if marker:
        marker.with_suffix(".new").write_text(str(os.getpid()))
        marker.with_suffix(".new").replace(marker)
    while True:
        time.sleep(60)


def eat(_: object) -> int:
    """Ask for more memory than there is."""
    return len(bytearray(1 << 45))


def keep(count: int) -> int:
    """Hold on to so many bytes for good, as a library that leaks does, and return the number of this process."""
    KEPT.append(bytes(count))
    return os.getpid()


def dig(depth: int) -> int:
    """Recurse without end."""
    return dig(depth + 1)


def chatter(word: str) -> str:
    """Print on every stream there is, then answer."""
    sys.stdout.write(word)
    sys.stderr.write(word)
    sys.stdout.flush()
    os.write(1, word.encode())
    os.write(2, word.encode())
    return word


def blunder(_: object) -> float:
    """Be a bug."""
    return 1 / 0


def hand_back_nonsense(_: object) -> object:
    """Return what cannot be sent."""
    return lambda: None


def refuse(_: object) -> None:
    """Raise what only the parent may raise."""
    raise SegurDossierError(fr="x", en="x", remedy_fr="x", remedy_en="x")


class Poison:
    """An answer that would have its reader touch a file: what a child that was taken over could send."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return os.rename, (str(self.marker), str(self.marker) + ".touched")


def poison(marker: Path) -> Poison:
    """Answer something that runs a function where it is read."""
    return Poison(marker)
