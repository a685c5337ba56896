"""What differs between two states of the rules, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from pipeline.reporting.stated import stated_label, stated_text
from pipeline.reporting.wording import canonical, fill, no_break, visible
from pipeline.reporting.words import Words, load_words
from rules.model import Source
from rules.rulebook import Rulebook
from rules.stated import Change, Stated

SCHEMA_VERSION = 1
_NOT_STATED = "–"


def changes_text(changes: Sequence[Change], rulebook: Rulebook, lang: str) -> str:
    """Write what differs, rule by rule and scheme by scheme, each value with its text; `rulebook` knows both sides."""
    words = load_words(lang)
    if not changes:
        return words["changes"]["none"] + "\n"
    lines: list[str] = []
    for of, group in groupby(changes, key=attrgetter("of")):
        lines += ["", f"{of}  {_title(of, rulebook, lang)}"]
        for change in group:
            lines += change_lines(change, rulebook, words, lang)
    return visible("\n".join(lines[1:]) + "\n")


def change_lines(change: Change, rulebook: Rulebook, words: Words, lang: str) -> Iterator[str]:
    """Write one change and the texts it comes from."""
    stated = change.after or change.before
    assert stated is not None
    colon = words["language"]["colon"]
    yield f"    {stated_label(stated, words)}{colon} {change_text(change, rulebook, lang)}"
    for key in dict.fromkeys(one.source for one in (change.before, change.after) if one is not None):
        yield f"        {_cited(key, rulebook, words)}"


def change_text(change: Change, rulebook: Rulebook, lang: str) -> str:
    """Write the two values: « ouverte → close »; one that only another text gives is written once."""
    before, after = (
        _NOT_STATED if one is None else stated_text(one, rulebook, lang) for one in (change.before, change.after)
    )
    return (
        fill(load_words(lang)["changes"]["other_text"], {"value": before}) if before == after else f"{before} → {after}"
    )


def changes_json(changes: Sequence[Change], rulebook: Rulebook, lang: str, before: str, after: str) -> str:
    """Write what differs as one JSON document; values are ISO days, plain decimals and codes."""
    document = {
        "schema": SCHEMA_VERSION,
        "before": before,
        "after": after,
        "rules": rulebook.digest,
        "changes": [change_entry(change, rulebook, lang) for change in changes],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def change_entry(change: Change, rulebook: Rulebook, lang: str) -> dict[str, object]:
    """Return one change as a JSON object."""
    stated = change.after or change.before
    assert stated is not None
    return {
        "of": change.of,
        "title": _title(change.of, rulebook, lang),
        "aspect": change.aspect,
        "detail": change.detail,
        "label": stated_label(stated, load_words(lang)),
        "before": _side(change.before, rulebook, lang),
        "after": _side(change.after, rulebook, lang),
    }


def _side(stated: Stated | None, rulebook: Rulebook, lang: str) -> dict[str, object] | None:
    if stated is None:
        return None
    source = rulebook.sources.get(stated.source or "")
    value = stated.value if isinstance(stated.value, bool) else canonical(stated.value)
    return {
        "value": value,
        "text": stated_text(stated, rulebook, lang),
        "source": source and {"key": source.key, "title": source.title, "address": source.address},
        "basis": stated.basis or (source.basis if source else None),
    }


def _title(of: str, rulebook: Rulebook, lang: str) -> str:
    known = rulebook.rules.get(of)
    scheme = rulebook.schemes.get(of)
    return no_break(known.title[lang], lang) if known else no_break(scheme.label[lang], lang) if scheme else ""


def _cited(key: str | None, rulebook: Rulebook, words: Words) -> str:
    source: Source | None = rulebook.sources.get(key or "")
    if source is None:
        return words["scheme"]["no_source"]
    return f"{source.title} ({source.address})" if source.address else source.title
