"""What the data files say of documents, made ready to be looked up on page after page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.understanding.phrases import Phrases, words_of
from rules.model import Attribute, FactRule, Party, PieceKind

LONG = 8  # letters of a label that is no other word when its spaces are lost


class KindWords:
    """The labels of one kind of piece: the facts and parties they announce, and decoys that announce nothing."""

    def __init__(self, kind: PieceKind) -> None:
        self.kind = kind
        self.parties: Mapping[str, Party] = {label: party for party in kind.parties for label in party.labels}
        self.tellings: Mapping[str, Party] = {words: party for party in kind.parties for words in party.tellings}
        rules: dict[str, list[tuple[FactRule, bool]]] = {}
        for rule in kind.facts:
            for label in rule.labels:
                rules.setdefault(label, []).append((rule, False))
            for label in rule.weak:
                rules.setdefault(label, []).append((rule, True))
        for run_together, label in _run_together(rules):
            rules[run_together] = rules[label]
        self.rules: Mapping[str, list[tuple[FactRule, bool]]] = rules
        self.labels = frozenset((*rules, *self.parties, *kind.decoys))
        self.phrases = Phrases([*self.labels, *self.tellings])


class Lexicon:
    """Every kind of piece, its words indexed; made once per process."""

    def __init__(self, kinds: Sequence[PieceKind], vocabulary: Mapping[str, Attribute]) -> None:
        self.kinds = {kind.kind: kind for kind in kinds}
        self.vocabulary = vocabulary
        self.words = {kind.kind: KindWords(kind) for kind in kinds}
        self.headings = _by_phrase((kind.kind, kind.headings) for kind in kinds)
        self.cues = _by_phrase((kind.kind, kind.cues) for kind in kinds)
        self.against = _by_phrase((kind.kind, kind.against) for kind in kinds)
        self.telling = Phrases([*self.headings, *self.cues, *self.against])  # all that tells a page's kind
        # A title's words in any order: found by their longest word, which is seldom on a page.
        self.titles: dict[str, list[tuple[frozenset[str], int, str]]] = {}
        for kind in kinds:
            for words in kind.title_words:
                entry = (frozenset(words), sum(map(len, words)), kind.kind)
                self.titles.setdefault(max(words, key=len), []).append(entry)
        # A title's word may be several of a page's, "r.i.b.": a cell that holds none of these has no title's words.
        self.title_parts = frozenset(next(iter(words_of(word))) for word in self.titles)


def _run_together(labels: Collection[str]) -> list[tuple[str, str]]:
    """Return labels without their spaces, each with the label that it is: both engines may lose one, « N° FINESSET »."""
    pairs = ((label.replace(" ", ""), label) for label in labels if " " in label)
    return [(joined, label) for joined, label in pairs if len(joined) >= LONG and joined not in labels]


def _by_phrase(pairs: Iterable[tuple[str, Sequence[str]]]) -> dict[str, list[str]]:
    """Map each phrase to the kinds that have it."""
    found: dict[str, list[str]] = {}
    for kind, phrases in pairs:
        for phrase in phrases:
            found.setdefault(phrase, []).append(kind)
    return found
