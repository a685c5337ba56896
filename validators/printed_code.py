"""What a code printed on a piece is: a payment QR code or a 2D-Doc, who sealed its data and whether that seal was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PAYMENT = "payment"  # the QR code of a SEPA credit transfer
TWO_D_DOC = "2d_doc_"  # before the type of document that a 2D-Doc gives


class Seal(StrEnum):
    """What is known of the seal of a code: to have read it is not to know it authentic."""

    NONE = "none"  # codes of this kind have none
    NOT_CHECKED = "not_checked"  # no list of trusted certificates was given, or it is of an unknown make
    NOT_LISTED = "not_listed"  # the certificate it names is not on the list
    OUT_OF_DATE = "out_of_date"  # it holds, but its certificate is not known to have been valid that day
    BROKEN = "broken"  # its data are not those that were sealed
    AUTHENTIC = "authentic"  # its data are those that a listed certificate sealed while it was valid


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """A code read on a page: `payment` or `2d_doc_<type>`, and what its header says of its seal."""

    kind: str
    page: int  # from 1
    issuer: str = ""  # the authority and the certificate that a 2D-Doc names: « FR03/BDF0 »
    issued_on: date | None = None
    sealed_on: date | None = None
    seal: Seal = Seal.NONE
