"""Says of a signature that was checked who made it, when and how: what its certificate and its moment tell."""

from __future__ import annotations

from datetime import UTC, datetime

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.sign.ades.qualified_asn1 import get_qc_statements

from rules.instants import PARIS
from validators.signature import DigitalSignature, Integrity, Issuer

ADVANCED_FORMAT = "ETSI.CAdES.detached"  # PAdES
MAX_NAME = 200  # characters
YEARS = range(1990, 2100)  # in which a PDF may have been signed


def described(
    certificate: x509.Certificate,
    *,
    claimed_at: datetime | None,
    sub_filter: str,
    issuer: Issuer,
    stamped_at: datetime | None = None,
) -> DigitalSignature:
    """Describe an intact signature: its certificate, the moment it claims or a time stamp proves, its form."""
    signed_at = aware(stamped_at or claimed_at)
    valid = certificate.not_valid_before, certificate.not_valid_after
    statements = [statement["statement_id"].native for statement in get_qc_statements(certificate)]
    return DigitalSignature(
        integrity=Integrity.INTACT,
        signer=_name(certificate),
        signed_at=signed_at,
        time_stamped=stamped_at is not None,
        in_date=valid[0] <= signed_at <= valid[1] if signed_at else None,
        issuer=issuer,
        self_signed=certificate.self_signed != "no",
        advanced_format=sub_filter == ADVANCED_FORMAT,
        qualified="qc_compliance" in statements,
    )


def aware(moment: datetime | None) -> datetime | None:
    """Return a moment in UTC; one without an offset is of Paris, one that no signature can have is none."""
    if moment is None or moment.year not in YEARS:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=PARIS)).astimezone(UTC)


def _name(certificate: x509.Certificate) -> str:
    """Return whom a certificate names: a person or an organisation, the first of several."""
    named = certificate.subject.native
    for key in ("common_name", "organization_name", "pseudonym"):
        value = named.get(key)
        first = value[0] if isinstance(value, list) else value
        if isinstance(first, str) and first.strip():
            return "".join(letter for letter in first if letter.isprintable()).strip()[:MAX_NAME]
    return ""
