"""What a rule or a scheme states, in words: « Avance : clôture », « 19 décembre 2024 à 14 h 00 »."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from pipeline.reporting.model import SchemeValue
from pipeline.reporting.wording import amount_text, day_text, fill, instant_text, no_break
from pipeline.reporting.words import Words, load_words
from rules.model import Instant, Scheme
from rules.rulebook import Rulebook
from rules.stated import Stated, scheme_values
from rules.windows import window_in_force


def stated_label(stated: Stated, words: Words) -> str:
    """Name what a value is: « Avance : clôture », « Barème HT », « Paramètre days »."""
    request, _, rest = stated.detail.partition(" ")
    if request in words["windows"]:
        detail, request = rest, words["windows"][request]
    else:
        detail, request = stated.detail, ""
    label = fill(words["stated"][stated.aspect], {"request": request, "detail": stated.detail}).rstrip()
    if stated.aspect == "ceiling" and stated.detail:
        label = f"{label} ({' '.join(filter(None, (request, detail)))})"
    return label


def stated_text(stated: Stated, rulebook: Rulebook, lang: str) -> str:
    """Write the value for a person."""
    words, value = load_words(lang), stated.value
    if isinstance(value, bool):
        return words["scheme"]["funded" if value else "unfunded"]
    if isinstance(value, Decimal):
        return amount_text(value, lang)
    if isinstance(value, date):
        return instant_in_words(value, lang)
    return _words_of(stated.aspect, value, rulebook, words, lang)


def instant_in_words(instant: Instant, lang: str) -> str:
    """Write a day, with its hour when a text gives it."""
    return instant_text(instant, lang) if isinstance(instant, datetime) else day_text(instant, lang)


def tell_scheme(scheme: Scheme, rulebook: Rulebook, at: Instant, lang: str) -> tuple[SchemeValue, ...]:
    """Say every value of a scheme with its source; a window that another text has moved since is not current."""
    words = load_words(lang)
    requests = dict.fromkeys(window.request for window in scheme.windows)
    current = [window_in_force(scheme, request, at) for request in requests]
    holding = set(scheme_values(scheme, [window for window in current if window is not None]))
    return tuple(
        SchemeValue(
            label=stated_label(stated, words),
            text=stated_text(stated, rulebook, lang),
            current=stated in holding,
            source=stated.source,
            basis=_basis(stated, rulebook),
        )
        for stated in scheme_values(scheme, scheme.windows)
    )


def _words_of(aspect: str, value: str, rulebook: Rulebook, words: Words, lang: str) -> str:
    """Write a value that is made of codes."""
    if aspect == "level":
        return words["level"].get(value, value)
    if aspect == "state":
        return words["scheme"][value]
    if aspect in ("proof", "piece"):
        return words["scheme"]["or"].join(_kinds(value, rulebook, lang))
    return value


def _kinds(codes: str, rulebook: Rulebook, lang: str) -> Iterator[str]:
    for code in codes.split(", "):
        kind = rulebook.kinds.get(code)
        yield no_break(kind.label[lang], lang) if kind else code


def _basis(stated: Stated, rulebook: Rulebook) -> str | None:
    source = rulebook.sources.get(stated.source or "")
    return stated.basis or (source.basis if source else None)
