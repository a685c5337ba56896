"""PDFs that the reading tests build: pages drawn with reportlab, then bent with pikepdf into what people and foes send."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from pipeline.limits import Limits
from pipeline.reading.page import Page, ReadFile
from pipeline.reading.pdf import read_pdf

SIZE = (600, 850)
Draw = Callable[[Canvas], object]


def drawn(*pages: Draw, size: tuple[float, float] = SIZE) -> bytes:
    """Return a PDF whose pages are drawn by these functions, in 12-point Helvetica."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for draw in pages:
        canvas.setFont("Helvetica", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def words(*lines: str) -> Draw:
    """Return what draws lines of text from the top left of a page."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 20 * number, line)

    return draw


def written(content: bytes, resources: Dictionary | None = None) -> bytes:
    """Return a PDF of one page with this content stream, Helvetica being /F1."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=SIZE)
    page.Contents = document.make_stream(content)
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.Resources = resources or Dictionary(Font=Dictionary(F1=helvetica))
    return saved(document)


def mapped(codes: dict[int, int], text: bytes) -> bytes:
    """Return a PDF whose font says that its codes stand for these characters."""
    pairs = "\n".join(f"<{code:02x}> <{character:04x}>" for code, character in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )
    document = pikepdf.open(io.BytesIO(written(b"BT /F1 12 Tf 72 700 Td (" + text + b") Tj ET")))
    document.pages[0].Resources.Font.F1.ToUnicode = document.make_stream(cmap.encode())
    return saved(document)


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """Return a PDF after a change made to its objects."""
    document = pikepdf.open(io.BytesIO(data))
    change(document)
    return saved(document)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    """Return the bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def with_fields(*fields: Dictionary, widgets: Sequence[bool] | None = None) -> bytes:
    """Return two pages with form fields on the second; those whose flag is false stand on no page."""

    def change(document: pikepdf.Pdf) -> None:
        nodes = [document.make_indirect(field) for field in fields]
        shown = [node for node, flag in zip(nodes, widgets or [True] * len(nodes), strict=True) if flag]
        document.pages[1].Annots = Array(shown)
        document.Root.AcroForm = Dictionary(Fields=Array(nodes), SigFlags=3)

    return changed(drawn(words("page une"), words("page deux")), change)


def signature_field(
    name: str, value: Dictionary | None = None, box: Sequence[int] = (100, 100, 300, 150)
) -> Dictionary:
    """Return a signature field and its widget, filled when it has a value."""
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=name, Rect=Array(box), F=4)
    if value is not None:
        field.V = value
    return field


def signed(name: str, contents: bytes = b"\x30\x82") -> Dictionary:
    """Return the value of a signature field that was filled."""
    return Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/ETSI.CAdES.detached"),
        Name=name,
        Contents=pikepdf.String(contents),
        ByteRange=Array([0, 100, 200, 100]),
    )


def recursive_form() -> bytes:
    """Return a few hundred bytes that never end: a drawing that draws itself twice."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=SIZE)
    drawing = document.make_stream(b"/F Do /F Do")
    drawing.Type, drawing.Subtype, drawing.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    drawing.Resources = Dictionary(XObject=Dictionary(F=drawing))
    page.Resources = Dictionary(XObject=Dictionary(F=drawing))
    page.Contents = document.make_stream(b"/F Do")
    return saved(document)


def bomb(megabytes: int) -> bytes:
    """Return a page whose content unpacks to that many megabytes of zeros and spaces."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b"0 " * 500_000) + packer.flush(zlib.Z_FULL_FLUSH)  # may be repeated as it is
    document = pikepdf.new()
    page = document.add_blank_page(page_size=SIZE)
    content = document.make_stream(b"")
    content.write(b"\x78\xda" + block * megabytes + b"\x03\x00", filter=Name.FlateDecode)
    page.Contents = content
    return saved(document, compress_streams=False)


def read(data: bytes, **limits: int) -> ReadFile:
    """Read a PDF in this process."""
    return read_pdf(data, "0" * 64, Limits(**limits))  # type: ignore[arg-type]


def codes(file: ReadFile) -> list[str]:
    """Return the codes of a file's problems."""
    return [problem.code for problem in file.problems]


def cells(page: Page) -> list[str]:
    """Return the words of each run of a page."""
    return [page.text[start:end] for start, end, *_ in page.runs]


def box_of(page: Page, cell: str) -> tuple[float, float, float, float]:
    """Return the box of the run that says this."""
    (run,) = [run for run in page.runs if page.text[run[0] : run[1]] == cell]
    return run[2:]
