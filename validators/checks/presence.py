"""Checks of the pieces: those that are asked for are there, once, and belong to somebody declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.model import ExtraPiece
from validators import names
from validators.context import Context, clear, failed, inconclusive, not_applicable, passed, rows
from validators.model import REQUEST, Answer, Fact, Fate, Piece, Said

# A document that is handed in by mistake → what it is taken for.
TAKEN_FOR: Mapping[str, frozenset[str]] = {
    "quote": frozenset({"purchase_order"}),
    "pro_forma": frozenset({"invoice"}),
    "credit_note": frozenset({"invoice"}),
    "delivery_note": frozenset({"va", "mom"}),
}


def piece_present(context: Context) -> Answer:
    """A piece of one of the kinds is there for this subject.

    Parameters: `kinds` (or `kinds = ["proof"]`: those the scheme names), and `when` / `equals`: a declared key and the
    value for which the piece is asked.
    """
    asked = _asked(context)
    if asked is not None:
        return asked
    kinds = context.words("kinds")
    source = basis = None
    if kinds == ("proof",):
        if context.scheme is None or not context.scheme.proof_kinds:
            return inconclusive("no_scheme")
        kinds, source, basis = context.scheme.proof_kinds, context.scheme.proof_source, context.scheme.proof_basis
    answer = present(context, kinds, context.subject_key, int(str(context.parameters.get("count", 1))))
    return Answer(
        outcome=answer.outcome, arguments=answer.arguments, evidence=answer.evidence, reason=answer.reason,
        source=source, basis=basis,
    )  # fmt: skip


def _asked(context: Context) -> Answer | None:
    """Answer at once when the piece is not asked for, or when nobody can tell."""
    key = context.parameters.get("when")
    if key is None:
        return None
    value = context.facts.declared(str(key))
    if value is None and context.parameters.get("unless_declared") == "not_applicable":
        return not_applicable()
    if value is None:
        kind = Said(value=context.words("kinds")[0], attribute="piece.kind")
        return inconclusive("not_declared", key=Said(value=str(key)), kind=kind)
    return None if str(value) == context.word("equals") else not_applicable()


def present(context: Context, kinds: Sequence[str], subject: str, count: int = 1) -> Answer:
    """Look for pieces of some kinds; what was not read or is unclear could be one of them."""
    kind = Said(value=kinds[0], attribute="piece.kind")
    found = context.facts.pieces_of(kinds, subject)
    certain = [piece for piece in found if clear(piece)]
    if len(certain) >= count:
        return passed(
            _evidence(certain),
            kind=Said(value=certain[0].kind, attribute="piece.kind"),
            file=Said(value=certain[0].file),
        )
    maybe = [piece for piece in context.dossier.pieces if _may_be(piece, kinds, subject)]
    if maybe:
        return inconclusive("may_be_there", kind=kind, file=Said(value=maybe[0].file))
    if context.facts.unread():
        return inconclusive("unread_may_hold_it", kind=kind, file=Said(value=context.facts.unread()[0].path))
    return failed((), _look_alike(context, kinds, subject), kind=kind, file=Said(value="-"))


def _may_be(piece: Piece, kinds: Sequence[str], subject: str) -> bool:
    if piece.kind == "other":
        return True  # a document that nobody recognised may be anything
    if piece.kind in kinds:
        return piece.subject == subject or (
            piece.subject is None and (not piece.candidates or subject in piece.candidates)
        )
    # Whose an unclear piece is follows from the kind it was taken for: the request's own may be anywhere.
    belongs = subject == REQUEST or piece.subject in (subject, None, REQUEST)
    return piece.runner_up in kinds and not clear(piece) and belongs


def _look_alike(context: Context, kinds: Sequence[str], subject: str) -> str | None:
    """Name the document that was perhaps taken for the piece."""
    for piece in context.dossier.pieces:
        if TAKEN_FOR.get(piece.kind, frozenset()).intersection(kinds) and piece.subject in (subject, None):
            return f"only_{piece.kind}"
    return None


def _evidence(pieces: Sequence[Piece]) -> tuple[Fact, ...]:
    return tuple(fact for piece in pieces[:3] for fact in piece.linked_by[:2])


def scheme_pieces_present(context: Context) -> Answer:
    """The pieces that this scheme asks for besides the usual ones are there."""
    if context.scheme is None:
        return inconclusive("no_scheme")
    asked = [piece for piece in context.scheme.pieces if piece.request == context.dossier.kind]
    if not asked:
        return not_applicable()
    worst: tuple[Answer, ExtraPiece] | None = None
    for extra in asked:
        answer = present(context, (extra.kind,), REQUEST)
        if worst is None or _weight(answer) > _weight(worst[0]):
            worst = (answer, extra)
    assert worst is not None
    answer, extra = worst
    return Answer(
        outcome=answer.outcome, arguments=answer.arguments, evidence=answer.evidence, reason=answer.reason,
        source=extra.source, basis=extra.basis,
    )  # fmt: skip


def _weight(answer: Answer) -> int:
    return {"passed": 0, "inconclusive": 1, "failed": 2}[answer.outcome.value]


def mandate_per_partner(context: Context) -> Answer:
    """Every declared partner of the group gave its mandate."""
    partners = rows(context.dossier.declared, "partners")
    if not partners:
        return inconclusive("not_declared", key=Said(value="partners"))
    mandates = context.facts.pieces_of(("group_mandate",), REQUEST)
    for partner in partners:
        name = str(partner.get("name", "?"))
        number = "".join(filter(str.isdigit, str(partner.get("siret", ""))))[:9]
        holds = [
            piece
            for piece in mandates
            if (number and number in "".join(filter(str.isdigit, piece.text))) or names.stands_in(name, piece.text)
        ]
        if not holds:
            if context.facts.unread() or any(not (piece.surely_whole and clear(piece)) for piece in mandates):
                return inconclusive("unread_may_hold_it", partner=Said(value=name), file=Said(value=_first(context)))
            return failed(partner=Said(value=name))
    return passed(count=Said(value=len(partners)))


def _first(context: Context) -> str:
    return context.facts.unread()[0].path if context.facts.unread() else "-"


def one_piece_each(context: Context) -> Answer:
    """This beneficiary has one piece of the kind, not several."""
    kinds = context.words("kinds")
    found = [piece for piece in context.facts.pieces_of(kinds, context.subject_key) if clear(piece)]
    shas = {piece.sha256: piece for piece in found if not is_copy(context, piece)}
    kind = Said(value=kinds[0], attribute="piece.kind")
    if not found:
        return not_applicable()
    if len(shas) > 1 or (len(found) > 1 and len({piece.file for piece in found}) == 1):
        return failed(kind=kind, files=Said(value=", ".join(piece.id for piece in found)))
    return passed(kind=kind)


def is_copy(context: Context, piece: Piece) -> bool:
    """Tell whether the file of a piece is a copy of another one."""
    return any(file.path == piece.file and file.fate == Fate.DUPLICATE for file in context.dossier.files)


def piece_linked(context: Context) -> Answer:
    """The piece belongs to one declared beneficiary."""
    piece = context.piece
    file = Said(value=piece.id)
    kind = Said(value=piece.kind, attribute="piece.kind")
    if piece.subject is not None:
        return passed(piece.linked_by, file=file, kind=kind)
    if piece.candidates:
        return inconclusive("link_ambiguous", file=file, kind=kind, others=Said(value=", ".join(piece.candidates)))
    if not context.dossier.beneficiaries:
        return inconclusive("no_request_file", file=file, kind=kind)
    speaks = [
        fact for fact in piece.facts if fact.attribute.startswith(("beneficiary.", "order.number", "invoice.number"))
    ]
    if not piece.surely_whole or not speaks:
        return inconclusive("link_missing", file=file, kind=kind)
    return failed(speaks[:3], file=file, kind=kind)


def credit_note_absent(context: Context) -> Answer:
    """No credit note lies beside this client's invoice: it would change what was invoiced."""
    if not context.facts.pieces_of(("invoice",), context.subject_key):
        return not_applicable()
    notes = context.facts.pieces_of(("credit_note",), context.subject_key)
    if not notes:
        return passed()
    certain = [piece for piece in notes if clear(piece)]
    if certain:
        return failed(_evidence(certain), file=Said(value=certain[0].id))
    kinds = {"kind": "credit_note", "other": notes[0].runner_up or "other"}
    said = {name: Said(value=kind, attribute="piece.kind") for name, kind in kinds.items()}
    return inconclusive("kind_unclear", file=Said(value=notes[0].id), **said)
