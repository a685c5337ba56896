"""Listing number: the "numéro unique de référencement" of a solution, issued by the ANS when it is listed.

Its form is not public: it is an opaque reference, the same on every document, never refused unless it is empty. NIE,
NIL, order and invoice numbers are compared in the same way.

>>> examine("  ref-exemple   2024 / 0001 ")
Examined(compact='REF-EXEMPLE 2024 / 0001', valid=True, why=None, notes=('key_unchecked',))
>>> examine(" ").why
'empty'
"""

from __future__ import annotations

from validators.identifiers.examined import Examined, accepted, refused


def compact(text: str) -> str:
    """Return the reference in capitals, with single spaces, for comparison."""
    return " ".join(text.upper().split())


def examine(text: str) -> Examined:
    """Examine a listing number: there is one."""
    reference = compact(text)
    return accepted(reference, "key_unchecked") if reference else refused(reference, "empty")
