"""The temporary folder of a run: empty after every run; what a killed run left, the next one sweeps."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OURS = re.compile(r"segur-dossier-(\d+)-\w+")


@contextmanager
def workspace() -> Iterator[Path]:
    """Yield a private temporary folder, named after this process; it is removed at the end, whatever happens."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"segur-dossier-{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the temporary folders of runs that were killed: ours by name and owner, their process gone."""
    for folder in Path(tempfile.gettempdir()).glob("segur-dossier-*"):
        match = _OURS.fullmatch(folder.name)
        if match and not folder.is_symlink() and _is_ours(folder) and not _is_alive(int(match[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    try:
        return sys.platform == "win32" or folder.stat().st_uid == os.getuid()
    except FileNotFoundError:
        return False  # the run that it belonged to has just ended


def _is_alive(process: int) -> bool:
    if sys.platform == "win32":
        return True  # no harmless way to ask: what is left waits for the system's own cleaning
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
