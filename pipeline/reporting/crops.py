"""The pictures that go with a report: small crops of the places where a person has to look for a signature."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from pipeline.reporting.model import Report
from validators.model import Box, Dossier, Outcome

MOST = 40  # of one report

Spot = tuple[str | None, int | None, Box | None]  # piece, page, box, as the evidence has them
Crops = Mapping[Spot, bytes]  # grey PNGs
NO_CROPS: Crops = {}


def crops_of(report: Report, dossier: Dossier) -> Crops:
    """Return the crops that the open findings of a report point to, the first ones when there are too many.

    They show how people sign: a report whose personal values are masked goes without.
    """
    drawn: Crops = {(piece.id, zone.page, zone.box): zone.picture for piece in dossier.pieces for zone in piece.zones}
    if not drawn:
        return NO_CROPS
    open_findings = (one for one in report.findings if one.outcome in (Outcome.FAILED, Outcome.INCONCLUSIVE))
    spots = dict.fromkeys((seen.piece, seen.page, seen.box) for one in open_findings for seen in one.evidence)
    return dict(islice(((spot, drawn[spot]) for spot in spots if drawn.get(spot)), MOST))
