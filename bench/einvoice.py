"""Takes from structured invoices what their XML says and their page shows: the truth of what is read from the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import facturx
import pypdfium2
from lxml import etree

from bench.marking import plain, vocabulary

OVERLAY = (
    Path(__file__).parent / "overlays" / "einvoice"
)  # German and English words: most of these invoices have no others
_SELLER = "//*[local-name()='SellerTradeParty']"
# attribute → where the XML says it, in Factur-X and ZUGFeRD 1 alike
_PLACES = {
    "invoice.number": "//*[local-name()='ExchangedDocument' or local-name()='HeaderExchangedDocument']/*[local-name()='ID']",
    "invoice.date": "//*[local-name()='IssueDateTime']/*[local-name()='DateTimeString']",
    "applicant.name": f"{_SELLER}/*[local-name()='Name']",
    "applicant.siret": f"{_SELLER}/*[local-name()='SpecifiedLegalOrganization']/*[local-name()='ID']",
    "applicant.vat_number": f"{_SELLER}//*[local-name()='ID' and @schemeID='VA']",
    "applicant.iban": "//*[local-name()='PayeePartyCreditorFinancialAccount']/*[local-name()='IBANID']",
    "invoice.total_excl_tax": "//*[local-name()='TaxBasisTotalAmount']",
    "invoice.total_vat": "//*[local-name()='TaxTotalAmount']",
    "invoice.total_incl_tax": "//*[local-name()='GrandTotalAmount']",
}
# what every invoice says on its page: a foreign VAT number is no number that the product reads
FIELDS = frozenset(_PLACES) - {"applicant.vat_number", "applicant.siret"}
_TAXES = "//*[local-name()='ApplicableTradeTax']/*[local-name()='TypeCode']"
# The page names another seller, KOSTENLIEFERANT GMBH under « Lieferant », than the XML, which its foot names.
_ANOTHER_SELLER = frozenset(["ZUGFeRDv1__correct__Intarsys__ZUGFeRD_1p0_EXTENDED_Kostenrechnung"])
_CREDIT_NOTE = "381"
_LONG_NUMBER = re.compile(r"\d{6}")
_AMOUNT = re.compile(r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+[.,]\d{2}(?!\d)|\d+[.,]\d{2}(?!\d)|\d+")


FRENCH, FOREIGN = "French seller", "foreign seller"


def invoices_of(folder: Path) -> Iterator[tuple[str, str, Path, dict[str, Any]]]:
    """Yield every PDF of a folder that holds an invoice as XML: its seller's side, its name, the truths its pages show."""
    for path in sorted(folder.glob("*.pdf")):
        data = path.read_bytes()
        _, xml = facturx.get_xml_from_pdf(data, check_xsd=False)
        if xml:
            root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
            country = root.xpath(f"string({_SELLER}//*[local-name()='CountryID'])").strip()
            code = root.xpath("string(//*[contains(local-name(), 'ExchangedDocument')]/*[local-name()='TypeCode'])")
            credit = code == _CREDIT_NOTE  # its numbers are no invoice's: only its kind is marked
            printed = {} if credit else shown(told(root), text_of(data))
            truths = {"kind": "credit_note" if credit else "invoice", "printed": printed, "also": {}}
            side = FRENCH if country == "FR" else FOREIGN
            yield side, path.stem, path, {**truths, "only": ("kind", *printed), "contested": contested(root, path.stem)}


def contested(root: etree._Element, name: str) -> frozenset[str]:
    """Return the attributes of which a page does not show what its XML says: a tax that is no VAT, a seller named otherwise."""
    taxes = {(node.text or "").strip() for node in root.xpath(_TAXES)}
    no_vat = {"invoice.total_vat"} if taxes and "VAT" not in taxes else set()
    return frozenset(no_vat | ({"applicant.name"} if name in _ANOTHER_SELLER else set()))


def told(root: etree._Element) -> dict[str, tuple[str, ...]]:
    """Return what an invoice's XML says, in the form in which the bench compares."""
    attributes = vocabulary()
    found = {}
    for attribute, place in _PLACES.items():
        values = (_value(attribute, (node.text or "").strip()) for node in root.xpath(place))
        plains = tuple(plain(value, attributes[attribute].type) for value in values if value is not None)
        if plains and (attribute != "applicant.siret" or len(plains[0]) == 14):
            found[attribute] = plains
    return found


def _value(attribute: str, text: str) -> Any:
    """Type the text of one field; None when it has no such value."""
    if attribute == "applicant.name":  # some write numbers over it, in the same field
        text = " ".join(line for line in text.splitlines() if not _LONG_NUMBER.search(line))
    try:
        if attribute == "invoice.date":
            return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 (a day has no time zone)
        return Decimal(text) if ".total_" in attribute else text or None
    except (ValueError, InvalidOperation):
        return None


def text_of(pdf: bytes) -> str:
    """Return the text of every page."""
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def shown(truths: dict[str, tuple[str, ...]], text: str) -> dict[str, tuple[str, ...]]:
    """Keep what the text shows too: a page cannot be blamed for what stands in the XML alone."""
    types = {attribute: vocabulary()[attribute].type for attribute in truths}
    run, words = plain(text, ""), f" {plain(text, 'name')} "
    amounts = {_cents(found) for found in _AMOUNT.findall(text)}
    tests = {
        "amount": lambda value: value.replace(".", "") in amounts,
        "name": lambda value: f" {value} " in words,
        "date": lambda value: _day_in(value, words),
    }
    kept = {
        attribute: tuple(value for value in values if tests.get(types[attribute], lambda value: value in run)(value))
        for attribute, values in truths.items()
    }
    return {attribute: values for attribute, values in kept.items() if values}


def _cents(words: str) -> str:
    """Return an amount's digits to the cent: `1.234,50` and `1234.50` are both `123450`."""
    digits = re.sub(r"\D", "", words)
    return digits if re.search(r"[.,]\d{2}$", words) else f"{digits}00"


def _day_in(value: str, words: str) -> bool:
    """Tell whether a day's year and its own number stand in a text, as figures."""
    year, month, day = value.split("-")
    run = words.replace(" ", "")
    if f"{day}{month}{year}" in run or f"{year}{month}{day}" in run or f"{day}{month}{year[2:]}" in run:
        return True
    return re.search(rf" 0?{int(day)}(?:ER)? [A-Z]+ {year} ", words) is not None
