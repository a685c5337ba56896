"""The parties of a contract's prose."""

from __future__ import annotations

from tests.paper_samples import lines, sure_of

TITLE = (200.0, 760.0, "Attestation de vérification d'aptitude (VA)")
CLIENT, SUPPLIER = "552 100 554 00013", "732 829 320 00074"  # public bodies and a well-known example


def test_each_clause_is_its_party_s() -> None:
    """From « entre », or « et », to what the party is called: its name and its number; a FINESS near by makes no difference."""
    read = sure_of(
        TITLE,
        *lines(
            60, 700,
            f"entre Clinique des Lilas, 3 rue Haute, 69001 Lyon, SIRET {CLIENT}, FINESS 750000549,",
            "représentée par Mme Claire Martin, ci-après « le Client »,",
            f"et la société Exemple Santé, dont le siège est à Lyon, SIRET {SUPPLIER}, ci-",
            "après dénommée « le Fournisseur », il a été constaté ce qui suit.",
        ),
    )  # fmt: skip
    assert (read["beneficiary.name"], read["applicant.name"]) == (["clinique des lilas"], ["exemple sante"])
    assert read["beneficiary.siret"] == [CLIENT.replace(" ", "")]
    assert read["applicant.siret"] == [SUPPLIER.replace(" ", "")]


def test_a_clause_of_two_entities_tells_nothing() -> None:
    """« filiale de …, SIRET … » puts another's number in a party's clause: whose is which, nobody can tell."""
    read = sure_of(
        TITLE,
        *lines(
            60, 700,
            f"entre Clinique des Lilas, SIRET {CLIENT}, gérée par Autre Maison, SIRET {SUPPLIER},",
            "ci-après « le Client », d'une part, il a été constaté ce qui suit.",
        ),
    )  # fmt: skip
    assert "beneficiary.siret" not in read


def test_prose_near_a_finess_is_no_address() -> None:
    """Two entities speak in a paragraph: its FINESS gives the client no number that stands in the next line."""
    read = sure_of(
        TITLE,
        *lines(
            60, 700,
            f"La clinique, SIRET {CLIENT}, FINESS 750000549,",
            f"a reçu de son prestataire, SIRET {SUPPLIER}, le logiciel commandé.",
        ),
    )  # fmt: skip
    assert SUPPLIER.replace(" ", "") not in read.get("beneficiary.siret", [])


def test_the_distributors_representative_is_its_own() -> None:
    """Each clause of a mandate says who represents its party; the applicant is the one who distributes."""
    read = sure_of(
        *lines(
            60, 700,
            f"entre Aurore Logiciels, SAS immatriculée au RCS de Paris, SIRET {CLIENT}, représentée par",
            "Mme Béatrice Sauvageol, présidente, ci-après « le mandant »,",
            f"et Exemple Santé, SARL, SIRET {SUPPLIER}, représentée par Madame Anne-",
            "Sophie Quintrec, gérante, ci-après « le mandataire », il a été convenu ce qui suit.",
        ),
        title="Mandat éditeur - distributeur",
    )  # fmt: skip
    assert read["applicant.legal_representative"] == ["madame anne-sophie quintrec"]


def test_what_represents_a_party_and_is_no_person_is_nobody() -> None:
    """« représentée par son gérant » names none, and neither does a clause that names two."""
    for words in ("son gérant", "Holding Santé", "Mme Claire Martin, elle-même représentée par M. Jean Petit"):
        read = sure_of(
            *lines(
                60, 700,
                f"entre Aurore Logiciels, SIRET {CLIENT}, ci-après « le mandant »,",
                f"et Exemple Santé, SIRET {SUPPLIER}, représentée par {words},",
                "ci-après « le mandataire », il a été convenu ce qui suit.",
            ),
            title="Mandat éditeur - distributeur",
        )  # fmt: skip
        assert "applicant.legal_representative" not in read
