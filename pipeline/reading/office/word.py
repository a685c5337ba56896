"""Reads a Word document: paragraphs, tables, text boxes, headers and footers, page by page where it says where one ends.

What a reader does not see is not read: deleted and hidden words, codes of fields, comments. Footnotes and pictures are
not read either.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from docx.enum.section import WD_SECTION
from docx.opc.part import PartFactory
from docx.package import Package
from docx.parts.document import DocumentPart

from pipeline.reading.office.grid import CONTENT, Line, Stop, beside, page_of, paragraph
from pipeline.reading.page import Page

Element = Any  # an element of lxml, as python-docx gives them

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT = (f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
MARKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}lastRenderedPageBreak": "\f"}
UNSEEN = frozenset((f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}sdtPr", f"{MC}Fallback"))
VARIETIES = (  # that python-docx refuses by their names alone; a macro is a part like another, that nothing runs
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
NUMBER_OF_PAGE = "PAGE"  # in the code of a field: PAGE, NUMPAGES, SECTIONPAGES
USUAL_SIZE = 11.0  # points
ENDING = ("right", "decimal", "end", "num")  # kinds of tab stops at which words end
MOST_STOPS = 60
MOST_STYLES = 20  # based one on the other


class End(Enum):
    """What ends between two lines."""

    PAGE = "page"
    SECTION = "section"


@dataclass(slots=True)
class _Words:
    """What a walk through a paragraph gathers: words with `\\f` between two pages, text boxes, the size of letters."""

    words: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    size: float = 0.0
    numbers_pages: bool = False


def read_word(data: bytes) -> tuple[Page, ...]:
    """Return the pages of a Word document; one for all of it when it does not say where a page ends."""
    PartFactory.part_type_for.update(dict.fromkeys(VARIETIES, DocumentPart))
    document = Package.open(io.BytesIO(data)).main_document_part.document
    sections = list(document.sections)
    reader = _Reader(_sizes(document))
    section, first_of_section = 0, 0
    pages: list[tuple[list[Line], list[Line]]] = []  # the lines of each page, and its footer
    lines: list[Line] = []

    def turn() -> None:
        nonlocal lines
        if lines:
            head, foot = reader.around(sections[: section + 1], first=len(pages) == first_of_section)
            pages.append((head + lines, foot))
            lines = []

    for found in reader.lines(document.element.body):
        if isinstance(found, Line):
            lines.append(found)
        elif found is End.PAGE:
            turn()
        elif section + 1 < len(sections):
            if sections[section + 1].start_type != WD_SECTION.CONTINUOUS:
                turn()
            section, first_of_section = section + 1, len(pages)
    turn()
    return tuple(page_of(number, above + foot) for number, (above, foot) in enumerate(pages, start=1))


class _Reader:
    """Walks through the elements of a document."""

    def __init__(self, sizes: Mapping[str | None, float]) -> None:
        self._sizes = sizes  # of letters in points by style, None being the document's own

    def around(self, sections: Sequence[Any], *, first: bool) -> tuple[list[Line], list[Line]]:
        """Return the lines above and below the text of a page of the last section, without the number of the page."""
        kind = "first_page_" if first and sections[-1].different_first_page_header_footer else ""
        parts = [_in_force(sections, f"{kind}{place}") for place in ("header", "footer")]
        head, foot = ([line for line in self.lines(part, margin=True) if isinstance(line, Line)] for part in parts)
        return head, foot

    def lines(
        self, container: Element, left: float = 0.0, right: float = CONTENT, *, margin: bool = False
    ) -> Iterator[Line | End]:
        """Yield the lines of what holds paragraphs and tables, between these edges, and the ends of pages and sections."""
        for element in container:
            if element.tag == f"{W}p":
                yield from self._paragraph(element, left, right, margin=margin)
            elif element.tag == f"{W}tbl":
                yield from self._table(element, left, right, margin=margin)
            elif isinstance(element.tag, str) and element.tag not in UNSEEN:
                yield from self.lines(element, left, right, margin=margin)

    def _paragraph(self, element: Element, left: float, right: float, *, margin: bool) -> Iterator[Line | End]:
        properties = element.find(f"{W}pPr")
        style, stops = None, _stops(properties)
        if properties is not None:
            if _is_on(properties.find(f"{W}pageBreakBefore")):
                yield End.PAGE
            named = properties.find(f"{W}pStyle")
            style = named.get(f"{W}val") if named is not None else None
        gathered = _Words()
        self._gather(element, gathered)
        if not (margin and gathered.numbers_pages):
            size = gathered.size or self._sizes.get(style) or self._sizes.get(None, USUAL_SIZE)
            for index, part in enumerate("".join(gathered.words).split("\f")):
                if index:
                    yield End.PAGE
                yield from paragraph(part, size, left, right, stops)
        for box in gathered.boxes:
            yield from self.lines(box, left, right, margin=margin)
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            yield End.SECTION

    def _gather(self, element: Element, into: _Words) -> None:
        """Gather the words of a paragraph or of a part of it."""
        for child in element:
            tag = child.tag
            if tag in TEXT:
                into.words.append(child.text or "")
            elif tag in MARKS:
                into.words.append(MARKS[tag])
            elif tag == f"{W}br":
                into.words.append("\f" if child.get(f"{W}type") == "page" else "\n")
            elif tag == f"{W}txbxContent":
                into.boxes.append(child)
            elif tag in (f"{W}instrText", f"{W}fldSimple"):
                code = child.text if tag == f"{W}instrText" else child.get(f"{W}instr")
                into.numbers_pages |= NUMBER_OF_PAGE in (code or "")
                if tag == f"{W}fldSimple":
                    self._gather(child, into)
            elif isinstance(tag, str) and tag not in UNSEEN and not (tag == f"{W}r" and _is_hidden(child)):
                if tag == f"{W}r":
                    into.size = max(into.size, _size(child.find(f"{W}rPr")))
                self._gather(child, into)

    def _table(self, table: Element, left: float, right: float, *, margin: bool) -> Iterator[Line]:
        rows = list(_rows(table))
        columns = max((sum(span for _, span in row) for row in rows), default=0)
        for row in rows:
            cells, start = [], 0
            for cell, span in row:
                edges = (left + (right - left) * column / columns for column in (start, start + span))
                found = self.lines(cell, *edges, margin=margin)
                cells.append([line for line in found if isinstance(line, Line)])
                start += span
            yield from beside(cells)


def _in_force(sections: Sequence[Any], name: str) -> Element:
    """The header or footer of the last section, which may be that of one before; nothing when none has any."""
    defined = (part for section in reversed(sections) if not (part := getattr(section, name)).is_linked_to_previous)
    part = next(defined, None)
    return part._element if part is not None else ()


def _rows(table: Element) -> Iterator[list[tuple[Element, int]]]:
    """Yield the cells of each row that is not deleted, and how wide they are; not those of a table in a cell."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table and row.find(f"{W}trPr/{W}del") is None:
            yield [(cell, _span(cell)) for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _stops(properties: Element | None) -> tuple[Stop, ...]:
    """The tab stops that a paragraph sets itself."""
    found = properties.findall(f"{W}tabs/{W}tab") if properties is not None else ()
    stops = ((tab.get(f"{W}pos", ""), tab.get(f"{W}val", "")) for tab in found)
    known = (Stop(int(at) / 20, kind in ENDING) for at, kind in stops if at.isdigit() and kind != "clear")
    return tuple(sorted(known)[:MOST_STOPS])


def _span(cell: Element) -> int:
    """How many columns a cell is wide."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(value), 100) if value.isdigit() and int(value) else 1


def _is_on(flag: Element | None) -> bool:
    return flag is not None and flag.get(f"{W}val") not in ("0", "false", "off")


def _is_hidden(run: Element) -> bool:
    properties = run.find(f"{W}rPr")
    return properties is not None and _is_on(properties.find(f"{W}vanish"))


def _size(properties: Element | None) -> float:
    """The size of letters that properties give, in points; 0 when they give none."""
    half_points = properties.find(f"{W}sz") if properties is not None else None
    value = half_points.get(f"{W}val", "") if half_points is not None else ""
    return min(int(value), 400) / 2 if value.isdigit() else 0.0


def _sizes(document: Any) -> Mapping[str | None, float]:
    """The size of letters of each style, its own or that of the style it is based on."""
    root = document.styles.element
    usual = _size(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) or USUAL_SIZE
    styles = {style.get(f"{W}styleId"): style for style in root.findall(f"{W}style")}
    sizes: dict[str | None, float] = {}
    for name in styles:
        style, size = styles.get(name), 0.0
        for _ in range(MOST_STYLES):
            if style is None or size:
                break
            size = _size(style.find(f"{W}rPr"))
            based = style.find(f"{W}basedOn")
            style = styles.get(based.get(f"{W}val")) if based is not None else None
        sizes[name] = size or usual
    plain = next((name for name, style in styles.items() if _is_plain(style)), None)
    sizes[None] = sizes.get(plain, usual)
    return sizes


def _is_plain(style: Element) -> bool:
    """Say whether a style is that of paragraphs which name none."""
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
