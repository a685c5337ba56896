"""What a code says is given to the piece it stands on, when it speaks of that kind of piece, and makes sure of readings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.reading.page import CodeData
from pipeline.understanding.child import lexicon_of
from pipeline.understanding.codes import borne_out, coded_facts
from tests.judgement_samples import IBAN, OTHER_IBAN, fact
from validators.model import BARCODE, Fact
from validators.printed_code import PrintedCode

VOCABULARY = lexicon_of(None).vocabulary
VALUES = (("applicant.iban", IBAN), ("applicant.name", "Médilog"), ("invoice.amount_due", "1200.5"))
PAYMENT = CodeData(code=PrintedCode(kind="payment", page=2), values=VALUES)


def told(data: CodeData, kind: str = "invoice") -> tuple[Fact, ...]:
    """Return the facts of a code on a kind of piece."""
    return tuple(coded_facts([data], kind, VOCABULARY, "f.pdf", "f.pdf#1"))


def read(value: str, how: str = "ocr:tesseract", confidence: float = 0.7) -> Fact:
    """Return an account as an engine reads it."""
    one = fact("applicant.iban", value)
    return replace(one, witness=replace(one.witness, how=how, confidence=confidence))


def test_values_are_typed_and_tell_their_page() -> None:
    """Amounts are euros, accounts compact; the witness is the code on its page."""
    facts = {one.attribute: one for one in told(PAYMENT)}

    assert facts["invoice.amount_due"].value == Decimal("1200.50")
    assert facts["applicant.iban"].value == IBAN
    assert {(one.witness.how, one.witness.page) for one in facts.values()} == {(BARCODE, 2)}


def test_values_without_their_look_are_none() -> None:
    """An account that is none, and an amount in words, are left out."""
    values = (("applicant.iban", "PAS UN IBAN"), ("invoice.amount_due", "beaucoup"))
    assert told(replace(PAYMENT, values=values)) == ()


def test_a_code_speaks_of_its_kinds_of_piece_only() -> None:
    """The payment code of a quote, and the bank's code on an invoice, bear witness to nothing."""
    bank = CodeData(code=PrintedCode(kind="2d_doc_03", page=1), values=VALUES[:1])
    assert told(PAYMENT, "quote") == told(bank) == ()
    assert [one.value for one in told(bank, "rib")] == [IBAN]


def test_an_engine_and_a_code_that_agree() -> None:
    """A doubtful reading of the very number that the code gives is sure; any other, and sure ones, stay as they are."""
    coded = told(PAYMENT)
    doubtful, other, digital = read(IBAN), read(OTHER_IBAN), read(IBAN, "text_layer", 0.6)

    seen = borne_out((doubtful, other, digital), coded, VOCABULARY)
    assert [one.witness.confidence for one in seen] == [0.95, 0.7, 0.6]


def test_a_number_whose_key_does_not_hold_bears_nothing_out() -> None:
    """Two readings of a number that cannot be are no proof."""
    wrong = IBAN[:-1] + ("0" if IBAN[-1] != "0" else "1")
    coded = told(replace(PAYMENT, values=(("applicant.iban", wrong),)))
    assert [one.witness.confidence for one in borne_out((read(wrong),), coded, VOCABULARY)] == [0.7]
