"""Which kind of document a page opens."""

from __future__ import annotations

import pytest

from pipeline.understanding.child import lexicon_of
from pipeline.understanding.layout import Sheet
from pipeline.understanding.recognising import recognise
from tests.paper_samples import Cell, sheet
from tests.reading_samples import read, written
from validators.context import CLEAR


@pytest.mark.parametrize("title", [b"F A C T U R E", b" F A C T U R E"])
def test_a_title_with_its_letters_set_apart_is_read(title: bytes) -> None:
    """Whether or not a blank is drawn before it."""
    (page,) = read(written(b"BT /F1 12 Tf 72 780 Td (" + title + b") Tj ET")).pages
    seen = recognise(Sheet(page), lexicon_of(None))

    assert seen is not None
    assert seen.kind == "invoice"


@pytest.mark.parametrize("reference", [b"Ref. : bon de commande SGL-9", b"Suite a votre bon de commande SGL-9"])
def test_a_document_that_is_referred_to_is_not_the_one_that_opens(reference: bytes) -> None:
    """A letter's « Facture FC-11 » in the body's own size stays clear of the order that it refers to and of what it bills."""
    lines = (b"Analyx SAS", b"Facture FC-11", reference + b" du 3/11/2022", b"TVA 20 %", b"Pris en charge par l'Etat")
    content = b"".join(b" 0 -20 Td (" + line + b") Tj" for line in lines)
    (page,) = read(written(b"BT /F1 12 Tf 72 780 Td" + content + b" ET")).pages
    seen = recognise(Sheet(page), lexicon_of(None))

    assert seen is not None
    assert seen.kind == "invoice"
    assert seen.margin > CLEAR


def test_an_invoice_may_name_its_order_on_a_line_of_its_own() -> None:
    """« Bon de commande BC-11 », no larger than « Facture No 7 », is what it bills and no second title."""
    lines = (
        b"Orphea Services",
        b"Facture No 1812/2025",
        b"Bon de commande B25-9 du 8 avril 2025",
        b"Total TTC 12,00 EUR",
    )
    content = b"".join(b" 0 -20 Td (" + line + b") Tj" for line in lines)
    (page,) = read(written(b"BT /F1 12 Tf 72 780 Td" + content + b" ET")).pages
    seen = recognise(Sheet(page), lexicon_of(None))

    assert seen is not None
    assert (seen.kind, seen.runner_up) == ("invoice", None)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("company_extract", (b"EXTRAIT KBIS", b"Greffe du tribunal de commerce", b"Forme juridique : SAS")),
        ("tax_certificate", (b"ATTESTATION DE REGULARITE FISCALE", b"est a jour de ses obligations fiscales")),
        ("social_certificate", (b"ATTESTATION DE VIGILANCE", b"URSSAF Bretagne", b"cotisations et contributions")),
        (
            "vat_exemption",
            (b"ATTESTATION FISCALE", b"DE NON-ASSUJETTISSEMENT A LA TVA", b"n'est pas assujettie a la TVA"),
        ),
    ],
)
def test_the_papers_that_companies_enclose_are_known_for_what_they_are(kind: str, lines: tuple[bytes, ...]) -> None:
    """A Kbis or a certificate of the tax office is no proof of another thing, nor an unknown paper that might be one."""
    content = b"".join(b" 0 -20 Td (" + line.replace(b"(", b"") + b") Tj" for line in lines)
    (page,) = read(written(b"BT /F1 12 Tf 72 780 Td" + content + b" ET")).pages
    seen = recognise(Sheet(page), lexicon_of(None))

    assert seen is not None
    assert seen.kind == kind


def kind_of(*cells: Cell) -> tuple[str, bool]:
    """Return the kind a small paper opens, and whether the next one is too close to call."""
    seen = recognise(sheet(*cells), lexicon_of(None))
    assert seen is not None
    return seen.kind, seen.margin < CLEAR


ITEMS = (
    (60.0, 500.0, "Total HT"),
    (300.0, 500.0, "100,00 €"),
    (60.0, 480.0, "TVA 20 %"),
    (60.0, 460.0, "Net à payer TTC"),
)


@pytest.mark.parametrize(
    "labels",
    [
        ((300.0, 700.0, "BON DE COMMANDE N°"), (300.0, 680.0, "4500000092")),
        ((300.0, 700.0, "BON DE"), (300.0, 690.0, "COMMANDE N°"), (300.0, 672.0, "BC-2021-0064")),
        ((300.0, 700.0, "BDC"), (300.0, 680.0, "4500000092")),
        ((300.0, 700.0, "RÉF."), (300.0, 690.0, "COMMANDE"), (300.0, 680.0, "CLIENT"), (300.0, 664.0, "C23-0303")),
    ],
)
def test_the_label_of_a_number_is_no_title(labels: tuple[Cell, ...]) -> None:
    """An invoice prints its order's number in a row of labels over their values: it stays an invoice."""
    row = ((60.0, 700.0, "Date"), (60.0, labels[-1][1], "06/07/2024"))
    assert kind_of((60, 760, "FACTURE - Prestation Ségur"), *row, *labels, *ITEMS) == ("invoice", False)


@pytest.mark.parametrize(
    "subject",
    [
        "Objet : commande Ségur - bon de commande - couloir médico-social - DUI - vague 1",
        "Objet : BDC - bon de commande Prestation Ségur - DPI hôpital, vague 2",
    ],
)
def test_a_subject_names_the_paper_after_its_short_name(subject: str) -> None:
    """The words before the title in a subject line are the same order's, not another document's."""
    assert kind_of((60, 700, subject), *ITEMS, (60, 300, "Bon pour accord")) == ("purchase_order", False)


def test_a_sentence_that_goes_on_is_no_title() -> None:
    """« Pour acquit de la commande, » over a signature makes no order of a page whose title was lost."""
    assert (
        recognise(sheet((60, 400, "POUR ACQUIT DE LA COMMANDE,"), (60, 388, "la direction")), lexicon_of(None)) is None
    )
    assert recognise(sheet((60, 400, "POUR ACQUIT DE LA COMMANDE")), lexicon_of(None)) is not None


def test_a_title_with_a_number_names_the_document_and_the_next_one_another() -> None:
    """« Bon de commande BC-118 du 12/03/2024 » under « FACTURE N° F-12 », both alone on their lines, is what the invoice refers to."""
    seen = recognise(
        sheet((60, 760, "FACTURE No F-2024-12"), (60, 740, "Bon de commande BC-118 du 12/03/2024")), lexicon_of(None)
    )
    assert seen is not None
    assert seen.kind == "invoice"
    assert seen.margin > CLEAR


def test_a_label_beside_its_number_and_day_is_no_title() -> None:
    """« Bon de commande | 4500001137 du 3 septembre 2024 » is a row of a form."""
    rows = [(60, 700, "Bon de commande"), (200, 700, "4500001137 du 3 septembre 2024")]
    title = (200, 760, "MISE EN ORDRE DE MARCHE (MOM)")
    seen = recognise(sheet(title, *rows), lexicon_of(None))
    assert seen is not None
    assert (seen.kind, seen.margin > CLEAR) == ("mom", True)


def test_a_title_over_a_field_of_another_column_is_whole() -> None:
    """« Bon de commande », at the right, does not go on with « N° de commande », at the left of the row below."""
    field = ((298.0, 760.0, "N° de commande"), (484.0, 760.0, "CMD2200690"))
    row = ((50.0, 779.0, "Exemple Groupe"), (412.0, 779.0, "Bon de commande"))
    seen = recognise(sheet(*row, *field, *ITEMS), lexicon_of(None))
    assert seen is not None
    assert (seen.kind, seen.words[0]) == ("purchase_order", "bon de commande")


def test_a_quote_that_is_worth_an_order_is_one() -> None:
    """« Devis valant bon de commande », once signed, is what the client orders with; a quote alone is none."""
    for title, kind in (("DEVIS VALANT BON DE COMMANDE", "purchase_order"), ("DEVIS", "quote")):
        seen = recognise(
            sheet((60, 800, title), (60, 780, "Devis n° DV-12"), (60, 300, "Bon pour accord")), lexicon_of(None)
        )
        assert seen is not None
        assert seen.kind == kind


def test_an_order_called_by_its_short_name() -> None:
    """« BDC » alone at the head of a page is the title of an order."""
    number = ((480.0, 744.0, "N° 4742"), (480.0, 732.0, "Date : 15/01/2024"))
    assert kind_of((480, 760, "BDC"), *number, *ITEMS[:3]) == ("purchase_order", False)
