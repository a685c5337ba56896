"""Pages of made-up invoices, drawn where a test wants its words, and the facts that are read of them."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from pipeline.understanding.child import lexicon_of
from pipeline.understanding.pieces import understand
from tests.reading_samples import Draw, drawn, read
from validators.model import Fact, Value

Words = tuple[float, float, str]  # from the left and from the bottom of a page of 600 by 850 points, 10-point Helvetica


def invoice(*words: Words) -> Draw:
    """Return what draws a page that is an invoice by its title, with these words on it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(250, 720, "FACTURE")
        canvas.setFont("Helvetica", 10)
        for left, bottom, line in words:
            canvas.drawString(left, bottom, line)

    return draw


def facts_of(*words: Words) -> tuple[Fact, ...]:
    """Return the facts of the invoice that bears these words."""
    (piece,) = understand(read(drawn(invoice(*words))), "facture.pdf", lexicon_of(None))
    assert piece.kind == "invoice"
    return piece.facts


def sure_of(attribute: str, facts: tuple[Fact, ...]) -> list[Value]:
    """Return the values of an attribute that judgement may decide on."""
    return [fact.value for fact in facts if fact.attribute == attribute and fact.witness.confidence >= 0.9]
