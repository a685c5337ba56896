"""The bench counts honestly: right, abstained and wrong are what they say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from bench.accuracy import marked as marked_page
from bench.accuracy import table
from bench.einvoice import OVERLAY, contested, shown, told
from bench.marking import Mark, is_one_of, marks, plain, vocabulary
from bench.papers import draw
from bench.reading import read_all
from rules.loader import load
from validators.context import SURE
from validators.model import Fact, Value, Witness

SIRET, OTHER = "93191927800057", "48581842100029"


def fact(attribute: str, value: Value, confidence: float = 1.0) -> Fact:
    """Make a fact that an engine read."""
    witness = Witness(file="scan.pdf", how="ocr:engine", page=1, confidence=confidence)
    return Fact(attribute=attribute, value=value, words=str(value), witness=witness)


def marked(printed: dict[str, tuple[str, ...]], *facts: Fact) -> dict[str, list[Mark]]:
    """Mark a page and gather its marks by attribute."""
    found: dict[str, list[Mark]] = {}
    for line in marks(printed, {}, facts, vocabulary()):
        found.setdefault(line.attribute, []).append(line.mark)
    return found


def test_what_is_printed_and_accepted_is_right() -> None:
    """A value accepted at the very threshold counts as right, for its attribute and for its type of number."""
    found = marked({"applicant.siret": (SIRET,)}, fact("applicant.siret", SIRET, SURE))
    assert found == {"applicant.siret": [Mark.RIGHT], "any siret": [Mark.RIGHT]}


def test_what_is_not_sure_is_not_accepted() -> None:
    """A value below the threshold is an abstention, be it true or not, as is no value at all."""
    for facts in ((), (fact("applicant.siret", SIRET, 0.89),), (fact("applicant.siret", OTHER, 0.5),)):
        found = marked({"applicant.siret": (SIRET,)}, *facts)
        assert found == {"applicant.siret": [Mark.ABSTAINED], "any siret": [Mark.ABSTAINED]}


def test_one_untrue_value_spoils_a_true_one() -> None:
    """When a true and an untrue value are both accepted the attribute is wrong."""
    found = marked({"invoice.number": ("FA1",)}, fact("invoice.number", "FA1"), fact("invoice.number", "FA2"))
    assert found["invoice.number"] == [Mark.WRONG]


def test_what_the_page_does_not_print_is_wrong_too() -> None:
    """A number accepted of a page that prints none is wrong, not left out of the count."""
    found = marked({}, fact("applicant.siret", SIRET), fact("solution.name", "de gestion"))
    assert found == {"applicant.siret": [Mark.WRONG], "solution.name": [Mark.WRONG], "any siret": [Mark.WRONG]}


def test_a_true_number_in_the_wrong_role_is_wrong_for_the_role_only() -> None:
    """The client's SIRET taken for the supplier's is a right number and a wrong attribute."""
    found = marked({"applicant.siret": (SIRET,), "beneficiary.siret": (OTHER,)}, fact("applicant.siret", OTHER))
    assert found["applicant.siret"] == [Mark.WRONG]
    assert found["beneficiary.siret"] == [Mark.ABSTAINED]
    assert sorted(found["any siret"]) == [Mark.ABSTAINED, Mark.RIGHT]
    assert "party.siret" not in marked({"applicant.siret": (SIRET,)}, fact("party.siret", SIRET))


def test_values_are_compared_in_one_form() -> None:
    """Separators, accents, case and the letter of a version do not make a value another one; a cent does."""
    assert plain("FA-2024/17", "reference") == plain("fa 2024 17", "reference")
    assert plain("v8.9", "version") == plain("8.9", "version")
    assert plain(date(2024, 3, 1), "date") == "2024-03-01"
    assert plain(Decimal("12"), "amount") == "12.00" != plain(Decimal("12.01"), "amount")


@pytest.mark.parametrize(
    ("read", "right"),
    [("SARL Hippocampe", True), ("M. Hippocampe", True), ("Hippocampe et des travaux", False), ("Hippo", False)],
)
def test_a_name_may_stand_beside_a_legal_form_only(read: str, right: bool) -> None:
    """A legal form or a civility beside a name is fine; other words, or a part of the name, are not."""
    assert is_one_of(plain(read, "name"), ("HIPPOCAMPE",), "name") is right


def test_the_table_counts_each_mark_in_its_grade() -> None:
    """A row tells right, abstained, wrong and the share of right ones, and an empty grade stays empty."""
    lines = [
        (grade, "page", line)
        for grade, value in (("clean", "FA1"), ("clean", "FA1"), ("hard", "FA2"))
        for line in marks({"invoice.number": ("FA1",)}, {}, [fact("invoice.number", value)], vocabulary())
    ]
    row = table(lines, ("clean", "ordinary", "hard")).splitlines()[-1].split()
    assert row == ["invoice.number", "2", "0", "0100.0", "%", "0", "0", "1", "0.0", "%"]


def test_a_held_out_paper_goes_through_the_product_s_own_reading(tmp_path: Path) -> None:
    """The harness reads: on a born-digital bank slip the IBAN comes out right, and its kind is told."""
    paper = draw("rib_application", 0)
    path = tmp_path / "rib.pdf"
    path.write_bytes(paper.pdf)
    iban = plain(paper.printed["applicant.iban"][0], "iban")
    truths = {"kind": "rib", "printed": {"applicant.iban": (iban,)}, "also": {}}
    lines = marked_page(("digital", "rib", path, truths), *read_all([path], 1))
    assert {line.attribute: line.mark for _, _, line in lines}["applicant.iban"] is Mark.RIGHT
    assert lines[0][2].attribute == "kind"
    assert lines[0][2].mark is Mark.RIGHT


XML = b"""<Invoice xmlns:r="urn:x"><r:ExchangedDocument><r:ID>FA-7</r:ID><r:IssueDateTime>
<r:DateTimeString format="102">20240305</r:DateTimeString></r:IssueDateTime></r:ExchangedDocument><r:SellerTradeParty>
<r:Name>Hippocampe</r:Name><r:SpecifiedLegalOrganization><r:ID schemeID="0002">93191927800057</r:ID>
</r:SpecifiedLegalOrganization></r:SellerTradeParty><r:GrandTotalAmount>1234.5</r:GrandTotalAmount></Invoice>"""


def test_an_invoice_s_xml_is_the_truth_of_what_its_page_shows() -> None:
    """Fields come from the XML; those that the page does not show are not asked of its reader."""
    truths = told(etree.fromstring(XML))
    assert truths["invoice.number"] == ("FA7",)
    assert truths["invoice.date"] == ("2024-03-05",)
    assert truths["applicant.siret"] == (SIRET,)
    assert truths["invoice.total_incl_tax"] == ("1234.50",)
    assert set(shown(truths, "Facture FA-7 du 5 mars 2024, total 1 234,50 €")) == {
        "invoice.number",
        "invoice.date",
        "invoice.total_incl_tax",
    }
    assert shown(truths, "FA-8, le 06.03.2024, 11 234,50") == {}


def test_foreign_words_are_laid_over_the_french_ones() -> None:
    """The overlay of the bench adds German and English words to invoices and credit notes, and takes none away."""
    shipped, laid = load(None).kinds, load(OVERLAY).kinds
    for kind, heading in (("invoice", "rechnung"), ("credit_note", "stornorechnung")):
        assert heading in laid[kind].headings
        assert set(shipped[kind].headings) < set(laid[kind].headings)
        assert laid[kind].facts[: len(shipped[kind].facts)] == shipped[kind].facts


def test_numbers_in_a_field_of_names_are_no_name() -> None:
    """Some sellers write their numbers over their name, in one field of the XML."""
    numbered = XML.replace(b"<r:Name>", b"<r:Name>GLN 4000001123452\n")
    assert told(etree.fromstring(numbered)) == told(etree.fromstring(XML))


def test_an_insurances_tax_is_no_vat() -> None:
    """What the XML calls another tax is not held against the reader of VAT; without a word of it, the total is VAT."""
    taxed = "<Invoice><ApplicableTradeTax><TypeCode>{}</TypeCode></ApplicableTradeTax></Invoice>"

    assert contested(etree.fromstring(taxed.format("ZF_INSURANCE_TAX")), "premium") == {"invoice.total_vat"}
    assert contested(etree.fromstring(taxed.format("VAT")), "invoice") == frozenset()
    assert contested(etree.fromstring("<Invoice/>"), "invoice") == frozenset()
