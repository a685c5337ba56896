"""MSSanté address: the secure e-mail address of a professional or an organisation, issued by an MSSanté operator.

Only the shape of an e-mail address is examined: the list of domains of the trust space is not public here, so every
valid address carries the note `domain_unchecked`.

>>> examine("Secretariat@Clinique-Exemple.mssante.fr")
Examined(compact='secretariat@clinique-exemple.mssante.fr', valid=True, why=None, notes=('domain_unchecked',))
>>> examine("secretariat.clinique-exemple.mssante.fr").why
'shape'
"""

from __future__ import annotations

import re

from validators.identifiers.examined import Examined, accepted, refused

_LONGEST = 254  # RFC 5321
_BEFORE = re.compile(r"^(?:mailto:|[<\s])+")
_AFTER = " \t\n\r\xa0\u202f>,;."
_WORD = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SHAPE = re.compile(rf"(?=[^@]{{1,64}}@){_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+[a-z]{{2,63}}")


def compact(text: str) -> str:
    """Return the address in small letters, without what surrounds it (mailto:, brackets, a full stop)."""
    return _BEFORE.sub("", text.lower()).rstrip(_AFTER)


def examine(text: str) -> Examined:
    """Examine the shape of an MSSanté address."""
    address = compact(text)
    if not address:
        return refused(address, "empty")
    if len(address) > _LONGEST:
        return refused(address, "length")
    if not address.isascii():
        return refused(address, "characters")
    return accepted(address, "domain_unchecked") if _SHAPE.fullmatch(address) else refused(address, "shape")
