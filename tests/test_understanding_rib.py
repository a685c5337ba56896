"""The boxes of a RIB and its IBAN, read from pixels: two places that say the same make sure, one that goes on otherwise does not."""

from __future__ import annotations

import pytest

from pipeline.reading.page import Page, Run
from pipeline.understanding.child import lexicon_of
from pipeline.understanding.facts import draw
from pipeline.understanding.layout import Sheet
from tests.paper_samples import lines, sure_of, sure_on_scan
from validators.context import SURE
from validators.model import Fact

IBAN = "FR1420041010050500013M02606"  # the sample of the IBAN registry
BOXES = "20041 01005 0500013M026 06"
GROUPS = "FR14 2004 1010 0505 0001 3M02 606"


def scan(*lines: str, doubts: tuple[str, ...] = ()) -> Page:
    """Return a page read from pixels, each line a cell, on which two engines agree but for some words."""
    text = "\n".join(lines)
    runs: list[Run] = []
    start = 0
    for rank, line in enumerate(lines):
        runs.append((start, start + len(line), 50, 780 - 20 * rank, 50 + 6 * len(line), 790 - 20 * rank))
        start += len(line) + 1
    confirmed, at = [], 0
    for place, doubt in sorted((text.index(doubt), doubt) for doubt in doubts):
        confirmed.append((at, place))
        at = place + len(doubt)
    return Page(
        number=1, width=595, height=842, text=text, runs=tuple(runs), how="ocr:tesseract",
        confirmed=tuple(span for span in (*confirmed, (at, len(text))) if span[0] < span[1]),
    )  # fmt: skip


def facts(seen: Page, kind: str = "rib") -> dict[str, Fact]:
    """Return the surest fact of each attribute."""
    lexicon = lexicon_of(None)
    told = draw(lexicon.words[kind], [Sheet(seen)], lexicon.vocabulary, "rib.pdf", "rib.pdf#1")
    return {fact.attribute: fact for fact in sorted(told, key=lambda fact: fact.witness.confidence)}


def is_sure(fact: Fact) -> bool:
    """Say whether judgement may decide on a fact."""
    return fact.witness.confidence >= SURE


def test_one_engine_in_both_places_is_enough() -> None:
    """An IBAN and boxes that each hold a group in doubt make each other sure, as both say the same."""
    told = facts(scan(BOXES, f"IBAN {GROUPS}", doubts=("0500013M026", "1010 0505")))

    assert told["applicant.iban"].value == IBAN
    assert is_sure(told["applicant.iban"])
    assert is_sure(told["applicant.rib"])


def test_the_boxes_tell_the_end_of_an_iban_that_a_stamp_hides() -> None:
    """Sure boxes and the sure beginning of the IBAN give all of it."""
    told = facts(scan(BOXES, "IBAN FR14 2004 1010 REÇU LE 12 MARS 606"))

    assert told["applicant.iban"].value == IBAN
    assert is_sure(told["applicant.iban"])


@pytest.mark.parametrize(
    ("line", "doubts"),
    [
        ("IBAN FR14 2004 10 REÇU LE", ()),  # too little is left
        ("IBAN FR14 2004 1010 REÇU LE 9999 606", ()),  # another account of the same bank
        ("IBAN FR14 2004 1010 REÇU LE", ("1010 R",)),
        ("IBAN FR14 2004 1010 REÇU LE", ("20041 01005",)),
        ("IBAN FR15 2004 1010 REÇU LE", ()),
    ],
)
def test_boxes_alone_give_no_iban(line: str, doubts: tuple[str, ...]) -> None:
    """What is left of an IBAN has to be long enough, sure, and go on as the boxes say; and the boxes have to be sure."""
    told = facts(scan(BOXES, line, doubts=doubts))

    assert "applicant.iban" not in told or not is_sure(told["applicant.iban"])


def test_boxes_within_the_iban_are_no_second_place() -> None:
    """An IBAN written in the groups of the boxes does not bear itself out."""
    told = facts(scan(f"IBAN FR14 {BOXES}", doubts=("0500013M026",)))

    assert not is_sure(told["applicant.iban"])
    assert not is_sure(told["applicant.rib"])


def test_a_wrong_key_is_never_sure() -> None:
    """Two places that say the same do not make up for a key that does not hold."""
    told = facts(scan(BOXES.replace(" 06", " 07"), f"IBAN {GROUPS[:-1]}7", doubts=("1010 0505",)))

    assert not is_sure(told["applicant.iban"])
    assert not is_sure(told["applicant.rib"])


def test_boxes_are_sure_as_a_whole_or_not_at_all() -> None:
    """A box in doubt puts all four in doubt, wherever they stand."""
    lines = ("Code banque 20041", "Code guichet 01005", "Numero de compte 0500013M026", "Cle RIB 06")

    assert is_sure(facts(scan(*lines))["applicant.rib"])
    assert not is_sure(facts(scan(*lines, doubts=("0500013M026",)))["applicant.rib"])


def test_an_iban_whose_label_was_not_read_counts_on_a_scan() -> None:
    """On an invoice read from pixels the keys tell an IBAN, label or not; a number whose key is wrong is left alone."""
    assert is_sure(facts(scan("Facture", f"Banque 1BAH {GROUPS}"), "invoice")["applicant.iban"])
    assert "applicant.iban" not in facts(scan("Facture", f"Banque 1BAH {GROUPS[:-1]}7"), "invoice")


@pytest.mark.parametrize("line", ["N° de commande : CF240335 14", "Total TTC : 240,74 12"])
def test_a_number_that_figures_follow_may_be_cut(line: str) -> None:
    """Figures that nothing but a space parts from a value without a key leave it in doubt, on a scan alone."""
    told = [fact for fact in facts(scan("Facture", line), "invoice").values() if fact.attribute.startswith(("o", "i"))]

    assert told
    assert not any(map(is_sure, told))


def test_an_iban_that_a_narrow_box_breaks() -> None:
    """An IBAN over two lines, its lines beside those of an address, is read whole where every key holds, and sure if both are."""
    cells = lines(60, 700, "SAS EXEMPLE", "3 RUE HAUTE", "35510 CESSON", step=8)
    broken = [(300.0, 696.0, "FR14 2004 1010 0505"), (300.0, 686.0, "0001 3M02 606")]
    title = (60.0, 760.0, "RELEVÉ D'IDENTITÉ BANCAIRE")

    assert sure_on_scan(title, *cells, *broken)["applicant.iban"] == [IBAN]
    assert "applicant.iban" not in sure_on_scan(title, *cells, *broken, doubts=("0001 3M02",))
    assert "applicant.iban" not in sure_on_scan(title, *cells, broken[0], (300.0, 686.0, "0001 3M02 607"))


@pytest.mark.parametrize("words", ["Identifiant international de l'établissement", "virements en euros"])
def test_a_word_is_no_bic(words: str) -> None:
    """« BIC - Identifiant … » is a label: the code stands under it."""
    title, label = (60.0, 760.0, "RELEVÉ D'IDENTITÉ BANCAIRE"), (60.0, 700.0, f"BIC - {words}")

    assert sure_of(title, label, (60, 688, "PSSTFRPPLIL"))["applicant.bic"] == ["PSSTFRPPLIL"]
    assert "applicant.bic" not in sure_of(title, label)
