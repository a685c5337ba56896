"""Photos that are the pages of one document, packed: one PDF, made of the very bytes that were judged."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PIL import Image

from pipeline.packing.verify import verify
from tests.packing_samples import Sample, dossier, pdf, piece, place
from validators.model import REQUEST, Fate, FileRecord
from validators.next_page import NextPage


def test_photos_of_one_document_become_one_pdf(tmp_path: Path) -> None:
    """Pages that are files of their own are deposited together, in order; one that changed since refuses the package."""
    photos = {}
    for name, grey in (("IMG_1.png", 40), ("IMG_2.png", 200)):
        buffer = io.BytesIO()
        Image.new("L", (60, 80), grey).save(buffer, "PNG", dpi=(200, 200))
        photos[name] = buffer.getvalue()
    pdfs, locations = place(tmp_path / "in", {"rapport.pdf": pdf("Rapport")})
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in photos.items()}
    for name, data in photos.items():
        locations[name] = tmp_path / "in" / name
        locations[name].write_bytes(data)
    records = tuple(
        FileRecord(path=name, size=len(data), sha256=digests[name], content="png", fate=Fate.USED, pages=1)
        for name, data in photos.items()
    )
    pieces = (
        piece(1, "listing_report", "rapport.pdf", pdfs[0].sha256, (1, 1), REQUEST),
        replace(
            piece(2, "rib", "IMG_1.png", digests["IMG_1.png"], (1, 1), REQUEST),
            next_pages=(NextPage(file="IMG_2.png", sha256=digests["IMG_2.png"]),),
        ),
    )
    case = Sample(dossier=dossier("enrolment", (*pdfs, *records), pieces, beneficiaries=()), locations=locations)

    package = case.write(tmp_path / "out")
    (packed,) = [path for path in (package.folder / "pieces").iterdir() if "rib" in path.name.lower()]
    with pypdfium2.PdfDocument(packed) as document:
        shades = [page.render(grayscale=True).to_pil().getpixel((5, 5)) for page in document]
    assert [round(shade, -1) for shade in shades] == [40, 200]
    assert verify(package.folder).ok

    locations["IMG_2.png"].write_bytes(photos["IMG_1.png"])
    refused = case.write(tmp_path / "out")
    assert refused.refusal is not None
    assert refused.refusal.code == "source_changed"
    assert "IMG_2.png" in refused.refusal.say("fr")
