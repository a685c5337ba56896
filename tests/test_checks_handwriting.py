"""What is seen in the places to sign of a scan gives a person a reason to look, and never settles anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.judgement_samples import NOON, ask, book, dossier, judged, piece, request
from validators.ink import Ink, SignatureZone
from validators.model import Outcome, SignatureField

EMPTY = SignatureZone(page=1, box=(30.0, 200.0, 270.0, 310.0), label="pour le client", state=Ink.EMPTY)
INK, UNCLEAR = replace(EMPTY, state=Ink.INK), replace(EMPTY, state=Ink.UNCLEAR)
OTHER = replace(EMPTY, box=(280.0, 200.0, 520.0, 310.0), label="pour le fournisseur")


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        ((INK,), "signature_ink_seen"),
        ((INK, OTHER), "signature_ink_seen"),
        ((EMPTY,), "signature_zone_empty"),
        ((EMPTY, OTHER), "signature_zone_empty"),
        ((EMPTY, UNCLEAR), "signature_not_proved"),
        ((UNCLEAR,), "signature_not_proved"),
        ((), "signature_not_proved"),
    ],
)
@pytest.mark.parametrize(("rule", "kind", "page"), [("SI-01", "funding", "purchase_order"), ("SI-02", "balance", "va")])
def test_ink_and_its_absence_are_for_a_person(
    rule: str, kind: str, page: str, zones: tuple[SignatureZone, ...], expected: str
) -> None:
    """Ink does not pass and white paper does not fail: each has its own reason, and doubt has none."""
    case = dossier(request(kind), piece(page, zones=zones, ocr_pages=(1,)))

    assert ask(rule, case) == (Outcome.INCONCLUSIVE, expected)


def test_pages_that_were_not_looked_at_may_be_signed() -> None:
    """A piece of which a page was not read from pixels, or not at all, is not told to be unsigned."""
    for pages in ({"ocr_pages": (1,), "unread_pages": (2,)}, {"ocr_pages": (1,)}):
        order = piece("purchase_order", zones=(EMPTY,), last_page=2, **pages)
        assert ask("SI-01", dossier(request(), order)) == (Outcome.INCONCLUSIVE, "signature_not_proved")


def test_a_digital_signature_is_worth_more_than_what_is_seen() -> None:
    """Where a filled field proves a signature, the places to sign are not asked."""
    order = piece("purchase_order", zones=(EMPTY,), ocr_pages=(1,), signatures=(SignatureField(filled=True, page=1),))
    outcome, reason = ask("SI-01", dossier(request(), order))

    assert reason not in ("signature_zone_empty", "signature_ink_seen", "signature_not_proved")
    assert outcome != Outcome.FAILED


def test_the_finding_says_where_to_look() -> None:
    """The evidence names the page and box of what was signed, and leaves the empty places out."""
    case = dossier(request(), piece("purchase_order", zones=(OTHER, INK), ocr_pages=(1,)))

    (found,) = (one for one in judged(case, book(), NOON).findings if one.rule == "SI-01")

    (seen,) = found.evidence
    assert (seen.attribute, seen.value) == ("signature.zone", "pour le client")
    assert (seen.witness.page, seen.witness.box, seen.witness.piece) == (1, INK.box, "purchase_order.pdf#1")


def test_a_signature_that_is_only_written_is_none() -> None:
    """What a platform printed on the paper is told as such: the original file is what can be verified."""
    order = piece("purchase_order", text="signe electroniquement par anne exemple le 3 mars 2024 (yousign)")
    assert ask("SI-01", dossier(request(), order)) == (Outcome.INCONCLUSIVE, "signature_only_told")
