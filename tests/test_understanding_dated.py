"""The date of an invoice that stands after its number."""

from __future__ import annotations

from datetime import date

import pytest

from tests.page_samples import Words, facts_of, sure_of


@pytest.mark.parametrize(
    "words",
    [
        ((50, 650, "Facture n° F-2024-118 du 12 mars 2024"),),
        ((50, 650, "Facture n° F-2024-118"), (50, 637, "du 12/03/2024")),
        ((50, 650, "Facture n° F-2024-118 du"), (50, 637, "mardi 12 mars 2024")),
        ((50, 650, "Facture n° F-2024-118 issued on 12 March 2024"),),
        ((50, 650, "Facture n° F-2024-118 vom 12. März 2024"),),
    ],
)
def test_the_date_goes_on_after_the_number(words: tuple[Words, ...]) -> None:
    """On the same line or at the start of the next, in the words of the supplier's language."""
    facts = facts_of(*words)

    assert sure_of("invoice.number", facts) == ["F-2024-118"]
    assert sure_of("invoice.date", facts) == [date(2024, 3, 12)]


def test_a_period_is_no_date() -> None:
    """« du 1er au 31 mars » says what was served, not when the invoice was drawn up."""
    assert sure_of("invoice.date", facts_of((50, 650, "Facture n° F-118 du 01/03/2024 au 31/03/2024"))) == []
