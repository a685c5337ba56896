"""Invoices and orders as data: what their XML says, whether it follows its schema, and what no invoice may hold."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from fixtures.facturx import PROFILE, data_of
from fixtures.generator import generate
from fixtures.mutators.base import of_kind, sale_of
from fixtures.sample import Sale
from pipeline.reading.page import StructuredData
from pipeline.reading.structured import MAX_BYTES, DataUnreadError, read_structured

UBL = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>{profile}</cbc:CustomizationID><cbc:ID>F-2024-017</cbc:ID><cbc:IssueDate>2024-03-12</cbc:IssueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>FR44732829320</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party/></cac:AccountingCustomerParty>
<cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">1200.00</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">1200.00</cbc:PayableAmount></cac:LegalMonetaryTotal>{more}
</Invoice>"""
LINE = """<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">1000.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Prestation</cbc:Name></cac:Item></cac:InvoiceLine>"""
EN16931 = "urn:cen.eu:en16931:2017"


def sale(**changes: Any) -> Sale:
    """Return what an invoice says."""
    return replace(sale_of(of_kind(generate(1, kind="balance"), "invoice")[0]), **changes)


def said(data: StructuredData | None, attribute: str) -> list[str]:
    """Return the words of an attribute."""
    assert data is not None
    return [words for name, words in data.values if name == attribute]


def refused(data: bytes) -> str:
    """Return why an XML is not read."""
    with pytest.raises(DataUnreadError) as caught:
        read_structured(data)
    return caught.value.code


def test_factur_x_says_what_it_bills() -> None:
    """Number, day, both parties, account, totals, rate and order are those of the invoice, and the schema agrees."""
    bill = sale()
    data = read_structured(data_of(bill))

    assert data is not None
    assert (data.kind, data.schema, data.currency) == ("invoice", "valid", "EUR")
    expected = {
        "invoice.number": bill.number,
        "invoice.date": f"{bill.date:%Y%m%d}",
        "applicant.name": bill.supplier.name,
        "applicant.siren": bill.supplier.siren,
        "applicant.vat_number": bill.supplier.vat_number,
        "applicant.iban": bill.supplier.account.iban,
        "beneficiary.name": bill.client.name,
        "beneficiary.siret": bill.client.siret,
        "order.number": bill.order_number,
        "invoice.total_excl_tax": f"{bill.excl_tax:.2f}",
        "invoice.total_vat": f"{bill.vat:.2f}",
        "invoice.total_incl_tax": f"{bill.incl_tax:.2f}",
        "invoice.amount_due": f"{bill.incl_tax:.2f}",
        "invoice.vat_rate": f"{bill.rate or Decimal(0):.2f}",
    }
    assert {name: said(data, name)[0] for name in expected} == expected


def test_ubl_says_what_it_bills() -> None:
    """The other syntax of the European standard is read alike, and held against its own schema."""
    data = read_structured(UBL.format(profile=EN16931, more=LINE).encode())

    assert data is not None
    assert (data.kind, data.schema) == ("invoice", "valid")
    assert said(data, "invoice.number") == ["F-2024-017"]
    assert said(data, "invoice.date") == ["2024-03-12"]
    assert said(data, "invoice.total_incl_tax") == ["1200.00"]
    assert said(data, "applicant.vat_number") == ["FR44732829320"]


def test_data_that_break_their_schema() -> None:
    """What lacks what the schema asks for is invalid, and is read all the same."""
    data = read_structured(data_of(sale(number=None)))

    assert data is not None
    assert data.schema == "invalid"
    assert said(data, "invoice.total_incl_tax")
    assert read_structured(UBL.format(profile=EN16931, more="").encode()).schema == "invalid"  # type: ignore[union-attr]


def test_a_validator_that_did_not_run_has_approved_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that no schema is known for, or a missing validator, is « not checked »."""
    unknown = data_of(sale()).replace(PROFILE.encode(), b"urn:example:profile")
    assert read_structured(unknown).schema == "not_checked"  # type: ignore[union-attr]

    monkeypatch.setitem(sys.modules, "facturx", None)
    assert read_structured(data_of(sale())).schema == "not_checked"  # type: ignore[union-attr]


def test_credit_note() -> None:
    """The type code tells a credit note, which bears witness to no invoice."""
    data = read_structured(data_of(sale()).replace(b"<ram:TypeCode>380", b"<ram:TypeCode>381"))

    assert data is not None
    assert data.kind == "credit_note"


def test_other_currency() -> None:
    """Amounts in another currency are not taken for euros."""
    foreign = data_of(sale()).replace(b"CurrencyCode>EUR", b"CurrencyCode>CHF").replace(b'"EUR"', b'"CHF"')
    data = read_structured(foreign)

    assert data is not None
    assert data.currency == "CHF"
    assert not [words for name, words in data.values if name.startswith("invoice.total")]
    assert said(data, "invoice.number") == [sale().number]


@pytest.mark.parametrize(
    "data",
    [
        b"<note><to>Jean</to></note>",
        b"<Invoice><ID>1</ID></Invoice>",  # no namespace: nobody's invoice
        b"<rsm:CrossIndustryInvoice xmlns:rsm='urn:example'/>",
    ],
)
def test_other_xml(data: bytes) -> None:
    """An XML that is no invoice of a known syntax says nothing."""
    assert read_structured(data) is None


LAUGHS = """<!DOCTYPE lolz [<!ENTITY a "lol">{}]><lolz>&j;</lolz>""".format(
    "".join(f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefghi", "bcdefghij", strict=True))
)
STEALING = """<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><x>&file;</x>"""


@pytest.mark.parametrize("document", [LAUGHS, STEALING, '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><x/>'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused_before_they_are_parsed(document: str, encoding: str) -> None:
    """A billion laughs, a stolen file and a fetched DTD end at the word that declares them, in any encoding."""
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert refused((mark + document).encode(encoding)) == "xml_with_dtd"


def test_entities_hidden_by_an_encoding() -> None:
    """A declaration that only the parser sees, written in UTF-7 or EBCDIC, expands to nothing either."""
    hidden = b"<?xml version='1.0' encoding='IBM037'?>".decode().encode("cp037") + LAUGHS.encode("cp037")
    assert refused(hidden) in ("xml_with_dtd", "xml_damaged")


def test_damaged_and_too_large() -> None:
    """What is cut short, or larger than any invoice, is told for what it is."""
    whole = data_of(sale())
    assert refused(whole[:-40]) == "xml_damaged"
    assert refused(b"") == "xml_damaged"
    assert refused(b"<?xml version='1.0' encoding='klingon'?><a/>") == "xml_damaged"
    assert refused(whole + b" " * MAX_BYTES) == "xml_too_large"
    assert refused(b"<a>" * 100_000) == "xml_damaged"
