"""Reads the data of an electronic invoice or order: XML from strangers, so no entity, no network, and within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.reading.page import StructuredData
from rules.einvoice import Syntax, load_syntaxes

MAX_BYTES = 5_000_000  # of one XML; an invoice of a thousand lines has some 2 MB
MAX_VALUES = 50  # of one attribute; an invoice has one, or one a rate or a bank account
MAX_CHARACTERS = 300  # of one value
EUROS = "EUR"
DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")  # that no invoice has, and every bomb
ENCODINGS = ("ascii", "utf-16-le", "utf-16-be")  # in which a parser may come to see them
STEP = re.compile(r"(?<![^/])(?=\w)")

VALID, INVALID, NOT_CHECKED = "valid", "invalid", "not_checked"


class DataUnreadError(Exception):
    """The XML was not read; `code` is that of a problem: xml_too_large, xml_with_dtd or xml_damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_structured(data: bytes) -> StructuredData | None:
    """Return what an XML says as an invoice or order, None when it is neither. Raises DataUnreadError."""
    root = _root(data)
    syntax = load_syntaxes().get(root.tag)
    if syntax is None:
        return None
    currency = _first(root, syntax.currency)
    code = _first(root, syntax.type_code) if syntax.type_code else ""
    return StructuredData(
        kind=syntax.other_pieces.get(code, syntax.piece),
        schema=_against_schema(root),
        values=tuple(dict.fromkeys(_values(root, syntax, currency))),
        currency=currency,
    )


def _root(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise DataUnreadError("xml_too_large")
    if any(word.encode(encoding) in data for word in DECLARATIONS for encoding in ENCODINGS):
        raise DataUnreadError("xml_with_dtd")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):  # ValueError for bytes in an encoding that does not exist
        raise DataUnreadError("xml_damaged") from None
    if root.getroottree().docinfo.doctype:  # declared in an encoding that hid it
        raise DataUnreadError("xml_with_dtd")
    return root


def _values(root: Any, syntax: Syntax, currency: str) -> Iterator[tuple[str, str]]:
    """Yield each attribute with the words of each of its elements; an amount in a foreign currency is left out."""
    for attribute, paths in syntax.values.items():
        elements = [element for path in paths for element in root.iterfind(_anywhere(path))]
        for element in elements[:MAX_VALUES]:
            words = " ".join((element.text or "").split())[:MAX_CHARACTERS]
            if words and (not _is_amount(element) or element.get("currencyID", currency) == EUROS):
                yield attribute, words


def _is_amount(element: Any) -> bool:
    return str(element.tag).endswith("Amount")


def _first(root: Any, path: str) -> str:
    return " ".join((root.findtext(_anywhere(path)) or "").split())[:MAX_CHARACTERS]


def _anywhere(path: str) -> str:
    """Write a path so that its elements may be in any namespace.

    >>> _anywhere("ExchangedDocument/ID")
    '{*}ExchangedDocument/{*}ID'
    """
    return STEP.sub("{*}", path)


def _against_schema(root: Any) -> str:
    """Hold data against the XSD of their syntax and profile; what no validator has looked at is never valid."""
    try:
        from facturx import xml_check_xsd
    except ImportError:
        return NOT_CHECKED
    try:
        return VALID if xml_check_xsd(root) is True else NOT_CHECKED
    except Exception as error:  # the library tells an invalid file from one it has no schema for by the cause only
        return INVALID if isinstance(error.__cause__, etree.DocumentInvalid) else NOT_CHECKED
