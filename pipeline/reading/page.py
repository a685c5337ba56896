"""What reading gives of a file: pages with their text and where each run of it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from validators.ink import SignatureZone
from validators.model import DOCUMENT_TEXT, Problem, SignatureField
from validators.printed_code import PrintedCode

TEXT_LAYER = "text_layer"
SURE = (TEXT_LAYER, DOCUMENT_TEXT)  # ways of reading that take no letter for another

Span = tuple[int, int]  # start, end in the page's text
Run = tuple[int, int, float, float, float, float]  # start, end in the page's text; left, bottom, right, top in points


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeData:
    """A code printed on a page, and what it says: attribute, words."""

    code: PrintedCode
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: number from 1, size in points, text with `\\n` line ends, its runs, how they were read."""

    number: int
    width: float
    height: float
    text: str
    runs: tuple[Run, ...] = ()
    blank: bool = False  # neither text, image nor drawing
    unread: bool = False  # its words are not known: a picture, letters turned into drawings, a text that makes no sense
    how: str = TEXT_LAYER  # how its words were read: the text layer, `document_text`, or `ocr:<engine>`
    confirmed: tuple[Span, ...] = ()  # what a second, independent engine read alike; in order, none touching another
    zones: tuple[SignatureZone, ...] = ()  # where it is signed by hand, of a page read from pixels
    codes: tuple[CodeData, ...] = ()  # printed on it: payment QR codes and 2D-Docs
    # What the first engine read so before it looked again; in order, none touching another.
    at_once: tuple[Span, ...] = ()
    agreed: float = 1.0  # share of the characters shown to both engines that they read alike
    # Where ink stands on it, of a page read from pixels: `validators.looks.Look.cells`.
    look: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A filled form field of a PDF."""

    name: str
    value: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuredData:
    """An invoice or order as data, attached to a PDF or a file of its own: the kind of piece it is, what it says."""

    kind: str  # of rules/pieces/
    schema: str  # valid, invalid or not_checked
    values: tuple[tuple[str, str], ...]  # attribute, words; amounts are euros
    currency: str = ""  # code, "" when it is not said


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file as read: its pages, signature and form fields, what went wrong. Never raises for bad input."""

    sha256: str
    pages: tuple[Page, ...] = ()
    witness_only: bool = False  # a message: it bears witness, and is no piece whatever it says
    page_count: int = 0  # as the file says, even when not all were read
    signatures: tuple[SignatureField, ...] = ()
    form_fields: tuple[FormField, ...] = ()
    structured: tuple[StructuredData, ...] = ()
    producer: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A page that was read from its pixels, None when it could not be drawn, and what is wrong with it."""

    page: Page | None = None
    problems: tuple[Problem, ...] = ()
