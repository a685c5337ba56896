"""The one exception to a single invoice: two in one PDF, with their total; their amounts count together, to the cent."""

from __future__ import annotations

import pytest

from rules.model import Ceiling
from tests.judgement_samples import ask, client, dossier, euros, fact, judged, piece, request
from tests.test_checks_amounts import with_ceilings
from validators.model import Dossier, Level, Outcome, Piece

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
RECAP = "montant total des deux factures : 1 000,00 eur ht"


def invoice(number: str, amount: str, page: int, *, file: str = "factures.pdf", text: str = "") -> Piece:
    """Return one invoice of a file that holds several."""
    facts = (fact("invoice.number", number), fact("invoice.segur_excl_tax", euros(amount)))
    return piece("invoice", *facts, file=file, text=text, id=f"{file}#{page}", first_page=page, whole_file=False)


def balance(*pages: Piece, declared: str = "1000.00", **more: str) -> Dossier:
    """Return a balance of one client, for whom so much was declared at the advance and is invoiced."""
    entry = client(**{"declared_excl_tax": declared, "invoice_amount_excl_tax": "1000.00", **more})
    return dossier(request("balance", beneficiaries=entry), *pages)


PAIR = (invoice("F-1", "300.00", 1, text="facture d'avance"), invoice("F-2", "700.00", 2, text=f"solde {RECAP}"))


def about(case: Dossier, rule: str) -> list[tuple[Outcome, str | None]]:
    """Return what a rule answers of each of its subjects."""
    return [(one.outcome, one.reason) for one in judged(case).findings if one.rule == rule]


def test_two_invoices_in_one_file_with_their_total_are_accepted() -> None:
    """The exception the texts allow raises no alarm: presence, amounts, numbers, dates and wordings hold."""
    case = balance(*PAIR, invoice_number="F-2", order_amount_excl_tax="1000.00")
    assert about(case, "PC-14") == [(PASSED, None)]
    assert about(case, "AM-06") == about(case, "AM-11") == [(PASSED, None)]
    assert about(case, "AM-09") == about(case, "IT-14") == [(PASSED, None)] * 2
    assert about(case, "AM-10") == [(NONE, None)] * 2
    alarms = [
        one
        for one in judged(case).findings
        if one.outcome == FAILED and one.evidence and one.rule[:2] in ("AM", "IT", "PC")
    ]
    assert not [one.rule for one in alarms if one.level == Level.BLOCKING]


def test_two_invoices_without_their_total_are_pointed_out() -> None:
    """In one file the total is asked for; in two files they are two pieces, and one too many."""
    bare = (PAIR[0], invoice("F-2", "700.00", 2))
    apart = (PAIR[0], invoice("F-2", "700.00", 1, file="bis.pdf", text=RECAP))
    assert about(balance(*bare), "PC-14") == [(FAILED, "no_recap_total")]
    assert about(balance(*apart), "PC-14") == [(FAILED, None)]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("1000.00", (PASSED, None)),
        ("999.99", (OPEN, "several_values")),  # their sum passes it by a cent, none of them does: a copy, perhaps
        ("699.99", (FAILED, None)),
    ],
)
def test_two_invoices_count_together_against_what_was_declared(
    declared: str, expected: tuple[Outcome, str | None]
) -> None:
    """Their sum is what is invoiced; one of them alone above the limit is refused."""
    assert ask("AM-06", balance(*PAIR, declared=declared), about="beneficiary:C01") == expected


def test_a_recapitulative_invoice_is_not_counted_twice() -> None:
    """Of three invoices the one that is the sum of the others is the total."""
    case = balance(*PAIR, invoice("F-3", "1000.00", 3))
    assert ask("AM-06", case, about="beneficiary:C01") == (PASSED, None)


def test_two_invoices_count_together_against_the_ceiling() -> None:
    """Each below the ceiling and both above it is for a person; both below it pass."""
    for limit, expected in (("1000.00", (PASSED, None)), ("999.99", (OPEN, "several_values"))):
        rules = with_ceilings(Ceiling(excl_tax=euros(limit), source="IND-1265"))
        case = balance(*PAIR, invoice_amount_excl_tax="700.00")
        assert ask("AM-12", case, rules=rules, about="beneficiary:C01") == expected


def test_a_copy_of_an_invoice_is_no_second_one() -> None:
    """Twice the same number is one invoice scanned twice: its amount counts once."""
    twice = (invoice("F-1", "1000.00", 1), invoice("F-1", "1000.00", 2))
    assert ask("AM-06", balance(*twice), about="beneficiary:C01") == (PASSED, None)


@pytest.mark.parametrize(
    ("margin", "expected"), [(1.0, (FAILED, None)), (0.1, (OPEN, "kind_unclear")), (None, (PASSED, None))]
)
def test_a_credit_note_changes_what_is_invoiced(margin: float | None, expected: tuple[Outcome, str | None]) -> None:
    """A credit note beside the invoice is pointed out; a paper that may be one is for a person."""
    notes = [] if margin is None else [piece("credit_note", file="avoir.pdf", margin=margin, runner_up="invoice")]
    assert ask("PC-18", balance(invoice("F-1", "1000.00", 1), *notes), about="beneficiary:C01") == expected
