"""What is rendered of the generated dossiers can be read, is signed where it says so, and is filed in the committed batch."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from reportlab.pdfgen.canvas import Canvas

from fixtures.batch import DOSSIERS, INDEX, PLAN, described, many, sample_of
from fixtures.documents import compose
from fixtures.generator import KINDS, generate, write
from fixtures.layouts import LAYOUTS, render
from fixtures.requests import request_bytes
from fixtures.sample import File, Sample
from fixtures.sheet import mapped
from fixtures.writer import file_bytes


@cache
def samples() -> tuple[Sample, ...]:
    """Return many clean dossiers as values; nothing is rendered."""
    return tuple(generate(seed) for seed in range(160))


def folded(text: str) -> str:
    """Keep letters and digits only, in capitals."""
    return "".join(character for character in text if character.isalnum()).upper()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_document_says_can_be_read_on_its_pages(layout: str) -> None:
    """In every layout each word of each kind of document is on the page, in the text layer, and no text covers another."""
    seen: set[str] = set()
    for sample in samples():
        for document in sample.documents:
            if document.kind in seen:
                continue
            seen.add(document.kind)
            sheet = compose(document)
            pdf = pypdfium2.PdfDocument(render(sheet, layout).pdf)
            pages = [pdf[number].get_textpage() for number in range(len(pdf))]
            text = folded("".join(page.get_text_range() for page in pages))
            wanted: list[str] = []
            mapped(sheet.blocks, lambda words, kept=wanted: kept.append(words) or words)  # type: ignore[misc]
            missing = [part for words in wanted for part in words.split() if folded(part) not in text]
            assert not missing, (document.key, missing)
            assert not any(_overlaps(page) for page in pages), document.key


def _overlaps(page: Any) -> bool:
    """Say whether two runs of text cover each other by more than a hair."""
    boxes = sorted((page.get_rect(index) for index in range(page.count_rects())), key=lambda box: box[1])
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if other[1] > one[3]:
                break
            if min(one[2], other[2]) - max(one[0], other[0]) > 1.5 and min(one[3], other[3]) - other[1] > 2.5:
                return True
    return False


def test_the_overlap_detector_sees_an_overlap() -> None:
    """The check above can fail: two lines drawn one over the other are seen."""
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(50, 700, "Montant total TTC")
    canvas.drawString(60, 704, "Facture numéro douze")
    canvas.save()
    assert _overlaps(pypdfium2.PdfDocument(buffer.getvalue())[0].get_textpage())


def filled_fields(data: bytes) -> list[tuple[int, bool]]:
    """Return the page (from 1) and whether it is filled, for every signature field of a PDF, in page order."""
    reader = PdfFileReader(BytesIO(data))
    numbers = {page.reference: index for index, page in enumerate(_pages(reader), start=1)}
    found = []
    for _, value, reference in enumerate_sig_fields(reader):
        page = reference.get_object().raw_get("/P")
        found.append((numbers[page.reference], value is not None))
    return sorted(found)


def _pages(reader: PdfFileReader) -> list[Any]:
    count = int(reader.root["/Pages"]["/Count"])
    return [reader.find_page_for_modification(n)[0] for n in range(count)]  # type: ignore[no-untyped-call]


def test_merged_orders_are_signed_each_on_its_own_page() -> None:
    """A PDF of three signed orders holds three filled signature fields, one on the pages of each."""
    sample = generate(31, kind="funding", scheme="MS1-DUI-VA1", beneficiaries=3)
    keys = tuple(document.key for document in sample.documents if document.kind == "purchase_order")
    data, pieces = file_bytes(sample, File(path="merge.pdf", documents=keys))
    fields = filled_fields(data)
    assert len(pieces) == len(fields) == 3
    for piece, (page, filled) in zip(pieces, fields, strict=True):
        assert filled
        assert piece.first_page <= page <= piece.last_page


def test_signatures_are_cryptographically_intact() -> None:
    """A filled field is a real signature over the bytes of the file, in its signer's name."""
    sample = generate(31, kind="funding", scheme="MS1-DUI-VA1")
    data, _ = file_bytes(sample, File(path="x.pdf", documents=(sample.documents[0].key,)))
    signature = PdfFileReader(BytesIO(data)).embedded_signatures[0]
    signature.compute_integrity_info()
    assert signature.summarise_integrity_info()["coverage"].name == "ENTIRE_FILE"
    assert signature.signer_cert.subject.native["common_name"] == sample.documents[0].signatures[0].by.full


def test_pen_strokes_leave_no_field() -> None:
    """With `signature="none"` a signed order has a drawing where the client signs and no signature field."""
    sample = generate(31, kind="funding", signature="none")
    data, _ = file_bytes(sample, File(path="x.pdf", documents=(sample.documents[0].key,)))
    assert filled_fields(data) == []
    assert sample.documents[0].signatures[0].mode == "drawn"


def test_a_folder_holds_nothing_that_gives_it_away(tmp_path: Path) -> None:
    """The moment of judgement and the truth about the pieces stand beside the dossiers, in the index alone."""
    lines = many(500, tmp_path, 3)
    assert json.loads((tmp_path / INDEX).read_text("utf-8")) == lines
    for line in lines:
        names = {path.name for path in (tmp_path / line["folder"]).rglob("*")}
        assert not {name for name in names if name.startswith("fixture") or name == INDEX}
        assert datetime.fromisoformat(line["on"]).utcoffset() is not None
        for piece in line["pieces"]:
            pdf = pypdfium2.PdfDocument(tmp_path / line["folder"] / piece["file"])
            assert 1 <= piece["first_page"] <= piece["last_page"] <= len(pdf)


def test_the_committed_batch_is_what_its_plan_says() -> None:
    """The committed index, requests and file names are those the generator gives today, in less than three megabytes."""
    lines = {line["folder"]: line for line in json.loads((DOSSIERS.parent / INDEX).read_text("utf-8"))}
    assert list(lines) == [entry.folder for entry in PLAN]
    assert len(lines) >= 16
    assert sum(path.stat().st_size for path in DOSSIERS.rglob("*") if path.is_file()) < 3_000_000
    for entry in PLAN:
        sample, line = sample_of(entry), lines[entry.folder]
        folder = DOSSIERS / entry.folder
        request = request_bytes(sample.request, sample.request_format, sample.request_encoding)
        assert (folder / f"request.{sample.request_format}").read_bytes() == request
        assert {file.path for file in sample.files} <= {p.relative_to(folder).as_posix() for p in folder.rglob("*")}
        assert line["on"] == sample.on.isoformat()
        assert [piece["document"] for piece in line["pieces"]] == [k for file in sample.files for k in file.documents]


def test_the_committed_batch_is_mixed() -> None:
    """The committed batch has the four kinds, clean and defective dossiers, a merge, a distributor, three beneficiaries."""
    built = [(entry, sample_of(entry)) for entry in PLAN]
    assert {sample.kind for _, sample in built} == set(KINDS)
    assert sum(entry.defect is None for entry, _ in built) >= 10
    assert sum(entry.defect is not None for entry, _ in built) >= 6
    assert any(sample.role == "distributor" for _, sample in built)
    assert any(len(sample.request.get("beneficiaries", [])) == 3 for _, sample in built)
    assert any(len(file.documents) > 1 for _, sample in built for file in sample.files)


def test_described_tells_the_defect(tmp_path: Path) -> None:
    """A defective dossier's line names its defect and the rule that must catch it."""
    sample = generate(4, kind="listing")
    line = described("x", sample, write(sample, tmp_path / "x"), "unsigned_letter")
    assert (line["defect"], line["rule"]) == ("unsigned_letter", "SI-04")
