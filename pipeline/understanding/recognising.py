"""Which kind of document a page opens: by its title, helped by the words that such documents hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.understanding.layout import Sheet
from pipeline.understanding.lexicon import Lexicon
from pipeline.understanding.phrases import Mark, longest_of

ENOUGH = 1.6  # a page whose best kind scores less opens no document
_CUE, _MOST_CUES, _AGAINST = 0.35, 2.1, 1.5
_TITLE = 2.0  # weight of a title that stands out
_REFERRED_TO = 0.5  # share of its weight that is left to « Bon de commande BC-118 du 3 mai » under « Facture n° F-12 »

# Numbers, dates and references after a title are part of it: "FACTURE N° F-2024-118 du 12/03/2024".
_TAIL = re.compile(
    r"(?:\b(?:no|num|numero|ref|reference|du|de|le|n)\b|[:.\-/()#*_ \t]|\S*\d\S*|\b[a-z]{3,9}\b(?= \d{4}))*"
)
_FIELD = re.compile(r"[ \t]*(?::|\.{3}|_{3})")
_DAY = r"\d{1,2} [a-z]{3,9} \d{4}"
_NUMBER = re.compile(rf"(?:no ?:? ?)?\S*\d\S*(?: (?:du|en date du) (?:{_DAY}|\S+))?|{_DAY}")
_UNFINISHED = re.compile(
    r"(?:\b(?:de|du|des|la|le|les|ce|cette|no|n|bon|ref|date|votre|notre|vos|nos|selon|suivant|par|pour|sur|au|aux|a|et)\.?|d'|l')$"
)
_SUBJECT_LINE = re.compile(r"objet[ \t]*:[ \t]*")
_ALIGNED = 6.0  # points between lines set under each other, at most
_LARGE = 1.2  # heights of a line from which print stands out
_ROW = 4.0  # heights of a line that may part a row of labels from the row of their values
_ASIDE = frozenset("-,;(")  # what parts a title from the words that only say which one it is
# What says that the document named next is another one: "Réf. : bon de commande BC-118", "Suite à votre bon de commande".
_REFERRING = re.compile(
    r"(?:[nv]/ ?)?(?:(?:vos|nos|votre|notre) )?(?:ref|references?|selon|suivant|suite|conformement|d'apres|en execution)\b[^\d]*"
)
_WORD = re.compile(r"[a-z][a-z.-]+")
_SPACED = re.compile(r"(?<!\S)[^\W\d_](?: {1,3}[^\W\d_]){3,}(?!\S)")
# What may stand before a title in its cell without making it another document's: "Objet : PV de vérification…".
_OPENER = re.compile(
    r"(?:(?:objet|document|titre|copie|duplicata|intitule|type de document|formulaire|modele|fiche|annexe"
    r"|proces-verbal|pv|attestation|declaration|certificat|exemplaire|mom|va|vsr|bdc|bc|sons|segur|prestation|commande|\d{1,2}|[ivx]+)\b"
    r"[ \t:.)/-]*+(?:\b(?:de la|de|du|des|la|le)\b|d'|l')?+[ \t]*+)*+"
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


def recognise(sheet: Sheet, lexicon: Lexicon) -> Recognised | None:
    """Return the kind of document that this page opens, None when it opens none."""
    marks = lexicon.telling.every(sheet.flat, sheet.words)
    titles = _titles(sheet, marks, lexicon)
    cues: dict[str, list[str]] = {}
    against: Counter[str] = Counter()
    for phrase in dict.fromkeys(mark.label for mark in marks):
        for name in lexicon.cues.get(phrase, ()):
            cues.setdefault(name, []).append(phrase)
        for name in lexicon.against.get(phrase, ()):
            against[name] += 1
    ranked = []
    for name in titles.keys() | cues.keys():
        title, phrase = titles.get(name, (0.0, ""))
        seen = cues.get(name, [])
        if title or len(seen) >= 4:
            score = title + min(_MOST_CUES, _CUE * len(seen)) - _AGAINST * against[name]
            ranked.append((score, name, ((phrase,) if phrase else ()) + tuple(seen), bool(title)))
    ranked.sort(key=lambda item: (-item[0], item[1]))
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    score, kind_name, words, titled = ranked[0]
    rivals = [one for one in ranked[1:] if not _cited(one[1], kind_name, titles, lexicon)]
    second, runner_up = (max(0.0, rivals[0][0]), rivals[0][1]) if rivals else (0.0, None)
    return Recognised(
        kind=kind_name,
        score=score,
        words=words[:6],
        margin=round((score - second) / score, 3),
        runner_up=runner_up,
        titled=titled,
    )


def _cited(other: str, kind: str, titles: Mapping[str, tuple[float, str]], lexicon: Lexicon) -> bool:
    """Tell whether what looks like another title is what such a document refers to: « Bon de commande BC-11 » on an invoice."""
    nothing = (0.0, "")
    return other in lexicon.kinds[kind].cites and titles.get(other, nothing)[0] <= titles.get(kind, nothing)[0]


def _titles(sheet: Sheet, marks: Sequence[Mark], lexicon: Lexicon) -> dict[str, tuple[float, str]]:
    """Weigh every heading phrase seen on the page: alone in its cell, large and high up it is a title."""
    best: dict[str, tuple[float, str]] = {}

    def weigh(names: Iterable[str], weight: float, phrase: str) -> None:
        for name in names:
            if weight > best.get(name, (0.0, ""))[0]:
                best[name] = (weight, phrase)

    opening: Sequence[str] = ()  # the kinds that the first title with a number names
    for mark in longest_of(mark for mark in marks if mark.label in lexicon.headings and _is_in_one_place(sheet, mark)):
        names, weight = lexicon.headings[mark.label], _title_weight(sheet, mark.start, mark.end)
        if weight >= _TITLE and _is_numbered(sheet, mark):
            opening = opening or names
            weight *= 1.0 if set(opening).intersection(names) else _REFERRED_TO
        weigh(names, weight, mark.label)
    parts = lexicon.title_parts & sheet.words.keys()
    places = (sheet.cell_at(place) for part in parts for place in sheet.words[part])
    worded = {cell for cell in places if cell is not None}
    spaced = _perhaps_spaced(sheet)
    for index in sorted(worded | spaced):
        if index in spaced:
            for phrase, weight in _spaced_title(sheet, index, lexicon):
                weigh(lexicon.headings[phrase], weight, phrase)
        for name, weight, phrase in _worded_title(sheet, index, lexicon):
            weigh([name], weight, phrase)
    return best


def _is_in_one_place(sheet: Sheet, mark: Mark) -> bool:
    """Tell whether the words of a title stand in one cell, on one row, or on lines set under each other."""
    first, last = sheet.cell_at(mark.start), sheet.cell_at(mark.end - 1)
    if first is None or last is None or first == last or last in sheet.row(first):
        return True
    (left, right), (under, until) = ((sheet.cells[cell][2], sheet.cells[cell][4]) for cell in (first, last))
    return min(abs(left - under), abs(right - until), abs(left + right - under - until) / 2) < _ALIGNED


def _is_numbered(sheet: Sheet, mark: Mark) -> bool:
    """Tell whether a number or a date stands in the cell of a title, after it: the second of two such names another document."""
    cell = sheet.cell_at(mark.start)
    line_end = sheet.folded.find("\n", mark.end) if cell is None else sheet.cells[cell][1]
    return any(map(str.isdigit, sheet.folded[mark.end : line_end if line_end >= 0 else None]))


def _worded_title(sheet: Sheet, index: int, lexicon: Lexicon) -> Iterator[tuple[str, float, str]]:
    """Yield the kinds named by the words of a title in any order: « Mandat du représentant légal à un salarié »."""
    start, end, _, bottom, _, top = sheet.cells[index]
    if top < 0.4 * sheet.height or end - start > 90:
        return
    line = sheet.folded[start:end].strip()
    if _REFERRING.match(line) or line.endswith(","):  # a sentence goes on after a comma
        return
    words = set(_WORD.findall(line))
    named = [entry for word in words for entry in lexicon.titles.get(word, ()) if words.issuperset(entry[0])]
    if not named or _FIELD.search(title := _SUBJECT_LINE.sub("", line)):
        return
    size = (top - bottom) / sheet.usual_height if sheet.usual_height else 1.0
    stands_out = size >= _LARGE or sheet.text[start:end].isupper() or title != line
    is_label = size < _LARGE and (_continued(sheet, index) or _labels_a_number(sheet, index))
    if not sheet.alone(index) and (is_label or not stands_out):
        return
    total = max(1, sum(len(word) for word in words))
    for _, share, name in named:
        if share / total > (0.28 if len(words) <= 8 else 0.35):  # a long line is more often a sentence than a title
            yield name, (2.6 if stands_out else 1.5) * min(1.0, 0.6 + share / total / 2), title


def _perhaps_spaced(sheet: Sheet) -> set[int]:
    """Return the cells whose first letter stands alone, and those that say "objet" before they say of what."""
    starts = ((index, start + sheet.folded.startswith(" ", start)) for index, start in enumerate(sheet.starts))
    cells = {index for index, start in starts if sheet.folded.startswith(" ", start + 1)}
    if "objet" in sheet.folded:
        cells.update(index for index in range(len(sheet.cells)) if "objet" in sheet.words_of(index))
    return cells


def _spaced_title(sheet: Sheet, index: int, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """Yield a title whose letters are set apart: « F A C T U R E »."""
    start, end, *_, top = sheet.cells[index]
    for match in _SPACED.finditer(sheet.folded, start, end):
        joined = " ".join(word.replace(" ", "") for word in re.split(r" {2,}", match[0]))
        if joined in lexicon.headings:
            yield joined, 4.0 if top > 0.5 * sheet.height else 2.0


def _title_weight(sheet: Sheet, start: int, end: int) -> float:
    """Weigh one heading phrase by its share of its cell, what stands before and after, its size and place."""
    cell, last = sheet.cell_at(start), sheet.cell_at(end - 1)
    if cell is None or last is None:
        cell_start = sheet.folded.rfind("\n", 0, start) + 1
        line_end = sheet.folded.find("\n", end)
        cell_end, size, height, alone = line_end if line_end > 0 else len(sheet.folded), 1.0, 0.7, True
    else:
        cell_start, _, _, bottom, _, top = sheet.cells[cell]
        cell_end = sheet.cells[last][1]  # a label may be wrapped over two cells
        size = (top - bottom) / sheet.usual_height if sheet.usual_height else 1.0
        height, alone = top / sheet.height, sheet.alone(cell)
    before = (_continued(sheet, cell) + sheet.folded[cell_start:start]).strip(' \t-*•:|_=.#"')
    opened = len(before) < 60 and _OPENER.fullmatch(before) is not None
    after = sheet.folded[end:cell_end]
    tail = _TAIL.match(after)
    rest = after[tail.end() if tail else 0 :].strip()
    coverage = (end - start) / max(1, (0 if opened else len(before)) + (end - start) + len(rest))
    if before.startswith("objet") and opened and after.lstrip()[:1] in _ASIDE:
        coverage = max(
            coverage, 0.4
        )  # "Objet : bon de commande – Ségur vague 1, logiciel de…": what follows only says which
    weight = 3.0 if coverage >= 0.75 else 2.0 if coverage >= 0.4 else 0.9 if coverage >= 0.25 else 0.0
    if not opened:
        weight *= 0.1 if _REFERRING.fullmatch(before) else 0.3  # "Devis et commande n° 118" may be a title all the same
    if _FIELD.match(after):
        weight *= 0.3  # "Bon de commande : BC-118" is a field of another document
    elif size < _LARGE and not any(map(str.isdigit, after)) and _labels_a_number(sheet, last):
        weight *= 0.3  # "Bon de commande n°" is the label of a number that stands beside or below
    capitals = sheet.text[start:end].isupper()
    if size >= _LARGE:
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
    above = next(sheet.above(cell, 0.7 * sheet.usual_height), None)
    if above is None or abs(sheet.cells[above][2] - sheet.cells[cell][2]) > 4:
        return ""
    words = sheet.words_of(above).strip()
    return words + " " if _UNFINISHED.search(words) else ""


def _labels_a_number(sheet: Sheet, cell: int | None) -> bool:
    """Tell whether a bare number stands right of a cell or under it: further under it when other labels stand beside."""
    if cell is None:
        return False
    left = sheet.cells[cell][2]
    reach = 1.2 if sheet.alone(cell) else _ROW
    right = next(sheet.right_of(cell), None)
    below = [other for other in sheet.below(cell, reach * sheet.usual_height) if abs(sheet.cells[other][2] - left) < 4]
    while len(below) > 1 and not any(map(str.isdigit, sheet.words_of(below[0]))):
        del below[0]  # the label goes on
    near = ([right] if right is not None else []) + below[:1]
    return any(_NUMBER.fullmatch(sheet.words_of(other).strip()) for other in near)
