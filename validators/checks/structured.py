"""Checks of the data that an electronic invoice carries beside its pages: do they agree with them, are they well-formed?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from validators import names
from validators.checks.identity import prose, siren_of
from validators.context import Context, failed, inconclusive, not_applicable, on_piece, passed, sure, unseen
from validators.model import Answer, Fact, Piece, Said
from validators.printed import amount_stands_in, characters_stand_in, day_stands_in, word_stands_in

# What may have kept the data of a file from being held against its pages: codes of rules/problems.toml.
_UNCOMPARED = ("xml_damaged", "xml_too_large", "xml_with_dtd", "xml_several", "xml_without_piece")
_SPELT = {"applicant.iban", "applicant.bic"}  # in groups, as one likes
_NUMBERS = ("siret", "siren", "vat_number")
_PAPERS = {"invoice", "credit_note", "purchase_order"}  # that data may be of
_TRIPLE = ("invoice.total_excl_tax", "invoice.total_vat", "invoice.total_incl_tax")


class Comparison(NamedTuple):
    """What the data say of an attribute, and the page: agree, or not, or None when the page says nothing of it."""

    data: Sequence[Fact]
    page: Sequence[Fact]
    agree: bool | None


def data_agree(context: Context) -> Answer:
    """The data embedded in the file of a piece say what its pages show.

    Parameters: `attributes` compared by their values, `parties` by their numbers or names. What the data say may be
    anywhere on the pages; they disagree only when it is nowhere and the pages say something else for certain.
    """
    piece, file = context.piece, Said(value=context.piece.id)
    unread = _unread(context)
    if unread:
        return inconclusive(unread, piece.embedded, file=file)
    if not piece.embedded:
        return not_applicable()
    compared = [compare_values(piece, piece.embedded, attribute) for attribute in context.words("attributes")]
    compared += [compare_party(piece, party) for party in context.words("parties")]
    return weighed(context, compared, piece.embedded, "xml_not_compared")


def weighed(context: Context, compared: Sequence[Comparison], data: Sequence[Fact], uncompared: str) -> Answer:
    """Answer from what each comparison of a piece's pages with its data tells; `uncompared` is why when none tells."""
    piece, file = context.piece, Said(value=context.piece.id)
    differing = [one for one in compared if one.agree is False]
    evidence = [fact for one in differing for fact in (*one.page, *one.data)]
    if differing and not piece.surely_whole:
        return inconclusive(unseen(piece), evidence, file=file)
    if differing:
        shown, told = differing[0].page[0], differing[0].data[0]
        return failed(
            evidence,
            file=file,
            what=Said(value=told.attribute, attribute="attribute"),
            shown=Said(value=shown.value, attribute=shown.attribute),
            told=Said(value=told.value, attribute=told.attribute),
        )
    agreeing = [one for one in compared if one.agree]
    if not agreeing:
        return inconclusive(uncompared, data, file=file)
    evidence = [fact for one in agreeing for fact in (*one.page, *one.data)]
    return passed(evidence, file=file, count=Said(value=len(agreeing)))


def data_follow_schema(context: Context) -> Answer:
    """The data embedded in the file of a piece follow the schema of their syntax."""
    piece, file = context.piece, Said(value=context.piece.id)
    if not piece.embedded_schema:
        return not_applicable()
    if piece.embedded_schema == "not_checked":
        return inconclusive("xml_schema_unknown", file=file)
    return passed(file=file) if piece.embedded_schema == "valid" else failed(file=file)


def data_have_paper(context: Context) -> Answer:
    """An electronic invoice or order that is a file of its own is there as a piece too: the same number stands on it."""
    file = context.file
    alone = next((problem for problem in file.problems if problem.code == "xml_alone"), None)
    if alone is None:
        return not_applicable()
    number = str(alone.arguments["number"])
    said = {"file": Said(value=file.path), "number": Said(value=number, attribute="invoice.number")}
    papers = [piece for piece in context.dossier.pieces if piece.kind in _PAPERS]
    return passed(**said) if any(word_stands_in(number, piece.text) for piece in papers) else failed(**said)


def _unread(context: Context) -> str | None:
    """Return why data of the piece's file were not compared with it, if so."""
    codes = {
        problem.code for file in context.dossier.files if file.path == context.piece.file for problem in file.problems
    }
    return next((code for code in _UNCOMPARED if code in codes), None)


def compare_values(piece: Piece, data: Sequence[Fact], attribute: str, *shown_as: str) -> Comparison:
    """Return how the values of an attribute in the data of a piece stand to those of its pages.

    The pages may show them as another attribute too: what is due is the total, for most.
    """
    told = [fact for fact in data if fact.attribute == attribute]
    seen = on_piece(piece, attribute, *shown_as)
    same = [fact for fact in seen if any(_same(fact, other) for other in told)]
    if same:
        return Comparison(told, same, True)
    others = [fact for fact in sure(seen) if fact.value != 0]  # nothing left to pay is no total
    if not told:
        return Comparison(told, others, None)
    if any(_stands_in(fact, piece.text) and not _is_other_total(fact, piece) for fact in told):
        return Comparison(told, (), True)
    return Comparison(told, others, False if others else None)


def _same(one: Fact, other: Fact) -> bool:
    if isinstance(one.value, str):
        return _compact(one.value) == _compact(str(other.value))
    return one.value == other.value


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()


def _stands_in(fact: Fact, text: str) -> bool:
    if isinstance(fact.value, Decimal):
        return amount_stands_in(fact.value, text)
    if isinstance(fact.value, date):
        return day_stands_in(fact.value, text)
    if fact.attribute in _SPELT:
        return characters_stand_in(fact.value, text)
    return word_stands_in(fact.value, text)


def _is_other_total(fact: Fact, piece: Piece) -> bool:
    """Tell whether an amount is on the pages for certain as something else: their three totals add up, it is another."""
    totals = [[other.value for other in sure(on_piece(piece, name))] for name in _TRIPLE]
    if fact.attribute not in _TRIPLE or any(len(set(values)) != 1 for values in totals):
        return False
    excl, vat, incl = (values[0] for values in totals)
    assert isinstance(excl, Decimal)
    assert isinstance(vat, Decimal)
    return vat != 0 and excl + vat == incl and fact.value in (excl, vat, incl)


def compare_party(piece: Piece, party: str) -> Comparison:
    """Return how the data of a piece and its pages say who a party is, by SIREN or name; a trading name contradicts none."""
    numbers = tuple(f"{party}.{number}" for number in _NUMBERS)
    told = [fact for fact in piece.embedded if fact.attribute in numbers]
    called = [fact for fact in piece.embedded if fact.attribute == f"{party}.name"]
    text = prose(piece)
    sirens = {siren_of(fact) for fact in told}
    seen = on_piece(piece, *numbers)
    same = [fact for fact in seen if siren_of(fact) in sirens]
    if same or any(characters_stand_in(siren, text) for siren in sirens):
        return Comparison(told, same, True)
    named = [fact for fact in called if names.stands_in(str(fact.value), text)]
    everybody = {siren_of(fact) for fact in piece.embedded if fact.attribute.rpartition(".")[2] in _NUMBERS}
    others = [fact for fact in sure(seen) if siren_of(fact) not in everybody]  # the other party's, misread, is no proof
    if told and others:
        return Comparison(told, others, False)
    return Comparison(named, (), True if named else None)
