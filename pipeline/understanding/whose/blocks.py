"""Blocks of lines that stand on one another, a letterhead or an address, and the name that opens one, whole or in doubt."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from pipeline.understanding.layout import Sheet

GAP = 1.7  # heights of a line; what stands further below is another block
_ASIDE = 4.0  # points by which the lines of one block may start or be centred apart
_MOST_LINES = 9
_STREET = (
    r"(?:rue|avenue|av|ave|boulevard|bd|bld|blvd|place|pl|chemin|allees?|all|route|rte|quai|cours|impasse|imp|square|sq"
    r"|sente|sentier|esplanade|passage|promenade|faubourg|fbg|rond[- ]point|venelle|voie|traverse|montee|hameau|lotissement"
    r"|lieu[- ]dit|zone|za|zi|zac|zae|immeuble|imm|batiment|bat|bp|b\.p|cs|tsa|parc|technoparc|technopole|centre d'affaires"
    r"|cedex|siege(?: social)?|adresse|\d{1,2} ?(?:er|e|eme) etage)(?!\w)"
)
# In the north and the east the number comes last: "Lieferantenstraße 20", "Kundenweg 88".
_STREET_FIRST = (
    r"[^\W\d][\w.' -]{0,40}?(?:stras?se|str\.|weg|platz|allee|gasse|damm|ufer|straat|laan|vej) ?\d{1,4} ?[a-d]?(?!\w)"
)
ADDRESS = re.compile(
    rf"\d{{1,4}}(?: ?(?:bis|ter|quater|[a-d]))?[ ,-]+[a-z]|{_STREET}|{_STREET_FIRST}|.*(?<!\d)\d{{5}} [a-z]"
)
_TOWN = re.compile(r"(?<![\d-])\d{5} [a-z]")
_FORM = (
    r"(?:s\.?a\.?s\.?u?\.?|s\.?a\.?r\.?l\.?|s\.?a\.?|e\.?u\.?r\.?l\.?|s\.?n\.?c\.?|scop|scic|sel\w{1,3}|gie|gip|gcs"
    r"|(?:la )?societe (?:par actions|anonyme|a responsabilite|en nom|cooperative)[a-z ]*|association(?: loi)? ?\d*"
    r"|unipersonnelle|(?:a |au )(?:associe|actionnaire|conseil|directoire|capital)[a-z' ]*)"
)
# A legal form alone or with its capital; "SELARL Martin" is a name.
_FORMS = re.compile(rf"(?:[ ,(-]*{_FORM}(?![\w']))+ *(?:$|[,()-])|.{{0,40}}\bcapital\b")
# A company's form, which ends its name where it is not its first word.
_CLOSING = frozenset(
    [
        "sas", "sasu", "sarl", "sa", "eurl", "snc", "sca", "scop", "scic", "selarl", "selas",
        "gmbh", "ag", "ug", "kg", "ohg", "ltd", "llc", "plc", "inc", "bv", "nv", "srl", "spa",
    ]
)  # fmt: skip
# What stands under a name in its block and is no part of it.
_OTHER = re.compile(
    r"a l'attention|attn?\b|att\.|c/o |chez |m\. |mr |mme |mlle |monsieur|madame|dr\.? |docteur|pr |professeur|contact|interlocut"
    r"|tel\b|telephone|mobile|port\.|fax|e-?mail|mel\b|courriel|www|https?:|.*@|.*:|siret|siren|finess|no |n\. |tva|rcs|r\.c\.s"
    r"|ape\b|naf\b|capital|rpps|adeli|iban|bic|represente|france\b|code\b|id\b|identifiant|[+(]?\d|livr|factur|date|le \d|votre "
    r"|nos |vos |notre |echeance|(?:nom|forme|qualite|fonction|prenom|ville|code postal|pays|representant|signature|cachet|guichet|banque|agence|version)\b"
)
_DOCTOR = re.compile(r"(?:dr|docteur|pr|professeur)\.? [a-z]")  # a client may be one
_DEPARTMENT = re.compile(
    r"(?:services?|direction|pole|cellule|departement|bureau|dsi|daf|secretariat|accueil|comptabilite)(?!\w)"
)
_SMALL = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "l",
        "la",
        "le",
        "les",
        "et",
        "&",
        "en",
        "sur",
        "sous",
        "a",
        "au",
        "aux",
        "pour",
        "par",
        "lez",
        "saint",
        "sainte",
        "st",
        "ste",
        "notre",
        "dame",
    ]
)
_JOINS = frozenset(["et", "&", "und", "and", "+"])
_ARTICLES = frozenset(["l", "la", "le", "les"])
_WORD = re.compile(r"(?<![\w])[a-z&]{2,}(?!\w)|(?<!\w)[a-z]-[a-z]")  # every name has a word without figures
_SENTENCE = re.compile(
    r"(?<!\w)(?:est|sont|atteste|certifie|declare|reconnait|soussigne|presente|prononce|dument|delivree?|ci-dessous|ci-dessus|ci-apres)(?!\w)"
    r"|agence du numerique|agence de services"
)
_DATED = re.compile(
    r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)"
)  # « Échéance 17/08/2023 » over an address is no part of it
_PART = re.compile(r"[ \t]+[-/|·•][ \t]+|[,;|·•\t(]")


# What an establishment is: a box to tick, a label, no name unless words follow that say which.
_COMMON = re.compile(
    r"(?:pharmacie|officine|etablissement|cabinet|praticien|medecin|laboratoire|imagerie|radiologie|biologie|clinique|hopital"
    r"|centre|structure|societe|entreprise|organisme|client|fournisseur|editeur|distributeur|prestataire|beneficiaire|acheteur"
    r"|professionnel|liberal|medical|medicale|medico-social|medico-sociale|hospitalier|public|prive|ehpad|essms|ville|autre|x"
    r"|de|maison|residence|foyer|sante|soin|d'hebergement|d'accueil|d'imagerie)s?(?:\(s\))?"
    r"|facture|avoir|duplicata|original|copie|page|invoice|rechnung|gutschrift|factura|fattura|faktura|factuur"  # and what a page is
)
_JOINT = re.compile(r" ?(?:[/,;|]|(?<!\w)(?:et|ou|et/ou)(?!\w)) ?")


class Name(NamedTuple):
    """A name where it stands: the span of its first line, what it is, its own words; not sure when it may be cut."""

    start: int
    end: int
    value: str
    words: str
    sure: bool


def block_of(sheet: Sheet, cell: int, others: Set[int] = frozenset(), gap: float = GAP) -> list[int]:
    """Return the lines of the block that a cell is part of, top down: aligned with one another, close, at most nine on each side.

    It ends where one of the cells of `others` stands; `gap` is how many heights of a line may part the cell from what is over it.
    """
    above, below = _lines(sheet, cell, others, gap, upwards=True), _lines(sheet, cell, others, GAP, upwards=False)
    return [*reversed(above), cell, *below]


def opened_block(sheet: Sheet, cell: int, others: Set[int]) -> list[int]:
    """Return the lines of the block that a cell opens, top down; none where a line of its block stands over it."""
    if _lines(sheet, cell, others, GAP, upwards=True, most=1):
        return []
    return [cell, *_lines(sheet, cell, others, GAP, upwards=False)]


def holds_one_town(sheet: Sheet, block: Sequence[int]) -> bool:
    """Tell whether a block is one address: a line under its first is a street or a town, and one at most has a postcode."""
    lines = [sheet.words_of(line).strip() for line in block[1:]]
    return any(ADDRESS.match(line) for line in lines) and sum(map(bool, map(_TOWN.search, lines))) < 2


def _lines(
    sheet: Sheet, cell: int, others: Set[int], gap: float, *, upwards: bool, most: int = _MOST_LINES
) -> list[int]:
    lines: list[int] = []
    current = cell
    while len(lines) < most:
        height = max(sheet.usual_height, sheet.cells[current][5] - sheet.cells[current][3])
        near = next((sheet.above if upwards else sheet.below)(current, gap * height), None)
        if near is None or near in others or not _aligned(sheet, current, near):
            break
        lines.append(near)
        current, gap = near, GAP
    return lines


def lines_under(sheet: Sheet, cell: int) -> list[int]:
    """Return a cell and the lines of its block that stand under it."""
    lines = block_of(sheet, cell)
    return lines[lines.index(cell) :]


def _aligned(sheet: Sheet, one: int, other: int) -> bool:
    _, _, left, _, right, _ = sheet.cells[one]
    _, _, other_left, _, other_right, _ = sheet.cells[other]
    return abs(left - other_left) < _ASIDE or abs(left + right - other_left - other_right) < 2 * _ASIDE


def is_beside_a_name(folded: str) -> bool:
    """Tell whether a line of a block is an address, a number, a person, a legal form: what is never part of the name over it."""
    line = folded.strip(" \t-|·•,(")
    return bool(not line or ADDRESS.match(line) or _OTHER.match(line) or _FORMS.match(line))


def is_label(name: str, labels: Set[str]) -> bool:
    """Tell whether a name is none: a label, or only what an establishment is, « Pharmacie », « Établissement / praticien »."""
    parts = [part.strip(" :.-[]()*") for part in _JOINT.split(name)]
    return name.strip(" :.") in labels or all(
        part in labels or all(map(_COMMON.fullmatch, part.split())) for part in parts
    )


def is_worded_label(line: str, labels: Set[str]) -> bool:
    """Tell whether a line is a label, in one language or in two: « Banque », « Bank / Banque »."""
    return any(part.strip(" \t:.") in labels for part in line.split("/"))


def name_of(sheet: Sheet, start: int, end: int, lines: Sequence[int] = ()) -> Name | None:
    """Return the name that opens a span; `lines` are those that may carry it on, the span's own first."""
    start += len(sheet.folded[start:end]) - len(sheet.folded[start:end].lstrip(" \t:.-_*"))
    stop, whole = _first_part(sheet.folded[start:end])
    if stop < 2:
        return None
    spans = [(start, start + stop)]
    if start + stop < end and not sheet.folded[start + stop : end].strip(" \t"):
        stop = end - start
    if start + stop >= end:  # nothing of the line is left, so the name may go on under it
        for line in lines[1:3]:
            goes_on = _goes_on(sheet, spans, line)
            if goes_on is None:
                whole = False
            if not goes_on:
                break
            spans.append(sheet.cells[line][:2])
    if len(spans) > 1:
        kept, closed = _first_part(sheet.words_of(lines[len(spans) - 1]))
        spans[-1], whole = (spans[-1][0], spans[-1][0] + kept), whole and closed
    value = _joined(sheet.folded, spans)
    no_name = is_beside_a_name(value) and not _DOCTOR.match(value)
    if no_name or not _WORD.search(value) or _SENTENCE.search(value) or _DEPARTMENT.match(value):
        return None
    if _DATED.search(value) or _is_a_tail(value):
        return None
    words = _joined(sheet.text, spans)
    together = all(not sheet.folded[one[1] : two[0]].strip() for one, two in itertools.pairwise(spans))
    return Name(start, spans[-1][1] if together else spans[0][1], value, words, whole and _ends(value))


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the words of spans in one line; what a hyphen breaks is one word: « Villeneuve-les- » over « Prés »."""
    return " ".join(text[first:last].strip() for first, last in spans).replace("- ", "-")


def _is_a_tail(value: str) -> bool:
    """Tell whether words are the end of a remark that opens before them: « commande ») » under « Pour le client (« bon pour »."""
    return value.count(")") > value.count("(") or value.count('"') % 2 == 1


def _first_part(folded: str) -> tuple[int, bool]:
    """Return how long the name is that a line opens with, and whether that is surely all of it."""
    for mark in _PART.finditer(folded):
        rest = folded[mark.end() :]
        if is_beside_a_name(rest) or _DEPARTMENT.match(rest) or mark[0] in ("\t", "("):
            return len(folded[: mark.start()].rstrip()), True
        if mark[0] in (",", ";"):  # "Cabinet Martin, Dupont et associés" is one name, "Martin, expert" is not
            return len(folded[: mark.start()].rstrip()), False
    stripped = folded.rstrip(" .:_")
    if stripped[-1:] == "-" and stripped[-2:-1].isalnum():
        return len(stripped), True  # the word goes on under it
    return len(folded.rstrip(" .:-_")), True


def _goes_on(sheet: Sheet, spans: Sequence[tuple[int, int]], line: int) -> bool | None:
    """Tell whether a name goes on in the line under it; None when nobody could tell."""
    said = " ".join(sheet.folded[start:end] for start, end in spans).split()
    following = sheet.words_of(line)
    if said[-1] in _SMALL or said[-1].endswith(("-", "'")):
        return True
    if is_beside_a_name(following) or (closes(said) and following.split()[0] not in _JOINS):
        return False
    if _DEPARTMENT.match(following.strip()):
        return False if len(said) > 1 else None
    opening = following.split()[0].partition("'")[0]  # of "d'accueil", the small word "d"
    if opening in _ARTICLES:  # "Le Bourg" is where it stands, "Les Tilleuls" may be its name
        return None
    first = sheet.text[sheet.cells[line][0] :].lstrip()[:1]
    return True if first.islower() or opening in _SMALL else None


def closes(words: Sequence[str]) -> bool:
    """Tell whether the words of a name end with a company's form: « Opaléa SAS », « Lieferant GmbH »."""
    return len(words) > 1 and words[-1].replace(".", "") in _CLOSING


def _ends(value: str) -> bool:
    """Tell whether a name can end where it does: never after "de", "et" or a hyphen."""
    return value[-1] != "-" and value.split()[-1].strip(".") not in _SMALL - {"notre", "dame", "a"}
