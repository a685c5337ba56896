"""Pieces that say what a test wants, without a document."""

from __future__ import annotations

from validators.model import Fact, Piece, Witness

ATTRIBUTES = {
    "order_number": "order.number",
    "invoice_number": "invoice.number",
    "iban": "applicant.iban",
    "representative": "applicant.legal_representative",
    "applicant": "applicant.name",
}


def piece(number: int, kind: str, file: str = "", text: str = "", **facts: str) -> Piece:
    """Return a piece that says these facts, `siret` for `beneficiary.siret`, `order_number` for `order.number`."""
    name = f"P{number:03}"
    said = tuple(
        Fact(
            attribute=ATTRIBUTES.get(key, f"beneficiary.{key}"),
            value=value,
            words=value,
            witness=Witness(file=file or f"{name}.pdf", how="text_layer", piece=name, page=1),
        )
        for key, value in facts.items()
    )
    return Piece(
        id=name, kind=kind, file=file or f"{name}.pdf", sha256="", first_page=1, last_page=1, whole_file=True, text=text, facts=said
    )  # fmt: skip
