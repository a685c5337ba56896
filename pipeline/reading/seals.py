"""Checks the seal of a 2D-Doc against the certificates that a user trusts: offline, and as of the day it was sealed."""

from __future__ import annotations

from base64 import b32decode
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from validators.printed_code import Seal

BLOCK = 8  # characters of base 32 that make whole bytes; a 2D-Doc leaves their padding out


def seal_of(sealed: str, seal: str, by: tuple[str, str], day: date | None, trust: Path | None) -> Seal:
    """Return whether the data of a 2D-Doc are those that a trusted certificate sealed.

    `sealed` is its header and message, `seal` in base 32, `by` the authority and the certificate that its header names,
    `day` that of the seal.
    """
    if trust is None:
        return Seal.NOT_CHECKED
    found = [one for one in _certificates(trust) if _names(one) == by]
    if not found:
        return Seal.NOT_LISTED
    checked = [_check(one, sealed, seal, day) for one in found]
    return next((each for each in (Seal.AUTHENTIC, Seal.OUT_OF_DATE, Seal.BROKEN) if each in checked), Seal.NOT_CHECKED)


def _check(certificate: Any, sealed: str, seal: str, day: date | None) -> Seal:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

    key = certificate.public_key()
    if not isinstance(key, EllipticCurvePublicKey):
        return Seal.NOT_CHECKED
    if not _holds(key, sealed, seal):
        return Seal.BROKEN
    first, last = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
    return Seal.AUTHENTIC if day is not None and first <= day <= last else Seal.OUT_OF_DATE


def _holds(key: Any, sealed: str, seal: str) -> bool:
    """Say whether a seal, two numbers one after the other, is that of a key under one of the digests of its family."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    try:
        numbers = b32decode(seal.strip() + "=" * (-len(seal.strip()) % BLOCK))
        data = sealed.encode("ascii")
    except ValueError:  # no base 32, or no ASCII, which a 2D-Doc is made of
        return False
    half = len(numbers) // 2
    proof = encode_dss_signature(int.from_bytes(numbers[:half]), int.from_bytes(numbers[half:]))
    for digest in (SHA256(), SHA384(), SHA512()):
        try:
            key.verify(proof, data, ECDSA(digest))
        except InvalidSignature:
            continue
        return True
    return False


@lru_cache(maxsize=1)
def _certificates(trust: Path) -> tuple[Any, ...]:
    from cryptography.x509 import load_der_x509_certificate

    from pipeline.reading.trust import trusted_certificates

    return tuple(load_der_x509_certificate(der) for der in trusted_certificates(trust))


def _names(certificate: Any) -> tuple[str, str]:
    """Return the names by which a 2D-Doc calls a certificate: the common names of its issuer and of itself."""
    from cryptography.x509.oid import NameOID

    issuer, subject = (
        name.get_attributes_for_oid(NameOID.COMMON_NAME) for name in (certificate.issuer, certificate.subject)
    )
    return (str(issuer[0].value) if issuer else "", str(subject[0].value) if subject else "")
