"""Draws the people, numbers, days and amounts of one paper, and tells what of them it prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bench.papers.model import Value
from fixtures.documents.sales import STATE
from fixtures.people import draw_client, draw_company, draw_solution
from fixtures.pricing import cents, tax
from fixtures.sample import Client, Company, Solution
from fixtures.schemes import CODES, SchemeFacts, facts

RATE = Decimal(20)

_SORTS = ("care_home", "hospital", "laboratory", "imaging", "pharmacy", "social")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One sale of one software to one client: everything that its papers may print."""

    supplier: Company
    client: Client
    solution: Solution
    scheme: SchemeFacts
    order: str
    ordered_on: date
    invoice: str
    invoiced_on: date
    proof: str
    proved_on: date
    segur: Decimal  # price of the Prestation Ségur before tax
    extra: Decimal  # price of what the State does not pay, before tax

    @property
    def excl_tax(self) -> Decimal:
        """Return the total before tax."""
        return self.segur + self.extra

    @property
    def vat(self) -> Decimal:
        """Return the tax."""
        return tax(self.excl_tax, RATE)

    @property
    def incl_tax(self) -> Decimal:
        """Return the total with tax."""
        return self.excl_tax + self.vat

    @property
    def segur_incl(self) -> Decimal:
        """Return the price of the Prestation Ségur with tax."""
        return self.segur + tax(self.segur, RATE)


def draw_deal(rng: Random, *, extra: bool, sorts: tuple[str, ...] = _SORTS) -> Deal:
    """Draw a sale to a client of one of the sorts, with a line that the State does not pay when `extra`."""
    scheme = facts(rng.choice([code for code in CODES if facts(code).sort in sorts]))
    supplier = draw_company(rng)
    ordered = date(2023, 1, 9) + timedelta(days=rng.randint(0, 500))
    proved = ordered + timedelta(days=rng.randint(30, 120))
    invoiced = proved + timedelta(days=rng.randint(1, 25))
    count = rng.randint(11, 9899)
    return Deal(
        supplier=supplier,
        client=draw_client(rng, "C1", scheme.sort, besides=frozenset({supplier.name})),
        solution=draw_solution(rng, scheme),
        scheme=scheme,
        order=rng.choice(("CF{0:%y%m}{1:04d}", "45{0:%y}00{1:04d}", "C-{0:%Y}.{1:04d}", "CDE{0:%y}{1:04d}")).format(ordered, count),
        ordered_on=ordered,
        invoice=rng.choice(("FA{1:07d}", "{0:%Y}-{0:%m}-{1:04d}", "VT{0:%y}/{1:05d}", "FC{0:%y%m}-{1:04d}")).format(invoiced, count + 7),
        invoiced_on=invoiced,
        proof=rng.choice(("VA{0:%y}{1:04d}", "AVA-{0:%Y}-{1:03d}", "{1:04d}/VA/{0:%y}")).format(proved, count % 900),
        proved_on=proved,
        segur=cents(Decimal(rng.randint(310_000, 4_900_000)) / 100),
        extra=cents(Decimal(rng.randint(18_000, 240_000)) / 100) if extra else Decimal(0),
    )  # fmt: skip


Truths = Mapping[str, tuple[Value, ...]]


def also_of(deal: Deal, subject: str) -> Truths:
    """Return what follows from the numbers that a paper of a sale (`order` or `invoice`) prints."""
    return {
        "applicant.siren": (deal.supplier.siren,),
        "beneficiary.siren": (deal.client.siret[:9],),
        "applicant.rib": (deal.supplier.account.iban[4:],),
        f"{subject}.segur_excl_tax": (deal.segur,),
        f"{subject}.segur_incl_tax": (deal.segur_incl,),
        f"{subject}.vat_rate": (RATE,),
        f"{subject}.amount_due": (deal.incl_tax - deal.segur_incl,),  # once the State has paid its part
    }


def totals_of(deal: Deal, subject: str) -> Truths:
    """Return the three totals of an order or an invoice."""
    return {
        f"{subject}.total_excl_tax": (deal.excl_tax,),
        f"{subject}.total_vat": (deal.vat,),
        f"{subject}.total_incl_tax": (deal.incl_tax,),
    }


def account_of(company: Company) -> Truths:
    """Return a company's bank details."""
    return {"applicant.iban": (company.account.iban,), "applicant.bic": (company.account.bic,)}


def client_of(deal: Deal, *numbers: str) -> Truths:
    """Return the client's name and those of its numbers that are printed: siret, finess, rpps."""
    known = {"siret": deal.client.siret, "finess": deal.client.finess or "", "rpps": deal.client.rpps or ""}
    return {"beneficiary.name": (deal.client.name,), **{f"beneficiary.{name}": (known[name],) for name in numbers}}


def supplier_of(deal: Deal, *numbers: str) -> Truths:
    """Return the supplier's name and those of its numbers that are printed: siret, siren, vat_number."""
    supplier = deal.supplier
    known = {"siret": supplier.siret, "siren": supplier.siren, "vat_number": supplier.vat_number}
    return {"applicant.name": (supplier.name,), **{f"applicant.{name}": (known[name],) for name in numbers}}


__all__ = [
    "RATE",
    "STATE",
    "Deal",
    "Truths",
    "account_of",
    "also_of",
    "client_of",
    "draw_deal",
    "supplier_of",
    "totals_of",
]
