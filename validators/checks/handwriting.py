"""What the pixels of the places to sign say of a paper: reasons for a person to look, never a proof."""

from __future__ import annotations

from collections.abc import Iterable

from validators.context import inconclusive
from validators.ink import Ink, SignatureZone
from validators.model import OCR, Answer, Fact, Piece, Said, Witness

HOW = f"{OCR}opencv"
# What platforms print where somebody signed, folded: words that anybody may type.
_TOLD = ("electroniquement par", "signe avec pro sante connect", "docusign", "yousign", "universign", "adobe sign")


def looked_at(piece: Piece) -> Answer:
    """Answer what is seen where the piece is to be signed by hand: ink, evidently nothing, or nobody can tell."""
    file = Said(value=piece.id)
    signed = [zone for zone in piece.zones if zone.state == Ink.INK]
    if signed:
        return inconclusive("signature_ink_seen", _places(piece, signed), file=file)
    if _seen_whole(piece) and piece.zones and all(zone.state == Ink.EMPTY for zone in piece.zones):
        return inconclusive("signature_zone_empty", _places(piece, piece.zones), file=file)
    told = any(words in piece.text for words in _TOLD)
    return inconclusive(
        "signature_only_told" if told else "signature_not_proved", _places(piece, piece.zones), file=file
    )


def _seen_whole(piece: Piece) -> bool:
    """Say whether places to sign were sought on every page: that is done of those read from pixels."""
    return len(piece.ocr_pages) == piece.last_page - piece.first_page + 1


def _places(piece: Piece, zones: Iterable[SignatureZone]) -> list[Fact]:
    return [
        Fact(
            attribute="signature.zone",
            value=zone.label,
            words=zone.label,
            witness=Witness(file=zone.file or piece.file, how=HOW, piece=piece.id, page=zone.page, box=zone.box),
        )
        for zone in zones
    ]
