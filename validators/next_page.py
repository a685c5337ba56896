"""A further page of a piece that is a file of its own, as photos are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPage:
    """The file that a further page of a piece is: its path, the SHA-256 of its bytes."""

    file: str
    sha256: str


def digest_of_all(first: str, others: Sequence[NextPage]) -> str:
    """Return what stands for all the bytes of a piece: the SHA-256 of its file, or one over those of its files."""
    if not others:
        return first
    return sha256("\n".join((first, *(page.sha256 for page in others))).encode()).hexdigest()
