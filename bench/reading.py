"""Reads one PDF with the product's own reading and understanding, in this process, and returns its facts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.limits import Limits
from pipeline.reading.worker import ReadTask
from pipeline.understanding.child import FileTask, read_and_understand
from validators.model import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of a file: the facts of all its pieces, their kinds, what was wrong with it."""

    facts: tuple[Fact, ...]
    kinds: tuple[str, ...]
    problems: tuple[str, ...]


def read(path: Path) -> Reading:
    """Read and understand one PDF; what its structured data say is left out, so that pages alone are judged."""
    data = path.read_bytes()
    task = ReadTask(location=path, sha256=hashlib.sha256(data).hexdigest(), content="pdf", limits=Limits())
    understood = read_and_understand(FileTask(read=task, path=path.name, overlay=None))
    facts = (fact for piece in understood.pieces for fact in piece.facts)
    return Reading(
        facts=tuple(fact for fact in facts if fact.witness.how != "embedded_xml"),
        kinds=tuple(piece.kind for piece in understood.pieces),
        problems=tuple(problem.code for problem in understood.read.problems),
    )
