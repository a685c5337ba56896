"""The supplier that a sentence names."""

from __future__ import annotations

import pytest

from tests.paper_samples import lines, sure_of, sure_on_scan

TITLE = (200.0, 760.0, "Attestation de vérification d'aptitude (VA)")


@pytest.mark.parametrize(
    "sentence",
    [
        ["Le logiciel Aurore, fourni par Exemple Santé (SIRET 732 829 320 00074), est apte."],
        ["Le logiciel Aurore, commercialisé par la société Exemple Santé, SIRET 732 829 320 00074, est apte."],
        ["Le logiciel Aurore, fourni par Exemple Santé", "(SIRET 732 829 320 00074), est apte."],
    ],
)
def test_who_supplies(sentence: list[str]) -> None:
    """Its name ends at a mark, and the number that follows is its own."""
    read = sure_of(TITLE, *lines(60, 700, *sentence))
    assert read["applicant.name"] == ["exemple sante"]
    assert read["applicant.siret"] == ["73282932000074"]


def test_ordinary_words_are_no_name() -> None:
    """« installé par nos soins », « fourni par Exemple et installé par un tiers »: nobody is named for sure."""
    assert "applicant.name" not in sure_of(TITLE, (60, 700, "Le logiciel a été installé par nos soins, et vérifié."))
    assert "applicant.name" not in sure_of(
        TITLE, (60, 700, "Fourni par Exemple puis installé par un tiers, le logiciel sert.")
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Le client SAMU de Clairefontaine (FINESS : 29 363 809 4) reconnaît que les fonctions sont opérationnelles.",
        "Je soussignée Mme Claire Martin, directrice, représentant SAMU de Clairefontaine, atteste que tout est conforme.",
        "La solution a été mise en ordre de marche chez SAMU de Clairefontaine (FINESS : 29 363 809 4).",
    ],
)
def test_whom_a_sentence_is_about(sentence: str) -> None:
    """The client is named by the words that stand before its name."""
    assert sure_of(TITLE, (60, 700, sentence))["beneficiary.name"] == ["samu de clairefontaine"]


@pytest.mark.parametrize(
    "cells",
    [
        [(60.0, 700.0, "LE CLIENT DECLARE AVOIR RECU LA SOLUTION, SANS RESERVE.")],
        [(60.0, 700.0, "Le client M. Jean Petit, directeur, reconnaît avoir reçu la solution.")],
        [(60.0, 700.0, "Le Représentant Légal de la Structure, Mme Claire Martin.")],
        lines(60, 300, "Pour le client :", "Dr Anne Verrier, médecin", "Le 12/03/2024"),
    ],
)
def test_whom_a_sentence_is_not_about(cells: list[tuple[float, float, str]]) -> None:
    """A verb in capitals, who acts for the client or signs for it: no establishment is named."""
    assert "beneficiary.name" not in sure_of(TITLE, *cells)


def test_a_word_may_be_lost_between_two_lines_of_a_scan() -> None:
    """Of « éditée par / Exemple Santé » a line's end may be lost: the name is sure where both engines read what is before it."""
    paper = (TITLE, *lines(60, 700, "Le logiciel Aurore, fourni par", "Exemple Santé, est apte."))
    assert sure_on_scan(*paper)["applicant.name"] == ["exemple sante"]
    assert "applicant.name" not in sure_on_scan(*paper, doubts=["fourni par"])
