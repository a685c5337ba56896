"""Checks of the one exception to a single invoice: two of them in one PDF, with a recapitulative total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from validators.checks.money import single
from validators.checks.presence import is_copy
from validators.context import Context, clear, failed, inconclusive, not_applicable, on_piece, passed, sure, unseen
from validators.model import Answer, Piece, Said


def instalments(context: Context) -> Sequence[Piece]:
    """Return a client's invoices when there are several, under different numbers, in one file; else none."""
    owner = context.beneficiary
    pieces = context.facts.pieces_of(("invoice",), owner.key) if owner else []
    numbers = {str(fact.value) for piece in pieces for fact in on_piece(piece, "invoice.number")}
    return pieces if len(numbers) > 1 and len({piece.file for piece in pieces}) == 1 else ()


def in_parts(context: Context, attribute: str) -> bool:
    """Tell whether an amount is that of a client's several invoices, and none of them says it alone."""
    return attribute.startswith("invoice.") and bool(instalments(context))


def billed_together(context: Context, attribute: str) -> Decimal | None:
    """Return what a client's invoices in one file amount to; None when there is one, or when one of them was not read.

    Of three, the one that is the sum of the others is the recapitulative one.
    """
    pieces = instalments(context) if attribute.startswith("invoice.") else ()
    read = [single(sure(on_piece(piece, attribute))) for piece in pieces]
    values = [value for value in read if value is not None]
    if not values or len(values) < len(pieces):
        return None
    total = sum(values, Decimal(0))
    return max(values) if len(values) > 2 and max(values) * 2 == total else total


def invoices_together(context: Context) -> Answer:
    """This client has one invoice, or two in one file that shows what they amount to."""
    assert context.beneficiary is not None
    found = [piece for piece in context.facts.pieces_of(("invoice",), context.beneficiary.key) if clear(piece)]
    kind = Said(value="invoice", attribute="piece.kind")
    if not found:
        return not_applicable()
    distinct = {piece.sha256 for piece in found if not is_copy(context, piece)}
    if len(distinct) <= 1 and not (len(found) > 1 and len({piece.file for piece in found}) == 1):
        return passed(kind=kind)
    files = Said(value=", ".join(piece.id for piece in found))
    if not instalments(context):
        return failed(kind=kind, files=files)
    totals = [
        billed_together(context, f"invoice.{name}_{basis}_tax")
        for name in ("segur", "total")
        for basis in ("excl", "incl")
    ]
    text = " ".join(piece.text for piece in context.dossier.pieces if piece.file == found[0].file)
    if any(total is not None and _printed(total, text) for total in totals):
        return passed(kind=kind)
    if any(not piece.surely_whole for piece in found):
        return inconclusive(unseen(found[0]), kind=kind, files=files)
    return failed((), "no_recap_total", kind=kind, files=files)


def _printed(total: Decimal, text: str) -> bool:
    """Tell whether an amount stands in a text, however its thousands are parted."""
    compact = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    return any(f"{total:.2f}".replace(".", mark) in compact for mark in ",.")
