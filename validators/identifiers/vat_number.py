"""VAT number: FR, a key of two characters and the SIREN, issued by the French tax office (CGI, art. 286 ter).

Numeric key = (12 + 3 x (SIREN mod 97)) mod 97; newer keys may hold letters, python-stdnum knows their formula too.
Monaco shares the French form with numbers that begin with 000 and are no SIREN. Numbers of other members of the Union
are examined by their own country's formula and noted `foreign`.

>>> examine("FR 44 732 829 320").valid
True
>>> compact("44 732829320")
'FR44732829320'
>>> examine("FR 45 732 829 320").why
'key'
>>> examine("BE 0403.019.261").notes
('foreign',)
"""

from __future__ import annotations

import re

from stdnum.eu import vat
from stdnum.fr import tva

from validators.identifiers import siren
from validators.identifiers.examined import Examined, accepted, refused, tight

LENGTH = 13
_KEY_AND_SIREN = re.compile(r"(?![A-Z]{2})[0-9A-HJ-NP-Z]{2}[0-9]{9}")  # two letters would be a country's
_FRENCH = re.compile(r"FR[0-9A-HJ-NP-Z]{2}[0-9]{9}")  # the letters I and O are never used


def compact(text: str) -> str:
    """Return the number without separators, with the prefix FR that documents sometimes leave out."""
    number = tight(text)
    return f"FR{number}" if _KEY_AND_SIREN.fullmatch(number) else number


def examine(text: str) -> Examined:
    """Examine a VAT number: shape, SIREN part and key."""
    number = compact(text)
    if not number:
        return refused(number, "empty")
    if not (number.isascii() and number.isalnum()):
        return refused(number, "characters")
    if not number.startswith("FR"):
        return _examine_foreign(number)
    if len(number) != LENGTH:
        return refused(number, "length")
    if not _FRENCH.fullmatch(number):
        return refused(number, "shape")
    return _examine_french(number)


def _examine_french(number: str) -> Examined:
    part = number[4:]
    monaco = part.startswith("000")
    if not part.strip("0"):
        return refused(number, "all_zero")
    if not monaco and not siren.examine(part).valid:
        return refused(number, "siren_part")
    if not tva.is_valid(number):
        return refused(number, "key")
    return accepted(number, "monaco") if monaco else accepted(number)


def _examine_foreign(number: str) -> Examined:
    if not _of_another_member(number):
        return refused(number, "country")
    return accepted(number, "foreign") if vat.is_valid(number) else refused(number, "key", "foreign")


def _of_another_member(number: str) -> bool:
    prefix = number[:2].lower()
    return prefix != "fr" and (prefix == "el" or prefix in vat.MEMBER_STATES)
