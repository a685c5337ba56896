"""Reads the form of a PDF, and repairs damaged files, with pikepdf.

Imported only for files that need it: the import costs as much as reading a hundred pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from pipeline.reading.page import FormField
from validators.model import SignatureField

Node = Any  # a pikepdf.Object: dictionaries that anybody may have written
ByteRange = tuple[int, ...]  # what a signature covers: offsets and lengths, () when it is empty or none

MAX_FIELDS = 10_000
MAX_DEPTH = 32  # fields in fields
MAX_VALUE = 4_000  # characters of one field's value
LIMITS_OF_FIELD = {"/SV", "/Lock"}  # what a signature in it must be, and what it forbids
LIMITS_OF_FILE = "/Reference"  # what a signature lets be changed after it
UNSEEN = 0x02 | 0x20  # flags of a widget: hidden, no view

# What the engine raises for bytes that are not what they should be; values of an unexpected type included.
REFUSALS = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pikepdf.DataDecodingError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


class FormUnreadError(Exception):
    """The second engine could not read the file, or not its form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneSignature:
    """The only signature that a document bears, when nothing is said in it or its field that limits or changes it."""

    covered: ByteRange
    contents: bytes
    sub_filter: str  # the format, as the file names it, "ETSI.CAdES.detached"
    claimed_at: str  # when it says that it was made, as a PDF writes it; "" when it does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form of a document holds."""

    signatures: tuple[SignatureField, ...]
    ranges: tuple[ByteRange, ...]  # of each signature, in their order
    fields: tuple[FormField, ...]
    alone: LoneSignature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A field at the end of the tree, with what it has from the fields above it."""

    name: str
    kind: str  # Tx, Btn, Ch, Sig
    value: Node
    widgets: tuple[Node, ...]


def read_form(data: bytes, max_pages: int) -> Form:
    """Return the signature fields and the filled fields of a document. Raises FormUnreadError."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = _pages_of_widgets(document, max_pages)
            fields = list(_fields(document, pages))
            to_sign = [(field, signature) for field in fields if (signature := _signature(field, pages))]
            return Form(
                signatures=tuple(signature for _, signature in to_sign),
                ranges=tuple(_covered(field) for field, _ in to_sign),
                fields=tuple(filled for field in fields if (filled := _filled(field, pages))),
                alone=_alone(document, [field for field in fields if field.kind == "Sig" and field.value is not None]),
            )
    except REFUSALS as error:
        raise FormUnreadError from error


def rewritten(data: bytes) -> bytes | None:
    """Return the document as the second engine can still read it, or None."""
    repaired = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if not len(document.pages):
                return None
            document.save(repaired)
    except REFUSALS:
        return None
    return repaired.getvalue()


def _pages_of_widgets(document: pikepdf.Pdf, max_pages: int) -> Mapping[tuple[int, int], int]:
    """Return the number of the page on which each widget stands, by the widget's object number."""
    pages: dict[tuple[int, int], int] = {}
    for number, page in enumerate(document.pages, 1):
        if number > max_pages:
            break
        annotations = page.obj.get("/Annots")
        for widget in _array(annotations):
            if _is_dictionary(widget) and widget.objgen != (0, 0):
                pages.setdefault(widget.objgen, number)
    return pages


def _fields(document: pikepdf.Pdf, pages: Mapping[tuple[int, int], int]) -> Iterator[_Field]:
    """Yield the fields of the form, then the signature fields that only a page knows."""
    seen: set[tuple[int, int]] = set()
    form: Node = document.Root.get("/AcroForm")
    count = 0
    if _is_dictionary(form):
        for root in _array(form.get("/Fields")):
            for field in _below(root, "", "", None, seen, MAX_DEPTH):
                yield field
                count += 1
                if count >= MAX_FIELDS:
                    raise FormUnreadError
    for objgen in pages:
        if objgen in seen:
            continue
        widget = document.get_object(*objgen)
        if _name(widget.get("/FT")) == "Sig":
            yield _Field(name=_text(widget.get("/T")), kind="Sig", value=widget.get("/V"), widgets=(widget,))


def _below(node: Node, path: str, kind: str, value: Node, seen: set[tuple[int, int]], depth: int) -> Iterator[_Field]:
    if not _is_dictionary(node) or node.objgen in seen or depth == 0:
        return
    if node.objgen != (0, 0):
        seen.add(node.objgen)
    title = _text(node.get("/T"))
    path = f"{path}.{title}" if path and title else path or title
    kind = _name(node.get("/FT")) or kind
    value = node.get("/V", value)
    kids = [kid for kid in _array(node.get("/Kids")) if _is_dictionary(kid)]
    below = [kid for kid in kids if "/T" in kid]
    if below:
        for kid in below:
            yield from _below(kid, path, kind, value, seen, depth - 1)
        return
    seen.update(kid.objgen for kid in kids)
    yield _Field(name=path, kind=kind, value=value, widgets=tuple(kids) or (node,))


def _signature(field: _Field, pages: Mapping[tuple[int, int], int]) -> SignatureField | None:
    """Return a signature field; a time stamp fills such a field too, but nobody signs with it."""
    if field.kind != "Sig":
        return None
    value = field.value if _is_dictionary(field.value) else {}
    if _name(value.get("/Type")) == "DocTimeStamp" or _name(value.get("/SubFilter")) == "ETSI.RFC3161":
        return None
    visible = [widget for widget in field.widgets if _is_visible(widget)]
    return SignatureField(
        filled=bool(_bytes(value.get("/Contents")).strip(b"\0")) and len(_array(value.get("/ByteRange"))) >= 4,
        page=pages.get(visible[0].objgen, 0) if visible else 0,
        name=_text(value.get("/Name")),
    )


def _covered(field: _Field) -> ByteRange:
    covered = _array(field.value.get("/ByteRange")) if _is_dictionary(field.value) else []
    return tuple(covered) if all(isinstance(each, int) for each in covered) else ()


def _alone(document: pikepdf.Pdf, signed: list[_Field]) -> LoneSignature | None:
    """Return the signature of a document that bears one in a plain field at the root of its form."""
    if len(signed) != 1 or document.is_encrypted:
        return None
    value, (field, *others) = signed[0].value, signed[0].widgets
    form: Node = document.Root.get("/AcroForm")
    roots = _array(form.get("/Fields")) if _is_dictionary(form) else []
    at_root = {root.objgen for root in roots if _is_dictionary(root) and root.is_indirect}
    is_field = not others and field.objgen in at_root and {"/T", "/V"} <= field.keys()
    is_value = _is_dictionary(value) and value.is_indirect and _name(value.get("/Type")) in ("", "Sig")
    if not is_field or not is_value or LIMITS_OF_FIELD & field.keys() or LIMITS_OF_FILE in value:
        return None
    return LoneSignature(
        covered=_covered(signed[0]),
        contents=_bytes(value.get("/Contents")),
        sub_filter=_name(value.get("/SubFilter")),
        claimed_at=_text(value.get("/M")),
    )


def _filled(field: _Field, pages: Mapping[tuple[int, int], int]) -> FormField | None:
    if field.kind == "Sig":
        return None
    values = field.value if _is_array(field.value) else [field.value]
    words = ", ".join(word for each in values if (word := _text(each) or _name(each)))
    if not words or words == "Off":  # a box that is not ticked
        return None
    numbers = [pages[widget.objgen] for widget in field.widgets if widget.objgen in pages]
    return FormField(name=field.name, value=words[:MAX_VALUE], page=numbers[0] if numbers else 0)


def _is_visible(widget: Node) -> bool:
    rectangle = [float(each) for each in _array(widget.get("/Rect"))]
    flags = widget.get("/F", 0)
    if len(rectangle) != 4 or not isinstance(flags, int) or flags & UNSEEN:
        return False
    return rectangle[0] != rectangle[2] and rectangle[1] != rectangle[3]


def _is_dictionary(node: Node) -> bool:
    return isinstance(node, pikepdf.Dictionary)


def _is_array(node: Node) -> bool:
    return isinstance(node, pikepdf.Array)


def _array(node: Node) -> list[Node]:
    return list(node) if _is_array(node) else []


def _name(node: Node) -> str:
    return str(node)[1:] if isinstance(node, pikepdf.Name) else ""


def _bytes(node: Node) -> bytes:
    return bytes(node) if isinstance(node, pikepdf.String) else b""


def _text(node: Node) -> str:
    return str(node) if isinstance(node, pikepdf.String) else ""
