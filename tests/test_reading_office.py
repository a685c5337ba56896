"""Office documents: their words row by row as a reader sees them, nothing run, nothing fetched, never a PDF."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Pt
from odf import style, table, text
from PIL import Image

from pipeline.limits import Limits
from pipeline.reading.office.reader import read_office
from pipeline.reading.page import ReadFile
from pipeline.understanding.layout import Sheet
from tests.office_samples import open_text, repacked, word, workbook
from tests.reading_samples import cells, codes
from validators.model import DOCUMENT_TEXT

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOTHING: Callable[[Any], object] = lambda document: None  # noqa: E731
EMPTY = {"docx": lambda: word(NOTHING), "xlsx": lambda: workbook(NOTHING), "odt": lambda: open_text(NOTHING)}
MAIN = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml", "odt": "content.xml"}


def read(data: bytes, content: str = "docx", **limits: int) -> ReadFile:
    """Read an office document in this process."""
    return read_office(data, "0" * 64, content, Limits(**limits))  # type: ignore[arg-type]


def words(data: bytes, content: str = "docx") -> list[str]:
    """The text of each page."""
    return [page.text for page in read(data, content).pages]


def test_paragraphs_and_headings() -> None:
    """A Word document gives its lines in order; a title is taller than the text below it and is all of its row."""

    def fill(document: Any) -> None:
        document.add_heading("BON DE COMMANDE N° 118", 0)
        document.add_paragraph("Date :\t12/03/2024")

    (page,) = read(word(fill)).pages

    assert page.text == "BON DE COMMANDE N° 118\nDate :\t12/03/2024"
    assert cells(page) == ["BON DE COMMANDE N° 118", "Date :", "12/03/2024"]
    heights = [top - bottom for *_, bottom, _, top in page.runs]
    assert heights[0] > 1.2 * heights[1]
    assert page.how == DOCUMENT_TEXT
    assert all(
        0 <= left < right <= page.width and 0 <= low < high <= page.height for _, _, left, low, right, high in page.runs
    )


@pytest.mark.parametrize("content", ["docx", "odt", "xlsx"])
def test_cells_of_a_row_stand_side_by_side(content: str) -> None:
    """What a table sets beside a label stands on its row, and no number runs over two cells."""
    rows = [["Montant TTC", "1 200", "500"], ["SIRET", "55210055400025", ""]]

    def in_word(document: Any) -> None:
        grid = document.add_table(2, 3)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                grid.cell(row, column).text = value

    def in_text(document: Any) -> None:
        grid = table.Table()
        for values in rows:
            line = table.TableRow()
            for value in values:
                cell = table.TableCell()
                cell.addElement(text.P(text=value))
                line.addElement(cell)
            grid.addElement(line)
        document.text.addElement(grid)

    def in_sheet(book: Any) -> None:
        for values in rows:
            book.active.append(values)

    made = {"docx": lambda: word(in_word), "odt": lambda: open_text(in_text), "xlsx": lambda: workbook(in_sheet)}
    (page,) = read(made[content](), content).pages
    sheet = Sheet(page)

    assert cells(page) == ["Montant TTC", "1 200", "500", "SIRET", "55210055400025"]
    assert sheet.folded == "montant ttc\t1 200\t500\nsiret\t55210055400025"
    assert list(sheet.right_of(0)) == [1, 2]
    assert list(sheet.right_of(3)) == [4]
    assert list(sheet.below(0, 40)) == [3]


def test_cell_of_several_lines() -> None:
    """The lines of a cell stay in its column; the next row begins below the longest cell."""

    def fill(document: Any) -> None:
        grid = document.add_table(2, 2)
        grid.cell(0, 0).text = "Client"
        grid.cell(0, 1).text = "Clinique des Lilas\n12 rue Haute"
        grid.cell(1, 0).text = "FINESS"
        grid.cell(1, 1).text = "750000001"

    (page,) = read(word(fill)).pages
    lefts = {words: run[2] for words, run in zip(cells(page), page.runs, strict=True)}

    assert page.text == "Client\tClinique des Lilas\n12 rue Haute\nFINESS\t750000001"
    assert lefts["12 rue Haute"] == lefts["Clinique des Lilas"] == lefts["750000001"]


def test_merged_cells_and_tables_in_tables() -> None:
    """A cell that spans columns is read once, and a table in a cell keeps its rows."""

    def fill(document: Any) -> None:
        grid = document.add_table(2, 3)
        grid.cell(0, 0).merge(grid.cell(0, 1)).text = "Désignation"
        grid.cell(0, 2).text = "Prix"
        inner = grid.cell(1, 0).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "Lot", "7"
        grid.cell(1, 2).text = "90"

    assert words(word(fill)) == ["Désignation\tPrix\nLot\t7\t90"]


def test_tab_stops() -> None:
    """Words after a tab stand where the paragraph sets its stops, so that columns made with tabs are columns."""

    def fill(document: Any) -> None:
        for words in ("Désignation\tTotal HT\tTotal TTC", "Lot\t1 540,00\t1 848,00"):
            stops = document.add_paragraph(words).paragraph_format.tab_stops
            stops.add_tab_stop(Pt(200))
            stops.add_tab_stop(Pt(400), WD_TAB_ALIGNMENT.RIGHT)
        document.add_paragraph("a\t\tb")

    (page,) = read(word(fill)).pages
    sheet = Sheet(page)

    assert [list(sheet.below(index, 40)) for index in range(3)] == [[3, 6], [4], [5]]
    assert page.runs[1][2] == page.runs[4][2]
    assert page.runs[2][4] == page.runs[5][4]
    assert cells(page)[6:] == ["a", "b"]


def test_pages_where_the_document_says_so() -> None:
    """A Word document has as many pages as its breaks make, and one when it has none."""

    def fill(document: Any) -> None:
        document.add_paragraph("un")
        document.add_page_break()
        document.add_paragraph("deux").add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("trois").paragraph_format.page_break_before = True
        document.add_section(WD_SECTION.NEW_PAGE)
        document.add_paragraph("quatre")
        document.add_section(WD_SECTION.CONTINUOUS)
        document.add_paragraph("encore quatre")

    assert words(word(fill)) == ["un", "deux", "trois", "quatre\nencore quatre"]


def test_headers_and_footers() -> None:
    """What stands above and below the text is on every page, without the number of the page that was saved."""

    def fill(document: Any) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].text = "ACME SARL"
        section.footer.paragraphs[0].text = "SIRET 552 100 554 00025"
        field = f'<w:p {W}><w:r><w:t>Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> / 1</w:t></w:r></w:p>'
        section.footer._element.append(parse_xml(field))
        document.add_paragraph("un")
        document.add_page_break()
        document.add_paragraph("deux")

    foot = "SIRET 552 100 554 00025"
    assert words(word(fill)) == [f"ACME SARL\nun\n{foot}", f"ACME SARL\ndeux\n{foot}"]


def test_what_a_reader_does_not_see() -> None:
    """Deleted words, hidden words and codes of fields are not read; inserted ones and those of controls are."""
    shown = (
        f"<w:p {W}><w:r><w:t>Total </w:t></w:r><w:del><w:r><w:delText>900</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>1200</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> caché</w:t></w:r>"
        "<w:r><w:instrText>MERGEFIELD</w:instrText></w:r><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t> euros</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )

    assert words(word(lambda document: document.element.body.insert(0, parse_xml(shown)))) == ["Total 1200 euros"]


def test_text_box() -> None:
    """The words of a text box are read, once, though the file holds them twice for old programs."""
    box = "<w:txbxContent><w:p><w:r><w:t>CACHET</w:t></w:r></w:p></w:txbxContent>"
    shape = (
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>avant</w:t></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert words(word(lambda document: document.element.body.insert(0, parse_xml(shape)))) == ["avant\nCACHET"]


def test_size_of_letters() -> None:
    """A line is as tall as its letters, by its own size or that of its style."""

    def fill(document: Any) -> None:
        document.styles["Normal"].font.size = Pt(10)
        document.add_paragraph().add_run("grand").font.size = Pt(24)
        document.add_paragraph("courant")

    (page,) = read(word(fill)).pages

    assert [round(top - bottom) for *_, bottom, _, top in page.runs] == [24, 10]


def test_open_text() -> None:
    """An OpenDocument text gives headings, tabs, repeated spaces and page breaks as they are seen."""

    def fill(document: Any) -> None:
        opening = style.Style(name="Nouvelle", family="paragraph")
        opening.addElement(style.ParagraphProperties(breakbefore="page"))
        document.automaticstyles.addElement(opening)
        document.text.addElement(text.H(outlinelevel=1, text="FACTURE N° 12"))
        line = text.P(text="Nom :")
        line.addElement(text.Tab())
        line.addText("Dupont")
        line.addElement(text.S(c=2_000_000_000))
        line.addText("Jeanne")
        document.text.addElement(line)
        document.text.addElement(text.P(text="suite", stylename=opening))

    assert words(open_text(fill), "odt") == ["FACTURE N° 12\nNom :\tDupont Jeanne", "suite"]


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (1234.5, '#,##0.00 "€"', "1234,50 €"),
        (1234.5, "General", "1234,5"),
        (55210055400025, "General", "55210055400025"),
        (1234, "00000", "01234"),
        (0.2, "0%", "20 %"),
        (datetime.date(2024, 3, 12), "dd/mm/yyyy", "12/03/2024"),
        (datetime.datetime(2024, 3, 12, 10, 30), "dd/mm/yyyy hh:mm", "12/03/2024"),  # noqa: DTZ001
        (True, "General", "VRAI"),
        ("00012", "@", "00012"),
    ],
)
def test_cells_as_they_are_shown(value: object, pattern: str, shown: str) -> None:
    """A cell reads as on paper in France: its decimals, its unit, every digit of a number."""

    def fill(book: Any) -> None:
        cell = book.active.cell(1, 1, value)
        cell.number_format = pattern

    assert words(workbook(fill), "xlsx") == [shown]


def test_formula_gives_what_was_saved() -> None:
    """Nothing is computed: a formula without a saved result is an empty cell."""

    def fill(book: Any) -> None:
        book.active["A1"] = "=1+1"
        book.active["B1"] = "Total"

    assert words(workbook(fill), "xlsx") == ["Total"]


def test_sheets() -> None:
    """Each sheet that is shown is a page; hidden ones are said and not read, empty ones are no page."""

    def fill(book: Any) -> None:
        book.active.append(["un"])
        book.create_sheet("vide")
        book.create_sheet("deux").append(["deux"])
        hidden = book.create_sheet("cachée")
        hidden.append(["secret"])
        hidden.sheet_state = "hidden"

    file = read(workbook(fill), "xlsx")

    assert [page.text for page in file.pages] == ["un", "deux"]
    assert codes(file) == ["convert_to_pdf", "office_hidden_sheets"]


@pytest.mark.parametrize(("row", "column"), [(1_048_576, 1), (5_001, 1), (1, 101)])
def test_cell_far_away(row: int, column: int) -> None:
    """A cell at the end of an endless sheet costs nothing, and what was not read is said."""

    def fill(book: Any) -> None:
        book.active.cell(1, 1, "début")
        book.active.cell(row, column, "loin")

    file = read(workbook(fill), "xlsx")

    assert [page.text for page in file.pages] == ["début"]
    assert codes(file) == ["convert_to_pdf", "office_sheet_cut"]


@pytest.mark.parametrize("content", EMPTY)
def test_no_office_document_is_enough(content: str) -> None:
    """An office document is always to be made a PDF, whatever it says."""
    assert codes(read(EMPTY[content](), content)) == ["office_no_text", "convert_to_pdf"]


def test_pictures_are_said() -> None:
    """A picture in a document is not read, and that is said."""
    picture = io.BytesIO()
    Image.new("L", (9, 9)).save(picture, "PNG")
    file = read(word(lambda document: document.add_picture(io.BytesIO(picture.getvalue()))))

    assert codes(file) == ["office_no_text", "convert_to_pdf", "office_pictures"]


def test_pages_beyond_the_limit() -> None:
    """No more pages are given than allowed."""

    def fill(document: Any) -> None:
        for _ in range(4):
            document.add_paragraph("page")
            document.add_page_break()

    file = read(word(fill), max_pages=2)

    assert (len(file.pages), file.page_count) == (2, 4)
    assert codes(file) == ["convert_to_pdf", "too_many_pages"]


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9))
    + "]>"
)
FETCH = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"


@pytest.mark.parametrize("content", EMPTY)
@pytest.mark.parametrize("declared", [LAUGHS, FETCH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(content: str, declared: str, encoding: str) -> None:
    """A part that declares entities is not given to any library, in whatever encoding it is written."""

    def change(name: str, part: bytes) -> bytes:
        if name != MAIN[content]:
            return part
        body = part.decode().partition("?>")[2] or part.decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{declared}{body}'.encode(encoding)

    file = read(repacked(EMPTY[content](), change), content)

    assert codes(file) == ["office_entities"]
    assert file.pages == ()


def test_drawing_with_a_document_type() -> None:
    """A drawing in SVG declares a document type by right: it is a picture like others, and is not opened."""
    svg = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd"><svg/>'
    data = repacked(
        word(lambda document: document.add_paragraph("texte")), lambda name, part: part, **{"word/media/a.svg": svg}
    )

    assert codes(read(data)) == ["convert_to_pdf", "office_pictures"]
    assert codes(read(repacked(data, lambda name, part: part, **{"word/autre.bin": svg}))) == ["office_entities"]


def test_deleted_row() -> None:
    """A row that was deleted, and whose deletion is kept for review, is not read."""

    def fill(document: Any) -> None:
        grid = document.add_table(2, 1)
        grid.cell(0, 0).text, grid.cell(1, 0).text = "reste", "retirée"
        grid.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {W}/>"))

    assert words(word(fill)) == ["reste"]


@pytest.mark.parametrize("content", EMPTY)
def test_bomb(content: str) -> None:
    """A document that unpacks out of all proportion is not unpacked."""
    file = read(repacked(EMPTY[content](), lambda name, part: part, **{"bombe.xml": bytes(30_000_000)}), content)

    assert codes(file) == ["office_too_large"]


@pytest.mark.parametrize("content", EMPTY)
def test_limits(content: str) -> None:
    """Too many parts, or too many bytes once unpacked, are not unpacked."""
    assert codes(read(EMPTY[content](), content, max_entries=2)) == ["office_too_large"]
    assert codes(read(EMPTY[content](), content, max_file_bytes=500)) == ["office_too_large"]


@pytest.mark.parametrize("content", EMPTY)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.98])
def test_damaged(content: str, share: float) -> None:
    """A document that was cut gives no page and says so."""
    data = EMPTY[content]()
    file = read(data[: int(len(data) * share)], content)

    assert codes(file) == ["office_damaged"]


@pytest.mark.parametrize("content", EMPTY)
def test_part_that_is_missing_or_no_xml(content: str) -> None:
    """A document without its main part, or with one that is no XML, gives no page and says so."""
    gone = repacked(EMPTY[content](), lambda name, part: None if name == MAIN[content] else part)
    broken = repacked(EMPTY[content](), lambda name, part: b"<" * 1000 if name == MAIN[content] else part)

    for data in (gone, broken):
        file = read(data, content)
        assert file.pages == ()
        assert codes(file)[0] in ("office_damaged", "office_no_text")  # openpyxl leaves out a sheet that is missing


def test_encrypted_part() -> None:
    """A document with a part under a password is not opened."""
    data = bytearray(word(NOTHING))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    data[start + 8] |= 1

    assert codes(read(bytes(data))) == ["office_damaged"]


def test_nothing_outside_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates, pictures and objects that lie elsewhere are not fetched, from the disk or from the network."""
    import socket

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("something was followed")

    def fill(document: Any) -> None:
        document.add_paragraph("texte")
        for kind in ("attachedTemplate", "image", "oleObject", "hyperlink"):
            relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
            document.part.relate_to("http://127.0.0.1:9/piege.dotm", relation, is_external=True)
            document.part.relate_to("file:///etc/hostname", relation, is_external=True)

    data = word(fill)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr("builtins.open", refuse)

    assert words(data) == ["texte"]


@pytest.mark.parametrize("kind", ["document.macroEnabled.main", "template.macroEnabledTemplate.main"])
def test_macros_are_parts_like_others(kind: str) -> None:
    """A document with macros is read like any other: its macros are bytes."""

    def change(name: str, part: bytes) -> bytes:
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        return part.replace(plain, f"application/vnd.ms-word.{kind}+xml".encode())

    data = repacked(word(lambda document: document.add_paragraph("texte")), change, **{"word/vbaProject.bin": b"macro"})

    assert words(data) == ["texte"]


def test_deep_tables_end() -> None:
    """Tables in tables without end do not hang or crash the reader."""

    def fill(document: Any) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        for _ in range(60):
            cell = cell.add_table(1, 1).cell(0, 0)
        cell.text = "au fond"

    assert "au fond" in words(word(fill))[0]
