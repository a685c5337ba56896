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
