"""A letter as docx: the same bytes for the same words, whatever the hour and the machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.reporting.wording import visible

if TYPE_CHECKING:
    from docx.document import Document

_DATE = (1980, 1, 1, 0, 0, 0)
_GRID = "Table Grid"
_UNUSED = ("/stylesWithEffects", "/thumbnail", "/customXml")  # relations of python-docx's template
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  a document property bears no zone; the real day is in the letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says: blocks of lines, then a table between paragraphs."""

    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    day: str
    subject: str
    references: tuple[str, ...]
    before: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    after: tuple[str, ...]
    signature: tuple[str, ...]
    notes: tuple[str, ...]


def letter_docx(letter: Letter) -> bytes:
    """Return a letter as the bytes of a docx, French, on A4."""
    import docx  # half a second, for those who write letters

    document = docx.Document()
    _lighten(document)
    _prepare(document, letter)
    _block(document, letter.sender)
    _block(document, letter.addressee, indent=9)
    _block(document, (letter.day,), indent=9)
    _line(document, letter.subject, bold=True)
    _block(document, letter.references)
    for paragraph in letter.before:
        _line(document, paragraph)
    _table(document, letter.head, letter.rows)
    for paragraph in letter.after:
        _line(document, paragraph)
    _block(document, letter.signature, indent=9)
    for note in letter.notes:
        _line(document, note, size=8)
    made = io.BytesIO()
    document.save(made)
    return _undated(made.getvalue())


def _lighten(document: Document) -> None:
    """Leave out of the template what a letter never uses: its size would be twenty times that of its words."""
    from docx.enum.style import WD_STYLE_TYPE

    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", _GRID):
            style.delete()
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(_UNUSED):
                del part.rels[key]


def _prepare(document: Document, letter: Letter) -> None:
    from docx.shared import Cm, Pt

    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.2)
    properties = document.core_properties
    properties.author, properties.title, properties.language = "", visible(letter.subject), "fr-FR"
    properties.comments, properties.last_modified_by, properties.revision = "", "", 1
    properties.created = properties.modified = properties.last_printed = _NO_DAY


def _block(document: Document, lines: Sequence[str], *, indent: float = 0) -> None:
    if lines:
        _line(document, "\n".join(lines), indent=indent)


def _line(document: Document, text: str, *, indent: float = 0, bold: bool = False, size: float = 11) -> None:
    from docx.shared import Cm, Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(indent)
    paragraph.paragraph_format.space_after = Pt(8 if size > 8 else 2)
    run = paragraph.add_run(visible(text))
    run.bold, run.font.size = bold, Pt(size)


def _table(document: Document, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from docx.shared import Pt

    table = document.add_table(rows=0, cols=len(head))
    table.style = _GRID
    for number, row in enumerate((head, *rows)):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            run = cell.paragraphs[0].add_run(visible(text))
            run.bold, run.font.size = number == 0, Pt(10)
    document.add_paragraph()


def _undated(made: bytes) -> bytes:
    """Write the parts of a docx again, in their order, stored and dated 1980."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as target:
        for info in source.infolist():
            part = zipfile.ZipInfo(info.filename, _DATE)
            part.create_system = 3  # as on Unix, wherever it is written
            target.writestr(part, source.read(info.filename))
    return again.getvalue()
