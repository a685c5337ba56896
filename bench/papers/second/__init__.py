"""The second set of held-out papers, made when the first one had become known."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.papers.model import Paper
from bench.papers.second import invoices, letters, orders, orders_drawn, proofs, slips

SECOND: dict[str, Callable[[Random], Paper]] = {
    "order_word": orders.word,
    "order_quote": orders.quote,
    "order_public": orders_drawn.public,
    "order_letter": orders_drawn.letter,
    "invoice_tiers": invoices.tiers,
    "invoice_columns": invoices.columns,
    "invoice_sober": invoices.sober,
    "rib_online": slips.online,
    "rib_boxes": slips.boxes,
    "rib_strip": slips.strip,
    "va_minutes": proofs.minutes,
    "mom_ticks": proofs.ticks,
    "listing_letter": letters.listing,
    "mandate_prose": letters.mandate,
    "commitment_letter": letters.commitment,
}
