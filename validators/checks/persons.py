"""Checks of persons: whose identity document it is, whom the powers name."""

from __future__ import annotations

from validators import names
from validators.checks.identity import prose
from validators.context import Context, clear, failed, inconclusive, not_applicable, passed, unseen
from validators.model import REQUEST, Answer, Piece, Said
from validators.name_forms import folded, significant


def person_identified(context: Context) -> Answer:
    """An identity document is that of a declared person; one that shares a single name with them is for a person to look at.

    Parameters: `key` of the person's name; `statuses` of the depositor for which it is asked.
    """
    statuses = context.words("statuses")
    status = context.facts.text("applicant.depositor_status")
    papers = context.facts.pieces_of(("identity_document",), REQUEST)
    if not papers or (statuses and status not in statuses):
        return not_applicable()
    key = context.word("key")
    name = context.facts.text(key)
    words = set(significant(folded(name or "")))
    if name is None or not words:
        return inconclusive("not_declared", key=Said(value=key))
    person = Said(value=name, attribute=key)
    shown = [len(words & set(significant(folded(piece.text)))) for piece in papers]
    if len(words) in shown:
        return passed(name=person)
    doubtful = [piece for piece in papers if not (piece.surely_whole and clear(piece))]
    if doubtful or context.facts.unread():
        return inconclusive(_doubt(doubtful[0]) if doubtful else "pages_not_read", name=person)
    return inconclusive("name_in_part", name=person) if any(shown) else failed(name=person)


def person_named(context: Context) -> Answer:
    """A paper names the declared person; one that bears a part of the name, or its words apart, is for a person to look at.

    Parameters: `key` of the person's name.
    """
    key = context.word("key")
    name = context.facts.text(key)
    words = set(significant(folded(name or "")))
    if name is None or not words:
        return not_applicable()
    said = {"name": Said(value=name, attribute=key), "file": Said(value=context.piece.id)}
    if names.stands_in(name, prose(context.piece)):
        return passed(**said)
    if not context.piece.surely_whole:
        return inconclusive(unseen(context.piece), **said)
    shown = words & set(significant(folded(context.piece.text)))
    return inconclusive("name_in_part_here", **said) if shown else failed(**said)


def _doubt(paper: Piece) -> str:
    return "may_be_another_paper" if paper.surely_whole else unseen(paper)
