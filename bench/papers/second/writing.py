"""Writes days, sums, numbers and addresses the ways that the issuers of the second set do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from fixtures.formats import MONTHS, NBSP
from fixtures.sample import Address, Company

_DAYS = {
    "slash": "%d/%m/%Y",
    "short": "%d/%m/%y",
    "dot": "%d.%m.%Y",
    "short_dot": "%d.%m.%y",
    "dash": "%d-%m-%Y",
    "iso": "%Y-%m-%d",
}
# thousands separator, decimal mark, what follows
_SUMS = {
    "sign": (NBSP, ",", f"{NBSP}€"),
    "tight": (" ", ",", "€"),
    "dots": (".", ",", " EUR"),
    "eur": (" ", ",", " EUR"),
    "euros": (" ", ",", " euros"),
    "bare": (" ", ",", ""),
    "comma": ("", ",", ""),
    "point": ("", ".", ""),
    "point_sign": ("", ".", " €"),
}
_SIRETS = {"whole": (14,), "threes": (3, 3, 3, 5), "nine": (9, 5)}
_VATS = {"whole": (13,), "country": (2, 11), "key": (4, 9), "spread": (2, 2, 3, 3, 3), "threes": (4, 3, 3, 3)}
_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How one issuer writes: its dates, sums, SIRETs and VAT numbers as the tables above name them, its IBANs in fours or not."""

    date: str
    amount: str
    siret: str
    vat: str
    fours: bool

    def day(self, value: date) -> str:
        """Write a day."""
        if self.date == "long":
            return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]} {value.year}"
        return value.strftime(_DAYS[self.date])

    def euros(self, value: Decimal) -> str:
        """Write a sum, with the currency where this issuer writes it."""
        thousands, mark, after = _SUMS[self.amount]
        whole, cents = f"{value:,.2f}".split(".")
        return f"{whole.replace(',', thousands)}{mark}{cents}{after}"

    def siret_of(self, number: str) -> str:
        """Write a SIRET."""
        return grouped(number, _SIRETS[self.siret])

    def vat_of(self, number: str) -> str:
        """Write a French VAT number."""
        return grouped(number, _VATS[self.vat])

    def iban_of(self, number: str) -> str:
        """Write an IBAN."""
        return grouped(number, (4,)) if self.fours else number


def draw_hand(rng: Random, *, dates: str, amounts: str, sirets: str = "whole threes nine") -> Hand:
    """Draw an issuer's habits from the names given, separated by spaces."""
    return Hand(
        date=rng.choice(dates.split()),
        amount=rng.choice(amounts.split()),
        siret=rng.choice(sirets.split()),
        vat=rng.choice(tuple(_VATS)),
        fours=rng.random() < 0.7,
    )


def grouped(number: str, sizes: tuple[int, ...], separator: str = " ") -> str:
    """Cut a number into groups of these sizes; the last size does for what is left."""
    groups, start = [], 0
    for size in sizes:
        groups.append(number[start : start + size])
        start += size
    while start < len(number):
        groups.append(number[start : start + sizes[-1]])
        start += sizes[-1]
    return separator.join(group for group in groups if group)


def town(address: Address, *, upper: bool = False) -> str:
    """Write the line of the postcode."""
    return f"{address.postcode} {address.city.upper() if upper else address.city}"


def lines_of(address: Address, *, upper: bool = False) -> tuple[str, ...]:
    """Write an address as the lines of an envelope."""
    return (*address.lines, town(address, upper=upper))


def capital(company: Company) -> str:
    """Write a company's capital."""
    return f"{company.capital:,} €".replace(",", " ")


def spelled(number: int) -> str:
    """Write a whole number below a million in French words."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        if ten in (7, 9):
            ten, unit = ten - 1, unit + 10
        if unit == 0:
            return _TENS[ten] + ("s" if ten == 8 else "")
        return _TENS[ten] + (" et " if unit in (1, 11) and ten != 8 else "-") + _UNITS[unit]
    if number < 1000:
        hundred, rest = divmod(number, 100)
        head = "cent" if hundred == 1 else f"{_UNITS[hundred]} cent"
        return f"{head} {spelled(rest)}" if rest else head + ("s" if hundred > 1 else "")
    thousand, rest = divmod(number, 1000)
    head = spelled(thousand)
    if head.endswith(("cents", "vingts")):  # no plural before « mille »
        head = head[:-1]
    head = "mille" if thousand == 1 else f"{head} mille"
    return f"{head} {spelled(rest)}" if rest else head


def sum_in_words(value: Decimal) -> str:
    """Write a sum below a million euros in French words."""
    euros, cents = divmod(int(value * 100), 100)
    words = f"{spelled(euros)} euros"
    return f"{words} et {spelled(cents)} {'centime' if cents == 1 else 'centimes'}" if cents else words


def day_in_words(value: date) -> str:
    """Write a day in French words."""
    number = "premier" if value.day == 1 else spelled(value.day)
    return f"{number} {MONTHS[value.month - 1]} {spelled(value.year)}"
