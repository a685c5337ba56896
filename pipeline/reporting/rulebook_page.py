"""The rules and the schemes as one page of Markdown, for people who want to know what is asked before they deposit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reporting.stated import instant_in_words, stated_label, stated_text
from pipeline.reporting.wording import fill, no_break, visible
from pipeline.reporting.words import Words, load_words
from rules.model import Rule, Scheme, Version
from rules.rulebook import Rulebook
from rules.stated import Stated, scheme_values

KINDS = ("listing", "evidence", "enrolment", "funding", "balance")
_LEVELS = ("blocking", "warning", "info")
_SURE = ("sourced", "overlay")
_BLANK = re.compile(r"\{\w+\}")  # what a message says of the case at hand
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")
_WEB = ("https://", "http://")


def rulebook_page(rulebook: Rulebook, lang: str) -> str:
    """Write every rule by kind of request, every scheme with its values, and every text, each value with its source."""
    words = load_words(lang)
    page = words["page"]
    counts = {"rules": str(len(rulebook.rules)), "schemes": str(len(rulebook.schemes))}
    lines = [f"# {page['title']}", "", fill(page["about"], counts), "", page["levels"]]
    lines += ["", f"## {page['every_kind']}", "", *_table(_for(rulebook, None), rulebook, words, lang)]
    for kind in KINDS:
        lines += ["", f"## {words['kinds'][kind]}", "", *_table(_for(rulebook, kind), rulebook, words, lang)]
    lines += ["", f"## {page['schemes']}", "", page["schemes_about"]]
    for code in sorted(rulebook.schemes):
        lines += ["", *_scheme(rulebook.schemes[code], rulebook, words, lang)]
    lines += ["", f"## {page['sources']}", "", *_sources(rulebook, words)]
    return visible("\n".join(lines) + "\n")


def _for(rulebook: Rulebook, kind: str | None) -> list[Rule]:
    """Return the rules of one kind of request, or those of every kind, the heaviest first."""
    found = [
        rule for rule in rulebook.rules.values() if (kind in rule.applies.kinds if kind else not rule.applies.kinds)
    ]
    return sorted(found, key=lambda rule: (_LEVELS.index(_level(rule, rulebook)), rule.id))


def _level(rule: Rule, rulebook: Rulebook) -> str:
    """Return how much a rule weighs by its last version: without a text that was read it warns, it never blocks."""
    last = rule.versions[-1]
    sure = (last.basis or rulebook.sources[last.source].basis) in _SURE
    return rule.level if sure or rule.level != "blocking" else "warning"


def _table(rules: Sequence[Rule], rulebook: Rulebook, words: Words, lang: str) -> Iterator[str]:
    yield from _head(words["page"][name] for name in ("rule", "level", "asks", "remedy", "text"))
    for rule in rules:
        asks = _marked(no_break(rule.title[lang], lang)) + _scope(rule, words)
        remedy = _marked(_BLANK.sub("…", no_break(rule.messages[lang]["remedy"], lang)))
        texts = "<br>".join(_version(version, rulebook, words, lang) for version in rule.versions)
        yield f"| {rule.id} | {words['level'][_level(rule, rulebook)]} | {asks} | {remedy} | {texts} |"


def _scope(rule: Rule, words: Words) -> str:
    """Say for whom a rule is when it is not for everybody: « (distributeur mandaté ; HOP) »."""
    applies = rule.applies
    waves = [fill(words["page"]["wave"], {"number": str(wave)}) for wave in applies.waves]
    roles = [words["roles"].get(role, role) for role in applies.roles]
    scope = [", ".join(some) for some in (roles, applies.lanes, waves, applies.schemes) if some]
    return f" ({_marked(' ; '.join(scope))})" if scope else ""


def _version(version: Version, rulebook: Rulebook, words: Words, lang: str) -> str:
    told = {"start": instant_in_words(version.start, lang)}
    since = fill(words["page"]["since"], told)
    if version.until is not None:
        told["until"] = instant_in_words(version.until, lang)
        since = fill(words["page"]["between"], told)
    return f"{_cited(version.source, version.basis, rulebook, words)}, {since}"


def _scheme(scheme: Scheme, rulebook: Rulebook, words: Words, lang: str) -> Iterator[str]:
    yield f"### {scheme.code} – {_marked(no_break(scheme.label[lang], lang))}"
    yield ""
    yield from _head((words["scheme"]["value"], words["scheme"]["states"], words["table"]["source"]))
    for stated in scheme_values(scheme, scheme.windows):
        label, text = _marked(stated_label(stated, words)), _marked(stated_text(stated, rulebook, lang))
        cited = _cited(stated.source, stated.basis, rulebook, words) + _published(stated, words, lang)
        yield f"| {label} | {text} | {cited} |"
    if scheme.funded and not scheme.ceilings:
        document = _marked(no_break(scheme.ceiling_document[lang], lang))
        yield f"\n{fill(words['page']['no_ceiling'], {'document': document})}"


def _published(stated: Stated, words: Words, lang: str) -> str:
    if stated.published is None:
        return ""
    return ", " + fill(words["page"]["published"], {"day": instant_in_words(stated.published, lang)})


def _sources(rulebook: Rulebook, words: Words) -> Iterator[str]:
    yield from _head((words["page"]["key"], words["table"]["source"], words["page"]["basis"]))
    for key, source in sorted(rulebook.sources.items()):
        title = _marked(source.title)
        if source.address.startswith(_WEB):
            title = f"[{title}]({_address(source.address)})"
        dated = f" ({source.date})" if source.date else ""
        basis = words["basis"].get(source.basis, source.basis)
        yield f'| <a id="source-{_marked(key)}"></a>{_marked(key)} | {title}{dated} | {basis} |'


def _cited(key: str | None, basis: str | None, rulebook: Rulebook, words: Words) -> str:
    """Cite a text by its key, as a link to its address, or to its line below when it has none."""
    source = rulebook.sources.get(key or "")
    if source is None:
        return words["scheme"]["no_source"]
    sure = basis or source.basis
    doubt = "" if sure == "sourced" else f" ({words['basis'].get(sure, sure)})"
    address = _address(source.address) if source.address.startswith(_WEB) else f"#source-{source.key}"
    return f"[{_marked(source.key)}]({address}){doubt}"


def _head(names: Iterator[str] | Sequence[str]) -> Iterator[str]:
    titles = list(names)
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"


def _address(address: str) -> str:
    """Return an address that ends where the link does: brackets, spaces and bars would cut it."""
    return re.sub(r"[()|<>\s]", lambda found: f"%{ord(found[0]):02X}", address)


def _marked(text: str) -> str:
    """Return a text on one line, that Markdown takes as it is."""
    return _MARKUP.sub(r"\\\1", text.replace("\n", " "))
