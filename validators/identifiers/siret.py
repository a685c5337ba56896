"""SIRET: the 14 digits of an establishment, SIREN then NIC, issued by INSEE (Code de commerce, art. R. 123-221).

Luhn key over the 14 digits, and the SIREN inside must be valid by itself: a false SIREN can hide in a number that
passes as a whole. Establishments of La Poste but its head office follow another rule (the sum of their digits is a
multiple of 5): python-stdnum knows it. Monaco numbers establishments with letters, such as MONACOCONFO001. No public
text gives their structure: 14 letters and digits that start with MONACO are accepted, with the note `monaco`.

>>> examine("732 829 320 00074").valid
True
>>> examine("356 000 000 49837")
Examined(compact='35600000049837', valid=True, why=None, notes=('siren_la_poste',))
>>> examine("11122233344455").why
'siren_part'
>>> examine("MONACOCONFO001").notes
('monaco', 'key_unchecked')
"""

from __future__ import annotations

import re

from stdnum.fr import siret

from validators.identifiers import siren
from validators.identifiers.examined import Examined, accepted, digits_fault, refused, tight

LENGTH = 14
LA_POSTE = "356000000"
_MONACO = re.compile(r"MONACO[A-Z0-9]{8}")


def compact(text: str) -> str:
    """Return the number without separators."""
    return tight(text)


def examine(text: str) -> Examined:
    """Examine a SIRET: 14 digits, valid SIREN, key of the whole; or the shape Monaco uses."""
    number = compact(text)
    if _MONACO.fullmatch(number):
        return accepted(number, "monaco", "key_unchecked")
    why = digits_fault(number, LENGTH)
    if why is None and not siren.examine(number[: siren.LENGTH]).valid:
        why = "siren_part"
    if why is None and not siret.is_valid(number):
        why = "key"
    if why:
        return refused(number, why)
    return accepted(number, "siren_la_poste") if number.startswith(LA_POSTE) else accepted(number)
