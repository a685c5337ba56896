"""The roadmap to a scheme's closings, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from pipeline.planning.words import plan_words
from pipeline.reporting.model import JudgedOn, Named, Tool
from pipeline.reporting.seen import Source
from pipeline.reporting.wording import canonical, fill
from pipeline.reporting.words import plural
from rules.model import Scheme, Window
from rules.roadmap import Delay
from rules.rulebook import Rulebook
from validators.model import Moment
from validators.planning.schedule import Scheduled, Standing

SCHEMA_VERSION = 1
ROADMAP_SCHEMA_FILE = Path(__file__).with_name("roadmap.schema.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A delay as one source gives it; `days` is null when it gives none."""

    days: int | None
    counted: str | None
    source: str
    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A window's closing; `closes` is null where no text that was read says."""

    request: str
    closes: str | None
    source: str | None
    basis: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestDays:
    """The latest days in one reading of the sources, the closing that decides them, the steps no source gives a time for."""

    reading: str
    start: date
    end: date
    closing: Closing
    uncounted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapNote:
    """What a source says of a step besides."""

    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapStep:
    """One step: who does it, how long the sources say, the latest days, how it stands."""

    id: str
    number: str
    label: str
    who: str
    standing: Standing
    running: bool
    length_unknown: bool
    source: str
    delays: tuple[Told, ...]
    closing: Closing | None
    latest: tuple[LatestDays, ...]
    notes: tuple[RoadmapNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """The steps of a scheme as of a moment; `document` is what to fetch for what is unknown."""

    schema: int
    lang: str
    tool: Tool
    on: JudgedOn
    scheme: Named
    states: tuple[str, ...]
    document: str
    steps: tuple[RoadmapStep, ...]
    sources: tuple[Source, ...]


def tell_roadmap(
    scheduled: Sequence[Scheduled],
    *,
    scheme: Scheme,
    states: Sequence[str],
    on: Moment,
    rulebook: Rulebook,
    lang: str,
    version: str,
) -> Roadmap:
    """Say a schedule in one language."""
    steps = tuple(_step(one, lang) for one in scheduled)
    at = on.at.isoformat(timespec="seconds") if on.hour_known else on.at.date().isoformat()
    return Roadmap(
        schema=SCHEMA_VERSION,
        lang=lang,
        tool=Tool(name="segur-dossier", version=version),
        on=JudgedOn(at=at, hour_known=on.hour_known),
        scheme=Named(code=scheme.code, label=scheme.label[lang]),
        states=tuple(states),
        document=scheme.ceiling_document[lang],
        steps=steps,
        sources=_sources(scheduled, rulebook),
    )


def roadmap_json(roadmap: Roadmap) -> bytes:
    """Encode a roadmap as UTF-8 JSON; days and instants are ISO."""
    return msgspec.json.format(msgspec.json.encode(roadmap), indent=2) + b"\n"


def _step(one: Scheduled, lang: str) -> RoadmapStep:
    step = one.step
    return RoadmapStep(
        id=step.id,
        number=step.number,
        label=step.label[lang],
        who=step.who,
        standing=one.standing,
        running=one.running,
        length_unknown=step.unknown,
        source=step.source,
        delays=tuple(_delay(delay, lang) for delay in step.delays),
        closing=_closing(one.window, step.window),
        latest=tuple(
            LatestDays(
                reading=days.reading,
                start=days.start,
                end=days.end,
                closing=_window(days.window),
                uncounted=days.uncounted,
            )
            for days in one.latest
        ),
        notes=tuple(RoadmapNote(source=note.source, text=note.text[lang]) for note in step.notes),
    )


def _delay(delay: Delay, lang: str) -> Told:
    words = plan_words(lang)["roadmap"]
    filled = {"source": delay.source, "where": delay.where}
    if delay.days is None:
        text = fill(words["no_delay"], filled)
    else:
        number = delay.days // 7 if delay.counted == "weeks" else delay.days
        amount = plural(words["weeks" if delay.counted == "weeks" else "days"], number, lang)
        text = fill(words["delay"], {"amount": amount} | filled)
    return Told(days=delay.days, counted=delay.counted, source=delay.source, where=delay.where, text=text)


def _closing(window: Window | None, request: str | None) -> Closing | None:
    if request is None:
        return None
    return _window(window) if window else Closing(request=request, closes=None, source=None, basis=None)


def _window(window: Window) -> Closing:
    closes = None if window.closes is None else canonical(window.closes)
    return Closing(request=window.request, closes=closes, source=window.source, basis=window.basis)


def _sources(scheduled: Sequence[Scheduled], rulebook: Rulebook) -> tuple[Source, ...]:
    cited = {one.step.source for one in scheduled}
    for one in scheduled:
        cited |= {delay.source for delay in one.step.delays} | {note.source for note in one.step.notes}
        cited |= {first.source for first in one.step.after} | {days.window.source for days in one.latest}
        cited |= {one.window.source} if one.window else set()
    found = (rulebook.sources[key] for key in sorted(cited))
    return tuple(Source(key=one.key, title=one.title, address=one.address, basis=one.basis) for one in found)
