"""Pieces that are pages of a merged file: cut out, or left in it when a cut would harm."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.packing import contents
from pipeline.packing.cutting import cuts, page_count, why_whole
from pipeline.packing.verify import verify
from tests.packing_samples import merged, pdf, signed

PAGES = ("Bon de commande A", "annexe A", "Bon de commande B", "Secret de C")


def cut(data: bytes, first: int, last: int) -> bytes:
    """Return the PDF of one run of pages."""
    return cuts(data, [(first, last)])[first, last]


def text_of(data: bytes) -> str:
    """Return the streams of a PDF, decoded."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return " ".join(page.Contents.read_bytes().decode("latin-1") for page in document.pages)


def with_form(value: str) -> bytes:
    """Return a PDF of two pages with a filled text field on each."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for number in (1, 2):
        canvas.drawString(72, 700, f"page {number}")
        canvas.acroForm.textfield(name=f"field{number}", value=f"{value}{number}", x=72, y=600, width=200, height=20)
        canvas.linkURL("https://example.org/", (10, 10, 50, 50))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_two_orders_of_one_scan_become_two_pdfs(tmp_path: Path) -> None:
    """Each run of pages becomes its own PDF with these pages only."""
    package = merged(tmp_path / "in", pdf(*PAGES)).write(tmp_path / "out")

    with zipfile.ZipFile(package.folder / "DEMO-2024-001.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert {name: page_count(data) for name, data in held.items()} == {
        "B01_bon-de-commande.pdf": 2,
        "B02_bon-de-commande.pdf": 1,
    }
    assert "Bon de commande B" in text_of(held["B02_bon-de-commande.pdf"])
    assert verify(package.folder).ok


def test_a_cut_leaks_nothing_of_the_other_pages() -> None:
    """Neither the other pages' words nor the merged file's author are anywhere in the cut."""
    part = cut(pdf(*PAGES), 1, 2)

    assert "Bon de commande A" in text_of(part)
    assert "Secret" not in text_of(part)
    assert b"Author Of The Merge" not in part
    assert b"CreationDate" not in part
    with pikepdf.open(io.BytesIO(part)) as document:
        assert "/Info" not in document.trailer


def test_pictures_shared_by_all_pages_stay_out_of_a_cut() -> None:
    """When the merged file lists every picture on every page, a cut keeps only the ones it draws."""
    with pikepdf.open(io.BytesIO(pdf(*PAGES))) as document:
        secret = document.make_stream(
            b"q SECRET-PICTURE Q", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        for page in document.pages:
            page.Resources.XObject = pikepdf.Dictionary(Secret=secret)
        target = io.BytesIO()
        document.save(target, compress_streams=False)

    assert b"SECRET-PICTURE" in target.getvalue()
    assert b"SECRET-PICTURE" not in cut(target.getvalue(), 1, 2)


def test_a_cut_is_the_same_each_time() -> None:
    """The same pages of the same file give the same bytes."""
    assert cut(pdf(*PAGES), 2, 3) == cut(pdf(*PAGES), 2, 3)


def test_what_was_typed_in_a_form_stays_on_the_page() -> None:
    """The value of a filled field is drawn on the cut page; the field itself, links and scripts are gone."""
    part = cut(with_form("typed"), 2, 2)

    with pikepdf.open(io.BytesIO(part)) as document:
        page = document.pages[0]
        drawn = b"".join(each.read_bytes() for each in page.Resources.XObject.values())
        assert b"typed2" in drawn
        assert "/Annots" not in page
        assert "/AcroForm" not in document.Root


def test_a_signed_merge_is_put_in_whole_and_cited_by_its_pages(tmp_path: Path) -> None:
    """Cutting would break the signature: the file goes in once, untouched, and each piece says its pages."""
    sample = merged(tmp_path / "in", signed(pdf(*PAGES)))
    package = sample.write(tmp_path / "out")

    tree = json.loads((package.folder / "DEMO-2024-001.json").read_bytes())
    cited = [(each["file"], each["pages"]) for one in tree["beneficiaries"] for each in one["pieces"]]
    assert cited == [("bon-de-commande.pdf", "1-2"), ("bon-de-commande.pdf", "3")]
    with zipfile.ZipFile(package.folder / "DEMO-2024-001.zip") as archive:
        assert archive.namelist() == ["bon-de-commande.pdf"]
        assert archive.read("bon-de-commande.pdf") == sample.locations["scan.pdf"].read_bytes()
    assert verify(package.folder).ok


def _changed(change: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf(*PAGES))) as document:
        if change == "layers":
            document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(), D=pikepdf.Dictionary())
        elif change == "xfa":
            document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.Array())
        elif change == "certified":
            document.Root.Perms = pikepdf.Dictionary()
        elif change == "ink":
            mark = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Ink, Rect=[0, 0, 9, 9])
            document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(mark)])
        elif change == "empty field":
            field = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String("S"),
                Rect=[0, 0, 9, 9],
            )
            widget = document.make_indirect(field)
            document.pages[0].obj.Annots = pikepdf.Array([widget])
            document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([widget]))
        elif change == "inherited":
            child = pikepdf.Dictionary(T=pikepdf.String("child"), V=pikepdf.Dictionary(Type=pikepdf.Name.Sig))
            parent = pikepdf.Dictionary(
                FT=pikepdf.Name.Sig, T=pikepdf.String("p"), Kids=pikepdf.Array([document.make_indirect(child)])
            )
            document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([document.make_indirect(parent)]))
        target = io.BytesIO()
        document.save(target, static_id=True)
        return target.getvalue()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("none", None),
        ("empty field", None),
        ("inherited", "kept_signed"),
        ("certified", "kept_signed"),
        ("layers", "kept_layered"),
        ("xfa", "kept_form"),
        ("ink", "kept_marked"),
    ],
)
def test_only_what_would_look_the_same_is_cut(change: str, reason: str | None) -> None:
    """A file is left whole when a cut would break a signature or change what is seen, and only then."""
    assert why_whole(_changed(change)) == reason


def test_a_form_that_turns_in_circles_ends() -> None:
    """A field that is its own child is walked a bounded number of times, and its file is not cut."""
    with pikepdf.open(io.BytesIO(pdf("a", "b"))) as document:
        field = document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("x")))
        field.Kids = pikepdf.Array([field, field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        target = io.BytesIO()
        document.save(target)

    assert why_whole(target.getvalue()) == "kept_signed"


def test_a_file_that_two_readers_read_otherwise_is_put_in_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the cut pages would not say what was judged, the file goes in whole with its pages cited."""
    monkeypatch.setattr(contents, "cuts", lambda data, runs: cuts(pdf("other", "words", "here"), runs))
    package = merged(tmp_path / "in", pdf(*PAGES)).write(tmp_path / "out")

    manifest = json.loads((package.folder / "proof/manifest.json").read_bytes())
    assert [each["not_cut"] for each in manifest["pieces"]] == ["kept_different"]


@pytest.mark.filterwarnings("error")
def test_cutting_a_form_warns_nobody() -> None:
    """Cutting says nothing on the error stream of the user."""
    cut(with_form("typed"), 1, 1)
