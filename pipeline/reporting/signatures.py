"""Says of a piece's digital signatures who signed, when, and what still holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipeline.reporting.context import Context
from pipeline.reporting.seen import Signature
from pipeline.reporting.wording import fill, instant_text
from rules.instants import PARIS
from validators.model import Piece, SignatureField
from validators.signature import DigitalSignature, Integrity


def tell_signatures(context: Context, piece: Piece) -> tuple[Signature, ...]:
    """Say the filled signatures of a piece: those on its pages, and those on no page."""
    return tuple(_signature(context, field) for field in piece.signatures if field.filled)


def _signature(context: Context, field: SignatureField) -> Signature:
    proof = field.signature or DigitalSignature(integrity=Integrity.UNCHECKED)
    name = field.name or proof.signer
    signed_at = proof.signed_at.astimezone(PARIS) if proof.signed_at else None
    return Signature(
        name=name,
        signer=proof.signer,
        page=field.page or None,
        signed_at=signed_at.isoformat(timespec="seconds") if signed_at else None,
        time_stamped=proof.time_stamped,
        integrity=proof.integrity,
        changed_pages=proof.changed_pages,
        issuer=proof.issuer,
        self_signed=proof.self_signed,
        in_date=proof.in_date,
        advanced_format=proof.advanced_format,
        qualified=proof.qualified,
        text=", ".join(_parts(context, proof, name, signed_at)),
    )


def _parts(context: Context, proof: DigitalSignature, name: str, signed_at: datetime | None) -> Iterator[str]:
    words = context.words["signature"]
    pages = ", ".join(map(str, proof.changed_pages))
    yield fill(words["by" if name else "by_nobody"], {"name": name})
    if signed_at:
        yield fill(words["stamped" if proof.time_stamped else "on"], {"when": instant_text(signed_at, context.lang)})
    yield fill(context.words["integrity"][proof.integrity], {"pages": pages})
    if proof.integrity == Integrity.UNCHECKED:
        return
    if proof.advanced_format:
        yield words["advanced_format"]
    if proof.qualified:
        yield words["qualified"]
    if proof.in_date is False:
        yield words["out_of_date"]
    if proof.self_signed:
        yield words["self_signed"]
    yield context.words["issuer"][proof.issuer]
