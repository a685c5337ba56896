"""Labels that are answered where they stand by words that no reader takes for a value."""

from __future__ import annotations

from tests.paper_samples import Cell, sure_of

REPORT: Cell = (60.0, 760.0, "ATTESTATION DE RÉFÉRENCEMENT")


def test_the_next_rows_value_answers_no_other_label() -> None:
    """« NIL | NIL 22-117 » is not answered by the listing number in the row under it."""
    read = sure_of(
        REPORT, (60, 600, "NIL"), (260, 600, "NIL 22-117"), (60, 584, "N° de référencement"), (260, 584, "2025-PFI-00042")
    )  # fmt: skip
    assert "2025-PFI-00042" not in read.get("solution.nil", [])
    assert read["solution.listing_number"] == ["2025-PFI-00042"]


def test_a_hint_in_brackets_is_no_answer() -> None:
    """« NIL (8 caractères) » over its value is answered by that value."""
    assert sure_of(REPORT, (60, 600, "NIL (8 caractères)"), (60, 588, "LOG-4471"))["solution.nil"] == ["LOG-4471"]
