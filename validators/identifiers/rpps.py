"""RPPS: the 11 digits of a health professional, issued by the professional orders and the ANS (répertoire RPPS).

The last digit is a Luhn key: no public text says so and pseudonymised samples break it, so a wrong key (`key`) is told
apart from a wrong form. On professional cards the number stands behind an 8, as the 12 digits of the national
identifier: that 8 is taken off, with the note `leading_8_stripped`.

>>> examine("10999760092").valid
True
>>> examine("10999760093").why
'key'
>>> examine("810999760092")
Examined(compact='10999760092', valid=True, why=None, notes=('leading_8_stripped',))
"""

from __future__ import annotations

import re

from stdnum import luhn

from validators.identifiers.examined import Examined, accepted, digits_fault, refused, tight

LENGTH = 11
_NATIONAL_IDENTIFIER = re.compile(r"8[0-9]{11}")


def compact(text: str) -> str:
    """Return the number without separators and without the 8 of the national identifier."""
    number = tight(text)
    return number[1:] if _NATIONAL_IDENTIFIER.fullmatch(number) else number


def examine(text: str) -> Examined:
    """Examine an RPPS number: form first, then key."""
    number = compact(text)
    notes = () if number == tight(text) else ("leading_8_stripped",)
    why = digits_fault(number, LENGTH)
    if why is None and not luhn.is_valid(number):
        why = "key"
    return refused(number, why, *notes) if why else accepted(number, *notes)
