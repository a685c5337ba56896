"""Checks of signatures: a digital one that still holds proves that a paper is signed; words, names and dates prove nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rules.instants import PARIS
from validators import names
from validators.checks.handwriting import looked_at
from validators.context import Context, failed, inconclusive, not_applicable, passed
from validators.model import Answer, Piece, Said, SignatureField
from validators.signature import DigitalSignature, Integrity, Issuer

SIGNED_KINDS = {"purchase_order", "va", "mom", "mandate", "letter_of_commitment", "pv_mise_en_service", "vsr"}
UNCHECKED = DigitalSignature(integrity=Integrity.UNCHECKED)


def signed(context: Context) -> Answer:
    """A signature of the piece still holds; an empty field or one that no longer holds fails; all else is for a person.

    Parameter: `not_by`: declared keys whose holders' signatures alone do not do (the supplier's for a client's paper).
    """
    piece = context.piece
    file = Said(value=piece.id)
    filled = [field for field in piece.signatures if field.filled]
    own = _own(context)
    if not own:
        if filled:
            return inconclusive("signature_unplaced", file=file)
        empty = [field for field in piece.signatures if not field.filled]
        if empty and piece.surely_whole:
            return failed((), "signature_empty", file=file, page=Said(value=empty[0].page or piece.first_page))
        return looked_at(piece)
    spoilt = _spoilt(piece, own)
    if spoilt:
        return spoilt
    sound = [field for field in own if _proof(field).integrity == Integrity.INTACT]
    if not sound:
        return _doubtful(piece, own)
    if all(_is_refused(context, field) for field in sound):
        name = _said(piece, sound[0])["name"]
        return inconclusive("signed_by_supplier", file=file, name=name)
    return passed(**_said(piece, sound[0]))


def certificate_known(context: Context) -> Answer:
    """The certificates of a signed piece were valid when they signed, and somebody on the user's list vouches for them.

    Without a list nobody was asked: that is no finding, and the report says of each signature that it was not verified.
    """
    piece = context.piece
    checked = [field for field in _own(context) if _proof(field).integrity != Integrity.UNCHECKED]
    for field in checked:
        if _proof(field).in_date is False:
            return failed(**_said(piece, field))
    listed = [field for field in checked if _proof(field).issuer != Issuer.NOT_CHECKED]
    for field in listed:
        if _proof(field).issuer == Issuer.NOT_LISTED:
            alone = _proof(field).self_signed
            return inconclusive("issuer_self_signed" if alone else "issuer_not_listed", **_said(piece, field))
    for field in listed:
        if _proof(field).in_date is None:
            return inconclusive("signing_time_unknown", **_said(piece, field))
    return passed(**_said(piece, listed[0])) if listed else not_applicable()


def _own(context: Context) -> list[SignatureField]:
    """Return the filled signatures that are the piece's."""
    filled = [field for field in context.piece.signatures if field.filled]
    return [field for field in filled if field.page or _is_of(context, context.piece, field)]


def _is_of(context: Context, piece: Piece, field: SignatureField) -> bool:
    """Tell whether a signature that stands on no page is this piece's: the file's only one to sign, or its signer named on it."""
    to_sign = [other for other in context.dossier.pieces if other.file == piece.file and other.kind in SIGNED_KINDS]
    return len(to_sign) <= 1 or any(names.stands_in(name, piece.text) for name in _names(field))


def _spoilt(piece: Piece, own: Sequence[SignatureField]) -> Answer | None:
    """Answer what no other signature makes good: bytes that are not those signed, pages changed since."""
    for field in own:
        if _proof(field).integrity == Integrity.BROKEN:
            return _refused("signature_broken", piece, field)
        if _proof(field).integrity == Integrity.ALTERED and _shows_on(piece, field):
            return _refused("signature_altered", piece, field)
    for field in own:
        if _proof(field).integrity == Integrity.REVISED:
            return inconclusive("signature_revised", **_said(piece, field))
    return None


def _refused(reason: str, piece: Piece, field: SignatureField) -> Answer:
    """Answer that a signature no longer holds; of a paper that was recognised from pixels a person says what it is."""
    said = _said(piece, field)
    return inconclusive(reason, **said) if piece.ocr_pages else failed((), reason, **said)


def _doubtful(piece: Piece, own: Sequence[SignatureField]) -> Answer:
    """Answer why none of the signatures is known to hold."""
    field = own[0]
    said = _said(piece, field)
    match _proof(field).integrity:
        case Integrity.ALTERED:
            return inconclusive("signature_altered_elsewhere", **said)
        case Integrity.COMPLETED:
            return inconclusive("signature_completed", **said)
        case Integrity.TOUCHED:
            return inconclusive("signature_touched", **said)
        case Integrity.PARTIAL:
            return inconclusive("signature_partial", **said)
        case _:
            return inconclusive("signature_unchecked", **said)


def _shows_on(piece: Piece, field: SignatureField) -> bool:
    return any(piece.first_page <= page <= piece.last_page for page in _proof(field).changed_pages)


def _is_refused(context: Context, field: SignatureField) -> bool:
    """Tell whether a signature is by one whose own does not do, and who is not declared to sign for the client as well."""
    signatory = context.facts.text("signatory", context.beneficiary)
    if signatory and _is_by(field, signatory):
        return False
    return any(_is_by(field, name) for key in context.words("not_by") if (name := context.facts.text(key)))


def _is_by(field: SignatureField, name: str) -> bool:
    """Tell whether a signature names somebody, in the file or in its certificate."""
    return any(names.compare(name, one).same for one in _names(field))


def _names(field: SignatureField) -> list[str]:
    return [name for name in (field.name, _proof(field).signer) if name]


def _proof(field: SignatureField) -> DigitalSignature:
    return field.signature or UNCHECKED


def _said(piece: Piece, field: SignatureField) -> dict[str, Said]:
    """Return what a message may say of a signature: whose, when, which pages changed."""
    proof = _proof(field)
    when = proof.signed_at.astimezone(PARIS).replace(second=0, microsecond=0) if proof.signed_at else None
    return {
        "file": Said(value=piece.id),
        "name": Said(value=next(iter(_names(field)), "-"), attribute="beneficiary.name"),
        "when": Said(value=when or "-"),
        "pages": Said(value=", ".join(map(str, proof.changed_pages)) or "-"),
    }
