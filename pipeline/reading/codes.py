"""Reads the codes printed on a page: payment QR codes and 2D-Docs; text from strangers, so bounded, and never followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.reading.page import CodeData
from pipeline.reading.seals import seal_of
from rules.codes import load_codes
from validators.printed_code import PAYMENT, TWO_D_DOC, PrintedCode

Pixels = Any  # a grey picture, 8 bits: a numpy array, or a memoryview of two dimensions

MAX_CODES = 8  # of one page; an invoice has one or two
MAX_TEXT = 3_000  # characters of one code, which no 2D-Doc reaches
MAX_CHARACTERS = 300  # of one value
PAYMENT_HEAD = ("BCD", "SCT")
PAYMENT_LINES = {"bic": 4, "name": 5, "iban": 6, "amount": 7}  # where EPC069-12 puts them
EUROS = "EUR"
# What a 2D-Doc begins with: authority and certificate, two days, type; from version 3 on its perimeter, then its country.
HEADER = re.compile(r"DC0(?:[12]|3(?=.{18}\d\d)|4(?=.{18}\d\d[A-Z]{2}))[0-9A-Z]{8}[0-9A-F]{8}[0-9A-Z]{2}")
OURS = 1  # the perimeter whose types and fields are known
BEFORE_SEAL, AFTER_SEAL = "\x1f", "\x1d"  # the seal stands between the data and an annex that nobody sealed


def read_codes(pixels: Pixels, page: int, trust: Path | None) -> tuple[CodeData, ...]:
    """Return the codes of a picture of a page that are of a known kind, from top to bottom; `trust` is a folder of certificates."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix])
    seen = zxingcpp.read_barcodes(pixels, formats=formats, try_invert=False, text_mode=zxingcpp.TextMode.Plain)
    placed = sorted((code.position.top_left.y, code.position.top_left.x, code.text) for code in seen)
    texts = [text for _, _, text in placed[:MAX_CODES] if len(text) <= MAX_TEXT]
    read = (code_of(text, page, trust) for text in dict.fromkeys(texts))
    return tuple(code for code in read if code is not None)


def code_of(text: str, page: int, trust: Path | None) -> CodeData | None:
    """Return what the text of a code says, None when it is of no known kind: an address, a tracking number."""
    if HEADER.match(text):
        return _two_d_doc(text, page, trust)
    lines = text.splitlines()
    if len(lines) > PAYMENT_LINES["iban"] and (lines[0], lines[3]) == PAYMENT_HEAD:
        fields = {name: lines[at] for name, at in PAYMENT_LINES.items() if at < len(lines)}
        fields["amount"] = fields["amount"].removeprefix(EUROS) if "amount" in fields else ""
        return CodeData(code=PrintedCode(kind=PAYMENT, page=page), values=tuple(_values(PAYMENT, fields)))
    return None


def _two_d_doc(text: str, page: int, trust: Path | None) -> CodeData:
    """Return what a 2D-Doc says; of one whose type or perimeter is not known, its header only."""
    from tddoc.header import Header

    header = Header.from_code(text)
    sealed, _, rest = text.partition(BEFORE_SEAL)
    kind = f"{TWO_D_DOC}{header.doc_type_id.lower()}" if header.perimeter_id == OURS else TWO_D_DOC
    code = PrintedCode(
        kind=kind,
        page=page,
        issuer=f"{header.ca_id}/{header.cert_id}",
        issued_on=header.emit_date,
        sealed_on=header.sign_date,
        seal=seal_of(sealed, rest.partition(AFTER_SEAL)[0], (header.ca_id, header.cert_id), header.sign_date, trust),
    )
    return CodeData(code=code, values=tuple(_values(kind, _fields(sealed[header.length :]))))


def _fields(message: str) -> dict[str, str]:
    """Return the fields of a message by their identifiers; of one that makes no sense, nothing."""
    from tddoc.message import C40Message

    try:
        fields = C40Message.from_code(OURS, message).dataset
    except Exception:  # the library does not say what it raises for a field that is not what its identifier tells
        return {}
    return {field.definition.id: " ".join(str(field.value).replace("/", " ").split()) for field in fields}


def _values(kind: str, fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    known = load_codes().get(kind)
    for field, attribute in known.values.items() if known else ():
        words = fields.get(field, "").strip()[:MAX_CHARACTERS]
        if words:
            yield attribute, words
