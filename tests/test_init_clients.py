"""Tests of how pieces are gathered by client when no request says who the beneficiaries are."""

from __future__ import annotations

from dataclasses import replace

from pipeline.intake.clients import gather
from rules.loader import load
from tests.init_pieces import piece
from validators.model import Piece


def groups_of(*pieces: Piece) -> tuple[list[set[str]], set[str]]:
    """Gather pieces; return the ids of each client's, and of those of nobody."""
    found = gather(pieces, load().kinds)
    return [{one.id for one in group} for group in found.groups], {one.id for one in found.unattributed}


def test_clients_by_their_numbers() -> None:
    """Pieces that share a number are one client's, also through a third one."""
    order = piece(1, "purchase_order", siret="73282932000074", order_number="C-118")
    invoice = piece(2, "invoice", finess="750712184")
    proof = piece(3, "va", siret="732 829 320 00074", finess="750712184")
    other = piece(4, "purchase_order", siret="55210055400013", order_number="C-119")

    assert groups_of(order, invoice, proof, other) == ([{"P001", "P002", "P003"}, {"P004"}], set())


def test_clients_of_one_body() -> None:
    """Two places of one body share its FINESS and stay two clients; a piece that says it alone is nobody's."""
    one = piece(1, "purchase_order", siret="73282932000074", finess="750712184")
    other = piece(2, "purchase_order", siret="55210055400013", finess="750712184")
    unclear = piece(3, "va", finess="750712184")

    assert groups_of(one, other, unclear) == ([{"P001"}, {"P002"}], {"P003"})


def test_clients_by_their_papers() -> None:
    """A proof that says only its order goes with that order; a number of three characters joins nothing."""
    order = piece(1, "purchase_order", siret="73282932000074", order_number="CMD-0118")
    proof = piece(2, "va", order_number="CMD 0118")
    stray = [piece(number, "va", order_number="1") for number in (3, 4)]

    assert groups_of(order, proof, *stray) == ([{"P001", "P002"}], {"P003", "P004"})


def test_clients_that_share_an_address() -> None:
    """Orders of their own numbers are not one client's because the same address stands on both."""
    orders = [
        piece(number, "purchase_order", mssante="x@y.mssante.fr", order_number=f"C-10{number}") for number in (1, 2)
    ]
    proof = piece(3, "va", mssante="x@y.mssante.fr")

    assert groups_of(*orders, proof) == ([{"P001"}, {"P002"}], {"P003"})


def test_clients_by_their_names() -> None:
    """A piece that says nothing but a name goes with the client whose pieces bear that name."""
    order = piece(1, "purchase_order", text="bon de commande hopital saint-vincent", siret="73282932000074")
    other = piece(2, "purchase_order", text="bon de commande clinique des genets", siret="55210055400013")
    proof = piece(3, "va", name="Hôpital Saint-Vincent")

    assert groups_of(order, other, proof) == ([{"P001", "P003"}, {"P002"}], set())


def test_label_in_place_of_a_name() -> None:
    """Orders of their own numbers are not one client's because the same words were read as a name."""
    orders = [
        piece(number, "purchase_order", name="Bon pour accord", order_number=f"C-10{number}") for number in (1, 2)
    ]

    assert groups_of(*orders) == ([{"P001"}, {"P002"}], set())


def test_clients_by_their_folder() -> None:
    """A piece that says nothing goes with the only client of its folder; at the root it is nobody's."""
    order = piece(1, "purchase_order", file="C01/bdc.pdf", siret="73282932000074")
    silent = piece(2, "va", file="C01/va.pdf")
    lost = piece(3, "va", file="va.pdf")

    assert groups_of(order, silent, lost) == ([{"P001", "P002"}], {"P003"})


def test_quotes_are_nobody_s() -> None:
    """A look-alike makes no client and joins none."""
    order = piece(1, "purchase_order", siret="73282932000074")
    quote = replace(order, id="P002", kind="quote")

    assert groups_of(order, quote) == ([{"P001"}], set())


def test_number_of_the_applicant_is_no_client_s() -> None:
    """The supplier's own number, read in the client's place on every piece, does not make all clients one."""
    pieces = [piece(number, "invoice", siret="73282932000074", invoice_number=f"F-100{number}") for number in (1, 2)]
    said = replace(pieces[0].facts[0], attribute="applicant.siret")
    pieces[0] = replace(pieces[0], facts=(*pieces[0].facts, said))

    assert groups_of(*pieces) == ([{"P001"}, {"P002"}], set())
