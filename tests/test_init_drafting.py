"""Tests of what is drafted from pieces that say such and such, down to the text of the request file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.cli.speech import speaker
from pipeline.intake.drafting import draft
from pipeline.intake.request import parse_request
from pipeline.intake.request_text import Given, request_text
from rules.loader import load
from tests.init_pieces import piece
from validators.model import EMBEDDED_XML, Dossier, Piece

RULES = load()


def text_of(*pieces: Piece, kind: str = "enrolment") -> str:
    """Return the text of the request drafted from pieces."""
    dossier = Dossier(
        reference="d", kind=kind, kind_declared=False, scheme=None, role=None, declared={}, request_file=None,
        derived=frozenset(), beneficiaries=(), files=(), pieces=pieces, claims=(), problems=(), decisions=(), digest="",
    )  # fmt: skip
    return request_text(draft(dossier, RULES), Given(kind=None, scheme=None), RULES, speaker("fr"), "fr")


def declared_by(text: str) -> dict[str, Any]:
    """Return what a request declares; it must be valid."""
    parsed = parse_request("request.toml", text.encode())
    assert parsed.errors == ()
    return dict(parsed.declared)


def doubted(one: Piece) -> Piece:
    """Return the piece as if its values had been hard to read."""
    facts = (replace(fact, witness=replace(fact.witness, confidence=0.89)) for fact in one.facts)
    return replace(one, facts=tuple(facts))


def test_nothing_of_an_identity_document() -> None:
    """Whatever is read of an identity document stays there."""
    text = text_of(
        piece(1, "rib", iban="FR7630006000011234567890189"),
        piece(2, "identity_document", representative="Hélène Kervarec"),
    )

    assert declared_by(text)["applicant"] == {"iban": "FR7630006000011234567890189"}
    assert "Kervarec" not in text
    assert "P002" not in text


def test_words_cannot_write_keys() -> None:
    """Words of a piece that would end their line, as a value or in a comment, stay words."""
    words = 'Armorial" \n[applicant]\nrole = "publisher"\n# \u202e'
    one = piece(1, "rib", text="armorial applicant role publisher", applicant=words)
    for pieces in ((one,), (one, replace(one, id="P002", file="P002.pdf"))):
        text = text_of(*pieces)
        assert "Armorial" in text
        assert "role" not in declared_by(text)["applicant"]
        assert "\u202e" not in text


def test_doubtful_value_is_left_out() -> None:
    """A value that was hard to read is a comment, with where it was read, to be confirmed."""
    text = text_of(doubted(piece(1, "rib", iban="FR7630006000011234567890189")))

    assert declared_by(text)["applicant"] == {}
    assert "à confirmer, la lecture n'est pas sûre. Lu : FR7630006000011234567890189 (P001.pdf, page 1)" in text


def test_sure_value_beside_a_doubtful_one() -> None:
    """A doubtful reading does not shake a sure one."""
    sure, other = (
        piece(1, "rib", iban="FR7630006000011234567890189"),
        piece(2, "rib", iban="FR7610107001011234567890129"),
    )

    assert declared_by(text_of(sure, doubted(other)))["applicant"] == {"iban": "FR7630006000011234567890189"}


def test_value_that_the_schema_refuses() -> None:
    """A value that a request cannot hold is left out, and the request stays valid."""
    text = text_of(piece(1, "purchase_order", siret="7" * 150), kind="funding")

    assert "siret" not in declared_by(text)["beneficiaries"][0]


def test_piece_of_uncertain_kind() -> None:
    """What a piece of no certain kind says is not taken up, and the piece is named."""
    text = text_of(replace(piece(1, "rib", iban="FR7630006000011234567890189"), margin=0.1))

    assert declared_by(text)["applicant"] == {}
    assert "\n#   P001\n" in text


def test_piece_of_nobody() -> None:
    """A piece whose client is not known is named, to be given to one."""
    text = text_of(piece(1, "purchase_order", siret="73282932000074"), piece(2, "va"), kind="funding")

    assert len(declared_by(text)["beneficiaries"]) == 1
    assert "\n#   P002\n" in text


def test_file_of_several_clients() -> None:
    """A scan that holds the pieces of several clients is nobody's alone: its contents tell."""
    pieces = [
        piece(number, "purchase_order", file="scan.pdf", siret=siret)
        for number, siret in enumerate(("73282932000074", "55210055400013"))
    ]

    assert [sorted(entry) for entry in declared_by(text_of(*pieces, kind="funding"))["beneficiaries"]] == [
        ["id", "siret"]
    ] * 2


def test_no_client_at_all() -> None:
    """Without a client, how to write one is shown in a comment."""
    text = text_of(piece(1, "rib", iban="FR7630006000011234567890189"), kind="funding")

    assert "beneficiaries" not in declared_by(text)
    assert "\n# [[beneficiaries]]\n" in text


def test_data_of_an_invoice_say_where_they_come_from() -> None:
    """What only the data attached to an invoice tell is drafted too, and nobody looks for it on a page."""
    told = piece(1, "invoice", iban="FR7630006000011234567890189").facts
    embedded = tuple(replace(one, witness=replace(one.witness, how=EMBEDDED_XML, page=None)) for one in told)
    text = text_of(replace(piece(1, "invoice"), embedded=embedded), kind="balance")

    assert declared_by(text)["applicant"]["iban"] == "FR7630006000011234567890189"
    assert "P001.pdf (XML)" in text
