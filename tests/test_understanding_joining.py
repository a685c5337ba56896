"""Photos of one document, one file each: joined when numbers, names and words leave no doubt, and left apart otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.understanding.joining import joined
from tests.judgement_samples import ask, dossier, fact, findings, piece, record, request
from validators.ink import Ink, SignatureZone
from validators.looks import Look
from validators.model import Outcome, Piece
from validators.next_page import digest_of_all

TEXT = "bon de commande no bc-2024-118 du 12/03/2024"
NEXT = "suite de la commande bc-2024-118 du 12/03/2024 bon pour accord"


def photo(file: str, number: int, total: int = 2, kind: str = "other", text: str = NEXT, **changes: Any) -> Piece:
    """Return a photo of a page that says which it is."""
    return piece(
        kind, file=file, text=text, **({"page_marks": ((number, total),), "ocr_pages": (1,), "margin": 1.0} | changes)
    )


def first(file: str = "IMG_0012.jpg", total: int = 2, **changes: Any) -> Piece:
    """Return the photo of the first page of an order."""
    return photo(file, 1, total, **({"kind": "purchase_order", "text": TEXT} | changes))


def files(pieces: Iterable[Piece]) -> list[tuple[str, ...]]:
    """Return the files of each piece, joined, all of them pictures."""
    pieces = tuple(pieces)
    return [one.files for one in joined(pieces, {one.file for one in pieces})]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IMG_0012.jpg", "IMG_0013.JPG"),
        ("IMG_0099.jpg", "IMG_0100.jpg"),
        ("c1/commande-1.png", "c1/commande-2.png"),
        ("commande (1).heic", "commande (2).heic"),
        ("IMG-20240312-WA0003.jpg", "IMG-20240312-WA0004.jpg"),
    ],
)
def test_two_photos_of_an_order(one: str, other: str) -> None:
    """Pages 1/2 and 2/2 in files that follow each other are one order."""
    assert files((first(one), photo(other, 2))) == [(one, other)]


def test_three_photos_and_another_document_after_them() -> None:
    """Each document takes its own pages, whatever stands beside it."""
    pieces = (
        first("IMG_1.jpg", 3),
        photo("IMG_2.jpg", 2, 3),
        photo("IMG_3.jpg", 3, 3, kind="purchase_order"),
        first("IMG_4.jpg", text=TEXT.replace("118", "119")),
        photo("IMG_5.jpg", 2, text=NEXT.replace("118", "119")),
    )
    assert files(pieces) == [("IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"), ("IMG_4.jpg", "IMG_5.jpg")]


@pytest.mark.parametrize(
    "other",
    [
        photo("IMG_0014.jpg", 2),
        photo("IMG_0011.jpg", 2),
        photo("autre/IMG_0013.jpg", 2),
        photo("DSC_0013.jpg", 2),
        photo("IMG_0013.png", 2),
        photo("IMG_0013.jpg", 2, 3),
        photo("IMG_0013.jpg", 1),
        photo("IMG_0013.jpg", 2, page_marks=(None,)),
        photo("IMG_0013.jpg", 2, page_marks=()),
        photo("IMG_0013.jpg", 2, kind="invoice"),
        photo("IMG_0013.jpg", 2, text="suite de la commande du 12/03/2024"),
        photo("IMG_0013.jpg", 2, text=NEXT.replace("118", "119")),
        photo("IMG_0013.jpg", 2, ocr_pages=(), unread_pages=(1,)),
        photo("IMG_0013.jpg", 2, whole_file=False),
    ],
    ids=[
        "a number between",
        "the other way round",
        "another folder",
        "another name",
        "another format",
        "another total",
        "a first page too",
        "no number",
        "blank",
        "another kind",
        "nothing but a date in common",
        "another order",
        "not read",
        "a page of a file",
    ],
)
def test_doubt_leaves_photos_apart(other: Piece) -> None:
    """One thing that does not fit, and two files stay two pieces."""
    assert len(files((first(), other))) == 2


def test_a_first_page_that_nobody_recognised() -> None:
    """Pages of an unknown paper are not joined, nor is a kind that was hardly told from another."""
    assert len(files((first(kind="other"), photo("IMG_0013.jpg", 2)))) == 2
    assert len(files((first(margin=0.1), photo("IMG_0013.jpg", 2)))) == 2


def test_two_numbers_of_one_document() -> None:
    """Pages of the same supplier that give two order numbers are two orders."""
    here = first(facts=(fact("order.number", "BC-2024-118"),), text=f"{TEXT} siren 732829320")
    there = photo("IMG_0013.jpg", 2, kind="purchase_order", text=f"{NEXT} siren 732829320")
    assert len(files((here, replace(there, facts=(fact("order.number", "BC-2024-119"),))))) == 2
    assert len(files((here, replace(there, facts=(fact("order.number", "BC-2024-118"),))))) == 1


def test_pdfs_are_not_joined() -> None:
    """Only pictures are: a PDF of one page may have lost its others."""
    pieces = (first("scan-1.pdf"), photo("scan-2.pdf", 2))
    assert joined(pieces, set()) == pieces


def test_what_a_joined_piece_says() -> None:
    """It says what each page says, seen in its own file; a decision about it has seen all its bytes."""
    zone = SignatureZone(page=1, box=(0.0, 0.0, 9.0, 9.0), label="bon pour accord", state=Ink.INK)
    total = fact("order.total_incl_tax", "1200.00")
    alone = first()
    second = photo("IMG_0013.jpg", 2, facts=(total,), zones=(zone,), looks=(Look(page=1, cells=b"cells"),))
    (whole,) = joined((alone, second), {"IMG_0012.jpg", "IMG_0013.jpg"})

    assert (whole.id, whole.page_marks) == (alone.id, ((1, 2), (2, 2)))
    assert "bon pour accord" in whole.text
    assert [one.witness.piece for one in whole.facts] == [alone.id]
    assert [one.file for one in (*whole.zones, *whole.looks)] == ["IMG_0013.jpg"] * 2
    assert alone.sha256 == whole.sha256 != digest_of_all(whole.sha256, whole.next_pages)
    assert not whole.surely_whole


def test_rules_see_one_piece() -> None:
    """No page is missing, both files are recognised, and a decision is about both."""
    pieces = joined((first(), photo("IMG_0013.jpg", 2)), {"IMG_0012.jpg", "IMG_0013.jpg"})
    records = tuple(record(one, content="jpeg") for one in ("IMG_0012.jpg", "IMG_0013.jpg"))
    case = dossier(request(), *pieces, files=records)

    assert ask("DC-01", case) == (Outcome.PASSED, None)
    assert {one.outcome for one in findings(case, "FI-03")} == {Outcome.PASSED}
    assert {one.sha256 for one in findings(case, "DC-01")} == {digest_of_all(pieces[0].sha256, pieces[0].next_pages)}
