"""Spans that have the look of an identifier; whether it is valid is for `validators/identifiers` to say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.understanding.values.found import Found

_GAP = r"[ \t.\-]?"
# What may not stand before is looked at after the first characters: a pattern that begins by them is found much faster.
_SIRET = re.compile(rf"\d(?<![\w.,]\d)(?:{_GAP}\d){{13}}(?![\w]|[.,]\d)")
_LOOSE_SIRET = re.compile(r"(?<![\w])(?:\d(?:[ \t.]?\d){9,16}|monaco[0-9a-z]{8})(?!\w)")
_SIREN = re.compile(rf"(?<![\w.,])\d(?:{_GAP}\d){{8}}(?![\w]|[ \t.]?\d)")
_VAT = re.compile(rf"fr(?<!\wfr){_GAP}[0-9a-z]{{2}}(?:{_GAP}\d){{7,10}}(?!\w)")
# A VAT number, « SIRET » on the next line and its first nine digits have as many characters as an IBAN.
_IBAN_FR = re.compile(r"[fm][rc](?<=fr|mc)(?<!\w..)[ \t]?\d{2}(?:(?:[ \t.\-]|\n(?![a-z]{3}))?[0-9a-z]){23}(?![0-9a-z])")
_LABEL = re.compile(r"sire[nt]|finess|rpps")  # « TVA FR25876146846 SIRET 952 132 918 00022 » is as long as an IBAN
_COUNTRY = re.compile(r"\d(?<=[a-z][a-z]\d)(?<!\w...)\d")  # the digits of "de89", seldom seen: letters are not
_IBAN_ANY = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?:[ \t.\-]?(?=[0-9a-z]*\d)[0-9a-z]{1,5}(?![a-z])){2,8}")
_BIC = re.compile(r"(?<!\w)[a-z]{4}[ \t]?[a-z]{2}[ \t]?[0-9a-z]{2}(?:[ \t]?[0-9a-z]{3})?(?!\w)")
# Where payments in euros reach, French territories with codes of their own included: of a BIC without a figure, what tells it from a word.
_BANKS_STAND_IN = re.compile(
    r"[a-z]{4}(?:a[dlt]|b[egl]|c[hyz]|d[ek]|e[es]|f[ir]|g[bfgipr]|h[ru]|i[emst]|je|l[iutv]|m[cdefkqt]|nc|nl|no|p[flmt]|r[eos]|s[eikm]|tf"
    r"|va|wf|yt)"
)
# Of nine characters a narrow last one may stand in a cell of its own; fewer than eight are the rest of one the layout has cut.
_FINESS = re.compile(r"(?<!\w)\d[0-9ab](?:(?:[ \t]?\d){7}(?! ?\w)|(?: ?\d){6,8}(?!\w))")
# An IBAN's beginning: what follows it is its end, not a SIRET whose keys hold by chance.
_OF_ACCOUNT = re.compile(r"fr ?76(?:[ \t.\-]?\d){0,20}[ \t.\-]?\Z")
_LONGEST_ACCOUNT = 40  # characters
_DATE = re.compile(r"(?<!\d)\d{2}([.\-])\d{2}\1\d{4}(?!\d)")
_RPPS = re.compile(r"(?<!\w)\d(?: ?\d){7,13}(?!\w)")
_REST_OF_MAIL = re.compile(r"\n([a-z0-9.-]{1,40})(?![\w@])")
_SHORTEST_DOMAIN = 2  # letters of a country
MSSANTE = ".mssante.fr"
_MAIL = re.compile(r"[a-z0-9._%+'-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}")


def _spans(pattern: re.Pattern[str], folded: str) -> list[Found]:
    return [_identifier(match) for match in pattern.finditer(folded)]


def _identifier(match: re.Match[str]) -> Found:
    words = match[0] if match[0].isalnum() else "".join(filter(str.isalnum, match[0]))
    return Found(match.start(), match.end(), words.upper())


def siret(folded: str) -> list[Found]:
    """Find what stands for a SIRET after its label: 14 digits, or about that many when one was lost."""
    return free_siret(folded) or _spans(_LOOSE_SIRET, folded)


def free_siret(folded: str) -> list[Found]:
    """Find 14 digits that stand alone, label or not; a number and a date beside it, or one with dots and dashes, are none."""
    return [
        _identifier(match)
        for match in _SIRET.finditer(folded)
        if not _DATE.search(match[0])
        and not ("." in match[0] and "-" in match[0])
        and not _OF_ACCOUNT.search(folded, max(0, match.start() - _LONGEST_ACCOUNT), match.start())
    ]


def siren(folded: str) -> list[Found]:
    """Find 9 digits that stand alone."""
    return _spans(_SIREN, folded)


def vat_number(folded: str) -> list[Found]:
    """Find FR, two characters and about nine digits."""
    return _spans(_VAT, folded)


def iban(folded: str) -> list[Found]:
    """Find IBANs: the French ones by their exact length, others by the look of their groups."""
    found = [_identifier(match) for match in _IBAN_FR.finditer(folded) if not _LABEL.search(match[0])]
    taken = [(item.start, item.end) for item in found]
    for item in _any_iban(folded):
        value = str(item.value)
        enough = 25 if value.startswith(("FR", "MC")) else 15  # fewer characters are a piece of one, cut by the layout
        if len(value) >= enough and not any(start < item.end and item.start < end for start, end in taken):
            found.append(item._replace(value=value[:34]))
    return found


def _any_iban(folded: str) -> Iterator[Found]:
    end = 0
    for digits in _COUNTRY.finditer(folded):
        start = digits.start() - 2
        match = _IBAN_ANY.match(folded, start) if start >= end else None
        if match is not None:
            end = match.end()
            yield _identifier(match)


def bic(folded: str) -> list[Found]:
    """Find 8 or 11 characters that could be a BIC; only trusted right after its label: « BIC - Identifiant … » has such words."""
    found = _spans(_BIC, folded)
    return [one for one in found if not str(one.value).isalpha() or _BANKS_STAND_IN.match(str(one.value).lower())]


def finess(folded: str) -> list[Found]:
    """Find 8 to 10 characters that stand for a FINESS after its label."""
    return _spans(_FINESS, folded)


def rpps(folded: str) -> list[Found]:
    """Find 8 to 14 digits that stand for an RPPS after its label."""
    return _spans(_RPPS, folded)


def adeli(folded: str) -> list[Found]:
    """Find about nine characters that stand for an ADELI number after its label."""
    return _spans(_FINESS, folded)


def mail_address(folded: str) -> list[Found]:
    """Find e-mail addresses; one that the end of its line cuts is told when its rest makes it a MSSanté address."""
    return [found for match in _MAIL.finditer(folded) if (found := _address(match, folded))]


def _address(match: re.Match[str], folded: str) -> Found | None:
    last = match[0].rpartition(".")[2]
    if len(last) >= _SHORTEST_DOMAIN and not last.endswith("-") and not folded.startswith("\n.", match.end()):
        return Found(match.start(), match.end(), match[0].strip("'.-"))
    rest = _REST_OF_MAIL.match(folded, match.end())
    whole = match[0] + rest[1] if rest else ""
    return Found(match.start(), rest.end(), whole) if rest and whole.endswith(MSSANTE) else None
