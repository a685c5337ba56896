"""The steps of the roadmap: who does them, after what, how long each source says they take."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rules.model import Texts

FILE = Path(__file__).with_name("roadmap.toml")
READINGS = ("short", "long")  # the least and the most that the sources ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How long one source says a step takes, in calendar days; `None` when it gives no delay where another does."""

    days: int | None
    counted: str | None  # days or weeks, as the source counts
    source: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """A step that must be done first, in which readings of the sources."""

    step: str
    source: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a source says of a step besides."""

    source: str
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the roadmap; `unknown` when it takes time and no text that was read says how much."""

    id: str
    number: str
    state: str
    who: str
    window: str | None
    unknown: bool
    source: str
    label: Texts
    after: tuple[After, ...]
    delays: tuple[Delay, ...]
    notes: tuple[Note, ...]

    def days(self, reading: str) -> int:
        """Return the calendar days a step takes in a reading of the sources, 0 when no source says."""
        told = [delay.days or 0 for delay in self.delays]
        return (min if reading == "short" else max)(told, default=0)


@cache
def load_roadmap() -> tuple[Step, ...]:
    """Return the steps of `rules/roadmap.toml`, each after those it waits for."""
    return tuple(_step(entry) for entry in tomllib.loads(FILE.read_text("utf-8"))["step"])


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(
        id=entry["id"],
        number=entry["number"],
        state=entry["state"],
        who=entry["who"],
        window=entry.get("window"),
        unknown=entry.get("unknown", False),
        source=entry["source"],
        label={"fr": entry["fr"], "en": entry["en"]},
        after=tuple(_after(one) for one in entry.get("after", ())),
        delays=tuple(_delay(one) for one in entry.get("delay", ())),
        notes=tuple(
            Note(source=one["source"], text={"fr": one["fr"], "en": one["en"]}) for one in entry.get("note", ())
        ),
    )


def _after(entry: Mapping[str, str]) -> After:
    readings = (entry["reading"],) if "reading" in entry else READINGS
    return After(step=entry["step"], source=entry["source"], readings=readings)


def _delay(entry: Mapping[str, Any]) -> Delay:
    return Delay(days=entry.get("days"), counted=entry.get("counted"), source=entry["source"], where=entry["where"])
