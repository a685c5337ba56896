"""What a report says of the bounds that files were read within: what guarded the memory, which limits were hit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitHit:
    """A limit that stopped the reading of a file, or of the submission when `file` is null."""

    file: str | None
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What protected the run: the memory guard's name, and every limit that was hit."""

    memory: str
    limits_hit: tuple[LimitHit, ...]
