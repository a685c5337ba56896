"""A proper name among the words that follow "logiciel" or "signataire": it ends where a version, a mark or ordinary words begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from pipeline.reading.page import SURE
from pipeline.understanding.layout import Sheet
from pipeline.understanding.values.found import Found

_CUT = "cut"  # the doubt about a name that may go on
_CODE = re.compile(r"[a-z0-9]+(?:[-_/.][a-z0-9]+){2,}")  # the code of a scheme or a number, no name
_TOKEN = re.compile(r"\S+")
_VERSION = re.compile(r"\(?v?\d{1,4}(?:\.\d+)+\S*|v\d+\S*")
# Words that are no part of a name even where everything is in capitals.
# fmt: off
_STOPS = frozenset(
    [
        "version", "vague", "licence", "licences", "license", "module", "modules", "pour", "avec", "comprenant", "incluant",
        "hors", "selon", "suivant", "dans", "sur", "par", "qui", "dont", "ainsi", "est", "sont", "a", "au", "aux", "y",
        "en", "livre", "livree", "fourni", "fournie", "installe", "installee", "edite", "editee", "developpe", "developpee",
        "reference", "referencee", "no", "numero", "abonnement", "installation", "formation", "maintenance", "prestation",
        "segur", "editeur", "distributeur", "fournisseur", "interface", "agissant", "qualite", "dument", "represente",
        "representee", "demeurant", "habilite", "habilitee",
    ]
)
# Words that follow "solution" or "logiciel" without naming any.
_NO_NAME = _STOPS | frozenset(
    [
        "logicielle", "logiciel", "solution", "metier", "informatique", "proposee", "retenue", "concernee", "commandee",
        "verifiee", "deployee", "objet", "nom", "oui", "non", "de", "du", "des", "la", "le", "les", "l", "d", "dui",
        "dpi", "lgc", "lgo", "sgl", "ris", "designee", "ci-dessous", "suivante", "societe", "un", "une", "cachet", "signature", "tampon",
        "designation", "libelle", "description", "quantite", "prix", "montant",
    ]
)
# fmt: on
# What somebody is, under a name or behind it.
_OFFICE = re.compile(
    r"(?:co-?)?(?:presidente?|directeur|directrice|gerante?|administrateur|administratrice|responsable|secretaire|tresoriere?"
    r"|pharmacien(?:ne)?|medecin|biologiste|radiologue|praticien(?:ne)?|associee?|titulaire|representante?|deleguee?|pdg|dg|dga|dsi)(?:-.*)?"
)
_SMALL = frozenset(["de", "du", "des", "la", "le", "les", "&", "d", "l"])
_PERSONAL = frozenset(
    ["m", "mme", "mr", "mlle", "dr", "pr", "me", "monsieur", "madame", "mademoiselle", "docteur", "professeur"]
)
_CIVIL = _PERSONAL | frozenset(["st", "ste"])
_BOXES = "☐☑☒□■○●◯▢✓✔✗✘"  # what they stand before is an answer, or none
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_PLACES = 8  # of one name on a page that are looked at

_REST = re.compile(
    r"[0-9a-z]{1,12}(?:\.[0-9a-z]{1,12})*(?![\w-])"
)  # of a version that a dash cut at the end of its line


class _End(Enum):
    """How a run of words that may be a name ended."""

    WORD = 1  # by an ordinary word
    VERSION = 2  # by a version or a mark
    LINE = 3  # by the end of the line
    LABEL = 4  # by a colon: it was a label
    DOUBT = 5  # by "et": it may be two


def named(sheet: Sheet, found: Found) -> Found | None:
    """Return the name that a found run of words opens with, in doubt where it may go on; None when it names nothing."""
    cell = sheet.cell_at(found.start)
    line_end = sheet.folded.find("\n", found.start)
    end = sheet.cells[cell][1] if cell is not None else line_end if line_end >= 0 else len(sheet.folded)
    count, stop, how = _run(sheet, found.start, end)
    first = sheet.folded[found.start : end].split()[:1]
    if sheet.text[found.start] in _BOXES:
        return None
    if not count or first[0].strip(".,") in _NO_NAME or _CODE.fullmatch(first[0]) or stop - found.start < 2:
        return None
    spans = [(found.start, stop)]
    if how is _End.LINE:
        how = _carried_on(sheet, cell, spans)
    value, words = (" ".join(text[start:last] for start, last in spans) for text in (sheet.folded, sheet.text))
    doubt = _CUT if how in (_End.LINE, _End.DOUBT) or value.split()[-1].strip(".'") in _SMALL | _CIVIL else None
    if len(spans) == 1 and cell is not None and _is_spaced_out(sheet, cell, stop):
        doubt = _CUT
    if doubt and len(spans) == 1 and _ends_elsewhere(sheet, *spans[0]):
        doubt = None
    return Found(found.start, spans[0][1], value, doubt, words=words)


def _is_spaced_out(sheet: Sheet, cell: int, stop: int) -> bool:
    """Tell whether a name that fills the rest of its cell may go on in the next: wide spaces part the words of a justified line."""
    right = next(sheet.right_of(cell), None)
    if right is None or sheet.folded[stop : sheet.cells[cell][1]].strip():
        return False
    near = sheet.cells[right][2] - sheet.cells[cell][4] < 1.5 * sheet.usual_height
    return near and sheet.words_of(right)[:1].isalpha()


def is_person(name: str) -> bool:
    """Tell whether a name opens with a title that only persons bear, "mme", "dr", and goes on."""
    title, *rest = name.split()
    return title.strip(".") in _PERSONAL and bool(rest)


def whole_version(sheet: Sheet, found: Found) -> Found:
    """Return a version with what stands under it when a dash ends its line, "14.2.23-" over "segur"; in doubt if that is nothing."""
    cell = sheet.cell_at(found.start)
    line_end = sheet.folded.find("\n", found.end)
    end = sheet.cells[cell][1] if cell is not None else line_end if line_end >= 0 else len(sheet.folded)
    if sheet.folded[found.end : end].strip() != "-":
        return found
    below = None if cell is None else next(sheet.below(cell, sheet.usual_height), None)
    rest = None
    if cell is not None and below is not None and abs(sheet.cells[below][2] - sheet.cells[cell][2]) < 4:
        rest = _REST.match(sheet.folded, *sheet.cells[below][:2])
    if rest is None:
        return found._replace(doubt=_CUT)
    words = f"{sheet.text[found.start : found.end]}-{sheet.text[rest.start() : rest.end()]}"
    return found._replace(value=f"{found.value}-{rest[0]}", words=words)


def _carried_on(sheet: Sheet, cell: int | None, spans: list[tuple[int, int]]) -> _End:
    """Add what the line below carries on of a name, and say how the name ends; another row of a form carries on nothing."""
    below = None if cell is None else next(sheet.below(cell, sheet.usual_height), None)
    if cell is None or below is None:
        return _End.VERSION
    if abs(sheet.cells[below][2] - sheet.cells[cell][2]) > 4:
        return _End.DOUBT if _may_be_shifted(sheet, cell, spans[0][0]) else _End.VERSION
    lefts = [_left_of(sheet, line) for line in (cell, below)]
    if None not in lefts and abs(lefts[0] - lefts[1]) < 6 and not _has_figures_left(sheet, below):  # type: ignore[operator]
        return _End.VERSION
    start, end, *_ = sheet.cells[below]
    count, stop, how = _run(sheet, start, end)
    if not count or how is _End.LABEL:
        return _End.VERSION
    civil = sheet.folded[slice(*spans[0])].strip(".") in _CIVIL  # "M." ends a line, and all of his name stands under it
    if how is not _End.VERSION or (count > 2 and not civil):
        return _End.DOUBT
    spans.append((start, stop))
    return how


def _ends_elsewhere(sheet: Sheet, start: int, end: int) -> bool:
    """Tell whether a person's whole name stands at another place of the page before another word: it ends at both."""
    name = sheet.flat[start:end]
    first, *rest = name.split()
    if first.strip(".") not in _PERSONAL or len(rest) < 2 or rest[-1].strip(".'") in _SMALL | _CIVIL:
        return False
    here, place = _next_word(sheet, end), -1
    for _ in range(_MOST_PLACES):
        place = sheet.flat.find(name, place + 1)
        if place < 0:
            break
        if place != start and sheet.folded.find("\n", place, place + len(name)) < 0:
            there = _next_word(sheet, place + len(name))
            if there is not None and there != here:
                return True
    return False


def _next_word(sheet: Sheet, end: int) -> str | None:
    """Return the word that follows a name in its cell, else in the line under it, empty if there is none; None in a longer word."""
    if sheet.flat[end : end + 1].isalnum() or sheet.flat[end : end + 1] in ("-", "'"):
        return None
    cell = sheet.cell_at(end - 1)
    if cell is None:
        return None
    following = sheet.folded[end : sheet.cells[cell][1]]
    if not _LETTERS.search(following):
        below = next(sheet.below(cell, sheet.usual_height), None)
        following = sheet.words_of(below) if below is not None else ""
    word = _LETTERS.search(following)
    return word[0] if word else ""


def _may_be_shifted(sheet: Sheet, cell: int, start: int) -> bool:
    """Tell whether a line read from pixels, out of the column of a wording, may carry on the name that ends it: it opens with one."""
    if sheet.how in SURE or start == sheet.cells[cell][0]:
        return False
    runs = [_run(sheet, *sheet.cells[below][:2]) for below in sheet.below(cell, sheet.usual_height)]
    return any(count and how is not _End.LABEL for count, _, how in runs)


def _left_of(sheet: Sheet, cell: int) -> float | None:
    """Return where the nearest cell on the left of a cell begins, its label in a form."""
    before = [sheet.cells[other][2] for other in sheet.row(cell) if sheet.cells[other][2] < sheet.cells[cell][2]]
    return max(before, default=None)


def _has_figures_left(sheet: Sheet, cell: int) -> bool:
    """Tell whether what stands left of a cell holds figures: then it is a value, and no label of a form's row."""
    left = _left_of(sheet, cell)
    return any(sheet.cells[other][2] == left and re.search(r"\d", sheet.words_of(other)) for other in sheet.row(cell))


def _run(sheet: Sheet, start: int, end: int) -> tuple[int, int, _End]:
    """Return how many words of a line may be a name, where they end, and what ended them."""
    tokens = list(_TOKEN.finditer(sheet.folded, start, end))
    count, stop = 0, start
    for place, token in enumerate(tokens):
        word, said = token[0], sheet.text[token.start() : token.end()]
        bare = word.strip("\"'.,;:()")
        if word[0] == ":" or (word.endswith(":") and bare):
            return count, stop, _End.LABEL
        if bare and not bare.strip("-"):
            return count, stop, _after_dash(sheet, tokens[place + 1 :])
        if not bare or word[0] in "([+" or _VERSION.fullmatch(word.rstrip(".,;)")) or bare == "version":
            return count, stop, _End.VERSION
        if bare in _SMALL or bare == "et":
            if count and bare != "et" and not any(_is_more(other[0]) for other in tokens[place + 1 :]):
                return len(tokens), tokens[-1].end(), _End.LINE  # "Joël Le" and "Floc'hmoan" under it are one name
            if not _opens_capital(sheet, tokens[place + 1 :]):
                return count, stop, _End.WORD
            if bare == "et":
                return count, stop, _End.DOUBT
        elif bare in _STOPS or said[:1].islower() or _OFFICE.fullmatch(bare):
            return count, stop, _End.WORD
        else:
            civil = bare in _CIVIL
            count, stop = place + 1, token.start() + len(word if civil else word.rstrip(".,;)"))
            if word[-1] in ".,;)" and not civil:
                return count, stop, _End.VERSION
    return count, stop, _End.LINE


def _after_dash(sheet: Sheet, tokens: Sequence[re.Match[str]]) -> _End:
    """Say how a name ends at a dash set apart: surely unless a word with a capital follows that could be its own."""
    following = tokens[0][0] if tokens else ""
    ended = _VERSION.match(following) or _CODE.match(following) or following.strip("\"'.,;:()") in _STOPS
    return _End.VERSION if ended or not _opens_capital(sheet, tokens[:1]) else _End.DOUBT


def _is_more(word: str) -> bool:
    return word.strip("'") not in _SMALL


def _opens_capital(sheet: Sheet, tokens: Sequence[re.Match[str]]) -> bool:
    """Tell whether the next of some words that is no small one has a capital."""
    following = next((token for token in tokens if token[0].strip("'") not in _SMALL), None)
    return following is not None and sheet.text[following.start()].isupper()
