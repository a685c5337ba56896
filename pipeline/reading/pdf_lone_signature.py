"""Checks the signature of a PDF that bears a single one, over the whole file, by its bytes alone.

pyHanko's reader of PDFs, which looks for what follows a signature, takes four times as long and would find nothing.
Whatever is not that plain is left to it.
"""

from __future__ import annotations

import io

from asn1crypto import cms, core  # type: ignore[import-untyped]
from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.sign.general import byte_range_digest, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, validate_sig_integrity

from pipeline.reading.pdf_form import LoneSignature
from pipeline.reading.signer import ADVANCED_FORMAT, described
from validators.signature import DigitalSignature, Issuer

FORMATS = ("adbe.pkcs7.detached", ADVANCED_FORMAT)
PLAIN = {  # what a signature may say of itself here: of a time stamp, among others, there is more to check
    "content_type",
    "message_digest",
    "signing_time",
    "signing_certificate",
    "signing_certificate_v2",
    "cms_algorithm_protection",
}


def check_alone(signature: LoneSignature, data: bytes) -> DigitalSignature | None:
    """Return what a signature proves that is intact; None when that takes a longer look. Nobody's list is asked."""
    if signature.sub_filter not in FORMATS or not _covers(signature, data):
        return None
    try:
        return _checked(signature, data)
    except MemoryError:
        raise
    except Exception:  # a parser of hostile bytes raises anything
        return None


def _covers(signature: LoneSignature, data: bytes) -> bool:
    """Say whether a signature covers all the bytes of a file but itself."""
    if len(signature.covered) != 4:
        return False
    start, first, second, length = signature.covered
    gap = f"<{signature.contents.hex()}>".encode()
    return (
        start == 0 and first + len(gap) == second and data[first:second].lower() == gap and second + length == len(data)
    )


def _checked(signature: LoneSignature, data: bytes) -> DigitalSignature | None:
    message = cms.ContentInfo.load(signature.contents)["content"]
    signer, certificates = extract_signer_info(message), extract_certificate_info(message)
    said = {attribute["type"].native for attribute in signer["signed_attrs"]}
    signed = message["encap_content_info"]
    if signed["content_type"].native != "data" or signed["content"] is not core.VOID:
        return None
    if not said <= PLAIN or signer["unsigned_attrs"] or certificates.attribute_certs:
        return None
    algorithm = signer["digest_algorithm"]["algorithm"].native
    _, digest = byte_range_digest(io.BytesIO(data), signature.covered, algorithm)
    if validate_sig_integrity(signer, certificates.signer_cert, "data", digest) != (True, True):
        return None
    claimed_at = extract_self_reported_ts(signer)
    if claimed_at is None and signature.claimed_at:
        claimed_at = parse_pdf_date(signature.claimed_at)
    return described(
        certificates.signer_cert, claimed_at=claimed_at, sub_filter=signature.sub_filter, issuer=Issuer.NOT_CHECKED
    )
