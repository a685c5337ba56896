"""How sure values are: those that a line's end breaks, and those read from pixels when no key tells whether they were read right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.paper_samples import Cell, sure_of, sure_on_scan

INVOICE = (240.0, 760.0, "FACTURE N° F-2024-118")
PROOF = (200.0, 760.0, "Attestation de vérification d'aptitude (VA)")
CLIENT: tuple[Cell, ...] = ((60, 700, "Client"), (60, 688, "Cabinet du docteur Exemple"), (60, 676, "12 rue du Port"))
TOTALS: tuple[Cell, ...] = (
    (380, 500, "Total HT"), (480, 500, "100,00"), (380, 480, "TVA"), (480, 480, "20,00"), (380, 460, "Total TTC"), (480, 460, "120,00"),
)  # fmt: skip


def test_only_a_key_or_a_sum_tells_where_engines_often_differ() -> None:
    """On a worn page both engines take one letter for another: a number without a key that they read alike is in doubt."""
    paper = (
        INVOICE,
        (60, 640, "Bon de commande n° BC-2024-118 du 12/03/2024"),
        (60, 620, "FINESS : 920000650"),
        *TOTALS,
    )
    well, worn = sure_on_scan(*paper, agreed=0.9), sure_on_scan(*paper, agreed=0.72)

    assert (well["order.number"], well["order.date"]) == (["BC-2024-118"], [date(2024, 3, 12)])
    assert not {"order.number", "order.date", "invoice.number"} & worn.keys()
    assert worn["beneficiary.finess"] == ["920000650"]
    assert worn["invoice.total_incl_tax"] == [Decimal("120.00")]


def test_what_an_engine_read_otherwise_first_is_disputed() -> None:
    """Without a key two readings out of three are not enough: a number that has one, and three totals that add up, are."""
    paper = (INVOICE, (60, 640, "Bon de commande n° BC-118 du 12/03/2024"), (60, 620, "FINESS : 920000650"), *TOTALS)
    read = sure_on_scan(*paper, disputed=["BC-118", "920000650", "120,00"])

    assert "order.number" not in read
    assert read["order.date"] == [date(2024, 3, 12)]
    assert read["beneficiary.finess"] == ["920000650"]
    assert read["invoice.total_incl_tax"] == [Decimal("120.00")]


def test_a_finess_of_eight_figures_may_have_lost_one() -> None:
    """Born-digital it is one without its zero; on a scan both engines may have lost a figure that the key does not miss."""
    paper = (INVOICE, (60, 640, "FINESS : 19389428"))
    assert "beneficiary.finess" in sure_of(*paper)
    assert "beneficiary.finess" not in sure_on_scan(*paper)


@pytest.mark.parametrize("number", ["0090/V A/23", "BC-118 /24", "2024-118 B/3"])
def test_a_reference_may_be_cut_at_a_space(number: str) -> None:
    """What follows it on a scan looks like more of it: none of it is sure."""
    paper = (INVOICE, (60, 640, f"Bon de commande n° {number}"))
    assert "order.number" in sure_of(*paper)
    assert "order.number" not in sure_on_scan(*paper)


@pytest.mark.parametrize(
    ("number", "is_sure"),
    [
        ("P0-02312", False),
        ("2023/DSl/1286", False),
        ("HOPPF123211", False),
        ("FA0003295", True),
        ("REF-MS1-DUI-VA1-458", True),
    ],
)
def test_a_figure_in_a_reference_may_be_a_letter(number: str, is_sure: bool) -> None:
    """Beside a letter O and 0, I and 1 are one to both engines, unless more zeros follow or a scheme is named."""
    read = sure_on_scan(INVOICE, (60, 640, f"Bon de commande n° {number}"))
    assert read.get("order.number") == ([number] if is_sure else None)


def test_the_rest_of_a_listing_number_is_no_reference() -> None:
    """Of « REF-IMG-RIS-VA2-0508 », parted on a scan, « REF » is no label."""
    assert "order.number" not in sure_on_scan(INVOICE, (60, 640, "Numéro de référencement : REF - IMG-RIS-VA2-0508"))


def test_words_beside_a_reference_are_no_part_of_it() -> None:
    """« commande n° BC-118 du 12/03/2024 », « V/Réf. BC-118 »: nothing goes on."""
    assert sure_on_scan(INVOICE, (60, 640, "Bon de commande n° BC-118 du 12/03/2024"))["order.number"] == ["BC-118"]
    assert sure_on_scan(INVOICE, (60, 640, "V/Réf. BC-118"))["order.number"] == ["BC-118"]


@pytest.mark.parametrize("misread", ["1'Estuaire", "l'EstU aire", "l'Estuair!"])
def test_a_figure_or_a_capital_within_a_name_may_be_a_letter(misread: str) -> None:
    """Engines read « 1'Estuaire » for « l'Estuaire », both of them."""
    right = [(x, y, text.replace("docteur Exemple", "l'Estuaire")) for x, y, text in CLIENT]
    wrong = [(x, y, text.replace("docteur Exemple", misread)) for x, y, text in CLIENT]
    assert sure_on_scan(INVOICE, *right)["beneficiary.name"] == ["cabinet du l'estuaire"]
    assert "beneficiary.name" not in sure_on_scan(INVOICE, *wrong)


@pytest.mark.parametrize("misread", ["CABINET DUPONT eh wehoptoa", "Cabinet Dupont 828 00020"])
def test_what_is_joined_to_a_name_on_a_scan_is_seen(misread: str) -> None:
    """An address too pale to be read, or the end of a number, is no part of a name: the whole is in doubt."""
    wrong = [(x, y, text.replace("Cabinet du docteur Exemple", misread)) for x, y, text in CLIENT]
    assert "beneficiary.name" in sure_on_scan(INVOICE, *CLIENT)
    assert "beneficiary.name" not in sure_on_scan(INVOICE, *wrong)


def test_a_name_that_a_hyphen_breaks_is_one() -> None:
    """« Villeneuve-les- » over « Prés »: without what follows the hyphen it is in doubt."""
    broken = (
        (60, 700, "Client"),
        (60, 688, "Clinique de Villeneuve-les-"),
        (60, 676, "Prés"),
        (60, 664, "12 rue du Port"),
    )
    assert sure_on_scan(INVOICE, *broken)["beneficiary.name"] == ["clinique de villeneuve-les-pres"]
    assert "beneficiary.name" not in sure_on_scan(INVOICE, *broken[:2])


@pytest.mark.parametrize(("bic", "is_sure"), [("BEGEFRPP224", True), ("BEGEFRMI224", False), ("BEGEFRPP2I4", False)])
def test_a_bic_whose_form_allows_a_letter_and_a_figure_is_in_doubt(bic: str, is_sure: bool) -> None:
    """Both engines read « FRM1 » as « FRMI »: either may stand for a bank's place."""
    slip = ((200, 760, "Relevé d'identité bancaire"), (60, 640, f"BIC : {bic}"))
    assert sure_on_scan(*slip).get("applicant.bic") == ([bic] if is_sure else None)


def test_an_address_may_be_cut_at_a_space() -> None:
    """« paul.bel | les36@… »: what stands before a space may be its beginning."""
    label, rest = (60.0, 640.0, "Adresse MSSanté :"), "les36@medecin.mssante.fr"
    assert sure_on_scan(PROOF, label, (180, 640, rest))["beneficiary.mssante"] == [rest]
    assert "beneficiary.mssante" not in sure_on_scan(PROOF, label, (180, 640, "paul.bel"), (230, 640, rest))


@pytest.mark.parametrize("printed", ["VERSION v6,10", "Version 3,6.4-segur", "version 6.5. 38-segur"])
def test_a_version_whose_full_stop_is_read_as_a_comma(printed: str) -> None:
    """« 6,10 » is no version 6, nor « 6.5. 38 » a version 6.5."""
    assert "solution.version" not in sure_on_scan(INVOICE, (60, 640, f"Logiciel Aurore, {printed}"))


def test_a_name_opens_with_a_capital() -> None:
    """What is left of « Raison sociale » at the cut edge of a photo, « ison sociale », names nobody."""
    paper = [
        (60.0, 700.0, "1. Client"),
        (75.0, 686.0, "ison sociale"),
        (75.0, 672.0, "12 rue du Port"),
        (75.0, 658.0, "33000 Bordeaux"),
    ]
    assert "beneficiary.name" not in sure_on_scan(INVOICE, *paper)


def test_a_label_that_lost_its_head_is_another_label() -> None:
    """Under « r de la solution », the end of « Éditeur de la solution », stands no name of a solution; a label in lower case is whole."""
    under = (75, 672, "Exemple Santé")
    assert "solution.name" not in sure_on_scan(PROOF, (60, 686, "r de la solution"), under)
    assert sure_on_scan(PROOF, (60, 686, "solution"), (150, 686, "Aurore"))["solution.name"] == ["aurore"]


def test_a_signature_dates_no_order_whose_head_has_another_date() -> None:
    """The label of the date at the head was not read: « Le 25/11/2023 » at the foot is in doubt; alone it is not."""
    order, signed = (60.0, 780.0, "BON DE COMMANDE N° BC-118"), (60.0, 100.0, "Le 25/11/2023")
    assert sure_on_scan(order, signed)["order.date"] == [date(2023, 11, 25)]
    assert "order.date" not in sure_on_scan(order, (400, 740, "22/11/2023"), signed)


def test_a_choice_is_sure_with_the_marks_of_its_boxes() -> None:
    """« [xJCas 1 Cas 2 »: the second case alone was read alike, the tick was not."""
    paper = (PROOF, (60, 640, "Déploiement MSS : [x] Cas 1 [ ] Cas 2"))
    assert sure_on_scan(*paper)["deployment.mss_case"] == ["Cas 1"]
    assert "deployment.mss_case" not in sure_on_scan(*paper, doubts=["[x]"])


def test_a_name_at_the_end_of_a_wording_may_go_on_under_it() -> None:
    """« LOGICIEL MANDRAGORE » over « SUITE », out of its column on a scan: the name is in doubt."""
    wording, under = (60, 640, "PRESTATION SEGUR HOP-DPI-VA1, LOGICIEL MANDRAGORE"), (75, 629, "SUITE VERSION 2.32")
    assert "solution.name" not in sure_on_scan(INVOICE, wording, under)
    assert sure_on_scan(INVOICE, (60, 640, "Logiciel : MANDRAGORE"))["solution.name"] == ["mandragore"]


def test_the_place_for_a_stamp_names_nobody() -> None:
    """« Le représentant légal | Cachet de la société » heads two places to sign: no name stands beside the first."""
    letter = (200.0, 760.0, "LETTRE D'ENGAGEMENT")
    heads = ((60.0, 200.0, "Le représentant légal"), (320.0, 200.0, "Cachet de la société"))
    assert "applicant.legal_representative" not in sure_of(letter, *heads)


def test_an_amount_that_a_lines_end_breaks_is_in_doubt() -> None:
    """« … net à payer : 8 » over « 772,00 € » is no 772,00 €; under words it is whole."""
    broken = sure_of(INVOICE, (60, 600, "Reste pour vous un net à payer de : 8"), (60, 589, "772,00 € à trente jours"))
    whole = sure_of(INVOICE, (60, 600, "Reste pour vous un net à payer de :"), (60, 589, "772,00 € à trente jours"))
    assert "invoice.amount_due" not in broken
    assert whole["invoice.amount_due"] == [Decimal("772.00")]
