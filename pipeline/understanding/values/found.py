"""What an extractor found in a folded text."""

from __future__ import annotations

from typing import NamedTuple

from validators.model import Value


class Found(NamedTuple):
    """A typed value and the span it was read from; `doubt` names why it may be read otherwise.

    `borne_out` is said of a number that another place of the page, or a sum, tells too.
    """

    start: int
    end: int
    value: Value
    doubt: str | None = None
    basis: str | None = None  # excl or incl, when an amount says "HT" or "TTC" right after it
    words: str = ""  # as printed, when the span is not all of them: a name on two lines
    borne_out: bool = False

    def moved(self, distance: int) -> Found:
        """Return the same value found that much further, where the text it was looked for in is part of a longer one."""
        return self._replace(start=self.start + distance, end=self.end + distance)
