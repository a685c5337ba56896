"""Files whose pages are pictures: read page by page in the children, understood like any other, never surer than seen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import numpy
import pypdfium2
import pytest
from PIL import Image

from fixtures.codes import printed_on, qr_code
from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from pipeline.reading.worker import ReadTask
from pipeline.understanding import scanned
from pipeline.understanding.child import FileTask, Understood, read_and_understand
from pipeline.understanding.scanned import with_scans
from pipeline.watch import Watch
from rules.instants import PARIS
from tests.judging import judge_folder, settings
from tests.reading_samples import drawn, words
from tests.scan_samples import LINES, page, pdf_of, worn
from tests.test_reading_codes import PAYMENT
from validators.context import SURE
from validators.model import Fate, Outcome, Verdict

MOST_LINES = 37  # of a page drawn, from its head to its foot
SAMPLES = Path(__file__).resolve().parent.parent / "fixtures" / "dossiers"


@pytest.fixture(scope="module")
def children() -> Iterator[ChildPool]:
    """One child that reads."""
    with ChildPool(jobs=1, limits=Limits()) as pool:
        yield pool


def task(folder: Path, data: bytes, limits: Limits | None = None) -> FileTask:
    """Return the task of reading a file with these bytes."""
    path = folder / "scan.pdf"
    path.write_bytes(data)
    read = ReadTask(location=path, sha256=sha256(data).hexdigest(), content="pdf", limits=limits or Limits())
    return FileTask(read=read, path="scan.pdf", overlay=None)


def understood(given: FileTask, children: ChildPool) -> Understood:
    """Return what is understood of a file, its pictures read."""
    result = with_scans({given.path: read_and_understand(given)}, {given.path: given}, children)[given.path]
    assert isinstance(result, Understood)
    return result


@pytest.mark.slow
def test_pages_are_told_as_they_are_read(tmp_path: Path, children: ChildPool) -> None:
    """Who watches is told how many pages are to be read, then each one that was; the same file again is at hand."""
    given, told = task(tmp_path, pdf_of(page(LINES[:3]), page(LINES[:2]))), []
    watch = Watch(expected=lambda pages: told.append(f"{pages} pages"), done=lambda: told.append("one"))
    for _ in range(2):
        with_scans({given.path: read_and_understand(given)}, {given.path: given}, children, watch)

    assert told == ["2 pages", "one", "one"] * 2


@pytest.mark.slow
def test_codes_of_a_scan(tmp_path: Path, children: ChildPool) -> None:
    """The payment code of a scanned invoice is read with its page, and bears witness of its own."""
    data = printed_on(drawn(words(*LINES)), 1, qr_code(PAYMENT))
    pixels = numpy.array(pypdfium2.PdfDocument(data)[0].render(scale=200 / 72).to_pil().convert("L"))
    (piece,) = understood(task(tmp_path, pdf_of(worn(pixels))), children).pieces

    assert [code.kind for code in piece.codes] == ["payment"]
    assert {fact.witness.how for fact in piece.coded} == {"barcode"}


@pytest.mark.slow
def test_scanned_invoice(tmp_path: Path, children: ChildPool) -> None:
    """A scan is recognised, its facts say how they were read, and those that two engines read alike are sure."""
    seen = understood(task(tmp_path, pdf_of(worn(page()))), children)

    (piece,) = seen.pieces
    sure = {fact.attribute: fact.value for fact in piece.facts if fact.witness.confidence >= SURE}
    assert piece.kind == "invoice"
    assert piece.ocr_pages == (1,)
    assert piece.unread_pages == ()
    assert sure["invoice.number"] == "F-2024-118"
    assert {fact.witness.how for fact in piece.facts} == {"ocr:tesseract"}
    assert seen.read.problems == ()


@pytest.mark.slow
def test_page_of_words_among_scans(tmp_path: Path, children: ChildPool) -> None:
    """Of a file that holds both, the pages with words are read as they are."""
    scan = pypdfium2.PdfDocument(pdf_of(page()))
    scan.import_pages(pypdfium2.PdfDocument(drawn(words(*LINES))))
    path = tmp_path / "both.pdf"
    scan.save(path)

    seen = understood(task(tmp_path, path.read_bytes()), children)

    (piece,) = seen.pieces  # both bear the same number
    assert (piece.first_page, piece.last_page, piece.ocr_pages) == (1, 2, (1,))
    assert {(fact.witness.page, fact.witness.how) for fact in piece.facts} <= {(1, "ocr:tesseract"), (2, "text_layer")}


def test_machine_without_an_engine(tmp_path: Path, children: ChildPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no engine is installed a scan is told as unread with what to install; a page of words is judged as ever."""
    monkeypatch.setattr(scanned, "can_read", lambda: False)

    scan = understood(task(tmp_path, pdf_of(page())), children)
    other = understood(task(tmp_path, drawn(words(*LINES))), children)

    assert [problem.code for problem in scan.read.problems] == ["no_engine"]
    assert [piece.unread_pages for piece in scan.pieces] == [(1,)]
    assert other.read.problems == ()


def test_more_scans_than_may_be_read(tmp_path: Path, children: ChildPool) -> None:
    """Pages past the limit stay unread, and the limit is named."""
    seen = understood(task(tmp_path, pdf_of(page(), page()), replace(Limits(), max_scans=1)), children)

    assert [problem.code for problem in seen.read.problems] == ["too_many_scans"]
    assert [number for piece in seen.pieces for number in piece.unread_pages] == [2]


def test_page_that_takes_too_long(tmp_path: Path) -> None:
    """A page on which an engine hangs loses itself only: that is told, and it stays unread."""
    limits = replace(Limits(), scan_seconds=0.001)
    with ChildPool(jobs=1, limits=limits) as impatient:
        seen = understood(task(tmp_path, pdf_of(page()), limits), impatient)

    assert [(problem.code, problem.page) for problem in seen.read.problems] == [("child_timeout", 1)]
    assert [piece.unread_pages for piece in seen.pieces] == [(1,)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("enrolement-editeur", True),
        ("solde-sas", True),
        ("defaut-rib-autre-compte", False),
    ],
)
def test_scanned_dossier(name: str, good: bool, tmp_path: Path) -> None:
    """The scan of a good dossier never fails; that of a bad one is never conforming; every sentence is whole."""
    folder = tmp_path / name
    shutil.copytree(SAMPLES / name, folder)
    for path in sorted(folder.rglob("*.pdf")):
        pages = [numpy.array(each.render(scale=200 / 72).to_pil().convert("L")) for each in pypdfium2.PdfDocument(path)]
        path.write_bytes(pdf_of(*(worn(each, seed) for seed, each in enumerate(pages))))

    judged = judge_folder(folder, settings(datetime(2024, 11, 14, 10, tzinfo=PARIS)))

    failed = [finding.rule for finding in judged.judgement.findings if finding.outcome == Outcome.FAILED]
    assert failed == []
    assert judged.judgement.verdict == Verdict.TO_REVIEW or good
    assert "{" not in "".join(finding.message for finding in judged.report.findings)


@pytest.mark.slow
def test_an_order_photographed_page_by_page(tmp_path: Path) -> None:
    """Two photos that say 1/2 and 2/2 are one order: no page is wanting, and neither file is left over."""
    first = ("BON DE COMMANDE N° BC-2024-118", "Date de commande : 12/03/2024", "Fournisseur : Éditions Exemple SAS")
    second = ("Suite de la commande BC-2024-118", "Bon pour accord", "Signature du client")
    for name, lines, mark in (("IMG_0012.jpg", first, "Page 1/2"), ("IMG_0013.jpg", second, "Page 2/2")):
        pixels = page((*lines, *("",) * (MOST_LINES - len(lines)), mark))
        Image.fromarray(pixels).save(tmp_path / name, "JPEG", quality=90, dpi=(200, 200))

    judged = judge_folder(tmp_path, settings(datetime(2024, 11, 14, 10, 0, tzinfo=PARIS)))
    (order,) = judged.dossier.pieces
    assert (order.kind, order.files) == ("purchase_order", ("IMG_0012.jpg", "IMG_0013.jpg"))
    assert {file.fate for file in judged.dossier.files} == {Fate.USED}
    assert order.page_marks == ((1, 2), (2, 2))
