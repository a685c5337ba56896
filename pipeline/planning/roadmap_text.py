"""The roadmap for a terminal: each step, its latest days by reading of the sources, what is too late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from pipeline.planning.roadmap import Closing, LatestDays, Roadmap, RoadmapStep
from pipeline.planning.text import wrapped
from pipeline.planning.words import plan_words
from pipeline.reporting.wording import day_text, fill, value_text
from validators.model import Moment
from validators.planning.schedule import Standing

_INDENT = " " * 6
_SIGNS = {
    Standing.DONE: "✓",
    Standing.IN_TIME: "·",
    Standing.DOUBTFUL: "?",
    Standing.TOO_LATE: "✗",
    Standing.UNKNOWN: "·",
    Standing.OPEN_ENDED: "·",
}


def render_roadmap(roadmap: Roadmap, *, on: Moment, width: int) -> str:
    """Write a roadmap for a terminal of so many columns."""
    words = plan_words(roadmap.lang)
    heading = {"scheme": roadmap.scheme.code, "day": day_text(on.at.date(), roadmap.lang)}
    lines = [fill(words["roadmap"]["heading"], heading), *wrapped(roadmap.scheme.label, "", width)]
    labels = {step.id: f"{step.number} {step.label}" for step in roadmap.steps}
    for step in roadmap.steps:
        lines += ["", *_step_lines(step, roadmap, labels, width)]
    lines += ["", *wrapped(words["roadmap"]["calendar"], "", width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _step_lines(step: RoadmapStep, roadmap: Roadmap, labels: Mapping[str, str], width: int) -> Iterator[str]:
    words, lang = plan_words(roadmap.lang), roadmap.lang
    said = words["roadmap"]
    standing = said[
        f"running_{step.standing}" if step.running and step.standing is Standing.DOUBTFUL else step.standing
    ]
    title = f"{step.number}  {step.label} ({words['who'][step.who]}) – {standing} [{step.source}]"
    yield from wrapped(title, f"{_SIGNS[step.standing]} ", width)
    if step.standing is Standing.DONE:
        return
    for line in dict.fromkeys(_latest_lines(step, said, words["windows"], labels, lang)):
        yield from wrapped(line, _INDENT, width)
    for delay in step.delays:
        yield from wrapped(delay.text, _INDENT, width)
    if step.length_unknown:
        yield from wrapped(said["unknown_delay"], _INDENT, width)
    if step.closing is not None and step.closing.closes is None:
        filled = {"window": words["windows"][step.closing.request], "document": roadmap.document}
        yield from wrapped(fill(said["own_unknown"], filled), _INDENT, width)
    for note in step.notes:
        yield from wrapped(f"{note.text} [{note.source}]", _INDENT, width)


def _latest_lines(
    step: RoadmapStep, said: Mapping[str, str], windows: Mapping[str, str], labels: Mapping[str, str], lang: str
) -> Iterator[str]:
    differ = len({days.start for days in step.latest}) > 1
    for days in step.latest:
        form, day = _form(step, days)
        told = fill(said[form], {"day": day_text(day, lang)})
        deciding = {
            "window": windows[days.closing.request],
            "when": _when(days.closing, lang),
            "source": days.closing.source or "",
        }
        reading = f"{said[days.reading]}, " if differ else ""
        yield f"{told} ({reading}{fill(said['closing'], deciding)})"
    uncounted = dict.fromkeys(one for days in step.latest for one in days.uncounted if one != step.id)
    if uncounted:
        yield fill(said["uncounted"], {"steps": " ; ".join(labels[one] for one in uncounted)})


def _form(step: RoadmapStep, days: LatestDays) -> tuple[str, date]:
    if step.running:
        return "finish", days.end
    if step.closing is not None and (not step.length_unknown or days.closing.request == step.closing.request):
        return ("perform" if step.length_unknown else "deposit"), days.end
    return ("start" if step.who == "publisher" else "run_start"), days.start


def _when(closing: Closing, lang: str) -> str:
    """Write the closing's instant, with its hour when one is published."""
    if closing.closes is None:
        return "?"
    told = datetime.fromisoformat(closing.closes) if "T" in closing.closes else date.fromisoformat(closing.closes)
    return value_text(told, None, lang)
