"""The data of a PDF become facts of the piece they are of, typed like those of its pages, and of no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.reading.page import StructuredData
from pipeline.understanding.structured import embed, typed
from tests.judgement_samples import book, piece
from validators.model import Piece, Value

DATA = StructuredData(
    kind="invoice",
    schema="valid",
    values=(("invoice.number", "F-2024-017"), ("invoice.total_incl_tax", "1200.00"), ("applicant.siret", "732829320")),
)


def given(*pieces: Piece, data: tuple[StructuredData, ...] = (DATA,)) -> tuple[list[list[object]], list[str]]:
    """Return the values that each piece is given, and the codes of the problems."""
    made, problems = embed(pieces, data, book().attributes)
    return [[fact.value for fact in one.embedded] for one in made], [problem.code for problem in problems]


def invoice(number: str, place: str) -> Piece:
    """Return an invoice that shows its number."""
    return piece("invoice", file=f"{place}.pdf", text=f"facture no {number} total")


def test_facts_of_the_one_invoice() -> None:
    """Each value is a fact apart from those of the pages, read from XML, on no page; a SIREN is no SIRET."""
    (made,), problems = embed([invoice("F-2024-017", "a")], [DATA], book().attributes)

    assert [(fact.attribute, fact.value) for fact in made.embedded] == [
        ("invoice.number", "F-2024-017"),
        ("invoice.total_incl_tax", Decimal("1200.00")),
    ]
    assert {(fact.witness.how, fact.witness.page, fact.witness.piece) for fact in made.embedded} == {
        ("embedded_xml", None, made.id)
    }
    assert made.embedded_schema == "valid"
    assert made.facts == ()
    assert problems == ()


def test_of_several_invoices_the_one_that_shows_the_number() -> None:
    """In a file of two invoices each is given its own data."""
    other = replace(DATA, values=(("invoice.number", "F-2024-018"),))
    facts, problems = given(invoice("f-2024-018", "b"), invoice("f-2024-017", "a"), data=(DATA, other))

    assert facts == [["F-2024-018"], ["F-2024-017", Decimal("1200.00")]]
    assert problems == []


@pytest.mark.parametrize(
    "pieces",
    [(piece("va"),), (piece("credit_note"),), (invoice("f-1", "a"), invoice("f-2", "b"))],
    ids=["no invoice", "a credit note", "nobody's number"],
)
def test_data_without_a_piece(pieces: tuple[Piece, ...]) -> None:
    """Data of a document that no page is recognised as are not used, and that is told."""
    facts, problems = given(*pieces)

    assert facts == [[] for _ in pieces]
    assert problems == ["xml_without_piece"]


def test_several_data_of_one_invoice() -> None:
    """Two sets of data for one invoice are both kept, and nothing is said to be settled."""
    other = replace(DATA, values=(("invoice.number", "F-2024-099"),))
    facts, problems = given(invoice("f-2024-017", "a"), data=(DATA, other))

    assert facts == [["F-2024-017", Decimal("1200.00"), "F-2024-099"]]
    assert problems == ["xml_several"]


def test_another_currency_is_told() -> None:
    """Data in francs say so: their amounts were left out."""
    assert given(invoice("F-2024-017", "a"), data=(replace(DATA, currency="CHF"),))[1] == ["xml_not_in_euros"]


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        ("amount", "1200", Decimal("1200.00")),
        ("amount", "-12.5", Decimal("-12.50")),
        ("amount", "1 200,00", None),
        ("amount", "1e9", None),
        ("rate", "20.00", Decimal("20")),
        ("date", "20240312", date(2024, 3, 12)),
        ("date", "2024-03-12", date(2024, 3, 12)),
        ("date", "20241332", None),
        ("siret", "732 829 320 00074", "73282932000074"),
        ("siren", "73282932000074", None),
        ("iban", "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        ("vat_number", "FC 201/113/40209", None),
        ("reference", "fa-17 b", "FA-17 B"),
        ("name", "Polyclée  Conseil", "polyclee conseil"),
    ],
)
def test_values_are_typed(kind: str, words: str, value: Value | None) -> None:
    """A value is that of its type, written as the pages' values are; what has not its look is left out."""
    assert typed(kind, words) == value
