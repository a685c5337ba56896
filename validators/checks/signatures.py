"""Checks of signatures: a filled signature field proves that one is there; words, names and dates prove nothing."""

from __future__ import annotations

from validators import names
from validators.context import Context, failed, inconclusive, passed
from validators.model import Answer, Piece, Said, SignatureField

SIGNED_KINDS = {"purchase_order", "va", "mom", "mandate", "letter_of_commitment", "pv_mise_en_service", "vsr"}


def signed(context: Context) -> Answer:
    """The piece carries a filled signature field; an empty one and no image fail; all else is for a person to look at.

    Parameter: `not_by`: a declared key whose holder's signature alone does not do (the supplier for a client's paper).
    """
    piece = context.piece
    file = Said(value=piece.id)
    filled = [field for field in piece.signatures if field.filled]
    own = [field for field in filled if field.page or _is_of(context, piece, field)]
    if not own:
        if filled:
            return inconclusive("signature_unplaced", file=file)
        empty = [field for field in piece.signatures if not field.filled]
        if empty and piece.surely_whole:
            return failed(file=file, page=Said(value=empty[0].page or piece.first_page))
        return inconclusive("signature_not_proved", file=file)
    names_seen = [field.name for field in own if field.name]
    refused = context.facts.text(context.word("not_by")) if "not_by" in context.parameters else None
    if refused and names_seen and all(names.compare(refused, name).same for name in names_seen):
        return inconclusive(
            "signed_by_supplier", file=file, name=Said(value=names_seen[0], attribute="beneficiary.name")
        )
    name = Said(value=names_seen[0] if names_seen else "-", attribute="beneficiary.name")
    return passed(file=file, name=name)


def _is_of(context: Context, piece: Piece, field: SignatureField) -> bool:
    """Tell whether a signature that stands on no page is this piece's: the file's only one to sign, or its signer named on it."""
    to_sign = [other for other in context.dossier.pieces if other.file == piece.file and other.kind in SIGNED_KINDS]
    return len(to_sign) <= 1 or bool(field.name and names.stands_in(field.name, piece.text))
