"""Scans of the fixtures are steady, as worn as their grade says, and hold pixels and nothing else."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from fixtures import pixels
from fixtures.generator import generate, write
from fixtures.scans import GRADES, Shot, on_paper, scan, scan_folder, signed_by_pen, write_scanned
from fixtures.shots import to_jpeg, to_pdf, to_png, to_tiff
from fixtures.writer import file_bytes

ROOT = Path(__file__).parent.parent


@cache
def document(signature: str = "field") -> bytes:
    """Return a generated PDF, signed in a field."""
    sample = generate(1, kind="funding", scheme="HOP-DPI-VA2", beneficiaries=1, signature=signature)
    return file_bytes(sample, next(file for file in sample.files if file.documents))[0]


@cache
def shot(device: str) -> Shot:
    """Return the first page of that document as a device takes it."""
    return scan(document(), "hard", "one", device=device)[0]


def grey(page: Shot) -> np.ndarray:
    """Return a page's grey levels."""
    return np.asarray(page.image.convert("L"), dtype=float)


@pytest.mark.parametrize("grade", GRADES)
def test_the_same_seed_gives_the_same_bytes(grade: str) -> None:
    """A page scanned twice is the same to the byte in every format, and another seed wears it otherwise."""
    once, again, other = (scan(document(), grade, seed) for seed in ("a", "a", "b"))
    for packed in (to_pdf, to_tiff):
        assert packed(once) == packed(again) != packed(other)
    assert to_jpeg(once[0]) == to_jpeg(again[0])
    assert to_png(once[0]) == to_png(again[0])


def test_another_process_gives_the_same_bytes() -> None:
    """The bytes do not hang on Python's hash seed, nor on what was scanned before."""
    code = (
        "import hashlib, sys; from fixtures.scans import scan; from fixtures.shots import to_pdf;"
        "print(hashlib.sha256(to_pdf(scan(sys.stdin.buffer.read(), 'ordinary', 'p'))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], input=document(), capture_output=True, check=True, env=environment, cwd=ROOT
    )
    assert done.stdout.decode().strip() == hashlib.sha256(to_pdf(scan(document(), "ordinary", "p"))).hexdigest()


def test_each_grade_is_worse_than_the_one_before() -> None:
    """From clean to ordinary to hard, print fades, grain grows and edges soften."""
    pages = [grey(shot(device)) for device in ("flatbed", "office", "worn")]
    contrasts = [np.percentile(page, 50) - np.percentile(page, 0.5) for page in pages]
    grains = [page[40:200, 20:120].std() for page in pages]  # a corner where nothing is printed
    edges = [np.abs(np.diff(page, axis=1)).max() for page in pages]
    assert contrasts[0] > contrasts[1] + 20 > contrasts[2] + 40
    assert grains[0] < grains[1] < grains[2]
    assert edges[0] > edges[1] > edges[2]


def test_a_page_tilts_as_far_as_it_is_told() -> None:
    """A tilt of three degrees turns a level line three degrees clockwise: its right end is lower."""
    page = Image.new("L", (1000, 1000), 255)
    page.paste(0, (100, 499, 900, 502))
    tilted = np.asarray(pixels.tilt(page, 3, 255))
    left, right = (np.argmin(tilted[:, column]) for column in (200, 800))
    assert math.degrees(math.atan2(float(right) - float(left), 600)) == pytest.approx(3, abs=0.2)


def test_a_fax_is_one_bit_deep_and_half_as_high() -> None:
    """A fax has black and white only, 200 x 100 dots an inch, and its PDF shows dark print on a white page."""
    page = shot("fax")
    assert page.image.mode == "1"
    assert page.dpi == (200, 100)
    assert page.image.width > page.image.height
    shown = pypdfium2.PdfDocument(to_pdf((page,)))[0]
    assert shown.get_height() == pytest.approx(842, abs=2)
    assert 0.6 < (np.asarray(shown.render(grayscale=True).to_numpy()) > 128).mean() < 0.999


def test_a_photo_shows_the_desk_and_an_uneven_light() -> None:
    """In a photo the sheet lies on something darker, askew, and one side of it has less light."""
    page = grey(shot("phone"))
    height, width = page.shape
    assert all(page[y, x] < 130 for y in (3, height - 4) for x in (3, width - 4))
    quarters = [
        np.percentile(page[y : y + 300, x : x + 300], 90) for y in (400, height - 700) for x in (400, width - 700)
    ]
    assert max(quarters) - min(quarters) > 20


@pytest.mark.parametrize("place", ["beside", "over"])
def test_a_stamp_stands_where_it_is_asked(place: str) -> None:
    """A stamp beside the text has no print below it, one over the text has; neither makes print lighter."""
    page = pypdfium2.PdfDocument(document())[0].render(scale=200 / 72).to_pil().convert("RGB")
    before = np.asarray(page, dtype=int)
    after = np.asarray(pixels.stamp(page, place, 200 / 72, np.random.default_rng(4)), dtype=int)
    rows, columns = np.nonzero((before != after).any(axis=2))
    assert len(rows) > 3000
    below = before[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert (below.min() < 200) == (place == "over")
    assert (after <= before).all()


def test_sheets_lie_as_asked() -> None:
    """A sheet turned by 90 degrees is the same scan, lying; turned back it is upright."""
    upright, lying = (scan(document(), "ordinary", "t", turn=turn)[0] for turn in (0, 90))
    assert lying.image.size == upright.image.size[::-1]
    assert lying.turned(270).image.tobytes() == upright.image.tobytes()
    assert upright.turned(180).turned(180).image.tobytes() == upright.image.tobytes()
    assert Image.new("L", (3, 2)).transpose(Image.Transpose.ROTATE_270).size == (2, 3)


def test_a_pen_signs_where_a_field_was_signed() -> None:
    """Each visible filled signature field becomes strokes of ink; a field that nobody filled stays blank."""
    printed, zones = signed_by_pen(document())
    assert zones
    page, (left, bottom, right, top) = zones[0]
    inks = []
    for signed in (zones, ()):
        image = scan(printed, "clean", "ink", zones=signed)[page - 1]
        scale = image.dpi[0] / 72
        area = grey(image)[
            round(image.image.height - top * scale) : round(image.image.height - bottom * scale),
            round(left * scale) : round(right * scale),
        ]
        inks.append((area < 128).mean())
    assert 0.01 < inks[0] < 0.5
    assert inks[1] < inks[0] / 3
    assert signed_by_pen(document("none"))[1] == ()


def test_a_dossier_is_signed_by_hand_wherever_it_was_signed(tmp_path: Path) -> None:
    """An invisible signature, which no printer prints, becomes one by hand; who did not sign has not signed on paper."""
    sample = generate(2, kind="funding", scheme="HOP-DPI-VA2", beneficiaries=1)
    order = next(document for document in sample.documents if document.kind == "purchase_order")
    assert [signature.mode for signature in order.signatures] == ["invisible"]
    printed = on_paper(sample)
    assert {signature.mode for document in printed.documents for signature in document.signatures} == {"field"}
    file = next(file for file in printed.files if order.key in file.documents)
    assert len(signed_by_pen(file_bytes(printed, file)[0])[1]) == 1
    blank = replace(order, signatures=tuple(replace(one, mode="blank") for one in order.signatures))
    assert on_paper(replace(sample, documents=(blank,))).documents == (blank,)
    scans = write_scanned(replace(sample, files=(file,)), tmp_path / "scanned", "clean", 1)
    assert [path.name for path in scans] == [Path(file.path).name]
    assert len(list((tmp_path / "scanned").glob("request.*"))) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a dossier of three PDFs, one in a subfolder, and a file that is no PDF though its name says so."""
    write(generate(22, kind="enrolment"), tmp_path / "dossier")
    (tmp_path / "dossier" / "telechargement.pdf").write_bytes(b"<!DOCTYPE html><p>Session expir\xe9e</p>")
    return tmp_path / "dossier"


def pages_in(paths: list[Path]) -> int:
    """Count the pages of PDFs."""
    return sum(len(pypdfium2.PdfDocument(path)) for path in paths)


def test_a_dossier_becomes_its_scans_and_nothing_else_changes(folder: Path, tmp_path: Path) -> None:
    """Every PDF becomes a scan of the same name and pages without a word of text; other files stay byte for byte."""
    made = scan_folder(folder, tmp_path / "scanned", "clean", 1)
    names = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path / "scanned") for path in (tmp_path / "scanned").rglob("*.*")} == names
    scanned = {path.relative_to(tmp_path / "scanned") for path in made}
    for name in names:
        before, after = folder / name, tmp_path / "scanned" / name
        assert (before.read_bytes() == after.read_bytes()) == (name not in scanned)
    assert len(scanned) == len([name for name in names if name.suffix == ".pdf"]) - 1
    for path in made:
        pdf = pypdfium2.PdfDocument(path)
        assert len(pdf) == len(pypdfium2.PdfDocument(folder / path.relative_to(tmp_path / "scanned")))
        assert all(page.get_textpage().get_text_range().strip() == "" for page in pdf)
        with pikepdf.open(path) as opened:
            assert all(len(page.get_images()) == 1 for page in opened.pages)


def test_a_dossier_can_be_one_scan_or_many_photos(folder: Path, tmp_path: Path) -> None:
    """All the papers go into one scan, or each page becomes a photo, or each PDF a TIFF of as many pages."""
    sources = sorted(path for path in folder.rglob("*.pdf") if path.name != "telechargement.pdf")
    pages = pages_in(sources)
    (merged,) = scan_folder(folder, tmp_path / "merged", "ordinary", 1, form="merged")
    assert merged == tmp_path / "merged" / "scan.pdf"
    assert pages_in([merged]) == pages
    photos = scan_folder(folder, tmp_path / "photos", "hard", 1, form="photos")
    assert len(photos) == pages
    assert {Image.open(path).format for path in photos} == {"JPEG"}
    tiffs = scan_folder(folder, tmp_path / "tiff", "hard", 1, form="tiff")
    assert sum(getattr(Image.open(path), "n_frames", 1) for path in tiffs) == pages
    assert len(tiffs) == len(sources)


def test_a_tiff_keeps_faxes_and_colour_pages_apart() -> None:
    """In one TIFF a fax stays one bit deep beside a page in colour, each with its own density."""
    with Image.open(BytesIO(to_tiff((shot("fax"), shot("office"))))) as tiff:
        assert (tiff.mode, tiff.info["dpi"]) == ("1", (200, 100))
        tiff.seek(1)
        assert (tiff.mode, tiff.info["dpi"]) == ("RGB", (200, 200))
