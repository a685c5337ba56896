"""Small submissions for the tests of packing: PDFs on disk, and the dossier that says what was judged of them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from pipeline.packing.proof import ProofFacts
from pipeline.packing.verify import Verification
from pipeline.packing.write import WrittenPackage, write_package
from validators.model import (
    REQUEST,
    Agreement,
    Beneficiary,
    Claim,
    Dossier,
    Fact,
    Fate,
    FileRecord,
    Piece,
    Value,
    Witness,
)

PAIR = ("DEMO-2024-001.json", "DEMO-2024-001.zip")
FACTS = ProofFacts(tool_version="0.1.0", rules_digest="a" * 64)
REPORT_JSON, REPORT_HTML = b'{"verdict": "conforming"}\n', b"<!doctype html><title>Rapport</title>\n"


def pdf(*pages: str) -> bytes:
    """Return a PDF of one line of text a page, with an author that must not leak."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.setAuthor("Author Of The Merge")
    for words in pages:
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def signed(data: bytes) -> bytes:
    """Return the PDF with a filled signature field on its last page; what it holds is no real signature."""
    with pikepdf.open(io.BytesIO(data)) as document:
        value = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=b"\x00" * 16))
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("Signature1"),
            Rect=[0, 0, 0, 0],
            V=value,
        )
        widget = document.make_indirect(field)
        document.pages[-1].obj.Annots = pikepdf.Array([widget])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([widget]), SigFlags=3)
        target = io.BytesIO()
        document.save(target, static_id=True)
        return target.getvalue()


def fact(attribute: str, value: Value, how: str = "text_layer") -> Fact:
    """Return a fact; `how` is request_file for what the request declares."""
    return Fact(attribute=attribute, value=value, words=str(value), witness=Witness(file="x", how=how))


def claim(attribute: str, subject: str, *values: Value) -> Claim:
    """Return a claim on which each value is one piece's word."""
    facts = tuple(fact(attribute, value) for value in values)
    return Claim(attribute=attribute, subject=subject, facts=facts, state=Agreement.AGREEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A submission on disk and its dossier."""

    dossier: Dossier
    locations: Mapping[str, Path]

    def write(self, out: Path, *, conforming: bool = True, overlay: Path | None = None) -> WrittenPackage:
        """Write its package."""
        return write_package(
            dossier=self.dossier,
            report_json=REPORT_JSON,
            report_html=REPORT_HTML,
            locations=self.locations,
            conforming=conforming,
            proof_facts=FACTS,
            out=out,
            overlay=overlay,
        )

    def changed(self, **changes: object) -> Sample:
        """Return the same with other values in its dossier."""
        return replace(self, dossier=replace(self.dossier, **changes))  # type: ignore[arg-type]


def piece(
    number: int, kind: str, file: str, sha256: str, pages: tuple[int, int], subject: str, **more: object
) -> Piece:
    """Return a piece; `whole_file=False` in `more` for a run of pages."""
    values: dict[str, object] = {"whole_file": True, "text": "", **more}
    return Piece(
        id=f"P{number:03}",
        kind=kind,
        file=file,
        sha256=sha256,
        first_page=pages[0],
        last_page=pages[1],
        subject=subject,
        **values,  # type: ignore[arg-type]
    )


def place(folder: Path, files: Mapping[str, bytes]) -> tuple[tuple[FileRecord, ...], dict[str, Path]]:
    """Write the files of a submission; return their records and places."""
    records, locations = [], {}
    for path, data in files.items():
        locations[path] = folder / path
        locations[path].parent.mkdir(parents=True, exist_ok=True)
        locations[path].write_bytes(data)
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
        digest = hashlib.sha256(data).hexdigest()
        records.append(FileRecord(path=path, size=len(data), sha256=digest, content="pdf", fate=Fate.USED, pages=pages))
    return tuple(records), locations


def dossier(kind: str, files: tuple[FileRecord, ...], pieces: tuple[Piece, ...], **more: object) -> Dossier:
    """Return a dossier of two beneficiaries, B01 and B02."""
    values: dict[str, object] = {
        "reference": "DEMO-2024-001",
        "kind_declared": True,
        "scheme": "HOP-DPI-VA1",
        "role": "publisher",
        "declared": {
            "applicant": {"name": "Éditions Exemple", "role": "publisher", "vat_status": "liable"},
            "beneficiaries": [{"id": "B01", "name": "Clinique A"}, {"id": "B02", "name": "Clinique B"}],
        },
        "request_file": "request.toml",
        "derived": frozenset(),
        "beneficiaries": (
            Beneficiary(key="beneficiary:B01", id="B01", name="Clinique A"),
            Beneficiary(key="beneficiary:B02", id="B02", name="Clinique B"),
        ),
        "claims": (
            claim("applicant.name", "applicant", "Éditions Exemple"),
            claim("applicant.siret", "applicant", "35600000000048"),
            claim("invoice.segur_excl_tax", "beneficiary:B01", Decimal("12345.6")),
        ),
        "problems": (),
        "decisions": (),
        "digest": "d" * 64,
        **more,
    }
    return Dossier(kind=kind, files=files, pieces=pieces, **values)  # type: ignore[arg-type]


def balance(folder: Path) -> Sample:
    """A balance of two beneficiaries, one file a piece, plus a document that is not to be deposited."""
    files = {
        "b1/facture.pdf": pdf("Facture F-2024-118", "suite"),
        "b1/va.pdf": signed(pdf("VA Clinique A")),
        "b2/Facture été.pdf": pdf("Facture F-2024-119"),
        "b2/va.pdf": pdf("VA Clinique B"),
        "notice.pdf": pdf("Notice"),
    }
    records, locations = place(folder, files)
    digest = {record.path: record.sha256 for record in records}
    number = (fact("invoice.number", "F-2024-118"),)
    one, two = "beneficiary:B01", "beneficiary:B02"
    pieces = (
        piece(1, "invoice", "b1/facture.pdf", digest["b1/facture.pdf"], (1, 2), one, facts=number),
        piece(2, "va", "b1/va.pdf", digest["b1/va.pdf"], (1, 1), one),
        piece(3, "invoice", "b2/Facture été.pdf", digest["b2/Facture été.pdf"], (1, 1), two),
        piece(4, "va", "b2/va.pdf", digest["b2/va.pdf"], (1, 1), two),
        piece(5, "other", "notice.pdf", digest["notice.pdf"], (1, 1), REQUEST),
    )
    return Sample(dossier=dossier("balance", records, pieces), locations=locations)


def merged(folder: Path, data: bytes) -> Sample:
    """A funding request whose two orders are pages 1-2 and 3 of one file of four pages."""
    records, locations = place(folder, {"scan.pdf": data})
    digest = records[0].sha256
    pieces = (
        piece(1, "purchase_order", "scan.pdf", digest, (1, 2), "beneficiary:B01", whole_file=False),
        piece(2, "purchase_order", "scan.pdf", digest, (3, 3), "beneficiary:B02", whole_file=False),
    )
    return Sample(dossier=dossier("funding", records, pieces), locations=locations)


def enrolment(folder: Path) -> Sample:
    """An enrolment: a listing report and a RIB."""
    records, locations = place(folder, {"rapport.pdf": pdf("Rapport"), "rib.pdf": pdf("RIB")})
    pieces = (
        piece(1, "listing_report", "rapport.pdf", records[0].sha256, (1, 1), REQUEST),
        piece(2, "rib", "rib.pdf", records[1].sha256, (1, 1), REQUEST),
    )
    return Sample(dossier=dossier("enrolment", records, pieces, beneficiaries=()), locations=locations)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def codes(verification: Verification) -> set[str]:
    """Return the codes of what is wrong."""
    return {line.code for line in verification.lines if not line.good}
