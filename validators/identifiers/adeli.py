"""ADELI: the 9 characters of a health professional in the register that RPPS is replacing, issued by the ARS.

Two characters for the department, one for the profession, five for the rank, one for the key. Some departments have a
letter: 2A and 2B in Corsica, 9A and the following overseas. No text gives the rule of the key: the form alone is
examined and every valid number carries the note `key_unchecked`.

>>> examine("75 93 0000 1")
Examined(compact='759300001', valid=True, why=None, notes=('key_unchecked',))
>>> examine("2A9300001").valid
True
>>> examine("7593000").why
'length'
"""

from __future__ import annotations

import re

from validators.identifiers.examined import Examined, accepted, digits_fault, refused, tight

LENGTH = 9
_LETTERED_DEPARTMENT = re.compile(r"(?:2[AB]|9[A-F])[0-9]{7}")


def compact(text: str) -> str:
    """Return the number without separators."""
    return tight(text)


def examine(text: str) -> Examined:
    """Examine the form of an ADELI number."""
    number = compact(text)
    digits = number[2:] if _LETTERED_DEPARTMENT.fullmatch(number) else number
    why = digits_fault(digits, LENGTH - 2 if digits != number else LENGTH)
    return refused(number, why) if why else accepted(number, "key_unchecked")
