"""BIC: the 8 or 11 characters that name a bank or a branch, issued by SWIFT (ISO 9362).

4 letters or digits, a country code, 2 letters or digits, then nothing or 3 more for the branch; XXX means the head
office and says nothing more than 8 characters do. Only the shape and the country are examined, not whether the bank
exists. French overseas territories have codes of their own beside French IBANs: they are not `foreign`.

>>> examine("PSSTFRPPPAR").valid
True
>>> compact("bnpa fr pp xxx")
'BNPAFRPP'
>>> examine("BNPAFRP").why
'length'
>>> examine("DEUTDEFF").notes
('foreign',)
"""

from __future__ import annotations

from validators.identifiers.examined import Examined, accepted, refused, tight

FRENCH_COUNTRIES = frozenset({"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF"})
_HEAD_OFFICE = "XXX"
_REASONS = {"InvalidLength": "length", "InvalidCountryCode": "country"}


def compact(text: str) -> str:
    """Return the code without separators, in 8 characters when its branch is the head office."""
    code = tight(text)
    return code[:8] if len(code) == 11 and code.endswith(_HEAD_OFFICE) else code


def examine(text: str) -> Examined:
    """Examine a BIC: characters, length, shape, country."""
    code = compact(text)
    why = _fault(code)
    if why:
        return refused(code, why)
    country = code[4:6]
    if country == "MC":
        return accepted(code, "monaco")
    return accepted(code) if country in FRENCH_COUNTRIES else accepted(code, "foreign")


def _fault(code: str) -> str | None:
    if not code:
        return "empty"
    if not (code.isascii() and code.isalnum()):
        return "characters"
    from schwifty import BIC  # here because it takes 80 ms, which most commands do not need
    from schwifty.exceptions import SchwiftyException

    try:
        BIC(code)
    except SchwiftyException as error:
        return _REASONS.get(type(error).__name__, "shape")
    return None
