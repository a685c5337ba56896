"""IBAN: the international number of a bank account, issued by the holder's bank (ISO 13616).

French form: FR, 2 check digits, bank 5, branch 5, account 11, RIB key 2. Both keys are checked, through schwifty. For
an account without letters they are one equation and the check digits of every genuine number are 76: other digits that
pass mod 97 betray a wrong RIB key (`impossible_check_digits`). Monaco has the French form. Elsewhere only mod 97 and the
form are checked: national keys have exceptions, and a genuine account must not be refused. A bank code that
schwifty's partial list lacks is only a note.

>>> examine("IBAN FR14 2004 1010 0505 0001 3M02 606").valid
True
>>> examine("FR14 2004 1010 0505 0001 3M02 607").why
'key'
>>> examine("FR49 3000 6000 0112 3456 7890 190").why
'impossible_check_digits'
>>> examine("DE89 3704 0044 0532 0130 00").notes
('foreign',)
"""

from __future__ import annotations

import re

from validators.identifiers.examined import Examined, accepted, refused, tight

FRENCH_FORM = ("FR", "MC")  # French overseas territories use FR
_PREFIX = re.compile(r"^(?:IBAN:?)+")  # no country is called IB
_REASONS = {
    "InvalidCountryCode": "country",
    "InvalidLength": "length",
    "InvalidChecksumDigits": "key",
    "InvalidBBANChecksum": "rib_key",
}


def compact(text: str) -> str:
    """Return the number without separators and without the word IBAN before it."""
    return _PREFIX.sub("", tight(text))


def examine(text: str) -> Examined:
    """Examine an IBAN: characters, country, length, form, mod 97 and, in the French form, the RIB key."""
    number = compact(text)
    why = _fault(number)
    if why:
        return refused(number, why)
    if number.startswith("MC"):
        return accepted(number, "monaco")
    if not number.startswith("FR"):
        return accepted(number, "foreign")
    return accepted(number) if _bank_known(number) else accepted(number, "unknown_bank")


def _fault(number: str) -> str | None:
    if not number:
        return "empty"
    if not (number.isascii() and number.isalnum()):
        return "characters"
    from schwifty import IBAN  # here because it takes 80 ms, which most commands do not need
    from schwifty.exceptions import SchwiftyException

    try:
        iban = IBAN(number)
        if iban.country_code not in FRENCH_FORM:
            return None
        if iban.country_code == "FR" and iban.account_code.isdigit() and iban.checksum_digits != "76":
            return "impossible_check_digits"
        iban.validate(validate_bban=True)
    except SchwiftyException as error:
        return _REASONS.get(type(error).__name__, "shape")
    return None if number[4:-2].strip("0") else "all_zero"


def _bank_known(number: str) -> bool:
    from schwifty import IBAN

    return IBAN(number, allow_invalid=True).bank is not None
