"""Labels that announce nothing where they stand."""

from __future__ import annotations

from datetime import date

from tests.paper_samples import Cell, sure_of

VA: Cell = (200.0, 760.0, "Attestation de vérification d'aptitude (VA)")


def test_a_cited_papers_day_dates_no_va() -> None:
    """« Bon de commande | n° 22H007766 signé le 03/10/2022 » is the order's signature, in its line or its row."""
    day: Cell = (60, 500, "Date : 15/09/2023")
    for cited in (
        [(60, 600, "Bon de commande n° 22H007766 signé le 03/10/2022")],
        [(60, 600, "Bon de commande"), (260, 600, "n° 22H007766 signé le 03/10/2022")],
    ):
        read = sure_of(VA, *cited, day)
        assert read["proof.date"] == [date(2023, 9, 15)]
        assert read["order.number"] == ["22H007766"]


def test_the_vas_own_number_leaves_its_day() -> None:
    """« VA n° VA-2023-118 signée le » and a label of its own line date the VA."""
    for words in ("VA n° VA-2023-118, signé le 15/09/2023", "Signé le 15/09/2023"):
        assert sure_of(VA, (60, 600, words))["proof.date"] == [date(2023, 9, 15)]


def test_a_number_in_a_sentence_is_not_the_papers() -> None:
    """« titulaire du marché n° 2022-118 » numbers a contract; a VA's own number heads its line."""
    told = "Nous soussignés, Exemple, titulaire du marché n° 2022-118, attestons l'aptitude de la solution."
    assert "proof.reference" not in sure_of(VA, (60, 600, told))
    assert sure_of(VA, (60, 600, "N° 2022-118"), (60, 586, told))["proof.reference"] == ["2022-118"]
