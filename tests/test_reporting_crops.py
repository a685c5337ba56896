"""Crops of the places to sign: shown in the HTML report where somebody has to look, and nowhere else."""

from __future__ import annotations

import base64
from dataclasses import replace

from pipeline.reporting.build import build_report
from pipeline.reporting.crops import MOST, crops_of
from pipeline.reporting.encode import to_json
from pipeline.reporting.formats import FORMATS
from pipeline.reporting.model import Report
from pipeline.reporting.web import render_html
from rules.problems import load_problems
from tests.judgement_samples import NOON, book, dossier, judged, piece, request
from validators.ink import Ink, SignatureZone
from validators.model import Dossier

PICTURE = b"\x89PNG\r\n\x1a\n and a stroke"
CODE = base64.b64encode(PICTURE).decode()
ZONE = SignatureZone(page=1, box=(30.0, 200.1, 270.0, 310.5), label="pour le client", state=Ink.INK, picture=PICTURE)


def case(*zones: SignatureZone, kind: str = "purchase_order") -> tuple[Report, Dossier]:
    """Judge a request with one scanned piece that has these places to sign."""
    made = dossier(request(), piece(kind, zones=zones, ocr_pages=(1,)))
    result = judged(made, book(), NOON)
    report = build_report(
        dossier=made, findings=result.findings, verdict=result.verdict,
        beneficiary_verdicts=result.beneficiary_verdicts, moment=NOON, rulebook=book(), problem_texts=load_problems(),
        lang="fr", tool_version="0.1.0", guard="none",
    )  # fmt: skip
    return report, made


def test_crop_stands_with_its_finding() -> None:
    """The page shows the place once, as data of its own, and its policy lets no other picture in."""
    report, made = case(ZONE)
    page = render_html(report, crops_of(report, made))

    assert page.count(f'src="data:image/png;base64,{CODE}"') == 1
    assert "; img-src data:" in page
    assert "regardez et confirmez" in page


def test_empty_place_is_shown_too() -> None:
    """A person sees for himself that nothing stands there."""
    report, made = case(replace(ZONE, state=Ink.EMPTY))

    assert CODE in render_html(report, crops_of(report, made))


def test_report_without_crops() -> None:
    """Without crops the page has no picture, and its policy allows none."""
    page = render_html(case(ZONE)[0])

    assert "<img" not in page
    assert "img-src" not in page


def test_only_what_a_finding_points_to() -> None:
    """A place on a piece that need not be signed is not shown."""
    report, made = case(ZONE, kind="quote")

    assert crops_of(report, made) == {}


def test_a_place_without_picture() -> None:
    """A place of which no picture was kept is told in words alone."""
    report, made = case(replace(ZONE, picture=b""))

    assert crops_of(report, made) == {}
    assert "zone de signature" in render_html(report)


def test_not_too_many() -> None:
    """A report shows a stated number of crops at most: the first ones."""
    zones = tuple(replace(ZONE, box=(30.0, float(low), 270.0, low + 9.0)) for low in range(MOST + 5))
    report, made = case(*zones)

    shown = crops_of(report, made)

    assert len(shown) == MOST
    assert [spot[2] for spot in shown] == [zone.box for zone in zones[:MOST]]


def test_other_formats_hold_no_picture() -> None:
    """No other format can show crops; the report for machines gives page and box."""
    report, _ = case(ZONE)

    assert [name for name, known in FORMATS.items() if known.illustrated] == ["html"]
    assert CODE.encode() not in to_json(report)
    assert b"[30.0,200.1,270.0,310.5]" in to_json(report)
