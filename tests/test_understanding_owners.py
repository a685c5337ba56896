"""Whose a number or a name of a page is; where nobody tells, nobody's."""

from __future__ import annotations

import pytest

from tests.paper_samples import Cell, lines, sure_of

ORDER = (240.0, 640.0, "BON DE COMMANDE N° BC-2024-118")
INVOICE = (240.0, 640.0, "FACTURE N° F-2024-118")
VA = (200.0, 640.0, "Attestation de vérification d'aptitude (VA)")
ONE, OTHER = "732 829 320 00074", "552 100 554 00013"  # public bodies and a well-known example
SIRET_ONE, SIRET_OTHER = ["73282932000074"], ["55210055400013"]
FOOT = "Exemple Santé, SAS au capital de 10 000 € - SIRET 732 829 320 00074"


def test_columns_headed_by_vendeur_and_acheteur() -> None:
    """Each column's name and number are its party's."""
    read = sure_of(
        ORDER,
        *lines(60, 600, "VENDEUR", "Exemple Santé", "2 quai Neuf", "33000 Bordeaux", f"SIRET {ONE}"),
        *lines(320, 600, "ACHETEUR", "Clinique des Lilas", "3 rue Haute", "69001 Lyon", f"SIRET {OTHER}"),
    )
    assert (read["applicant.name"], read["beneficiary.name"]) == (["exemple sante"], ["clinique des lilas"])
    assert (read["applicant.siret"], read["beneficiary.siret"]) == (SIRET_ONE, SIRET_OTHER)


def test_rubrics_with_labels_and_values() -> None:
    """A rubric's title tells whose the rows under it are, up to the next rubric."""
    rows: list[Cell] = []
    for top, title, name, number in (
        (600, "1. Identification du client", "Clinique des Lilas", OTHER),
        (540, "2. Fournisseur de la solution", "Exemple Santé", ONE),
    ):
        rows += [
            (60, top, title),
            (75, top - 14, "Raison sociale :"),
            (260, top - 14, name),
            (75, top - 28, "N° SIRET :"),
            (260, top - 28, number),
        ]
    read = sure_of(VA, *rows)
    assert (read["applicant.name"], read["beneficiary.name"]) == (["exemple sante"], ["clinique des lilas"])
    assert (read["applicant.siret"], read["beneficiary.siret"]) == (SIRET_ONE, SIRET_OTHER)


def test_dotted_rows() -> None:
    """« VENDEUR ..... Exemple » heads the rows under it."""
    read = sure_of(
        ORDER, (60, 600, "VENDEUR ............"), (200, 600, "Exemple Santé (SARL)"), (60, 584, "Siret .............."), (200, 584, ONE),
        (60, 530, "ACHETEUR ..........."), (200, 530, "Clinique des Lilas"), (60, 514, "Siret .............."), (200, 514, OTHER),
    )  # fmt: skip
    assert (read["applicant.name"], read["beneficiary.name"]) == (["exemple sante"], ["clinique des lilas"])
    assert (read["applicant.siret"], read["beneficiary.siret"]) == (SIRET_ONE, SIRET_OTHER)


@pytest.mark.parametrize(
    "fields",
    [
        [(60, 588, "Code tiers : C-118")],
        [(60, 588, "Nummer"), (110, 588, ": 549910"), (60, 576, "GLN 4000001123452")],
        [(60, 588, "Nummer"), (110, 588, ":"), (120, 588, "GE2020211")],
        [(60, 588, "Globale Nummer: 4000001123452 (GTIN)")],
        [(60, 588, "Tiers"), (110, 588, "401 225")],
    ],
)
def test_a_field_over_a_name_is_not_the_name(fields: list[Cell]) -> None:
    """Its colon or its number tells it, in whatever language; the name is the company under it, or what stands over a street."""
    under = lines(60, fields[-1][1] - 12, "Exemple Santé", "2 quai Neuf", "33000 Bordeaux")
    assert sure_of(INVOICE, (60, 600, "Fournisseur"), *fields, *under)["applicant.name"] == ["exemple sante"]


@pytest.mark.parametrize(
    "printed",
    [
        ["Enseigne : Opaléa", "Exemple Santé", "2 quai Neuf"],
        ["Interlocuteur :", "Anne Martin", "2 quai Neuf"],
        ["Code tiers : 118", "Région Sud", "Exemple Santé", "2 quai Neuf"],
        ["Nummer :", "2 quai Neuf"],
        ["Rechnung", "2 quai Neuf"],
        ["Code tiers : 118", "2 quai Neuf"],
    ],
)
def test_what_may_be_a_label_names_nobody(printed: list[str]) -> None:
    """A field that says words, one without its value, a line that may be the name's region, a title: no name is sure."""
    assert "applicant.name" not in sure_of(INVOICE, *lines(60, 600, "Fournisseur", *printed))


def test_a_table_opens_no_page() -> None:
    """« Übernachtung » over « 2 Nächte » at the top of a page is no letterhead."""
    assert "applicant.name" not in sure_of(INVOICE, *lines(60, 800, "Übernachtung", "2 Nächte", "Hotel"))


def test_a_label_may_say_whose_number_it_is() -> None:
    """ "SIRET du client", "TVA fournisseur", whatever section they stand in."""
    read = sure_of(
        INVOICE,
        *lines(60, 600, "Fournisseur", "Exemple Santé", "2 quai Neuf", f"SIRET {ONE}", f"Siret client : {OTHER}"),
    )
    assert (read["applicant.siret"], read["beneficiary.siret"]) == (SIRET_ONE, SIRET_OTHER)


def test_only_who_is_funded_has_a_finess() -> None:
    """The number on its line, or just over it, is the client's; the name over the address too."""
    read = sure_of(
        VA, *lines(60, 600, "Clinique des Lilas", "3 rue Haute, 69001 Lyon", f"FINESS 750000549 - SIRET {OTHER}")
    )
    assert (read["beneficiary.siret"], read["beneficiary.name"]) == (SIRET_OTHER, ["clinique des lilas"])


def test_a_stranger_above_the_client_is_not_the_client() -> None:
    """A supplier's block that ends where the client's begins does not share its FINESS."""
    read = sure_of(
        INVOICE,
        *lines(60, 610, "Exemple Santé", "2 quai Neuf", "33000 Bordeaux", f"SIRET {ONE}"),
        *lines(
            60, 560, "Adresse de facturation", "Clinique des Lilas", "3 rue Haute", "69001 Lyon", "FINESS 750000549"
        ),
    )
    assert "beneficiary.siret" not in read


def test_an_invoices_foot_is_its_suppliers() -> None:
    """The legal line tells the supplier's name and numbers."""
    read = sure_of(INVOICE, (100, 40, FOOT))
    assert (read["applicant.name"], read["applicant.siret"]) == (["exemple sante"], SIRET_ONE)


def test_the_letterhead_of_an_order_is_of_whom_no_section_names() -> None:
    """A hospital's own order names its supplier; a supplier's form names its client."""
    head = lines(60, 800, "Clinique des Lilas", "3 rue Haute", "69001 Lyon", f"SIRET {OTHER}")
    section = lines(320, 600, "FOURNISSEUR", "Exemple Santé", "2 quai Neuf", "33000 Bordeaux", f"SIRET {ONE}")
    read = sure_of(ORDER, *head, *section)
    assert (read["beneficiary.name"], read["beneficiary.siret"]) == (["clinique des lilas"], SIRET_OTHER)
    assert (read["applicant.name"], read["applicant.siret"]) == (["exemple sante"], SIRET_ONE)


def test_a_capital_is_no_hospitals() -> None:
    """The legal line of a company is not given to the client because a form names its supplier only."""
    section = lines(60, 600, "Le fournisseur", "Exemple Santé", "2 quai Neuf", "33000 Bordeaux")
    read = sure_of(VA, *section, (100, 40, "SAS au capital de 10 000 € - R.C.S. LYON - SIRET 732 829 320 00074"))
    assert "beneficiary.siret" not in read


@pytest.mark.parametrize("title", [ORDER, VA])
def test_two_unlabelled_numbers_are_nobodys(title: Cell) -> None:
    """Nothing tells who is who."""
    read = sure_of(title, (60, 600, f"SIRET {ONE}"), (60, 500, f"SIRET {OTHER}"))
    assert not {"applicant.siret", "beneficiary.siret"} & read.keys()


def test_two_addresses_at_the_top_are_nobodys_letterhead() -> None:
    """Neither a telephone nor a heading tells the sender from whom it writes to."""
    left = lines(60, 800, "Exemple Santé", "2 quai Neuf", "33000 Bordeaux", f"SIRET {ONE}")
    read = sure_of(INVOICE, *left, *lines(320, 795, "Clinique des Lilas", "3 rue Haute", "69001 Lyon"))
    assert "applicant.name" not in read


def test_to_whom_an_invoice_goes() -> None:
    """The only other address, on the right, when the letterhead is known and nothing names the client."""
    left = lines(60, 810, "Exemple Santé", "2 quai Neuf", "33000 Bordeaux", "Tél. 05 56 00 00 00")
    read = sure_of(INVOICE, *left, *lines(320, 720, "Clinique des Lilas", "3 rue Haute", "69001 Lyon"))
    assert (read["applicant.name"], read["beneficiary.name"]) == (["exemple sante"], ["clinique des lilas"])


def test_numbers_of_one_entity_are_of_one_party() -> None:
    """A VAT number nobody labels is his whose SIRET holds its digits."""
    read = sure_of(
        ORDER,
        *lines(60, 600, "Fournisseur", "Exemple Santé", "2 quai Neuf", f"SIRET {ONE}"),
        (60, 400, "TVA FR44732829320"),
    )
    assert read["applicant.vat_number"] == ["FR44732829320"]


def test_what_a_form_answers_beside_client_is_no_letterhead() -> None:
    """« Client | Cabinet du docteur Exemple » with its address, high on a page, is not the supplier that writes it."""
    read = sure_of(
        (200, 800, "DÉCLARATION DE MISE EN ORDRE DE MARCHE"), (60, 760, "Client"), (198, 760, "Cabinet du docteur Exemple"),
        (60, 746, "Adresse"), (198, 746, "12 rue du Port, 87000 Limoges"),
    )  # fmt: skip
    assert "applicant.name" not in read


def test_who_signs_for_a_party_is_not_the_party() -> None:
    """Under « Pour le fournisseur » stands a person's name."""
    head = lines(60, 600, "Fournisseur", "Exemple Santé", "2 quai Neuf", "33000 Bordeaux", f"SIRET {ONE}")
    read = sure_of(VA, *head, *lines(60, 200, "Pour le fournisseur", "Jean-Rémi Oster"))
    assert read["applicant.name"] == ["exemple sante"]
    assert "applicant.name" not in sure_of(VA, (60, 200, "Pour l'éditeur : Jean-Rémi Oster"))


def test_where_a_letter_is_written_names_nobody() -> None:
    """« Lille, le 12 septembre » opens no address, and a FINESS in a sentence stands in none."""
    letter = lines(
        60, 620, "Lille, le 12 septembre 2023", "Nous avons installé le logiciel le 8 septembre chez vous (FINESS 920000650),", "59000 Lille"
    )  # fmt: skip
    assert "beneficiary.name" not in sure_of(VA, *letter)
    assert "beneficiary.name" not in sure_of(
        VA, *lines(60, 620, "Lille, le 12 septembre 2023", "FINESS 920000650", "59000 Lille")
    )


def test_where_goods_go_to_is_in_doubt() -> None:
    """« Livré à : Plateau technique » may name a branch; the client's own heading tells, and « facturation et livraison » is one."""
    delivered = (60.0, 560.0, "Livré à : Plateau technique du Canal")
    assert "beneficiary.name" not in sure_of(INVOICE, delivered)
    billed = lines(320, 600, "Client", "Clinique des Lilas", "3 rue Haute", "69001 Lyon")
    assert sure_of(INVOICE, delivered, *billed)["beneficiary.name"] == ["clinique des lilas"]
    both = lines(320, 600, "Adresse de facturation et de livraison", "Clinique des Lilas", "3 rue Haute", "69001 Lyon")
    assert sure_of(INVOICE, *both)["beneficiary.name"] == ["clinique des lilas"]


@pytest.mark.parametrize(
    "words",
    [
        ["Pour le client (cachet, signature et mention « bon pour", "commande »)"],
        ["Pour le client : nom, qualité, date, signature"],
        ["CLIENT", "ÉCHÉANCE 17/08/2023"],
        ["Client", "Le 17/08/2023"],
    ],
)
def test_what_a_place_to_sign_or_a_field_says_is_no_name(words: list[str]) -> None:
    """The end of a remark in brackets, the fields to fill in, a date."""
    assert "beneficiary.name" not in sure_of(ORDER, *lines(320, 400, *words))


def test_who_signs_for_the_client_may_not_be_the_client() -> None:
    """« Dr Anne Exemple » under the place to sign is a person; the company's own heading tells its name."""
    signing = lines(320, 300, "Le client (cachet et signature)", "Dr Anne Exemple")
    assert "beneficiary.name" not in sure_of(VA, *signing)
    named = lines(60, 600, "Client", "SELARL des Lilas", "3 rue Haute", "69001 Lyon")
    assert sure_of(VA, *named, *signing)["beneficiary.name"] == ["selarl des lilas"]


def test_a_business_park_is_no_supplier() -> None:
    """« Parc Technoclub, 8 avenue du Port » is where the supplier is."""
    address = lines(60, 800, "Parc Technoclub, bâtiment C, 8 avenue du Port - 33170 Gradignan", "Tél. 05 56 00 00 00")
    assert "applicant.name" not in sure_of(INVOICE, *address)


def test_an_office_is_no_part_of_a_name() -> None:
    """« Clinique des Lilas – Comptabilité fournisseurs » is the clinic."""
    billed = lines(320, 600, "Adresse de facturation", "Clinique des Lilas – Comptabilité fournisseurs", "69001 Lyon")
    assert sure_of(INVOICE, *billed)["beneficiary.name"] == ["clinique des lilas"]


def test_a_forms_row_answers_its_heading() -> None:
    """« Client | Clinique des Lilas » over « Adresse | 3 rue Haute »: a table of fields, without a colon."""
    rows = (
        ("Client", "Clinique des Lilas"),
        ("Adresse", "3 rue Haute, 69001 Lyon"),
        ("Fournisseur", "Exemple Santé"),
        ("SIRET", ONE),
    )
    cells = [
        (left, 600.0 - 18 * place, row[side])
        for place, row in enumerate(rows)
        for side, left in enumerate((60.0, 220.0))
    ]
    read = sure_of(VA, *cells)
    assert (read["beneficiary.name"], read["applicant.name"]) == (["clinique des lilas"], ["exemple sante"])


def test_a_label_in_two_languages_is_no_name() -> None:
    """« Account name » beside its value, over « Bank / Banque » beside its own: the bank is not whose account it is."""
    rows = (
        ("Account name / Nom du compte", "SARL EXEMPLE"),
        ("Bank / Banque", "Banque Exemple"),
        ("Branch / Agence", "PARIS"),
    )
    cells = [
        cell for place, row in enumerate(rows) for cell in zip((60, 280), (700 - 20 * place,) * 2, row, strict=True)
    ]

    assert "bank" not in sure_of((200, 760, "RELEVÉ D'IDENTITÉ BANCAIRE"), *cells).get("applicant.name", [])


def test_the_label_of_a_name_is_no_name() -> None:
    """Where the heading « Client » was not read, « Dénomination » over a FINESS is still a label."""
    rows = (("Dénomination", "Clinique des Lilas"), ("N° FINESS", "920000650"), ("Adresse", "3 rue Haute, 69001 Lyon"))
    cells = [
        cell for place, row in enumerate(rows) for cell in zip((60, 260), (600 - 12 * place,) * 2, row, strict=True)
    ]

    assert "denomination" not in sure_of(VA, *cells).get("beneficiary.name", [])


def test_a_second_company_in_a_section_is_perhaps_anothers() -> None:
    """« Client » heads rows down to a label that is not known: the SIRET of another company under it is nobody's."""
    rows = (
        ("Client", "Clinique des Lilas"), ("N° SIRET", OTHER), ("Société installatrice", "Exemple Santé"), ("N° SIRET", ONE),
    )  # fmt: skip
    cells = [
        cell for place, row in enumerate(rows) for cell in zip((60, 260), (600 - 12 * place,) * 2, row, strict=True)
    ]

    assert sure_of(VA, *cells)["beneficiary.siret"] == SIRET_OTHER


def test_who_signs_for_a_party_is_not_its_name() -> None:
    """Under « Pour l'éditeur » stands who signs."""
    title = (180.0, 760.0, "PROCÈS-VERBAL DE MISE EN SERVICE")

    assert "applicant.name" not in sure_of(title, *lines(330, 500, "Pour l'éditeur", "Jean-Marc Exemple"))
    assert "applicant.name" in sure_of(
        title, *lines(330, 500, "L'éditeur", "Exemple Santé", "3 rue Haute", "69001 Lyon")
    )
