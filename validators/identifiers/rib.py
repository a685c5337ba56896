"""RIB: the four boxes of a French account (bank 5, branch 5, account 11, key 2), issued by the holder's bank.

The same 23 characters end the French IBAN. Key = 97 - ((89 x bank + 15 x branch + 3 x account) mod 97), letters
counted as digits (A, J = 1; B, K, S = 2...), computed by schwifty. Written in one run the boxes are a number like any
other; printed apart they are a second reading of the IBAN, which its own check digits cannot replace.

>>> examine("20041 01005 0500013M026 06").valid
True
>>> examine("20041 01005 0500013M026 07").why
'rib_key'
>>> of_iban("FR14 2004 1010 0505 0001 3M02 606")
'20041010050500013M02606'
>>> to_iban("20041 01005 0500013M026 06")
'FR1420041010050500013M02606'
>>> boxes_agree("FR14 2004 1010 0505 0001 3M02 606", "20041", "01005", "0500013M026", "60").why
'key_differs'
"""

from __future__ import annotations

import re

from validators.identifiers import iban as iban_module
from validators.identifiers.examined import Examined, accepted, refused, tight

LENGTH = 23
_SHAPE = re.compile(r"[0-9]{10}[A-Z0-9]{11}[0-9]{2}")
_BOXES = (("bank", 0, 5), ("branch", 5, 10), ("account", 10, 21), ("key", 21, 23))


def compact(text: str) -> str:
    """Return the four boxes in one run, without separators."""
    return tight(text)


def examine(text: str) -> Examined:
    """Examine the four boxes written in one run: shape and key."""
    number = compact(text)
    why = _fault(number)
    return refused(number, why) if why else accepted(number)


def of_iban(iban: str) -> str | None:
    """Return the four boxes that an IBAN of the French form holds, `None` for another form."""
    number = iban_module.compact(iban)
    french = number.startswith(iban_module.FRENCH_FORM) and _SHAPE.fullmatch(number[4:])
    return number[4:] if french else None


def to_iban(boxes: str) -> str | None:
    """Return the French IBAN whose boxes these are, `None` when their shape or key is wrong."""
    number = compact(boxes)
    if _fault(number):
        return None
    from schwifty import IBAN

    return str(IBAN.from_bban("FR", number))


def boxes_agree(iban: str, bank: str, branch: str, account: str, key: str) -> Examined:
    """Compare four printed boxes with an IBAN: valid when each box is the IBAN's and the key is right.

    A box printed without its leading zeros is completed, with the note `padded_zero`.
    """
    printed = tuple(compact(box) for box in (bank, branch, account, key))
    widths = tuple(end - start for _, start, end in _BOXES)
    padded = tuple(box.zfill(width) for box, width in zip(printed, widths, strict=True))
    number = "".join(padded)
    notes = ("padded_zero",) if padded != printed else ()
    expected = of_iban(iban)
    if not all(printed) or not iban_module.compact(iban):
        return refused(number, "empty")
    if any(len(box) != width for box, width in zip(padded, widths, strict=True)):
        return refused(number, "length")
    if expected is None:
        return refused(number, "country", *notes)
    for name, start, end in _BOXES:
        if number[start:end] != expected[start:end]:
            return refused(number, f"{name}_differs", *notes)
    why = _fault(number)
    return refused(number, why, *notes) if why else accepted(number, *notes)


def _fault(number: str) -> str | None:
    if not number:
        return "empty"
    if not (number.isascii() and number.isalnum()):
        return "characters"
    if len(number) != LENGTH:
        return "length"
    if not _SHAPE.fullmatch(number):
        return "shape"
    if not number[:-2].strip("0"):
        return "all_zero"
    from schwifty import BBAN  # here because it takes 80 ms, which most commands do not need
    from schwifty.exceptions import InvalidBBANChecksum

    try:
        BBAN("FR", number).validate_national_checksum()
    except InvalidBBANChecksum:
        return "rib_key"
    return None
