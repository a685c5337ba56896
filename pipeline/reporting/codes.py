"""Says of the codes printed on a piece that they were read, and what is known of their seal: read is not authentic."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reporting.context import Context
from pipeline.reporting.seen import Code
from pipeline.reporting.wording import day_text, fill
from rules.codes import load_codes
from validators.model import Piece
from validators.printed_code import TWO_D_DOC, PrintedCode, Seal


def tell_codes(context: Context, piece: Piece) -> tuple[Code, ...]:
    """Say the codes of a piece, in the order of its pages."""
    return tuple(
        Code(
            kind=code.kind,
            label=_label(context, code),
            page=code.page,
            issuer=code.issuer,
            issued_on=code.issued_on,
            sealed_on=code.sealed_on,
            seal=code.seal,
            text=", ".join(_parts(context, code)),
        )
        for code in piece.codes
    )


def _label(context: Context, code: PrintedCode) -> str:
    known = load_codes().get(code.kind)
    if known:
        return context.say(known.label)
    words, kind = context.words["code"], code.kind.removeprefix(TWO_D_DOC).upper()
    return fill(words["unknown"], {"type": kind}) if kind else words["foreign"]


def _parts(context: Context, code: PrintedCode) -> Iterator[str]:
    words = context.words["code"]
    yield fill(words["read"], {"label": _label(context, code), "page": str(code.page)})
    if code.seal == Seal.NONE:
        return
    if code.sealed_on:
        yield fill(words["sealed_on"], {"issuer": code.issuer, "when": day_text(code.sealed_on, context.lang)})
    else:
        yield fill(words["sealed"], {"issuer": code.issuer})
    yield context.words["seal"][code.seal]
