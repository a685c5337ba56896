"""Form fields and signature fields of a PDF: filled or empty, on which page, under which name."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.page import FormField
from tests.reading_samples import cells, changed, codes, drawn, read, signature_field, signed, with_fields, words
from validators.model import SignatureField
from validators.signature import DigitalSignature, Integrity

UNCHECKED = DigitalSignature(integrity=Integrity.UNCHECKED)  # what stands in these fields is no real signature


def test_empty_and_filled_signature_fields() -> None:
    """A field that waits for its signature is empty; a signed one is filled and says whose name it declares."""
    file = read(with_fields(signature_field("Client"), signature_field("Fournisseur", signed("Camille Test"))))

    assert file.signatures == (
        SignatureField(filled=False, page=2),
        SignatureField(filled=True, page=2, name="Camille Test", signature=UNCHECKED),
    )
    assert file.form_fields == ()


@pytest.mark.parametrize(
    "value",
    [
        signed("Camille Test", contents=b"\0" * 64),  # room was made for a signature, and none was put there
        Dictionary(Type=Name.Sig, Name="Camille Test"),
        Dictionary(Type=Name.Sig, Name="Camille Test", Contents=pikepdf.String(b"\x30\x82")),
    ],
)
def test_signature_that_was_begun_only(value: Dictionary) -> None:
    """A value without a signature in it, or without what it covers, fills nothing."""
    file = read(with_fields(signature_field("Client", value)))

    assert [field.filled for field in file.signatures] == [False]


def test_signature_that_is_not_seen() -> None:
    """A signature with an empty box, a hidden one and one on no page stand on page 0."""
    hidden = signature_field("caché", signed("B"))
    hidden.F = 2

    file = read(
        with_fields(
            signature_field("vide", signed("A"), box=(0, 0, 0, 0)),
            hidden,
            signature_field("nulle part", signed("C")),
            widgets=[True, True, False],
        )
    )

    assert [(field.filled, field.page, field.name) for field in file.signatures] == [
        (True, 0, "A"),
        (True, 0, "B"),
        (True, 0, "C"),
    ]


def test_time_stamp_is_nobodys_signature() -> None:
    """A document time stamp lies in a signature field, but nobody signs with it."""
    stamp = signed("TSA")
    stamp.Type, stamp.SubFilter = Name.DocTimeStamp, Name("/ETSI.RFC3161")

    assert read(with_fields(signature_field("horodatage", stamp))).signatures == ()


def test_signature_below_another_field() -> None:
    """A signature field inside a group of fields is found, with the kind it has from the group."""

    def nest(document: pikepdf.Pdf) -> None:
        widget = document.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, T="Client", Rect=Array([10, 10, 90, 30]), V=signed("A"))
        )
        document.pages[0].Annots = Array([widget])
        group = document.make_indirect(Dictionary(T="Signatures", FT=Name.Sig, Kids=Array([widget])))
        document.Root.AcroForm = Dictionary(Fields=Array([group]), SigFlags=3)

    file = read(changed(drawn(words("VA")), nest))

    assert file.signatures == (SignatureField(filled=True, page=1, name="A", signature=UNCHECKED),)


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")
def test_signature_that_only_its_page_knows() -> None:
    """A signature field that the form forgot to list is found on its page."""

    def forget(document: pikepdf.Pdf) -> None:
        document.Root.AcroForm.Fields = Array()

    file = read(changed(with_fields(signature_field("Client", signed("A"))), forget))

    assert file.signatures == (SignatureField(filled=True, page=2, name="A"),)


def test_filled_fields() -> None:
    """What was typed into a form is told by field, and is part of the page where it is seen."""

    def order_form(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "SIRET du client :")
        canvas.acroForm.textfield(name="siret", x=200, y=690, width=200, height=20, value="732 829 320 00074")
        canvas.acroForm.textfield(name="vide", x=200, y=650, width=200, height=20)
        canvas.acroForm.checkbox(name="accord", x=200, y=600, checked=True)
        canvas.acroForm.checkbox(name="refus", x=200, y=560, checked=False)

    file = read(drawn(order_form))

    assert file.form_fields == (
        FormField(name="siret", value="732 829 320 00074", page=1),
        FormField(name="accord", value="Yes", page=1),
    )
    assert "732 829 320 00074" in cells(file.pages[0])
    assert file.signatures == ()


def test_form_that_never_ends() -> None:
    """Fields that hold themselves, and more fields than any form has, end; what was not read is told."""

    def loop(document: pikepdf.Pdf) -> None:
        field = document.make_indirect(Dictionary(T="a", FT=Name.Sig))
        field.Kids = Array([document.make_indirect(Dictionary(T="b", FT=Name.Sig, Kids=Array([field])))])
        document.Root.AcroForm = Dictionary(Fields=Array([field]))

    def crowd(document: pikepdf.Pdf) -> None:
        fields = [document.make_indirect(Dictionary(T=f"f{number}", FT=Name.Sig)) for number in range(10_001)]
        document.Root.AcroForm = Dictionary(Fields=Array(fields))

    page = drawn(words("VA"))
    assert read(changed(page, loop)).pages[0].text == "VA"
    assert codes(read(changed(page, crowd))) == ["form_unread"]


def test_form_of_nonsense() -> None:
    """A form whose parts are of the wrong kind harms neither the pages nor the reading."""

    def nonsense(document: pikepdf.Pdf) -> None:
        widget = document.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=12, Rect=Name.Large, F="no", V=Array([1]))
        )
        document.pages[0].Annots = Array([widget, 3, Name.Sig])
        document.Root.AcroForm = Dictionary(Fields=Array([widget, 4, "x"]), SigFlags="3")

    file = read(changed(drawn(words("VA")), nonsense))

    assert file.pages[0].text == "VA"
    assert file.signatures == (SignatureField(filled=False, page=0),) or codes(file) == ["form_unread"]
