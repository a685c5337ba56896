"""A bar on standard error, for a person who watches: dossiers read and judged, pages read from pixels."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from types import TracebackType

import click


class Bar:
    """Counts steps; drawn on a terminal only, and once there is more to wait for than one dossier."""

    def __init__(self, dossiers: int, label: str) -> None:
        self._bar = click.progressbar(length=2 * dossiers, label=label, file=sys.stderr)  # each is read, then judged
        self._several = dossiers > 1
        self._shown = ExitStack()
        self._drawn = False

    def __enter__(self) -> Bar:
        if self._several:
            self._draw()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._shown.close()

    def more(self, steps: int) -> None:
        """Expect more steps: pages that are pictures."""
        if steps:
            self._bar.length = (self._bar.length or 0) + steps
            self._draw()

    def step(self) -> None:
        """Count one."""
        if self._drawn:
            self._bar.update(1)

    def _draw(self) -> None:
        if not self._drawn and sys.stderr.isatty():
            self._shown.enter_context(self._bar)
            self._drawn = True
