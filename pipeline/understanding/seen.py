"""A value read of a page for an attribute, before it is a fact."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.values.found import Found


class Seen(NamedTuple):
    """A value read for an attribute, not yet a fact."""

    attribute: str
    sheet: Sheet
    found: Found
    confidence: float
    weak: bool

    @property
    def top(self) -> float:
        """How high up its page it stands, in points; what was typed into a field stands nowhere, under all else."""
        box = self.sheet.box(self.found.start, self.found.end)
        return box[3] if box else 0.0

    def in_doubt(self, why: str) -> Seen:
        """Return the same value in doubt, for the reason it has already if it has one."""
        return self._replace(found=self.found._replace(doubt=self.found.doubt or why))
