"""Labels that announce nothing where they stand: « Bon de commande | n° 22H007766 signé le 03/10/2022 » dates no VA."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.understanding.dated import is_of_signing, is_signed_there
from pipeline.understanding.labels import LINK, Labels
from pipeline.understanding.lexicon import KindWords
from pipeline.understanding.phrases import Mark
from pipeline.understanding.prices.rows import is_of_another
from rules.model import FactRule

_REGISTERED = re.compile(r"(?<!\w)sous (?:le )?\Z")  # « référencée sous le numéro … » tells whose number it is not
_BARE = {"no", "numero"}
_SENTENCE = 3  # words that make one
_NUMBER = re.compile(r"\S*\d\S*[ ,(]*")  # of the paper that is cited


def announces_nothing(
    mark: Mark, labels: Labels, words: KindWords, rule: FactRule, kind_of_value: str, *, weak: bool
) -> bool:
    """Tell whether the words of a label stand for no value of a rule where they are."""
    sheet = labels.sheet
    if mark.label == "le" and not is_of_signing(sheet, mark):
        return True
    if weak and rule.signing and not is_signed_there(sheet, mark):
        return True
    if weak and mark.label in _BARE and _is_anothers(mark, labels, words):
        return True
    if weak and kind_of_value == "reference" and _REGISTERED.search(sheet.flat[max(0, mark.start - 9) : mark.start]):
        return True
    if kind_of_value == "date":
        return _dates_another(mark, labels, words, rule.attribute)
    return kind_of_value == "amount" and is_of_another(sheet, mark.start)


def _is_anothers(mark: Mark, labels: Labels, words: KindWords) -> bool:
    """Tell whether a bare « n° » in a sentence numbers another thing than the paper: « titulaire du marché n° 2022-118 »."""
    sheet, cell = labels.sheet, labels.sheet.cell_at(mark.start)
    start = sheet.folded.rfind("\n", 0, mark.start) + 1 if cell is None else sheet.cells[cell][0]
    before = sheet.folded[start : mark.start].strip()
    return len(before.split()) >= _SENTENCE and not before.endswith(words.kind.headings)


def _dates_another(mark: Mark, labels: Labels, words: KindWords, attribute: str) -> bool:
    """Tell whether the label of a date follows, in its line, another paper's label and its number."""
    folded = labels.sheet.folded
    place = bisect_left(labels.marks, mark.start, key=lambda one: one.start)
    if not place or folded.find("\n", labels.marks[place - 1].end, mark.start) >= 0:
        return False
    cited = labels.marks[place - 1]
    papers = {rule.attribute.partition(".")[0] for rule, _ in words.rules.get(cited.label, ())}
    link = LINK.match(folded, cited.end, mark.start)
    number = _NUMBER.fullmatch(folded, link.end() if link else cited.end, mark.start)
    return number is not None and bool(papers) and attribute.partition(".")[0] not in papers
