"""Papers that no reader was written against, with the truth of everything they print: for the accuracy bench only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bench.papers import invoices, orders, proofs, ribs
from bench.papers.model import Paper, Value
from bench.papers.second import SECOND

Layouts = Mapping[str, Callable[[Random], Paper]]
FIRST: Layouts = {
    "invoice_ledger": invoices.ledger,
    "invoice_service": invoices.service,
    "invoice_letter": invoices.letter,
    "order_hospital": orders.hospital,
    "order_offer": orders.offer,
    "rib_branch": ribs.branch,
    "rib_application": ribs.application,
    "va_rubrics": proofs.rubrics,
    "va_letter": proofs.letter,
}
SETS: Mapping[int, Layouts] = {1: FIRST, 2: SECOND}
LAYOUTS: Layouts = {**FIRST, **SECOND}
__all__ = ["FIRST", "LAYOUTS", "SETS", "Paper", "Value", "draw"]


def draw(layout: str, rank: int) -> Paper:
    """Draw one paper; the same layout and rank always give the same values and the same bytes."""
    return LAYOUTS[layout](Random(f"papers/{layout}/{rank}"))
