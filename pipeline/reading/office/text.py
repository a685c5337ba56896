"""Reads an OpenDocument text: headings, paragraphs, lists, tables, text boxes, headers and footers, page by page.

Deleted words, notes, comments and pictures are not read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from odf.namespaces import DRAWNS, FONS, OFFICENS, STYLENS, TABLENS, TEXTNS
from odf.opendocument import load

from pipeline.reading.office.grid import CONTENT, Line, beside, page_of, paragraph
from pipeline.reading.page import Page

Element = Any  # an element of odfpy

PARTS = frozenset(("content.xml", "styles.xml", "meta.xml", "settings.xml"))
PARAGRAPHS = ((TEXTNS, "p"), (TEXTNS, "h"))
MARKS = {(TEXTNS, "tab"): "\t", (TEXTNS, "s"): " ", (TEXTNS, "line-break"): "\n", (TEXTNS, "soft-page-break"): "\f"}
UNSEEN = frozenset(
    (
        (TEXTNS, "tracked-changes"),
        (TEXTNS, "note"),
        (OFFICENS, "annotation"),
        (TEXTNS, "page-number"),
        (TEXTNS, "page-count"),
    )
)
CELLS = ((TABLENS, "table-cell"), (TABLENS, "covered-table-cell"))
USUAL_SIZE = 12.0  # points
MOST_STYLES = 20  # based one on the other
MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    size: float = 0.0  # of letters, in points; 0 when the style does not say
    breaks: bool = False  # begins a page
    parent: str | None = None


def read_text(data: bytes) -> tuple[Page, ...]:
    """Return the pages of an OpenDocument text; one for all of it when it does not say where a page ends."""
    _check_parts(data)
    document = load(io.BytesIO(data))
    reader = _Reader(_styles(document))
    pages: list[list[Line]] = [[]]
    for line in reader.lines(document.text):
        if line is None and pages[-1]:
            pages.append([])
        elif line is not None:
            pages[-1].append(line)
    masters = document.masterstyles.childNodes
    head, foot = (
        [line for master in masters for part in _children(master, name) for line in reader.lines(part) if line]
        for name in ((STYLENS, "header"), (STYLENS, "footer"))
    )
    return tuple(page_of(number, head + lines + foot) for number, lines in enumerate(filter(None, pages), start=1))


def _check_parts(data: bytes) -> None:
    """Raise what is wrong with the XML of the document: odfpy would print it and go on with half of the text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in PARTS & set(archive.namelist()):
            expat.ParserCreate().Parse(archive.read(name), True)


class _Reader:
    """Walks through the elements of a document."""

    def __init__(self, styles: Mapping[str, _Style]) -> None:
        self._styles = styles

    def lines(self, container: Element, left: float = 0.0, right: float = CONTENT) -> Iterator[Line | None]:
        """Yield the lines of what holds paragraphs and tables, between these edges; None where a page ends."""
        for element in container.childNodes:
            name = getattr(element, "qname", None)
            if name in PARAGRAPHS:
                yield from self._paragraph(element, left, right)
            elif name == (TABLENS, "table"):
                yield from self._table(element, left, right)
            elif name == (TEXTNS, "soft-page-break"):
                yield None
            elif name is not None and name not in UNSEEN:
                yield from self.lines(element, left, right)

    def _paragraph(self, element: Element, left: float, right: float) -> Iterator[Line | None]:
        style = element.getAttrNS(TEXTNS, "style-name")
        size, breaks = self._look_of(style)
        if breaks:
            yield None
        words: list[str] = []
        boxes: list[Element] = []
        self._gather(element, words, boxes)
        for index, part in enumerate("".join(words).split("\f")):
            if index:
                yield None
            yield from paragraph(part, size, left, right)
        for box in boxes:
            yield from self.lines(box, left, right)

    def _gather(self, element: Element, words: list[str], boxes: list[Element]) -> None:
        """Gather the words of a paragraph, and the text boxes that are anchored in it."""
        for child in element.childNodes:
            name = getattr(child, "qname", None)
            if name is None:
                words.append(str(child.data))
            elif name in MARKS:
                words.append(MARKS[name])
            elif name == (DRAWNS, "text-box"):
                boxes.append(child)
            elif name not in UNSEEN:
                self._gather(child, words, boxes)

    def _table(self, table: Element, left: float, right: float) -> Iterator[Line]:
        rows = [[(cell, _span(cell)) for cell in row.childNodes if cell.qname in CELLS] for row in _rows(table)]
        columns = max((sum(span for _, span in row) for row in rows), default=0)
        for row in rows:
            cells, start = [], 0
            for cell, span in row:
                edges = (left + (right - left) * column / columns for column in (start, start + span))
                cells.append([line for line in self.lines(cell, *edges) if line is not None])
                start += span
            yield from beside(cells)

    def _look_of(self, name: str | None) -> tuple[float, bool]:
        """The size of letters of a style, its own or that of its parent, and whether it begins a page."""
        style = self._styles.get(name or "")
        breaks = style is not None and style.breaks
        for _ in range(MOST_STYLES):
            if style is None or style.size:
                break
            style = self._styles.get(style.parent or "")
        return (style.size if style is not None and style.size else USUAL_SIZE), breaks


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, those of its header and groups included, without those of a table in it."""
    for child in table.childNodes:
        if child.qname == (TABLENS, "table-row"):
            yield child
        elif child.qname[0] == TABLENS:
            yield from _rows(child)


def _children(element: Element, name: tuple[str, str]) -> list[Element]:
    return [child for child in element.childNodes if child.qname == name]


def _span(cell: Element) -> int:
    """How many columns a cell is wide; those it covers are listed one by one after it."""
    repeated = str(cell.getAttrNS(TABLENS, "number-columns-repeated") or "1")
    return min(int(repeated), MOST_COLUMNS) if repeated.isdigit() and int(repeated) else 1


def _styles(document: Any) -> Mapping[str, _Style]:
    found = {}
    for element in (*document.styles.childNodes, *document.automaticstyles.childNodes):
        if element.qname != (STYLENS, "style"):
            continue
        size, breaks = 0.0, False
        for properties in element.childNodes:
            size = _points(properties.getAttrNS(FONS, "font-size")) or size
            breaks |= properties.getAttrNS(FONS, "break-before") == "page"
        parent = element.getAttrNS(STYLENS, "parent-style-name")
        found[str(element.getAttrNS(STYLENS, "name"))] = _Style(size=size, breaks=breaks, parent=parent)
    return found


def _points(length: str | None) -> float:
    """Read « 14pt »; 0 for what is no such length."""
    number = (length or "").removesuffix("pt")
    return min(float(number), 200.0) if number.replace(".", "", 1).isdigit() else 0.0
