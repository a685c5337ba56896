"""The places where a page read from pixels is signed by hand, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Ink(StrEnum):
    """What stands in a place where a paper is signed by hand."""

    EMPTY = "empty"  # evidently: white, high enough to sign in
    INK = "ink"  # strokes or a stamp that are no printed words
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureZone:
    """A place where a page read from pixels is signed by hand: page, box, the label that announces it, what stands there."""

    page: int
    box: tuple[float, float, float, float]  # left, bottom, right, top, in PDF points
    label: str  # of rules/signing.toml
    state: Ink
    file: str = ""  # that the page is, when it is not in the file of its piece
    # A small grey PNG of it, for a person to look at; b"" when nobody may.
    picture: bytes = field(default=b"", repr=False)
