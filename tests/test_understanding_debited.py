"""Accounts that an invoice debits are its buyer's; those it asks to pay to are its seller's."""

from __future__ import annotations

import pytest

from tests.page_samples import facts_of, sure_of

IBAN, OTHER = "FR76 3000 6000 0112 3456 7890 189", "FR14 2004 1010 0505 0001 3M02 606"  # of banks' own samples


@pytest.mark.parametrize(
    "printed",
    [
        [f"La somme sera prélevée le 5 mars sur votre compte IBAN {IBAN}."],
        ["Ce montant sera prélevé le 05/03/2024 sur votre compte", f"IBAN : {IBAN}"],
        [f"Votre compte IBAN {IBAN} sera débité le 5 mars 2024."],
        [f"IBAN du client : {IBAN}"],
        [f"Compte débité - IBAN : {IBAN}"],
        [f"Débité du compte IBAN {IBAN}"],
        [f"IBAN : {IBAN} sera débité à l'échéance"],
        [f"The amount will be debited from your account IBAN {IBAN}"],
        [f"Der Betrag wird von Ihrem Konto mit IBAN {IBAN} eingezogen"],
    ],
)
def test_an_account_to_be_debited_is_the_buyers(printed: list[str]) -> None:
    """Whatever the words for it, it is no evidence of the seller's account."""
    facts = facts_of(*((60, 200 - 12 * place, line) for place, line in enumerate(printed)))

    assert [fact for fact in facts if fact.attribute == "applicant.iban"] == []


@pytest.mark.parametrize(
    "printed",
    [
        [f"À régler par virement sur notre compte IBAN {IBAN}"],
        [f"Merci de virer de votre compte sur notre compte IBAN {IBAN}"],
        ["Paiement par virement ou prélèvement.", f"IBAN : {IBAN}"],
        ["Référence à rappeler : votre compte client 4012", f"IBAN : {IBAN}"],
        ["Un prélèvement sur votre compte est possible.", f"IBAN : {IBAN}"],
        ["À régler par virement sur notre compte de la banque Exemple, IBAN", f"{IBAN}, BIC AGRIFRPP"],
    ],
)
def test_an_account_to_pay_to_is_the_sellers(printed: list[str]) -> None:
    """A debit that another sentence speaks of changes nothing."""
    facts = facts_of(*((60, 200 - 12 * place, line) for place, line in enumerate(printed)))

    assert sure_of("applicant.iban", facts) == [IBAN.replace(" ", "")]


def test_of_two_accounts_the_one_to_be_debited_is_left_out() -> None:
    """The buyer's in the sentence, the seller's at the foot, each with its bank."""
    facts = facts_of(
        (60, 200, f"Prélevé sur votre compte IBAN {OTHER}, BIC PSSTFRPPPAR"), (60, 60, f"IBAN {IBAN} - BIC AGRIFRPP")
    )

    assert sure_of("applicant.iban", facts) == [IBAN.replace(" ", "")]
    assert sure_of("applicant.bic", facts) == ["AGRIFRPP"]


@pytest.mark.parametrize(
    "printed",
    [
        [f"Pour être libératoire, votre règlement doit être fait par virement à Exemple Affacturage - IBAN {OTHER}"],
        ["Créance cédée à Exemple Factor, seul habilité à recevoir le règlement", f"sur le compte IBAN {OTHER}"],
    ],
)
def test_a_factors_account_is_not_the_sellers(printed: list[str]) -> None:
    """Whom a claim was sold to is paid by the client; the seller's own account stands elsewhere."""
    lines = [(60, 200 - 12 * place, line) for place, line in enumerate(printed)]
    facts = facts_of(*lines, (60, 60, f"IBAN {IBAN} - BIC AGRIFRPP"))

    assert sure_of("applicant.iban", facts) == [IBAN.replace(" ", "")]
