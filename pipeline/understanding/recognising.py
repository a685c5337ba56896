"""Which kind of document a page opens: by its title, helped by the words that such documents hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.understanding.labels import marks
from pipeline.understanding.layout import Sheet
from rules.model import PieceKind

ENOUGH = 1.6  # a page whose best kind scores less opens no document
CLEAR = 0.22  # a margin over the runner-up below this share is too close to call
_CUE, _MOST_CUES, _AGAINST = 0.35, 2.1, 1.5

# Numbers, dates and references after a title are part of it: "FACTURE N° F-2024-118 du 12/03/2024".
_TAIL = re.compile(
    r"(?:\b(?:no|num|numero|ref|reference|du|de|le|n)\b|[:.\-/()#*_ \t]|\S*\d\S*|\b[a-z]{3,9}\b(?= \d{4}))*"
)
_FIELD = re.compile(r"[ \t]*(?::|\.{3}|_{3})")
_NUMBER = re.compile(r"(?:no ?:? ?)?\S*\d\S*(?: (?:du|en date du) \S+)?|\d{1,2} [a-z]{3,9} \d{4}")
_UNFINISHED = re.compile(r"(?:\b(?:de|du|des|la|le|les|no|n|bon|ref|date|votre|notre|selon|sur|au|a)\b|d'|\.)$")
_SUBJECT_LINE = re.compile(r"objet[ \t]*:[ \t]*")
_WORD = re.compile(r"[a-z][a-z.-]+")
_SPACED = re.compile(r"\S(?: {1,3}\S){3,}")
# What may stand before a title in its cell without making it another document's: "Objet : PV de vérification…".
_OPENER = re.compile(
    r"(?:(?:objet|document|titre|copie|duplicata|intitule|type de document|formulaire|modele|fiche|annexe"
    r"|proces-verbal|pv|attestation|declaration|certificat|exemplaire|mom|va|sons|segur|\d{1,2}|[ivx]+)\b"
    r"[ \t:.)/-]*(?:\b(?:de la|de|du|des|la|le)\b|d'|l')?[ \t]*)*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The kind a page opens, by which words, and how far it is ahead of the next one."""

    kind: str
    score: float
    words: tuple[str, ...]
    margin: float
    runner_up: str | None
    titled: bool  # by a title, not by its words alone


def recognise(sheet: Sheet, kinds: Sequence[PieceKind]) -> Recognised | None:
    """Return the kind of document that this page opens, None when it opens none."""
    titles = _titles(sheet, kinds)
    flat = sheet.folded.replace("\t", " ").replace("\n", " ")
    ranked = []
    for kind in kinds:
        title, phrase = titles.get(kind.kind, (0.0, ""))
        cues = [cue for cue in kind.cues if cue in flat]
        against = [word for word in kind.against if word in flat]
        score = title + min(_MOST_CUES, _CUE * len(cues)) - _AGAINST * len(against)
        if title or len(cues) >= 4:
            ranked.append((score, kind.kind, ((phrase,) if phrase else ()) + tuple(cues), bool(title)))
    ranked.sort(key=lambda item: (-item[0], item[1]))
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    score, kind_name, words, titled = ranked[0]
    second, runner_up = (max(0.0, ranked[1][0]), ranked[1][1]) if len(ranked) > 1 else (0.0, None)
    return Recognised(
        kind=kind_name,
        score=score,
        words=words[:6],
        margin=round((score - second) / score, 3),
        runner_up=runner_up,
        titled=titled,
    )


def _titles(sheet: Sheet, kinds: Sequence[PieceKind]) -> dict[str, tuple[float, str]]:
    """Weigh every heading phrase seen on the page: alone in its cell, large and high up it is a title."""
    by_phrase: dict[str, list[str]] = {}
    for kind in kinds:
        for phrase in kind.headings:
            by_phrase.setdefault(phrase, []).append(kind.kind)
    usual = sheet.line_height()
    best: dict[str, tuple[float, str]] = {}
    seen = [(mark.label, _title_weight(sheet, mark.start, mark.end, usual)) for mark in marks(sheet, by_phrase)]
    named = [(name, weight, phrase) for phrase, weight in seen for name in by_phrase[phrase]]
    named += [
        (name, weight, phrase) for phrase, weight in _spaced_titles(sheet, by_phrase) for name in by_phrase[phrase]
    ]
    named += _worded_titles(sheet, kinds, usual)
    for name, weight, phrase in named:
        if weight > best.get(name, (0.0, ""))[0]:
            best[name] = (weight, phrase)
    return best


def _worded_titles(sheet: Sheet, kinds: Sequence[PieceKind], usual: float) -> Iterator[tuple[str, float, str]]:
    """Yield the kinds named by the words of a title in any order: « Mandat du représentant légal à un salarié »."""
    for index, (start, end, _, bottom, _, top) in enumerate(sheet.cells):
        if top < 0.4 * sheet.height or end - start > 90:
            continue
        line = sheet.folded[start:end].strip()
        title = _SUBJECT_LINE.sub("", line)
        words = set(_WORD.findall(title))
        size = (top - bottom) / usual if usual else 1.0
        stands_out = size >= 1.2 or sheet.text[start:end].isupper() or title != line
        if not words or _FIELD.search(title) or not (stands_out or next(sheet.row(index), None) is None):
            continue
        for kind in kinds:
            share = max((len("".join(wanted)) for wanted in kind.title_words if words.issuperset(wanted)), default=0)
            coverage = share / max(1, sum(len(word) for word in words))
            if coverage > 0.35:
                yield kind.kind, (2.6 if stands_out else 1.5) * min(1.0, 0.6 + coverage / 2), title


def _spaced_titles(sheet: Sheet, by_phrase: Mapping[str, list[str]]) -> Iterator[tuple[str, float]]:
    """Yield the titles whose letters are set apart: « F A C T U R E »."""
    for start, end, *_, top in sheet.cells:
        words = sheet.folded[start:end].strip()
        if _SPACED.fullmatch(words):
            joined = " ".join(word.replace(" ", "") for word in re.split(r" {2,}", words))
            if joined in by_phrase:
                yield joined, 4.0 if top > 0.5 * sheet.height else 2.0


def _title_weight(sheet: Sheet, start: int, end: int, usual: float) -> float:
    """Weigh one heading phrase by its share of its cell, what stands before and after, its size and place."""
    cell = sheet.cell_at(start)
    if cell is None:
        cell_start = sheet.folded.rfind("\n", 0, start) + 1
        line_end = sheet.folded.find("\n", end)
        cell_end, size, height, alone = line_end if line_end > 0 else len(sheet.folded), 1.0, 0.7, True
    else:
        cell_start, cell_end, _, bottom, _, top = sheet.cells[cell]
        size, height = (top - bottom) / usual if usual else 1.0, top / sheet.height
        alone = next(sheet.row(cell), None) is None
    before = sheet.folded[cell_start:start].strip(' \t-*•:|_=.#"')
    opened = _OPENER.fullmatch(before) is not None
    after = sheet.folded[end:cell_end]
    tail = _TAIL.match(after)
    rest = after[tail.end() if tail else 0 :].strip()
    coverage = (end - start) / max(1, (0 if opened else len(before)) + (end - start) + len(rest))
    weight = 3.0 if coverage >= 0.75 else 2.0 if coverage >= 0.4 else 0.9 if coverage >= 0.25 else 0.0
    if not opened:
        weight *= 0.3  # "Selon bon de commande n° 118" speaks of another document
    if _FIELD.match(after):
        weight *= 0.3  # "Bon de commande : BC-118" is a field of another document
    elif size < 1.2 and not any(char.isdigit() for char in after) and _labels_a_number(sheet, cell):
        weight *= 0.3  # "Bon de commande n°" is the label of a number that stands beside or below
    capitals = sheet.text[start:end].isupper()
    if size >= 1.2:
        weight *= min(1.8, 0.6 + 0.6 * size)
    elif not capitals and " " not in sheet.folded[start:end]:
        weight *= 0.4  # one plain word in small print, "commande", heads a column more often than a document
    elif not capitals and not before.startswith("objet") and not (alone and coverage >= 0.75):
        weight *= 0.6
    return weight * (1.25 if height > 0.6 else 0.45 if height < 0.4 else 1.0)


def _continued(sheet: Sheet, cell: int | None) -> str:
    """Return the line above when the cell only ends its sentence: "N° de" over "commande" is one label."""
    if cell is None:
        return ""
    above = next(sheet.above(cell, 0.7 * sheet.line_height()), None)
    if above is None or abs(sheet.cells[above][2] - sheet.cells[cell][2]) > 4:
        return ""
    words = sheet.words_of(above).strip()
    return words + " " if _UNFINISHED.search(words) else ""


def _labels_a_number(sheet: Sheet, cell: int | None) -> bool:
    """Tell whether a bare number stands right of a cell or just below it."""
    if cell is None:
        return False
    left = sheet.cells[cell][2]
    right = next(sheet.right_of(cell), None)
    below = [other for other in sheet.below(cell, 1.2 * sheet.line_height()) if abs(sheet.cells[other][2] - left) < 4]
    near = ([right] if right is not None else []) + below[:1]
    return any(_NUMBER.fullmatch(sheet.words_of(other).strip()) for other in near)
