"""What a digital signature proves of the file that bears it: by whom, when, and whether what was signed is what is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Integrity(StrEnum):
    """What still holds of a signature, the worst first."""

    BROKEN = "broken"  # the bytes it covers are not those that were signed
    ALTERED = "altered"  # pages changed after it, and nobody signed that
    REVISED = "revised"  # the file changed after it, and a later signature covers that
    COMPLETED = "completed"  # form fields were filled after it, and nobody signed that
    TOUCHED = "touched"  # the file changed after it, and no change was seen on its pages
    PARTIAL = "partial"  # it covers a part of the file only
    UNCHECKED = "unchecked"  # it could not be checked
    INTACT = "intact"  # nothing follows it but signatures, time stamps, their proofs, and fields that it lets be filled


class Issuer(StrEnum):
    """Who vouches for the name in a certificate."""

    NOT_CHECKED = "not_checked"  # no list of trusted certificates was given
    NOT_LISTED = "not_listed"  # nobody of the list
    LISTED = "listed"  # somebody of the list


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalSignature:
    """A digital signature as it was checked, offline and as of the moment of signing."""

    integrity: Integrity
    signer: str = ""  # of the certificate
    signed_at: datetime | None = None  # aware, UTC; as the signer claims, or as a time stamp proves
    time_stamped: bool = False
    in_date: bool | None = None  # whether the certificate was valid when it signed; None when that moment is not known
    issuer: Issuer = Issuer.NOT_CHECKED
    self_signed: bool = False  # nobody but the signer vouches for the name
    advanced_format: bool = False  # PAdES, the form that eIDAS texts name
    qualified: bool = False  # the certificate calls itself qualified, as eIDAS has it
    changed_pages: tuple[int, ...] = ()  # when altered or completed: the pages where that shows
