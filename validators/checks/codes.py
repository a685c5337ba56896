"""Checks of the codes printed on a piece: do they say what its pages show, and is their seal that of their issuer?"""

from __future__ import annotations

from validators import names
from validators.checks.structured import Comparison, compare_values, weighed
from validators.context import Context, failed, inconclusive, not_applicable, passed
from validators.model import Answer, Piece, Said
from validators.printed_code import Seal

_NAME = "applicant.name"
_DOUBTS = {Seal.OUT_OF_DATE: "seal_out_of_date", Seal.NOT_LISTED: "seal_not_listed"}


def code_agrees(context: Context) -> Answer:
    """The codes printed on a piece say what its pages show.

    Parameter: `attributes` compared by their values, « a|b » where the page may show what a code says of `a` as `b`.
    """
    piece = context.piece
    if not piece.coded:
        return not_applicable()
    compared = [compare_values(piece, piece.coded, *name.split("|")) for name in context.words("attributes")]
    compared.append(_called(piece))
    return weighed(context, compared, piece.coded, "code_not_compared")


def seal_holds(context: Context) -> Answer:
    """The data of a 2D-Doc are those that its issuer sealed, by a certificate of the user's list.

    Without a list nobody was asked: that is no finding, and the report says of each code that it was only read.
    """
    piece = context.piece
    sealed = [code for code in piece.codes if code.seal not in (Seal.NONE, Seal.NOT_CHECKED)]
    for code in sealed:
        if code.seal == Seal.BROKEN:
            return failed(file=Said(value=piece.id), issuer=Said(value=code.issuer))
    for code in sealed:
        if code.seal in _DOUBTS:
            return inconclusive(_DOUBTS[code.seal], file=Said(value=piece.id), issuer=Said(value=code.issuer))
    return passed(file=Said(value=piece.id), issuer=Said(value=sealed[0].issuer)) if sealed else not_applicable()


def _called(piece: Piece) -> Comparison:
    """Return whether the name that a code gives stands on its piece; another one, or a shorter one, contradicts none."""
    told = [fact for fact in piece.coded if fact.attribute == _NAME]
    agreeing = [fact for fact in told if names.stands_in(str(fact.value), piece.text)]
    return Comparison(agreeing, (), True if agreeing else None)
