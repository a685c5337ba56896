"""Checks of signatures: a filled signature field proves that one is there; words, names and dates prove nothing."""

from __future__ import annotations

from validators import names
from validators.context import Context, failed, inconclusive, passed
from validators.model import Answer, Piece, Said


def signed(context: Context) -> Answer:
    """The piece carries a filled signature field; an empty one and no image fail; all else is for a person to look at.

    Parameter: `not_by`: a declared key whose holder's signature alone does not do (the supplier for a client's paper).
    """
    piece = context.piece
    file = Said(value=piece.id)
    others = [other for other in context.dossier.pieces if other.file == piece.file and other.id != piece.id]
    filled = [field for field in piece.signatures if field.filled]
    visible = [field for field in filled if field.page]
    if not filled:
        invisible = _invisible(context, piece)
        if invisible:
            return inconclusive("signature_unplaced", file=file)
        empty = [field for field in piece.signatures if not field.filled]
        if empty and not piece.unread_pages:
            return failed(file=file, page=Said(value=empty[0].page or piece.first_page))
        return inconclusive("signature_not_proved", file=file)
    if others and not visible:
        return inconclusive("signature_unplaced", file=file)
    name = next((field.name for field in filled if field.name), "")
    refused = context.facts.text(context.word("not_by")) if "not_by" in context.parameters else None
    if refused and name and all(names.compare(refused, field.name).same for field in filled if field.name):
        return inconclusive("signed_by_supplier", file=file, name=Said(value=name, attribute="beneficiary.name"))
    return passed(file=file, name=Said(value=name or "-", attribute="beneficiary.name"))


def _invisible(context: Context, piece: Piece) -> bool:
    """Whether the file has a signature that stands on no page, in a file of several pieces."""
    return any(
        field.filled and field.page == 0
        for other in context.dossier.pieces
        if other.file == piece.file
        for field in other.signatures
    )
