"""Whom a run tells how far it is: by default nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _nobody(*_: object) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is called as pages are read from pixels, which takes a second or more each: how many there will be, each one done."""

    expected: Callable[[int], object] = _nobody
    done: Callable[[], object] = _nobody
