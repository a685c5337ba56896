"""Companies that an invoice names beside its parties: whose capital and register are no evidence of the issuer."""

from __future__ import annotations

import pytest

from tests.page_samples import facts_of, sure_of
from tests.paper_samples import lines
from tests.paper_samples import sure_of as sure_of_paper

OTHER = "110 068 012"


@pytest.mark.parametrize(
    "foot",
    [
        ["Assurance responsabilité civile professionnelle :", f"Exemple SA au capital de 50 000 000 € - RCS Paris {OTHER}"],
        [f"Assureur : Exemple SA au capital de 50 000 000 € - 1 place du Marché - 75001 Paris - RCS Paris {OTHER}"],
        ["Cette facture est cédée à Exemple SA au capital de 50 000 000 €,", f"RCS Paris {OTHER}, que le règlement doit atteindre"],
        [f"Règlement libératoire à Exemple Factor, SA au capital de 5 000 000 €, RCS Paris {OTHER}"],
        [f"Banque Exemple SA au capital de 1 000 000 € - 1 place du Marché - 75001 Paris - RCS Paris {OTHER}"],
        [f"Établissement bancaire : Exemple SA au capital de 1 000 000 € - RCS Paris {OTHER}"],
        [f"Filiale de Exemple SA au capital de 1 000 000 € - RCS Paris {OTHER}"],
        [f"Matériel financé par Exemple Location SAS au capital de 10 000 € - RCS Paris {OTHER}"],
        [f"Médiateur : Exemple Médiation SAS - 14 rue Haute - 75017 Paris - RCS Paris {OTHER}"],
        [f"Facture hébergée par Exemple SAS - 2 quai Neuf - 33000 Bordeaux - RCS Bordeaux {OTHER}"],
    ],
)  # fmt: skip
def test_an_insurers_factors_or_banks_line_is_not_the_issuers(foot: list[str]) -> None:
    """Its name and its register number are given to nobody."""
    facts = facts_of(*((60, 64 - 12 * place, line) for place, line in enumerate(foot)))

    assert sure_of("applicant.name", facts) == sure_of("applicant.siren", facts) == []


def test_a_bank_named_after_a_number_leaves_it_to_the_issuer() -> None:
    """« SIRET … - Banque : … » on one line."""
    facts = facts_of((60, 40, f"SAS au capital de 10 000 € - RCS Paris {OTHER} - Banque : Exemple"))

    assert sure_of("applicant.siren", facts) == ["110068012"]


def test_the_wording_of_penalties_is_no_outsiders() -> None:
    """« frais de recouvrement : 40 € » stands over the legal line of every French invoice."""
    penalties = "En cas de retard : trois fois le taux légal, indemnité forfaitaire pour frais de recouvrement de 40 €."
    legal = f"Opaléa, SAS au capital de 10 000 € - RCS Paris {OTHER}"
    facts = facts_of((60, 52, penalties), (60, 40, legal))

    assert sure_of("applicant.name", facts) == ["opalea"]
    assert sure_of("applicant.siren", facts) == ["110068012"]


@pytest.mark.parametrize(
    "foot",
    [
        [f"Exemple SAS - RCS Paris {OTHER} - Établissement de paiement agréé par l'ACPR"],
        [f"Exemple SA au capital de 1 000 000 € - RCS Paris {OTHER}", "agréée en tant qu'établissement de crédit"],
    ],
)
def test_a_slips_bank_is_not_the_holder(foot: list[str]) -> None:
    """The bank's own legal line at the foot of a slip, in the column of the holder, is not the holder's."""
    head = (
        "RELEVÉ D'IDENTITÉ BANCAIRE",
        "Titulaire du compte",
        "OPALEA SARL",
        "IBAN",
        "FR76 3000 1007 9412 3456 7890 185",
    )
    read = sure_of_paper(*lines(60, 600, *head, *foot))

    assert read["applicant.name"] == ["opalea sarl"]
    assert "applicant.siren" not in read
