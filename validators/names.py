"""Compares names of organisations and persons as they are really written, and says when it cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from validators.name_forms import canonical, folded, searched, significant, split
from validators.name_words import COMMON, FILLERS, KINDS, LEGAL_FORMS, SAINTS, SMALL, TITLES, VAGUE_FORMS, WORDS

__all__ = ["NameMatch", "compare", "folded", "stands_in"]

_LONGEST = 300  # characters; what is longer is not a name
_ALIKE = 75.0  # ratio from which two words of six letters or more may be one word misspelt
_LONG_WORD = 6
_NEARLY_EQUAL = 95.0  # ratio from which two long names are one name with a slip
_LONG_NAME = 20  # letters; one slip in a shorter name may make another name (Dupont, Dupond)
_TELLING = 3  # distinctive words that are enough to name an organisation when the other name has more

_HYPHENATION = re.compile(r"-(?<=\w-)\s+(?=\w)")  # the hyphen first: most texts are searched through for nothing
_SPELT_OUT = frozenset("aeiouy0123456789")  # a word cut down to its consonants has none of these
_LOOK_ALIKES = str.maketrans("0158", "olsb")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """Whether two names are one: true, false, or `None` when it is doubtful; and the code of the reason.

    `why`: exact, case_accents, legal_form, abbreviation, word_order, contained, close, different, generic (nothing but
    common words to compare), not_a_name (empty, or longer than a name).
    """

    same: bool | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A name taken apart: its words in order, and those that tell it from others, by how much they tell."""

    words: tuple[str, ...]
    forms: frozenset[str]
    kinds: frozenset[str]
    fillers: frozenset[str]
    common: frozenset[str]
    distinctive: frozenset[str]


@lru_cache(maxsize=1024)  # one party is named on many pieces
def compare(left: str, right: str) -> NameMatch:
    """Compare two names that play the same role; doubt is `None`, never `False`.

    A person's name and an organisation's are different names: compare each with its like.
    """
    first, second = folded(left), folded(right)
    if not first or not second or max(len(first), len(second)) > _LONGEST:
        return NameMatch(same=None, why="not_a_name")
    if " ".join(left.split()) == " ".join(right.split()):
        return NameMatch(same=True, why="exact")
    if first.replace(" ", "") == second.replace(" ", ""):
        return NameMatch(same=True, why="case_accents")
    one, other = _parts(first), _parts(second)
    if not one.words or not other.words:
        return NameMatch(same=None, why="generic")
    match = _same_words(first, second, one, other) or _same_identity(one, other) or _contained(one, other)
    if match is None:
        return _close_or_different(first, second, one, other)
    # Two different legal forms may be two companies of one name.
    if match.same and _forms_differ(one, other):
        return NameMatch(same=None, why="legal_form")
    return match


def stands_in(name: str, folded_text: str) -> bool:
    """Say whether the name's significant words stand together in a text, line breaks and legal forms aside.

    The words are looked for in their order; those of a person also with the last ones first (DUPONT Jean). A name of
    one word stands wherever the word does; one that names nobody (Centre hospitalier) stands nowhere.
    """
    needles = _needles(name)
    return bool(needles) and any(needle in haystack for haystack in _haystacks(folded_text) for needle in needles)


@lru_cache(maxsize=1024)  # one name is looked for in many pieces
def _needles(name: str) -> tuple[str, ...]:
    """Return a name's significant words between spaces, in the orders they may stand in; none when it names nobody."""
    words = searched(name).split()
    if words[:1] == ["cabinet"] and len(words) > 2 and not TITLES.isdisjoint(folded(name).split()):
        del words[0]  # papers name the doctor, with the word or without it
    if not _names_somebody(words) or sum(map(len, words)) > _LONGEST:
        return ()
    turns = 1 if KINDS.keys() & words else len(words)
    return tuple(f" {' '.join(words[start:] + words[:start])} " for start in range(turns))


def _names_somebody(words: list[str]) -> bool:
    telling = [word for word in words if word not in KINDS]
    return len(telling) > 1 or not FILLERS.issuperset(telling)


@lru_cache(maxsize=4096)  # one piece is searched for many names: to link it, and by several rules once all are read
def _haystacks(text: str) -> tuple[str, ...]:
    """Return the significant words of a text between spaces: as it stands, and with its hyphenated words joined."""
    versions = dict.fromkeys((text, _HYPHENATION.sub("", text)))
    return tuple(f" {searched(version)} " for version in versions)


def _parts(folded_name: str) -> _Parts:
    words = tuple(significant(folded_name))
    every = frozenset(words)
    kinds, fillers, common = every & KINDS.keys(), every & FILLERS, every & COMMON
    return _Parts(
        words=words,
        forms=(frozenset(canonical(folded_name)) & LEGAL_FORMS) - VAGUE_FORMS,
        kinds=kinds,
        fillers=fillers,
        common=common,
        distinctive=every - kinds - fillers - common,
    )


def _same_words(first: str, second: str, one: _Parts, other: _Parts) -> NameMatch | None:
    if _without_forms(first) == _without_forms(second):
        return NameMatch(same=True, why="legal_form")
    if one.words == other.words:
        return NameMatch(same=True, why="abbreviation")
    if sorted(one.words) == sorted(other.words):
        return NameMatch(same=True, why="word_order")
    return None


def _without_forms(folded_name: str) -> list[str]:
    return [word for word in split(folded_name) if WORDS.get(word, word) not in LEGAL_FORMS]


def _same_identity(one: _Parts, other: _Parts) -> NameMatch | None:
    """Judge two names whose distinctive words are the same and whose other words differ."""
    if not one.distinctive or one.distinctive != other.distinctive:
        return None
    several = len(one.distinctive) > 1
    if one.common != other.common or not (one.fillers <= other.fillers or other.fillers <= one.fillers):
        same = None
    elif one.kinds == other.kinds:
        same = True if one.kinds or several else None
    else:
        # Jean Dupont may be the cabinet Jean Dupont; nothing says that he is the pharmacie Jean Dupont.
        practice = {KINDS[kind] for kind in one.kinds ^ other.kinds} == {"practice"}
        same = True if several and practice and not (one.kinds and other.kinds) else None
    return NameMatch(same=same, why="contained")


def _contained(one: _Parts, other: _Parts) -> NameMatch | None:
    """Judge two names of which one holds every telling word of the other."""
    mine, theirs = _identity(one, other), _identity(other, one)
    if not mine or not theirs:
        return NameMatch(same=None, why="generic")
    if not (mine <= theirs or theirs <= mine):
        return None
    compatible = one.kinds == other.kinds or not one.kinds or not other.kinds
    telling = min(len(one.distinctive), len(other.distinctive)) >= _TELLING
    return NameMatch(same=True if compatible and telling else None, why="contained")


def _identity(name: _Parts, beside: _Parts) -> frozenset[str]:
    """Return the words to compare: common ones count only when one of the names has nothing else."""
    enough = name.distinctive and beside.distinctive
    return name.distinctive if enough else name.distinctive | name.common


def _in_written_order(name: _Parts, beside: _Parts) -> list[str]:
    telling = _identity(name, beside)
    return [word for word in dict.fromkeys(name.words) if word in telling]


def _close_or_different(first: str, second: str, one: _Parts, other: _Parts) -> NameMatch:
    mine, theirs = _in_written_order(one, other), _in_written_order(other, one)
    lonely_mine = [word for word in mine if not any(_alike(word, their) for their in theirs)]
    lonely_theirs = [word for word in theirs if not any(_alike(word, my) for my in mine)]
    if _nearly_equal(mine, theirs) and one.kinds == other.kinds and one.common == other.common:
        return NameMatch(same=True if not _forms_differ(one, other) else None, why="close")
    if _other_trade(one, other) and lonely_mine and lonely_theirs:
        return NameMatch(same=False, why="different")
    alike = len(lonely_mine) < len(mine) or len(lonely_theirs) < len(theirs)
    shares = alike or (one.common & other.common) - SAINTS
    glued = len(mine) != len(theirs) and fuzz.ratio("".join(mine), "".join(theirs)) >= _ALIKE
    if shares or glued:
        return NameMatch(same=None, why="close")
    if _is_acronym(first, second) or _is_acronym(second, first):
        return NameMatch(same=None, why="abbreviation")
    return NameMatch(same=False, why="different")


def _alike(one: str, other: str) -> bool:
    """Say whether two words may be one: misspelt, misread, cut short or reduced to an initial."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return len(short) != 2  # two letters begin too many words
    if short[0] == long[0] and _SPELT_OUT.isdisjoint(short) and _in_order(short, long):
        return True  # Bdx for Bordeaux
    one, other = _reread(one), _reread(other)
    if len(short) < _LONG_WORD:
        return len(short) > 3 and OSA.distance(one, other, score_cutoff=1) <= 1
    return fuzz.ratio(one, other) >= _ALIKE


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _reread(word: str) -> str:
    """Return the word with the digits that an OCR takes for letters as letters; a number stays a number."""
    return word if word.isdigit() else word.translate(_LOOK_ALIKES)


def _nearly_equal(mine: list[str], theirs: list[str]) -> bool:
    one, other = " ".join(sorted(mine)), " ".join(sorted(theirs))
    if len(mine) != len(theirs) or min(len(one), len(other)) < _LONG_NAME:
        return False
    return re.findall(r"\d", one) == re.findall(r"\d", other) and fuzz.ratio(one, other) >= _NEARLY_EQUAL


def _other_trade(one: _Parts, other: _Parts) -> bool:
    """Say whether one name is a pharmacy's and the other a hospital's, and so on."""
    families = {KINDS[kind] for kind in one.kinds}
    return bool(families) and bool(other.kinds) and families.isdisjoint(KINDS[kind] for kind in other.kinds)


def _forms_differ(one: _Parts, other: _Parts) -> bool:
    return bool(one.forms) and bool(other.forms) and one.forms.isdisjoint(other.forms)


def _is_acronym(short: str, long: str) -> bool:
    """Say whether a word of the first name is made of the initials of the second one's words."""
    words = long.split()
    initials = "".join(word[0] for word in words)
    telling_initials = "".join(word[0] for word in words if word not in SMALL)
    return any(word in initials or word in telling_initials for word in _acronyms(short))


def _acronyms(folded_name: str) -> Iterator[str]:
    """Yield what may be an acronym in a name: its words, and neighbours run together (AP-HP)."""
    words = [word for word in folded_name.split() if not (word in SMALL or word in LEGAL_FORMS or word in KINDS)]
    neighbours = [one + other for one, other in pairwise(words)]
    yield from (candidate for candidate in words + neighbours if len(candidate) > 2)
