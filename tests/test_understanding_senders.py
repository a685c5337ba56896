"""The lines that say who draws an invoice up, at its head or its foot, as French firms print them."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.understanding.child import lexicon_of
from pipeline.understanding.pieces import understand
from tests.page_samples import Words, facts_of, invoice, sure_of
from tests.reading_samples import drawn, read

NAME, SIRET, SIREN, VAT = "applicant.name", "applicant.siret", "applicant.siren", "applicant.vat_number"
OWN, RCS, TVA = "11006801200019", "110 068 012", "FR43110068012"  # a ministry's
OTHER = "18008901300114"
STREET, TOWN = "12 chemin du Pré", "84340 Malaucène"


def stacked(left: float, top: float, *texts: str) -> list[Words]:
    """Return lines under one another."""
    return [(left, top - 12 * place, text) for place, text in enumerate(texts)]


@pytest.mark.parametrize("top", [818, 52])
@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ([f"Moulin Bleu SARL - {STREET} - {TOWN} - France", f"TVA : {TVA} - SIRET : {OWN} - APE : 4778C - SARL au capital de 120 000 €"], "moulin bleu sarl"),
        ([f"Moulin Bleu • {STREET} • {TOWN}", f"SIRET {OWN} • TVA {TVA} • RCS Avignon"], "moulin bleu"),
        ([f"EURL MOULIN BLEU | 12 bis, {STREET[3:]} | {TOWN} | SIRET : {OWN} | Code APE : 6201Z"], "eurl moulin bleu"),
        ([f"Moulin Bleu, {STREET}, {TOWN} - Tél. 04 90 00 00 00", f"R.C.S. Avignon B {RCS} - N° TVA {TVA}"], "moulin bleu"),
        ([f"Moulin Bleu SAS au capital de 50 000 € - RCS Avignon {RCS} - SIRET {OWN}"], "moulin bleu sas"),
        ([f"Moulin Bleu, SAS au capital de 50 000 €, RCS Avignon {RCS}", f"Siège social : {STREET}, {TOWN}"], "moulin bleu"),
        ([f"MOULIN BLEU - SAS au capital de 50 000 € - {STREET} {TOWN} - RCS Avignon {RCS}"], "moulin bleu"),
        ([f"Moulin Bleu SARL - Siège social : {STREET} - {TOWN} - SIRET {OWN} - APE 6201Z"], "moulin bleu sarl"),
        ([f"Siège social : Moulin Bleu SAS, {STREET}, {TOWN} - RCS Avignon {RCS}"], "moulin bleu sas"),
        ([f"MOULIN BLEU SAS RCS Avignon {RCS} - Capital 10 000 € - APE 6201Z"], "moulin bleu sas"),
        ([f"Moulin Bleu SA - Immeuble Le Pré - CS 12345 - {TOWN} Cedex - SIRET {OWN} - APE 6201Z"], "moulin bleu sa"),
        ([f"Moulin & Fils S.A.R.L. - ZA Les Pins - {TOWN} - Tél : 04.90.00.00.00", f"R.C.S. Avignon {RCS} - NAF 6201 Z"], "moulin & fils s.a.r.l"),
        ([f"Anne Martin EI - {STREET} - {TOWN} - SIRET {OWN} - APE 6202A - TVA non applicable, art. 293 B du CGI"], "anne martin ei"),
        ([f"Association Les Moulins - {STREET} - {TOWN} - SIRET {OWN} - APE 9499Z"], "association les moulins"),
    ],
)  # fmt: skip
def test_the_issuers_line_tells_its_name_and_numbers(printed: list[str], name: str, top: float) -> None:
    """Name, form, address, register and capital in one breath, parted as each firm likes, at the head or at the foot."""
    facts = facts_of(*stacked(30, top, *printed), (330, 640, "Clinique des Lilas"), (330, 628, f"SIRET {OTHER}"))

    assert sure_of(NAME, facts) == [name]
    read = {str(value) for attribute in (SIRET, SIREN, VAT) for value in sure_of(attribute, facts)}
    assert read
    assert read <= {OWN, RCS.replace(" ", ""), TVA}
    assert [fact.value for fact in facts if fact.attribute == "party.siret"] == [OTHER], "whose it is nobody says"


def test_a_name_alone_on_its_line_is_told_by_the_capital_under_it() -> None:
    """« MOULIN BLEU » over « SAS au capital de… », centred at the foot."""
    foot = stacked(200, 64, "MOULIN BLEU", "SAS au capital de 50 000 euros", f"{STREET} - {TOWN}", f"SIRET {OWN}")

    assert sure_of(NAME, facts_of(*foot)) == ["moulin bleu"]


def test_an_address_in_a_column_of_the_foot_names_the_issuer() -> None:
    """Its numbers stand beside it, its bank's name in another column."""
    columns = [
        *stacked(40, 64, "Moulin Bleu SARL", STREET, TOWN),
        *stacked(250, 64, f"SIRET {OWN}", "APE 6201Z"),
        *stacked(430, 64, "Banque Exemple SA", "1 place du Marché", "75001 Paris"),
    ]
    facts = facts_of(*columns)

    assert sure_of(NAME, facts) == ["moulin bleu sarl"]
    assert sure_of(SIRET, facts) == [OWN]


@pytest.mark.parametrize(
    "line",
    [
        (100, 400, f"Moulin Bleu SARL - {STREET} - {TOWN} - RCS Avignon"),
        (100, 40, f"Moulin Bleu SARL - {STREET} - {TOWN}"),
        (100, 40, f"Siège social - {STREET} - {TOWN} - RCS Avignon"),
        (100, 40, f"Page 1/1 - {STREET} - {TOWN} - RCS Avignon"),
        (100, 40, f"Facture émise par Moulin Bleu SAS - {STREET} - {TOWN} - SIRET {OWN}"),
        (100, 40, f"Siège et ateliers - {STREET} - {TOWN} - RCS Avignon"),
        (100, 40, f"Bureaux et dépôt - {STREET} - {TOWN} - RCS Avignon"),
        (100, 40, f"Tribunal de commerce d'Avignon - {TOWN} - RCS Avignon"),
        (100, 40, f"Opaléa - Groupe Bleu - {TOWN} - RCS Avignon"),
        (100, 40, "Conditions Générales sur demande - Escompte : néant - TVA sur les débits"),
        (100, 818, f"Client : Moulin Bleu SARL - {STREET} - {TOWN} - RCS Avignon"),
        (300, 690, f"Clinique des Lilas SAS - {STREET} - {TOWN}"),
    ],
)
def test_not_every_address_in_one_line_is_the_issuers(line: Words) -> None:
    """One in the body, one without a company's numbers or without a name, a sentence's, one that a label gives to the client."""
    assert sure_of(NAME, facts_of(line)) == []


@pytest.mark.parametrize(("points", "names"), [(6, ["moulin bleu gmbh"]), (10, [])])
def test_small_print_over_an_address_is_the_senders(points: int, names: list[str]) -> None:
    """What the window of an envelope shows over whom the letter goes to, where its name opens an address elsewhere too."""
    block = stacked(430, 760, "Moulin Bleu GmbH", "Ecke 12", "12345 Stadthausen")
    page = invoice((60, 672, "Clinique des Lilas"), *block)

    def draw(canvas: Canvas) -> None:
        page(canvas)
        canvas.setFont("Helvetica", points)
        canvas.drawString(60, 690, "Moulin Bleu GmbH - Ecke 12 - 12345 Stadthausen")

    (piece,) = understand(read(drawn(draw)), "facture.pdf", lexicon_of(None))
    assert sure_of(NAME, piece.facts) == names


def test_two_companies_at_the_edges_leave_the_page_to_nobody() -> None:
    """A group and its subsidiary: which of them sells is for a person to say."""
    facts = facts_of(
        *stacked(60, 818, f"Moulin Bleu SARL - {STREET} - {TOWN}", f"RCS Avignon {RCS}"),
        (60, 40, f"Groupe Vert SAS - 1 place du Marché - 75001 Paris - SIRET {OTHER}"),
    )

    assert not any(sure_of(attribute, facts) for attribute in (NAME, SIRET, SIREN))


def test_two_companies_numbers_at_the_foot_are_nobodys() -> None:
    """Nothing tells which is the issuer's."""
    facts = facts_of((60, 52, f"SAS au capital de 10 000 € - SIRET {OWN}"), (60, 40, f"Groupe Vert - SIRET {OTHER}"))

    assert sure_of(SIRET, facts) == []


def test_an_invoice_that_its_client_draws_up_is_not_on_its_suppliers_paper() -> None:
    """Self-billing: the letterhead is the client's."""
    head = stacked(60, 818, f"Clinique des Lilas SAS - {STREET} - {TOWN}", f"RCS Avignon {RCS}")

    assert sure_of(NAME, facts_of(*head, (60, 690, "Autofacturation"))) == []
    assert sure_of(NAME, facts_of(*head)) == ["clinique des lilas sas"]


def test_who_the_suppliers_section_and_the_legal_line_name_must_be_one() -> None:
    """« Fournisseur : Opaléa » over the legal line of another company: in doubt; the same name with its form: sure."""
    section = stacked(60, 640, "Fournisseur", "Opaléa", STREET, TOWN)
    foot: Words = (60, 40, f"Moulin Bleu SAS - {STREET} - {TOWN} - RCS Avignon {RCS}")

    assert sure_of(NAME, facts_of(*section, foot)) == []
    assert sure_of(NAME, facts_of(*stacked(60, 640, "Fournisseur", "Moulin Bleu", STREET, TOWN), foot)) == [
        "moulin bleu"
    ]


def test_whom_a_letter_goes_to_is_told_under_a_line_that_says_who_sends_it() -> None:
    """The only address on the right, under the sender's line, is the client's."""
    head = stacked(60, 818, f"Moulin Bleu SARL - {STREET} - {TOWN}", f"RCS Avignon {RCS}")
    client = stacked(330, 640, "Clinique des Lilas", "3 rue Haute", "69001 Lyon")

    assert sure_of("beneficiary.name", facts_of(*head, *client)) == ["clinique des lilas"]
