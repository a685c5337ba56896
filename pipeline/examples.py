"""The sample dossiers that come with the tool: for a rule, the smallest that passes it and the smallest that fails it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("example_files")
SIDES = ("pass", "fail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One dossier of a rule: its side, path → where the bytes are kept, and the moment to judge it as of."""

    side: str  # pass or fail
    on: datetime
    files: dict[str, Path]


def examples_of(rule: str) -> tuple[Example, ...]:
    """Return the dossier that passes a rule and the one that fails it; nothing when none are kept."""
    sides = _index().get(rule, {})
    return tuple(
        Example(
            side=side,
            on=datetime.fromisoformat(sides[side]["on"]),
            files={path: FOLDER / name for path, name in sides[side]["files"].items()},
        )
        for side in SIDES
        if side in sides
    )


def write_example(example: Example, folder: Path) -> Path:
    """Write a dossier into a folder below this one, named after its side; return it. Raises FileExistsError, OSError."""
    target = folder / example.side
    target.mkdir(parents=True)
    for path, kept in example.files.items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(kept.read_bytes())
    return target


@cache
def _index() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "index.json").read_text("utf-8")))
