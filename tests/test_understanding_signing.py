"""From a place to sign on a scan to the finding's reason, and to the picture that only those see who may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy
import pypdfium2
import pytest

from fixtures.generator import generate, write
from fixtures.schemes import OVERLAY
from pipeline.reading.page import Page, ReadFile
from pipeline.understanding.child import lexicon_of
from pipeline.understanding.pieces import understand
from tests.cli_helpers import call, settle_in
from tests.judging import judge_folder, settings
from tests.reading_samples import drawn, words
from tests.scan_samples import pdf_of, worn
from validators.ink import Ink, SignatureZone
from validators.looks import Look
from validators.model import Piece

ZONE = SignatureZone(page=1, box=(30.0, 200.0, 270.0, 310.0), label="signature", state=Ink.INK, picture=b"png")
CROP = "data:image/png;base64,"


def understood(*lines: str) -> Piece:
    """Return the piece of one scanned page with these lines and a place to sign."""
    text = "\n".join(lines)
    page = Page(number=1, width=595.0, height=842.0, text=text, how="ocr:tesseract", zones=(ZONE,), look=b"cells")
    (piece,) = understand(ReadFile(sha256="a" * 64, pages=(page,), page_count=1), "scan.pdf", lexicon_of(None))
    return piece


def test_place_goes_with_its_piece() -> None:
    """A piece has the places to sign of its pages, with their pictures, and how these pages look."""
    piece = understood("BON DE COMMANDE N° BC-2024-118", "Signature du client")

    assert piece.kind == "purchase_order"
    assert piece.zones == (ZONE,)
    assert piece.looks == (Look(page=1, cells=b"cells"),)


@pytest.mark.parametrize(
    "lines",
    [
        ("CARTE NATIONALE D'IDENTITÉ", "Nom : MARTIN", "Prénoms : Camille", "Signature du titulaire"),
        ("Voici autre chose", "Signature"),
    ],
)
def test_no_picture_of_what_may_be_an_identity_document(lines: tuple[str, ...]) -> None:
    """Of an identity document, and of what nobody recognised, neither picture nor look is kept."""
    piece = understood(*lines)
    assert piece.zones == (replace(ZONE, picture=b""),)
    assert piece.looks == ()


def scanned_order(folder: Path, mode: str) -> Path:
    """Write a dossier of one order, signed with a pen or not at all, then put through a scanner."""
    sample = generate(6, kind="funding", signature="none")
    documents = tuple(
        replace(each, signatures=tuple(replace(one, mode=mode) for one in each.signatures)) for each in sample.documents
    )
    write(replace(sample, documents=documents), folder)
    for path in sorted(folder.rglob("*.pdf")):
        pages = [numpy.array(page.render(scale=200 / 72).to_pil().convert("L")) for page in pypdfium2.PdfDocument(path)]
        path.write_bytes(pdf_of(*(worn(page, seed) for seed, page in enumerate(pages))))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "reason"), [("drawn", "signature_ink_seen"), ("blank", "signature_zone_empty")])
def test_scanned_order(mode: str, reason: str, tmp_path: Path) -> None:
    """The scan of an order that was signed with a pen is told from one that nobody signed; neither settles anything."""
    judged = judge_folder(scanned_order(tmp_path / "d", mode), settings(generate(6, kind="funding").on))

    told = {finding.reason for finding in judged.judgement.findings if finding.rule == "SI-01"}
    assert told == {reason}


@pytest.mark.slow
def test_picture_is_for_those_who_see_personal_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """How somebody signs is personal: the crop is shown when that is asked for, and never in a CI."""
    settle_in(monkeypatch, tmp_path)
    folder = scanned_order(tmp_path / "d", "drawn")
    asked = ["check", folder, "--on", "2024-11-14", "--rules", OVERLAY, "--format", "html"]

    hidden = call(capsys, *asked).out
    shown = call(capsys, *asked, "--show-personal-data").out
    again = call(capsys, *asked, "--show-personal-data").out
    monkeypatch.setenv("CI", "true")
    in_ci = call(capsys, *asked, "--show-personal-data").out

    assert CROP in shown
    assert shown == again
    assert CROP not in hidden
    assert in_ci == hidden


def test_page_of_words_has_no_place() -> None:
    """A born-digital page is not looked at: nothing is drawn of it, and it costs nothing."""
    from pipeline.limits import Limits
    from pipeline.reading.pdf import read_pdf

    (page,) = read_pdf(drawn(words("BON DE COMMANDE", "Signature du client")), "a" * 64, Limits()).pages

    assert page.zones == ()
