"""SIREN: the 9 digits of a French legal entity, issued by INSEE (Code de commerce, art. R. 123-221).

The last digit is a Luhn key over the nine; the formula is python-stdnum's. Nine zeros pass it and belong to nobody.

>>> examine("732 829 320").valid
True
>>> examine("732829321").why
'key'
>>> examine("000000000").why
'all_zero'
"""

from __future__ import annotations

from stdnum.fr import siren

from validators.identifiers.examined import Examined, accepted, digits_fault, refused, tight

LENGTH = 9


def compact(text: str) -> str:
    """Return the number without separators."""
    return tight(text)


def examine(text: str) -> Examined:
    """Examine a SIREN: 9 digits, not all zeros, Luhn key."""
    number = compact(text)
    why = digits_fault(number, LENGTH)
    if why is None and not siren.is_valid(number):
        why = "key"
    return refused(number, why) if why else accepted(number)
