"""The lines of an address, and the name that opens it: whole, or in doubt."""

from __future__ import annotations

import pytest

from pipeline.understanding.whose.blocks import block_of, holds_one_town, is_beside_a_name, is_label, name_of
from tests.paper_samples import lines, sheet


@pytest.mark.parametrize(
    ("printed", "name", "sure"),
    [
        (["Clinique des Lilas", "12 rue de la Gare", "33000 Bordeaux"], "clinique des lilas", True),
        (["Centre hospitalier intercommunal de", "l'Estuaire", "2 quai Neuf"], "centre hospitalier intercommunal de l'estuaire", True),
        (["Foyer d'accueil", "de la Vallée", "2 quai Neuf"], "foyer d'accueil de la vallee", True),
        (["Résidence du Parc", "Les Tilleuls", "2 quai Neuf"], "residence du parc", False),
        (["Clinique des Lilas", "À l'attention de Mme Martin", "2 quai Neuf"], "clinique des lilas", True),
        (["Clinique des Lilas", "Service comptabilité", "2 quai Neuf"], "clinique des lilas", True),
        (["SSIAD", "Service de soins", "2 quai Neuf"], "ssiad", False),
        (["Exemple Santé (SARL)", "2 quai Neuf"], "exemple sante", True),
        (["Exemple Santé - 2 quai Neuf - 33000 Bordeaux"], "exemple sante", True),
        (["Cabinet Martin, Dupont et associés", "2 quai Neuf"], "cabinet martin", False),
        (["SELARL Martin", "2 quai Neuf"], "selarl martin", True),
        (["Docteur Jeanne Martin", "2 quai Neuf"], "docteur jeanne martin", True),
        (["Exemple Santé SAS", "Les Tilleuls", "2 quai Neuf"], "exemple sante sas", True),
        (["Exemple GmbH", "& Co. KG", "Musterstraße 42"], "exemple gmbh & co. kg", True),
        (["Exemple Handel", "Kundenweg 88", "40235 Duesseldorf"], "exemple handel", True),
        (["Clinique du Parc 2", "2 quai Neuf"], "clinique du parc 2", True),
    ],
)  # fmt: skip
def test_a_name_is_whole_or_in_doubt(printed: list[str], name: str, *, sure: bool) -> None:
    """It goes on under a line that ends in "de" or before one that begins so; other words nobody can tell."""
    page = sheet(*lines(60, 700, *printed))
    found = name_of(page, *page.cells[0][:2], block_of(page, 0))
    assert found is not None
    assert (found.value, found.sure) == (name, sure)


@pytest.mark.parametrize(
    "words", ["12 rue de la Gare", "Madame Anne Martin", "Tél. 01 02 03 04 05", "C22-0813", "La présente attestation est délivrée", "SAS"]
)  # fmt: skip
def test_what_is_no_name(words: str) -> None:
    """An address, a person for an organisation, a number, a sentence, a legal form alone."""
    page = sheet((60, 700, words))
    assert name_of(page, *page.cells[0][:2]) is None


def test_the_words_of_a_name_are_those_printed() -> None:
    """On two lines too, in the order of reading, whatever stands beside them."""
    page = sheet(
        (60, 700, "Groupe hospitalier de"), (300, 700, "Autre colonne"), (60, 688, "la Côte"), (300, 688, "Suite")
    )
    cell = next(cell for cell in range(len(page.cells)) if "groupe" in page.words_of(cell))
    found = name_of(page, *page.cells[cell][:2], block_of(page, cell))
    assert found is not None
    assert found.words == "Groupe hospitalier de la Côte"


def test_two_towns_are_two_addresses() -> None:
    """Nobody could tell which name is whose."""
    one = lines(60, 700, "Exemple", "2 quai Neuf", "33000 Bordeaux")
    page, both = sheet(*one), sheet(*one, *lines(60, 664, "Clinique", "3 rue Haute", "69001 Lyon"))
    assert holds_one_town(page, block_of(page, 0))
    assert not holds_one_town(both, block_of(both, 0))


def test_a_name_may_begin_with_its_legal_form() -> None:
    """ "SAS Exemple" is a name; "SAS au capital de…" is not."""
    assert not is_beside_a_name("sas exemple")
    assert is_beside_a_name("sas au capital de 10 000 €")


@pytest.mark.parametrize(
    "words", ["pharmacie", "x imagerie", "etablissement / praticien", "cabinet medical", "client :"]
)
def test_what_an_establishment_is_names_none(words: str) -> None:
    """A box to tick, a label of two words: no name."""
    assert is_label(words, {"praticien"})


@pytest.mark.parametrize("words", ["pharmacie du centre", "clinique saint-luc", "xyleme sante", "cabinet du docteur a"])
def test_what_says_which_one_is_a_name(words: str) -> None:
    """« Pharmacie du Centre » is one, plain as its words are."""
    assert not is_label(words, {"pharmacie"})
