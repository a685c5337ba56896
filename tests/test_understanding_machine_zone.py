"""The machine-readable zone of an identity document, from a text layer and from pixels, in facts that name nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.reading.page import Page
from pipeline.reading.scans.reading import read_picture
from pipeline.reporting.encode import to_json
from pipeline.understanding.child import lexicon_of
from pipeline.understanding.facts import draw
from pipeline.understanding.layout import Sheet
from rules.instants import PARIS
from tests.judging import judge_folder, settings
from tests.reading_samples import drawn, read, words
from tests.scan_samples import page, worn
from validators.context import SURE
from validators.model import Fact, Outcome

SAMPLES = Path(__file__).parent.parent / "fixtures" / "dossiers"
ZONE = ("P<FRAEXEMPLE<<CLAIRE<MARIE".ljust(44, "<"), "15CM263573FRA8404202M3006173<<<<<<<<<<<<<<02")
PRINTED = ("PASSEPORT / PASSPORT", "Nom : EXEMPLE", "Date d'expiration : 17.06.2030")
UNTIL = date(2030, 6, 17)


def facts(seen: Page) -> dict[str, Fact]:
    """Return what is kept of an identity document of one page."""
    lexicon = lexicon_of(None)
    drawn_facts = draw(lexicon.words["identity_document"], [Sheet(seen)], lexicon.vocabulary, "id.pdf", "id.pdf#1")
    return {fact.attribute: fact for fact in drawn_facts}


def layer(lines: Sequence[str]) -> Page:
    """Return a born-digital page that bears some lines."""
    (only,) = read(drawn(words(*lines))).pages
    return only


def test_a_zone_gives_its_type_its_keys_and_its_expiry_date() -> None:
    """The zone's own date stands beside the printed one, each with its place."""
    kept = facts(layer(PRINTED + ZONE))
    assert {name: fact.value for name, fact in kept.items()} == {
        "identity.expires_on": UNTIL,
        "identity.machine_expires_on": UNTIL,
        "identity.machine_keys": "5/5",
        "identity.machine_zone": "P<FRA",
    }
    boxes = {fact.witness.box for fact in kept.values()}
    assert None not in boxes
    assert len(boxes) == 4


def test_no_number_and_no_name_of_a_zone_is_kept() -> None:
    """The words of a fact are the code, one key and six digits: never the lines that they stand on."""
    kept = facts(layer(ZONE))
    assert {fact.words for fact in kept.values()} == {"P<FRA", "2", "300617"}


def test_a_zone_with_a_wrong_key_has_no_date() -> None:
    """What does not hold is told as such, and its expiry date decides nothing."""
    kept = facts(layer((ZONE[0], ZONE[1].replace("300617", "310617"))))
    assert kept["identity.machine_keys"].value == "3/5"
    assert "identity.machine_expires_on" not in kept


@pytest.mark.parametrize("lines", [ZONE[:1], ZONE[::-1], (ZONE[0], "et", ZONE[1]), (ZONE[0], ZONE[1][:-1])])
def test_half_a_zone_is_none(lines: Sequence[str]) -> None:
    """A line alone, the lines the wrong way round or a character too few are not taken for a zone."""
    assert facts(layer(lines)) == {}


def test_the_fillers_after_the_names_do_not_count() -> None:
    """Engines miscount them on a passport's first line, over which no key is; the line must be there all the same."""
    for first in (ZONE[0][:30], ZONE[0] + "<<", ZONE[0].replace("MARIE<<<<", "MARIE<$<<")):
        assert facts(layer((first, ZONE[1])))["identity.machine_expires_on"].value == UNTIL
    assert facts(layer(("PASSEPORT", ZONE[1]))) == {}


def test_spaces_between_the_characters_do_not_count() -> None:
    """A text layer that sets the letters of a zone apart says the same."""
    spaced = [" ".join(line) for line in ZONE]
    assert facts(layer(spaced))["identity.machine_expires_on"].value == UNTIL


def test_no_report_holds_a_number_of_an_identity_document() -> None:
    """The passport of a sample dossier has a zone that is judged, and neither its number nor its lines are told."""
    judged = judge_folder(SAMPLES / "enrolement-distributeur", settings(datetime(2024, 11, 14, 10, tzinfo=PARIS)))
    told = to_json(judged.report).decode()
    assert "DC-04" in {one.rule for one in judged.judgement.findings if one.outcome == Outcome.PASSED}
    assert any("15cm26357" in piece.text for piece in judged.dossier.pieces)  # what was read, in memory
    assert "15CM26357" not in told.upper()
    assert "<<" not in told


@pytest.mark.slow
def test_pixels_are_sure_when_both_engines_agree() -> None:
    """A worn scan of a zone is read, key by key."""
    seen = read_picture(worn(page((*PRINTED, *ZONE))), 200.0, 1).page
    assert seen is not None
    kept = facts(seen)
    assert kept["identity.machine_expires_on"].value == UNTIL
    assert kept["identity.machine_expires_on"].witness.confidence >= SURE


def test_pixels_that_one_engine_read_are_not_sure() -> None:
    """What no second engine confirmed may have any letter for another, keys or not."""
    text = "\n".join(ZONE)
    runs = tuple((start, start + 44, 70.0, 100.0 - start, 500.0, 110.0 - start) for start in (0, 45))
    seen = Page(number=1, width=600, height=850, text=text, runs=runs, how="ocr:tesseract", confirmed=((0, 44),))
    assert all(fact.witness.confidence < SURE for fact in facts(seen).values())
