"""Checks across dossiers: what one bears, another of another lineage must not bear too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from validators.context import Context, failed, inconclusive, not_applicable, passed
from validators.identities import fact_of, hashed
from validators.model import Answer, Fact, Said, Witness
from validators.portfolio import ACCOUNT, FINANCING, INVOICE, NUMBERS, SCAN, Bearer, Sheet, differ
from validators.sheets import agreed, is_one_sheet, sheets_of_piece


def one_financing(context: Context) -> Answer:
    """No other request asks for the same financing of the same beneficiary."""
    if context.dossier.portfolio is None:
        return not_applicable()
    found = context.dossier.portfolio.of(FINANCING, context.subject.key)
    if not found:
        return inconclusive("no_identifier" if context.scheme else "no_scheme")
    for meeting in found:
        rivals = [one for one in meeting.others if not (differ(meeting.own.owner, one.owner) and one.owner)]
        if rivals:
            answer = failed(_both(context, meeting.own, rivals[0]), None, **_other(rivals[0]))
            # An earlier request may have been withdrawn or refused since: that is for a person to know.
            return replace(answer, basis="inferred") if rivals[0].earlier else answer
    return passed()


def invoice_used_twice(context: Context) -> Answer:
    """No other request rests on the same invoice for the same client; one invoice may bill two schemes."""
    for own, other in _invoices(context):
        if own.owner == other.owner and own.kind == other.kind:
            said = {"value": _number(context, own), **_other(other)}
            if own.scheme == other.scheme:
                return failed(_both(context, own, other), None, **said)
            return inconclusive("invoice_of_two_schemes", _both(context, own, other), **said)
    return _of_invoices(context)


def one_invoice_two_beneficiaries(context: Context) -> Answer:
    """No other request rests on an invoice of the same supplier, number and year for another client."""
    for own, other in _invoices(context):
        if differ(own.owner, other.owner):
            return failed(_both(context, own, other), None, value=_number(context, own), **_other(other))
    return _of_invoices(context)


def one_iban_two_holders(context: Context) -> Answer:
    """No other applicant is to be paid on the same account."""
    portfolio = context.dossier.portfolio
    found = portfolio.of(ACCOUNT, context.subject.key) if portfolio else ()
    for meeting in found:
        holders = [one for one in meeting.others if differ(meeting.own.owner, one.owner)]
        if holders:
            evidence = _both(context, meeting.own, holders[0])
            return failed(evidence, None, holder=Said(value=holders[0].owner.partition(":")[2]), **_other(holders[0]))
    if found and not found[0].own.owner:
        return inconclusive("not_declared", key=Said(value="applicant.siret"))
    return passed() if found else not_applicable()


def same_file_twice(context: Context) -> Answer:
    """No other request has these very pages for another client."""
    portfolio = context.dossier.portfolio
    found = portfolio.of(SCAN, context.subject.key) if portfolio else ()
    own = Said(value=context.piece.id)
    for meeting in found:
        strangers = [one for one in meeting.others if differ(meeting.own.owner, one.owner)]
        if strangers:
            return failed((), None, own=own, **_other(strangers[0]))
    return passed(own=own) if found else not_applicable()


def same_sheet_twice(context: Context) -> Answer:
    """No other client has the very sheet of paper that a scanned page shows."""
    portfolio, piece = context.dossier.portfolio, context.piece
    if not piece.looks or context.beneficiary is None:
        return not_applicable()
    elsewhere = portfolio.sheets if portfolio else ()
    met = [(one.own, one.others[0]) for one in elsewhere if one.own.subject == context.subject.key and one.others]
    own = tuple(sheets_of_piece(piece, context.facts, hashed))
    for one, other in met or _in_this_request(context, own):
        page, other_page = Said(value=one.page), Said(value=other.page)
        names = {"own": Said(value=piece.id), "page": page, "other_page": other_page, **_other(other)}
        return failed(_on_both(context, one, other), None, **names)
    if portfolio is None:
        return not_applicable()
    return passed(own=Said(value=piece.id)) if own else inconclusive("sheet_not_known")


def _in_this_request(context: Context, own: Sequence[Sheet]) -> Iterator[tuple[Sheet, Sheet]]:
    """Yield the scanned pages that other clients of the same request have of one sheet."""
    rivals = [one for one in context.facts.pieces.get(context.piece.kind, ()) if one.subject != context.piece.subject]
    for piece in rivals if own else ():
        for other in sheets_of_piece(piece, context.facts, hashed):
            yield from ((one, other) for one in own if differ(one.owner, other.owner) and is_one_sheet(one, other))


def _on_both(context: Context, own: Sheet, other: Sheet) -> list[Fact]:
    """Return what a page of this dossier says, and that the other page, whose words are not here, says the same."""
    same = agreed(own, other)
    seen = [one for one in context.piece.facts if one.attribute in same and one.attribute in NUMBERS]
    fact = next((one for one in seen if (one.witness.file, one.witness.page) == (own.file, own.page)), None)
    if fact is None:
        return []
    here = other.reference == own.reference and not other.earlier
    file = other.file if here else f"{other.reference}/{other.file}"
    return [fact, replace(fact, witness=Witness(file=file, page=other.page, how=fact.witness.how))]


def _invoices(context: Context) -> list[tuple[Bearer, Bearer]]:
    portfolio = context.dossier.portfolio
    found = portfolio.of(INVOICE, context.subject.key) if portfolio else ()
    return [(meeting.own, other) for meeting in found for other in meeting.others]


def _of_invoices(context: Context) -> Answer:
    """Nothing was met: that says something of an invoice whose number, year and supplier are known, and of no other."""
    portfolio = context.dossier.portfolio
    pieces = context.facts.pieces_of(("invoice",), context.subject.key)
    if portfolio is None or not pieces:
        return not_applicable()
    return passed() if portfolio.of(INVOICE, context.subject.key) else inconclusive("invoice_not_known")


def _other(other: Bearer | Sheet) -> dict[str, Said]:
    return {"other": Said(value=other.reference), "other_file": Said(value=other.file)}


def _number(context: Context, own: Bearer) -> Said:
    fact = fact_of(own, context.facts)
    return Said(value=fact.value if fact else "", attribute="invoice.number")


def _both(context: Context, own: Bearer, other: Bearer) -> list[Fact]:
    """Return what this dossier shows, and that the other one, whose words are not here, shows the same."""
    fact = fact_of(own, context.facts)
    if fact is None:
        return []
    witness = Witness(file=f"{other.reference}/{other.file}", how=other.how)
    return [fact, replace(fact, witness=witness)]
