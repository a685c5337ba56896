"""Draws the sales of the second set: later days, other ways to number papers, and what their papers say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from bench.papers.deals import Deal, Truths, draw_deal
from fixtures.pricing import cents

SORTS = ("care_home", "hospital", "laboratory", "imaging", "pharmacy", "social")
_ORDERS = ("BC {0:%Y}-{1:03d}", "{0:%y}{1:05d}", "4500{1:06d}", "PO-{1:05d}", "{0:%Y}/DSI/{1:04d}", "B{0:%y%m%d}-{2}")
_INVOICES = (
    "F{0:%Y}{1:04d}",
    "{0:%y}-{0:%m}-{1:03d}",
    "FV{1:06d}",
    "{1:04d}/{0:%Y}",
    "FACT-{0:%Y}-{1:05d}",
    "I{0:%y}{1:05d}",
)
_PROOFS = ("PV-{0:%y}-{1:03d}", "{0:%Y}.{1:04d}", "ATT{0:%y%m}{1:04d}", "REC/{1:05d}")


class OneSale(Random):
    """A chance that draws one sale for all the papers of a dossier: the first paper says to what sort of client."""

    sale: Deal | None = None


def draw_sale(rng: Random, *, extra: bool, sorts: tuple[str, ...] = SORTS) -> Deal:
    """Draw a sale of 2023 to 2025 to a client of one of the sorts, with a line that the State does not pay when `extra`."""
    if not isinstance(rng, OneSale):
        return _drawn(rng, extra=extra, sorts=sorts)
    rng.sale = rng.sale or _drawn(rng, extra=True, sorts=sorts)
    return rng.sale if extra else replace(rng.sale, extra=Decimal(0))


def _drawn(rng: Random, *, extra: bool, sorts: tuple[str, ...]) -> Deal:
    deal = draw_deal(rng, extra=extra, sorts=sorts)
    later, count, small = timedelta(days=rng.randint(0, 420)), rng.randint(12, 4890), rng.randint(1, 9)
    ordered, invoiced, proved = (day + later for day in (deal.ordered_on, deal.invoiced_on, deal.proved_on))
    share = Decimal(rng.choice(("0.08", "0.2", "1", "1", "1.6")))  # a doctor's order is not a hospital's
    return replace(
        deal,
        segur=cents(deal.segur * share),
        ordered_on=ordered,
        invoiced_on=invoiced,
        proved_on=proved,
        order=rng.choice(_ORDERS).format(ordered, count, small),
        invoice=rng.choice(_INVOICES).format(invoiced, count + 31),
        proof=rng.choice(_PROOFS).format(proved, count % 970),
    )


def order_of(deal: Deal) -> Truths:
    """Return the order's number and day."""
    return {"order.number": (deal.order,), "order.date": (deal.ordered_on,)}


def invoice_of(deal: Deal) -> Truths:
    """Return the invoice's number and day."""
    return {"invoice.number": (deal.invoice,), "invoice.date": (deal.invoiced_on,)}


def segur_of(deal: Deal, subject: str) -> Truths:
    """Return the price of the Prestation Ségur before and with tax."""
    return {f"{subject}.segur_excl_tax": (deal.segur,), f"{subject}.segur_incl_tax": (deal.segur_incl,)}


def proof_of(deal: Deal) -> Truths:
    """Return what both a VA and a MOM tell of the sale that they prove."""
    person = deal.client.signatory
    return {
        "proof.reference": (deal.proof,),
        "proof.date": (deal.proved_on,),
        "proof.signatory": (f"{person.first} {person.last}",),
        "order.number": (deal.order,),
        "solution.name": (deal.solution.name,),
        "solution.version": (deal.solution.version,),
    }


def software_of(deal: Deal, *, listing: bool = True) -> Truths:
    """Return the software's name and version, and its listing number where it is printed."""
    solution = deal.solution
    number: Truths = {"solution.listing_number": (solution.listing_number,)} if listing else {}
    return {"solution.name": (solution.name,), "solution.version": (solution.version,), **number}


def sirens_of(deal: Deal) -> Truths:
    """Return the SIRENs that the SIRETs of both parties begin with."""
    return {"applicant.siren": (deal.supplier.siren,), "beneficiary.siren": (deal.client.siret[:9],)}
