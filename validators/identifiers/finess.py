"""FINESS: the 9 characters of a health or social establishment, or of the entity that runs it (national FINESS register).

Two characters for the department, 2A and 2B in Corsica, then digits. The last digit is a Luhn key: no public text says
so, it was found true of every number tried, so a wrong key (`key`) is told apart from a wrong form (`characters`,
`length`, `all_zero`). How the letters of Corsica count in the key is not known: their form alone is examined.
Spreadsheets drop a leading zero: 8 digits whose key is right are completed, with the note `padded_zero`.

>>> examine("750 712 184").valid
True
>>> examine("750712185").why
'key'
>>> examine("10000024")
Examined(compact='010000024', valid=True, why=None, notes=('padded_zero',))
>>> examine("2A0000014").notes
('corsica_key_unchecked',)
"""

from __future__ import annotations

import re

from stdnum import luhn

from validators.identifiers.examined import Examined, accepted, digits_fault, refused, tight

LENGTH = 9
_CORSICAN = re.compile(r"2[AB][0-9]{7}")
_SHORTENED = re.compile(r"[1-9][0-9]{7}")  # departments 01 to 09


def compact(text: str) -> str:
    """Return the number without separators, with the leading zero that a spreadsheet may have dropped."""
    number = tight(text)
    # A zero in front does not change a Luhn sum: a right key tells a dropped zero from a digit missing elsewhere.
    return f"0{number}" if _SHORTENED.fullmatch(number) and luhn.is_valid(number) else number


def examine(text: str) -> Examined:
    """Examine a FINESS: form first, then key."""
    number = compact(text)
    if _CORSICAN.fullmatch(number):
        return accepted(number, "corsica_key_unchecked") if number[2:].strip("0") else refused(number, "all_zero")
    why = digits_fault(number, LENGTH)
    if why is None and not luhn.is_valid(number):
        why = "key"
    if why:
        return refused(number, why)
    return accepted(number) if number == tight(text) else accepted(number, "padded_zero")
