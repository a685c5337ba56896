"""Which value a label stands for, and which it does not."""

from __future__ import annotations

import pytest

from tests.paper_samples import sure_of, sure_on_scan

ORDER = (240.0, 760.0, "BON DE COMMANDE N° BC-2024-118")
VA = (200.0, 760.0, "Attestation de vérification d'aptitude (VA)")


def test_a_value_in_the_middle_of_its_box() -> None:
    """A form writes the label at the left of its box and centres the value under it."""
    read = sure_of(
        (200, 760, "RELEVÉ D'IDENTITÉ BANCAIRE"), (60, 700, "Identifiant international (IBAN)"), (375, 700, "Code BIC (SWIFT)"),
        (60, 684, "FR14 2004 1010 0505 0001 3M02 606"), (470, 684, "PSSTFRPPLIL"),
    )  # fmt: skip
    assert read["applicant.bic"] == ["PSSTFRPPLIL"]


def test_a_wordings_last_word_announces_no_other_cell() -> None:
    """« logiciel NYMPHEA VERSION » goes on under itself, not in the quantity on its right."""
    read = sure_of(ORDER, (60, 600, "Prestation Ségur, logiciel NYMPHEA VERSION"), (400, 600, "1"), (60, 590, "v5.10"))
    assert (read["solution.name"], read["solution.version"]) == (["nymphea"], ["5.10"])


def test_the_value_of_a_wordings_last_word_opens_its_next_line() -> None:
    """« … sur notre compte IBAN » over « FR14…, BIC … », whose own label stands after the value."""
    read = sure_of(
        (60, 760, "FACTURE N° F-118"),
        (60, 600, "Merci de régler cette somme par virement sur notre compte IBAN"),
        (60, 590, "FR14 2004 1010 0505 0001 3M02 606, BIC PSSTFRPPLIL."),
    )
    assert (read["applicant.iban"], read["applicant.bic"]) == (["FR1420041010050500013M02606"], ["PSSTFRPPLIL"])


def test_a_delivery_dates_no_order() -> None:
    """« Livraison prévue le » is another day; « Fait à Lyon, le » is the order's."""
    assert "order.date" not in sure_of(ORDER, (60, 600, "Installation prévue le 12/03/2024"))
    assert "order.date" in sure_of(ORDER, (60, 600, "Fait à Lyon, le 12/03/2024"))


def test_an_orders_signature_dates_no_va() -> None:
    """« BDC signé le » is the order's day."""
    read = sure_of(VA, (60, 600, "BDC signé le : 07/04/2022"), (60, 580, "Date de la vérification : 25/07/2022"))
    assert [str(day) for day in read["proof.date"]] == ["2022-07-25"]


def test_a_value_is_no_caption_of_the_label_under_it() -> None:
    """What answers the label over it is not read once more for the label below."""
    read = sure_of(
        VA, (60, 600, "Réf. VA"), (60, 588, "VA/23/800"), (60, 574, "N° de la facture"), (60, 565, "associée"), (60, 551, "2023/00840")
    )  # fmt: skip
    assert read["proof.reference"] == ["VA/23/800"]
    assert "VA/23/800" not in read.get("invoice.number", [])


def test_a_number_in_parts_keeps_them_all() -> None:
    """« FC 23 0147-1 » is the first of two invoices, not « 0147-1 » nor none."""
    read = sure_of((60, 760, "FACTURE"), (60, 600, "Votre facture numéro FC 23 0147-1 datée du 2023-07-01."))
    assert read["invoice.number"] == ["FC 23 0147-1"]


def test_a_rate_stands_before_the_amount_it_makes() -> None:
    """« Total TVA 20 % » gives the rate, and the amount that follows it."""
    read = sure_of((60, 760, "FACTURE N° F-118"), (60, 600, "TVA au taux de 20 % ......... 651,27 €"))
    assert [str(value) for name in ("vat_rate", "total_vat") for value in read[f"invoice.{name}"]] == ["20", "651.27"]


def test_a_hostile_wording_does_not_hold_the_reader() -> None:
    """Rates without end after a label are no link to the amount behind them; trying them in every way would take for ever."""
    read = sure_of(
        (60, 760, "FACTURE N° F-118"), (60, 600, f"Total HT {'(5%)' * 60}x 100,00 €"), (60, 580, "Total TTC 120,00 €")
    )
    assert "invoice.total_excl_tax" not in read
    assert [str(value) for value in read["invoice.total_incl_tax"]] == ["120.00"]


def test_whose_a_number_is_and_under_which_one_it_is_known() -> None:
    """« Finess du client : … », « FINESS sous le numéro … »: the words between are no labels of another value."""
    assert sure_of(VA, (60, 700, "Finess du client : 750000549"))["beneficiary.finess"] == ["750000549"]
    read = sure_of(VA, (60, 700, "établissement enregistré au FINESS sous le numéro 750000549, à Lyon"))
    assert read["beneficiary.finess"] == ["750000549"]


def test_an_amount_beyond_other_words_is_theirs() -> None:
    """The table of rates stands left of the totals: « Montant TVA | Total brut HT | 110,00 € » tells no VAT."""
    read = sure_of(
        ORDER,
        (60, 700, "Montant TVA"), (300, 700, "Total brut HT"), (480, 700, "110,00 €"),
        (60, 686, "20,00 €"), (300, 686, "Total HT"), (480, 686, "100,00 €"),
    )  # fmt: skip
    assert "110.00" not in map(str, read.get("order.total_vat", []))


@pytest.mark.parametrize("title", ["Attestation de référencement Ségur", "Attestation de\nréférencement Ségur"])
def test_a_title_announces_nothing_under_it(title: str) -> None:
    """On one line or two, « Attestation de référencement Ségur » is no label of the reference under it, which is the paper's own."""
    read = sure_of(
        (60, 772, "Référence : ANS-2024-4319"),
        *((60, 740 - 12 * line, "L'Agence du Numérique en Santé atteste") for line in range(4)),
        (60, 680, "Numéro unique de référencement : HOP-DPI-VA2-2022-090"),
        title=title,
    )
    assert read["solution.listing_number"] == ["HOP-DPI-VA2-2022-090"]


def test_labels_of_several_lines_stand_over_one_row_of_values() -> None:
    """The longest label of a row pushes every value down: the day under « Date d'émission » is its own all the same."""
    read = sure_of(
        ORDER, (60, 700, "Date d'émission"), (200, 700, "N° unique"), (200, 689, "de"), (200, 678, "référencement"),
        (60, 661, "02/07/2025"), (200, 661, "ANS-238396"), (60, 500, "Signature du client"), (60, 480, "Le 05/07/2025"),
    )  # fmt: skip
    assert [str(day) for day in read["order.date"]] == ["2025-07-02"]


def test_the_day_of_installation_dates_no_va() -> None:
    """« Date d'installation » comes before the day on which the client finds it fit."""
    read = sure_of(VA, (60, 600, "Date d'installation : 05/07/2023"), (60, 580, "Date de la VA : 11/07/2023"))
    assert [str(day) for day in read["proof.date"]] == ["2023-07-11"]


def test_an_answer_under_its_own_label_is_not_that_of_an_empty_field_far_left() -> None:
    """Two columns of labels over their answers: the blank RPPS of one has not the order number of the other."""
    read = sure_of(
        VA, (60, 600, "N° RPPS"), (60, 570, "N° FINESS"), (60, 559, "330456856"), (320, 611, "N° du bon de commande"),
        (320, 600, "4500018832"),
    )  # fmt: skip
    assert "beneficiary.rpps" not in read
    assert read["order.number"] == ["4500018832"]


def test_the_head_of_a_column_is_no_name() -> None:
    """« Désignation » right under « Logiciel » heads the table below."""
    read = sure_of(ORDER, (60, 600, "Logiciel : Exemple Santé 3"), (60, 589, "Désignation"), (300, 589, "Quantité"))
    assert read.get("solution.name", ["exemple sante 3"]) == ["exemple sante 3"]


def test_the_day_of_printing_dates_no_paper() -> None:
    """« Imprimé le » is not when a VA was made out, whose own day is in words."""
    assert "proof.date" not in sure_of(
        VA, (60, 600, "Fait à Vitré, le seize mars deux mille"), (60, 580, "Imprimé le 20/04/2023")
    )


def test_a_label_whose_space_was_lost() -> None:
    """Both engines read « N° FINESSET : »: its number is the FINESS, and no number of the attestation."""
    read = sure_on_scan(VA, (60, 600, "N° FINESSET :"), (160, 600, "920000650"))

    assert read["beneficiary.finess"] == ["920000650"]
    assert "proof.reference" not in read


def test_a_number_under_which_something_is_registered_is_no_papers() -> None:
    """« la solution, référencée sous le numéro … » numbers the solution, not the attestation that says so."""
    assert "proof.reference" not in sure_of(
        VA, (60, 600, "atteste que la solution, référencée sous le numéro PHA-2023-203, est")
    )
    assert sure_of(VA, (60, 600, "Numéro : PHA-2023-203"))["proof.reference"] == ["PHA-2023-203"]
