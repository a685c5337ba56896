"""Names and texts in one form: bare words, small ones left out, abbreviations, acronyms and phrases written one way."""

from __future__ import annotations

import re
import unicodedata

from validators.name_words import LEGAL_FORMS, PHRASES, SMALL, TITLES, WORDS

_SOCIETY = re.compile(r"\bsté\b", re.IGNORECASE)  # Sté is société; without its accent it is Sainte
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "&": " et "})
_NOT_A_WORD = re.compile(r"[\W_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BARE = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum()})
_LETTER_RUN = re.compile(r" [^\W\d_](?: [^\W\d_])+(?= )")  # S.A.S. and E.H.P.A.D. once their dots are gone
_PHRASES: dict[str, list[list[str]]] = {}  # by their first word, the longer first
for _phrase in sorted(PHRASES, key=len, reverse=True):
    _PHRASES.setdefault(_phrase.split()[0], []).append(_phrase.split())


def folded(name: str) -> str:
    """Return the name in small letters without accents or punctuation, single spaces, « & » as « et »."""
    if not name.isascii():  # whole texts are folded too, and most of their letters need no look of their own
        name = _NOT_ASCII.sub(_plain, _SOCIETY.sub("societe", unicodedata.normalize("NFC", name)))
    plain = name.casefold().replace("&", " et ")
    return " ".join((plain.translate(_BARE) if plain.isascii() else _NOT_A_WORD.sub(" ", plain)).split())


def split(folded_name: str) -> list[str]:
    """Return the words of a folded name, acronyms that were written with dots in one piece."""
    return _LETTER_RUN.sub(lambda run: " " + run[0].replace(" ", ""), f" {folded_name} ").split()


def canonical(folded_name: str) -> list[str]:
    """Return the words of a folded name, small words left out, abbreviations and phrases in their one form."""
    return _with_phrases([WORDS.get(word, word) for word in split(folded_name) if word not in SMALL])


def significant(folded_name: str) -> list[str]:
    """Return the canonical words of a folded name without legal forms and titles."""
    return [word for word in canonical(folded_name) if word not in LEGAL_FORMS and word not in TITLES]


def searched(text: str) -> str:
    """Return the significant words of a text, its ligatures in one letter: texts may be folded letter for letter."""
    return " ".join(significant(folded(text))).replace("oe", "o").replace("ae", "a")


def _plain(run: re.Match[str]) -> str:
    """Return letters without their marks, and a space for what is no letter."""
    plain = unicodedata.normalize("NFKD", run[0]).casefold().translate(_LIGATURES)
    # Decomposed once more: casefold gives letters that carry marks again.
    letters = (mark for mark in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(mark))
    return _NOT_A_WORD.sub(" ", "".join(letters))


def _with_phrases(words: list[str]) -> list[str]:
    """Put the acronym in place of each phrase, from left to right, the longest phrase that begins there first."""
    if _PHRASES.keys().isdisjoint(words):
        return words
    kept: list[str] = []
    rest = 0  # where what was not looked at yet begins
    for index, word in enumerate(words):
        if word in _PHRASES and index >= rest:
            phrase = next((each for each in _PHRASES[word] if words[index : index + len(each)] == each), None)
            if phrase:
                kept += (*words[rest:index], PHRASES[" ".join(phrase)])
                rest = index + len(phrase)
    return kept + words[rest:]
