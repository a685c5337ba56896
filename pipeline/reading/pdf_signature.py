"""Checks the digital signatures of a PDF with pyHanko: offline, and as of the moment of signing.

Imported only for files with a filled signature field: the import costs as much as reading a thousand pages.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from pipeline.reading.pdf_changes import changed_pages, filled_pages
from pipeline.reading.pdf_form import ByteRange, LoneSignature
from pipeline.reading.pdf_lone_signature import check_alone
from pipeline.reading.signer import aware, described
from pipeline.reading.trust import trusted_certificates
from validators.signature import DigitalSignature, Integrity, Issuer

HEADER_WITHIN = 1024  # bytes from the start where the file may really begin: some systems put lines before it
MAX_SIGNATURES = 50  # of a file, that are checked: each is held against all that follow it
ANY_USE = KeyUsageConstraints(key_usage=())  # what a key is for is its issuer's affair
for library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(library).setLevel(logging.CRITICAL + 1)  # it explains its doubts at length; the report tells them
WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A signature by itself, and what follows it: nothing that matters, fields filled since, or other changes."""

    signature: DigitalSignature
    revision: int = 0
    end: int = 0  # of the bytes it covers
    filled: bool = False
    changed: bool = False


UNCHECKED = _Checked(signature=DigitalSignature(integrity=Integrity.UNCHECKED))


def check_signatures(
    data: bytes, alone: LoneSignature | None, trust: Path | None, max_pages: int
) -> Mapping[ByteRange, DigitalSignature]:
    """Return what each signature of a PDF proves, by the range it covers; never raises for what is wrong with the file.

    `alone` is its signature when it bears a single one. One that pyHanko cannot find is missing; one that it cannot
    check is `unchecked`.
    """
    data = data[max(0, data.find(b"%PDF-", 0, HEADER_WITHIN)) :]
    if alone and not trust and (intact := check_alone(alone, data)):
        return {alone.covered: intact}
    roots = _roots(trust) if trust else ()
    found: dict[ByteRange, _Checked] = {}
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            reader.decrypt(b"")
        for name, field in _filled_fields(reader):
            covered, checked = _check(reader, field, name, data, roots)
            found[covered] = checked if covered not in found else UNCHECKED  # two that claim the same bytes
    except MemoryError:
        raise
    except Exception:  # a parser of hostile bytes raises anything; what was not found is told as not checked
        pass
    return _in_sequence(found, data, max_pages)


@lru_cache(maxsize=1)
def _roots(folder: Path) -> tuple[x509.Certificate, ...]:
    return tuple(x509.Certificate.load(der) for der in trusted_certificates(folder))


def _filled_fields(reader: PdfFileReader) -> Iterator[tuple[str, Any]]:
    """Yield the name and the dictionary of the filled signature fields."""
    for count, (name, _, field) in enumerate(enumerate_sig_fields(reader, filled_status=True)):
        if count == MAX_SIGNATURES:
            return
        yield name, field


def _check(
    reader: PdfFileReader, field: Any, name: str, data: bytes, roots: tuple[x509.Certificate, ...]
) -> tuple[ByteRange, _Checked]:
    """Check one signature by itself."""
    covered: ByteRange = ()
    try:
        covered = tuple(int(each) for each in field.get_object()["/V"]["/ByteRange"])
        embedded = EmbeddedPdfSignature(reader, field, name)
        status = _validated(embedded, roots)
        signature = _described(embedded, status, listed=bool(roots))
        return covered, _weighed(signature, embedded, status, gap=_gap(data, covered), end=sum(covered[2:]))
    except MemoryError:
        raise
    except Exception:  # as above: algorithms nobody knows, contents that are no signature, loops
        return covered, UNCHECKED


def _validated(embedded: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> PdfSignatureStatus:
    # The clock is never asked: who claims no time is judged as of the first day of the certificate.
    moment = aware(embedded.self_reported_timestamp) or embedded.signer_cert.not_valid_before
    context = ValidationContext(
        trust_roots=list(roots),
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
        best_signature_time=moment,
    )
    return validate_pdf_signature(embedded, context, key_usage_settings=ANY_USE)


def _weighed(
    signature: DigitalSignature, embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, *, gap: bytes, end: int
) -> _Checked:
    """Say what a signature that pyHanko validated proves by itself, and whether something that matters follows it."""
    if not (status.intact and status.valid):
        return _Checked(signature=replace(signature, integrity=Integrity.BROKEN))
    # What a signature leaves out must be the signature and nothing else: no room to hide anything.
    if status.coverage not in WHOLE or gap != embedded.pkcs7_content:
        return _Checked(signature=replace(signature, integrity=Integrity.PARTIAL))
    diff = status.diff_result
    typed = diff.changed_form_fields if isinstance(diff, DiffResult) and status.docmdp_ok else None
    allowed = embedded.docmdp_level in (MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE)
    return _Checked(
        signature=signature,
        revision=embedded.signed_revision,
        end=end,
        changed=typed is None,
        filled=bool(typed) and not allowed,
    )


def _described(embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, *, listed: bool) -> DigitalSignature:
    stamp = status.timestamp_validity
    return described(
        status.signing_cert,
        claimed_at=embedded.self_reported_timestamp,
        stamped_at=stamp.timestamp if stamp and stamp.intact and stamp.valid else None,
        sub_filter=str(embedded.sig_object.get("/SubFilter"))[1:],
        issuer=Issuer.LISTED if status.trusted else Issuer.NOT_LISTED if listed else Issuer.NOT_CHECKED,
    )


def _gap(data: bytes, covered: ByteRange) -> bytes:
    """Return what is written, in hexadecimal between angle brackets, in the bytes that a signature leaves out."""
    start, first, second, _ = covered
    gap = data[start + first : second]
    return bytes.fromhex(gap[1:-1].decode("ascii")) if gap[:1] == b"<" and gap[-1:] == b">" else b""


def _in_sequence(
    found: Mapping[ByteRange, _Checked], data: bytes, max_pages: int
) -> Mapping[ByteRange, DigitalSignature]:
    """Say of each signature what the changes after it amount to; those before the last one are signed by that one."""
    followed = sorted(
        (one for one in found.values() if one.signature.integrity == Integrity.INTACT), key=lambda one: one.revision
    )
    if not followed:
        return {covered: one.signature for covered, one in found.items()}
    integrity, pages = _since(followed[-1], data, max_pages)
    unsigned = integrity != Integrity.INTACT
    first = next((one for one in followed if one.changed), None)
    if first and not unsigned:
        seen = changed_pages(data[: first.end], data, max_pages)
        integrity = Integrity.TOUCHED if seen == () else Integrity.REVISED
    return {
        # What was typed into fields before the last signature is signed by that one.
        covered: replace(one.signature, integrity=integrity, changed_pages=pages)
        if one.changed or (one.filled and unsigned)
        else one.signature
        for covered, one in found.items()
    }


def _since(one: _Checked, data: bytes, max_pages: int) -> tuple[Integrity, tuple[int, ...]]:
    """Say what was done to the file after a signature, and on which pages it shows."""
    if not (one.changed or one.filled):
        return Integrity.INTACT, ()
    compare, done = (changed_pages, Integrity.ALTERED) if one.changed else (filled_pages, Integrity.COMPLETED)
    pages = compare(data[: one.end], data, max_pages)
    if pages:
        return done, pages
    return (Integrity.TOUCHED if one.changed or pages is None else Integrity.INTACT), ()
