"""The MSSanté address of a VA that no label tells."""

from __future__ import annotations

from tests.paper_samples import Cell, sure_of

VA: Cell = (200.0, 760.0, "Attestation de vérification d'aptitude (VA)")


def boxes(*words: str) -> list[object]:
    """Return the MSSanté addresses read of a VA that says these words."""
    return list(
        sure_of(VA, *((60, 600 - 14 * line, said) for line, said in enumerate(words))).get("beneficiary.mssante", [])
    )


def test_its_domain_tells_it() -> None:
    """In a sentence, or behind a label that goes on, an address of an MSSanté domain is the client's."""
    assert boxes("Les essais d'envoi ont été faits depuis la boîte dsi@ch-lilas.mssante.fr.") == [
        "dsi@ch-lilas.mssante.fr"
    ]
    assert boxes("Adresse MSSanté de l'établissement : a.b@lilas.mssante.fr") == ["a.b@lilas.mssante.fr"]


def test_an_ordinary_address_is_none() -> None:
    """An address of any other domain, without a label, is no MSSanté address."""
    assert boxes("Pour toute question : support@exemple.fr") == []


def test_of_two_nothing_is_told() -> None:
    """One of two addresses may be the supplier's; a label tells which is the client's."""
    two = "De dsi@ch-lilas.mssante.fr à essai@exemple.mssante.fr"
    assert boxes(two) == []
    assert boxes(two, "Adresse MSSanté : dsi@ch-lilas.mssante.fr") == ["dsi@ch-lilas.mssante.fr"]
