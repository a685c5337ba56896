"""The SIRETs, SIRENs and VAT numbers of a page, whoever's they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.understanding.values import identifiers
from pipeline.understanding.values.found import Found
from validators.identifiers import EXAMINERS

Number = tuple[str, Found]  # the type of an identifier and where it stands

_SIRET_LABEL = re.compile(r"siret(?<!\wsiret)(?!\w)[^\n\d]{0,25}")
_BROKEN_SIRET = re.compile(r"\d(?:[ \t.]?\d){2,12}[ \t]*\n[ \t]*\d(?:[ \t.]?\d){0,10}(?!\w|[.,]\d)")
_NIC = "00"  # begins nearly every establishment's own figures, and no postal code
_SIREN_LABEL = re.compile(
    r"[sr](?<!\w.)(?:(?<=s)iren|(?<=r)\.?c\.?s\.?(?:[ \t]+[a-z' .-]{2,30}?(?:[ \t]+[a-d])?)?)[ \t]*(?:no|:)?[ \t:.]*(?=\d)"
)
_BEFORE_RCS = re.compile(r"(\d(?<![\w.,]\d)(?:[ .]?\d){8})[ \t]*-?[ \t]*r\.?c\.?s(?!\w)")


def party_numbers(folded: str) -> Iterator[Number]:
    """Yield the SIRETs, VAT numbers and labelled SIRENs of a page, none inside another."""
    vat_numbers = identifiers.vat_number(folded)
    sure = {found.start for found in vat_numbers if EXAMINERS["vat_number"](str(found.value)).valid}
    ibans = identifiers.iban(folded)
    # A VAT number and the words on the line after it have the look of an IBAN.
    taken = [(one.start, one.end) for one in ibans if one.start not in sure or EXAMINERS["iban"](str(one.value)).valid]

    def free(found: Found) -> bool:
        if overlaps(found, taken):
            return False
        taken.append((found.start, found.end))
        return True

    for found in vat_numbers:
        if free(found):
            yield "vat_number", found
    for found in identifiers.free_siret(folded):
        if free(found):
            yield "siret", found
    for label in _SIRET_LABEL.finditer(folded):
        near = folded[label.end() : label.end() + 24]
        broken = _over_two_lines(folded, label.end())
        if broken and free(broken):
            yield "siret", broken
            continue
        for found in identifiers.siret(near)[:1]:
            moved = found.moved(label.end())
            if found.start < 3 and free(moved):
                yield "siret", moved
    for label in _SIREN_LABEL.finditer(folded):
        for found in identifiers.siren(folded[label.end() : label.end() + 14])[:1]:
            moved = found.moved(label.end())
            if found.start < 2 and free(moved):
                yield "siren", moved

    for match in _BEFORE_RCS.finditer(folded):
        found = Found(match.start(1), match.end(1), "".join(filter(str.isdigit, match[1])))
        if free(found):
            yield "siren", found


def _over_two_lines(folded: str, start: int) -> Found | None:
    """Return the SIRET that stands at a place and goes on on the next line, when its keys hold."""
    match = _BROKEN_SIRET.match(folded, start)
    value = "".join(filter(str.isdigit, match[0])) if match else ""
    if match is None or not value.startswith(_NIC, 9) or not EXAMINERS["siret"](value).valid:
        return None
    return Found(match.start(), match.end(), value)


def overlaps(found: Found, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a value shares a character with one of some spans."""
    return any(start < found.end and found.start < end for start, end in spans)


def siren_in(number: Number) -> str:
    """Return the nine digits that a SIRET, a SIREN or a VAT number holds of its entity."""
    name, found = number
    return str(found.value)[4:13] if name == "vat_number" else str(found.value)[:9]
