"""`plan --roadmap`: the steps left to a scheme's closings."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cli.output import Wanted
from pipeline.cli.parameters import Convert
from pipeline.cli.plan_outputs import write_all
from pipeline.cli.speech import Say, refusal
from pipeline.errors import ExitCode
from pipeline.planning.formats import PLAIN_WIDTH
from pipeline.planning.roadmap import roadmap_json, tell_roadmap
from pipeline.planning.roadmap_text import render_roadmap
from pipeline.stages import Settings
from rules.roadmap import load_roadmap
from validators.planning.schedule import Standing, schedule


def states(say: Say) -> Convert:
    """Words of `--state`, separated by commas."""
    known = [step.state for step in load_roadmap()]

    def convert(words: str) -> tuple[str, ...]:
        given = tuple(filter(None, (word.strip() for word in words.split(","))))
        for word in given:
            if word not in known:
                raise ValueError(say("bad_choice", value=word, known=", ".join(known)))
        return given

    return convert


def roadmap(settings: Settings, code: str, given: Sequence[str], wanted: Sequence[Wanted]) -> ExitCode:
    """Write the roadmap of a scheme from a state; the exit code says whether anything is too late, or may be."""
    scheme = settings.rulebook.scheme(code)
    if scheme is None:
        known = sorted(settings.rulebook.schemes)
        raise refusal("init_scheme", scheme=code, near=", ".join(known))
    scheduled = schedule(load_roadmap(), scheme, given, settings.moment)
    told = tell_roadmap(
        scheduled,
        scheme=scheme,
        states=given,
        on=settings.moment,
        rulebook=settings.rulebook,
        lang=settings.lang,
        version=settings.version,
    )

    def text(width: int) -> str:
        return render_roadmap(told, on=settings.moment, width=width)

    write_all(wanted, told, {"json": roadmap_json, "text": lambda _: text(PLAIN_WIDTH).encode()}, text)
    standings = {one.standing for one in scheduled}
    if Standing.TOO_LATE in standings:
        return ExitCode.NON_CONFORMING
    unsure = standings & {Standing.DOUBTFUL, Standing.UNKNOWN}
    return ExitCode.TO_REVIEW if unsure else ExitCode.CONFORMING
