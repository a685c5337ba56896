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


def test_a_word_may_be_lost_between_two_lines_of_a_scan() -> None:
    """Of « éditée par / Exemple Santé » a line's end may be lost: the name is sure where both engines read what is before it."""
    paper = (TITLE, *lines(60, 700, "Le logiciel Aurore, fourni par", "Exemple Santé, est apte."))
    assert sure_on_scan(*paper)["applicant.name"] == ["exemple sante"]
    assert "applicant.name" not in sure_on_scan(*paper, doubts=["fourni par"])
