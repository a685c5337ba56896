"""`report.html`: the report as one self-contained page, to read, print and paste decisions from; no script, no request."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.reporting import view
from pipeline.reporting.crops import NO_CROPS, Crops
from pipeline.reporting.model import Claim, JudgedOn, Piece, Problem, Report
from pipeline.reporting.view import Gravity
from pipeline.reporting.wording import day_text, fill, instant_text, visible
from pipeline.reporting.words import Words, load_words, pages_text, plural
from validators.model import Agreement, Fate, Verdict

VERDICT_TONES = {Verdict.CONFORMING: "good", Verdict.TO_REVIEW: "wait", Verdict.NON_CONFORMING: "bad"}
_SHOWN = (
    (Gravity.BLOCKING_FAILED, "bad"),
    (Gravity.BLOCKING_OPEN, "wait"),
    (Gravity.WARNING_FAILED, ""),
    (Gravity.WARNING_OPEN, ""),
    (Gravity.INFO, ""),
    (Gravity.DECIDED, ""),
)
_MOST_LINKS = 1024  # texts of which the links and rows are kept: a report cites some forty, each many times
_CLAIM_STATES = (Agreement.CONFLICT, Agreement.NONE, Agreement.SINGLE, Agreement.AGREEMENT)


def render_html(report: Report, crops: Crops = NO_CROPS) -> str:
    """Write a report as a page, with the crops that go with it; the same report and crops give the same page."""
    words = load_words(report.lang)
    groups = view.by_gravity(report)
    template = environment(report.lang).get_template("report.html.j2")
    page = template.render(
        report=report,
        groups=groups,
        numbers=view.numbers(report, groups),
        steps=view.next_steps(report, groups),
        shown=_SHOWN,
        tones=VERDICT_TONES,
        beneficiaries=_beneficiaries(report, words),
        claims=_claims(report),
        sources={source.key: source for source in report.sources},
        troubled=any(file.fate is not Fate.USED or file.problems for file in report.files),
        judged_on=judged_on_text(report.judged_on, report.lang),
        crops={spot: base64.b64encode(picture).decode() for spot, picture in crops.items()},
    )
    return visible(page)


@cache
def environment(lang: str) -> Environment:
    """Compile the templates of one language, once for the whole process; nothing is unescaped and nothing may be undefined."""
    folder = Path(__file__).parent / "templates"
    style = (folder / "style.css.j2").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    # The page may use its own style sheet, known by its digest, and nothing else whatever hostile text it shows.
    made.globals.update(
        style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        **_tools(load_words(lang), lang),
    )
    made.filters.update(_filters(load_words(lang), lang))
    parts: Any = made.get_template("parts.html.j2").module
    for name, macro in (("link", parts.source_link), ("source_row", parts.source_row)):
        made.filters[name] = lru_cache(maxsize=_MOST_LINKS)(macro)
    return made


def judged_on_text(judged_on: JudgedOn, lang: str) -> str:
    """Say when the dossier was judged, with the hour when it is known."""
    if judged_on.hour_known:
        return instant_text(datetime.fromisoformat(judged_on.at), lang)
    return day_text(date.fromisoformat(judged_on.at), lang)


def _tools(words: Words, lang: str) -> Mapping[str, object]:
    return {
        "w": words,
        "colon": words["language"]["colon"],
        "fill": fill,
        "quotes": view.quotes,
        "plural": partial(plural, lang=lang),
        "day": partial(day_text, lang=lang),
        "decision_block": partial(view.decision_block, words=words),
        "evidence_counts": partial(view.evidence_counts, words=words),
        "baseline_text": partial(view.baseline_text, words=words, lang=lang),
        "decision_text": partial(view.decision_text, words=words, lang=lang),
        "pages": partial(pages_text, words=words),
        "from_pixels": partial(_from_pixels, words=words, lang=lang),
        "unread": partial(_unread, words=words, lang=lang),
        "problem_line": partial(_problem_line, words=words),
    }


def _filters(words: Words, lang: str) -> dict[str, Callable[..., str]]:
    """Return what says of each witness where it is, and how sure: a filter costs half of a function."""
    return {
        "where": partial(view.where, words=words),
        "how": partial(view.how, words=words),
        "beside": partial(view.beside, words=words, lang=lang),
    }


def _beneficiaries(report: Report, words: Words) -> str:
    found = Counter(one.verdict for one in report.beneficiaries)
    told = (plural(words["numbers"][verdict], found[verdict], report.lang) for verdict in Verdict if found[verdict])
    return ", ".join(told) or words["head"]["none"]


def _claims(report: Report) -> tuple[tuple[Agreement, tuple[Claim, ...]], ...]:
    grouped = ((state, tuple(claim for claim in report.claims if claim.state is state)) for state in _CLAIM_STATES)
    return tuple((state, claims) for state, claims in grouped if claims)


def _from_pixels(piece: Piece, words: Words, lang: str) -> str:
    pages = ", ".join(str(page) for page in piece.ocr_pages)
    return fill(plural(words["pieces"]["from_pixels"], len(piece.ocr_pages), lang), {"pages": pages})


def _unread(piece: Piece, words: Words, lang: str) -> str:
    pages = ", ".join(str(page) for page in piece.unread_pages)
    return fill(plural(words["pieces"]["unread"], len(piece.unread_pages), lang), {"pages": pages})


def _problem_line(problem: Problem, words: Words) -> str:
    text = problem.text if problem.remedy is None else f"{problem.text} {problem.remedy}"
    if problem.page is None:
        return text
    return fill(words["pieces"]["problem_page"], {"page": str(problem.page), "text": text})
