"""Amounts in euros and rates, as French documents print them: 1 234,56 €, 1.234,56 EUR, 1234.56, € 1 234,56."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.understanding.values.found import Found

_CURRENCY = r"(?:€|eur(?:os?)?\b)"
_PERCENT = r"(?:%|p\. ?100\b|pour cent\b)"
_AMOUNT = re.compile(
    rf"(?<![\w/])(?<!\d[.,])(?<!version )(?<!version : )(?P<before>{_CURRENCY} ?)?(?P<sign>[-+] ?)?"
    r"(?P<number>\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d{1,2}(?!\d))?)"
    rf"(?P<after> ?{_CURRENCY})?(?![\w/%])(?![.,]\d)(?! ?{_PERCENT})"
)
_BASIS = re.compile(r"[ \t]?\(?(?:(?P<excl>ht\b|h\.t\.?|hors taxes?)|(?P<incl>ttc\b|t\.t\.c\.?|toutes taxes))")
# « 1?000,00 € »: a space that the font cannot draw parts the thousands, and what stands before it is lost. None begins with zeros.
_CUT = re.compile(r"\d[?\ufffd]\Z")
_TAIL = re.compile(r"0\d")
_DIGIT, _CENTS, _GAP = re.compile(r"\d"), re.compile(r"[.,](\d{1,2})$"), re.compile(r"[ .,']")
_USUAL = re.compile(r"(?:\d{1,3}(?: \d{3})+|\d+),\d\d")
# A dash after an amount parts it from the next one: "24 000,00 € HT – 28 800,00 € TTC".
_PARTED = re.compile(rf"\d ?(?:{_CURRENCY}(?: ?(?:ht|ttc))?|(?:ht|ttc)) ?\Z")
_RATE = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,3})?) ?" + _PERCENT)


def decimal(number: str) -> Decimal | None:
    """Read the digits of an amount, whatever parts its thousands; None when the grouping makes no sense.

    >>> decimal("1 234,56"), decimal("1.234,56"), decimal("1,234.56"), decimal("12.000")
    (Decimal('1234.56'), Decimal('1234.56'), Decimal('1234.56'), Decimal('12000'))
    """
    if _USUAL.fullmatch(number):
        return Decimal(number.replace(" ", "").replace(",", "."))
    mark = _CENTS.search(number)
    whole, cents = (number[: mark.start()], mark.group(1)) if mark else (number, "")
    groups = _GAP.split(whole)
    if len(groups) > 1 and (len(set(_GAP.findall(whole))) > 1 or any(len(group) != 3 for group in groups[1:])):
        return None
    if mark and len(groups) > 1 and whole[len(groups[0])] == mark.group()[0]:
        return None
    return Decimal("".join(groups) + ("." + cents if cents else ""))


def find(folded: str) -> list[Found]:
    """Find every amount that carries two decimals or a currency; a bare whole number is none, what may be the end of one in doubt."""
    found: list[Found] = []
    if _DIGIT.search(folded) is None:
        return found
    for match in _AMOUNT.finditer(folded):
        number = match["number"]
        if number[-3:-2] not in (".", ",") and not (match["before"] or match["after"]):
            continue
        value = decimal(number)
        if value is None:
            continue
        if match["sign"] and match["sign"][0] == "-" and not _PARTED.search(folded[: match.start("sign")][-16:]):
            value = -value
        basis = _BASIS.match(folded, match.end())
        cut = _TAIL.match(number) or _CUT.search(folded[: match.start("number")][-2:])
        found.append(
            Found(
                match.start(),
                match.end(),
                value,
                doubt="cut" if cut else None,
                basis=None if basis is None else ("excl" if basis["excl"] else "incl"),
            )
        )
    return found


def rates(folded: str) -> list[Found]:
    """Find every percentage."""
    return [Found(match.start(), match.end(), Decimal(match[1].replace(",", "."))) for match in _RATE.finditer(folded)]
