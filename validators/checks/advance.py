"""Checks of what came before a balance: the advance is paid, at its share, and its perimeter is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from validators.checks.money import CENT, cents
from validators.context import Context, failed, inconclusive, not_applicable, passed
from validators.model import Answer, Said


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if char.isalpha())


def advance_paid(context: Context) -> Answer:
    """The advance has the status the portal asks for. Parameter: `statuses`, bare letters."""
    status = context.facts.text("advance.status")
    if status is None:
        return inconclusive("not_declared", key=Said(value="advance.status"))
    answer = passed if _bare(status) in {_bare(word) for word in context.words("statuses")} else failed
    return answer(status=Said(value=status))


def _perimeter(context: Context) -> tuple[set[str], set[str]] | None:
    declared = context.facts.declared("advance.perimeter")
    if not isinstance(declared, list | tuple) or context.facts.is_derived("advance.perimeter"):
        return None
    return {str(item) for item in declared}, {one.id for one in context.dossier.beneficiaries}


def perimeter_kept(context: Context) -> Answer:
    """Every client of the advance is in the balance."""
    both = _perimeter(context)
    if both is None:
        return inconclusive("not_declared", key=Said(value="advance.perimeter"))
    removed = sorted(both[0] - both[1])
    if removed:
        return failed(ids=Said(value=", ".join(removed)))
    return passed(count=Said(value=len(both[1])))


def perimeter_not_extended(context: Context) -> Answer:
    """Every client of the balance was in the advance."""
    both = _perimeter(context)
    if both is None:
        return inconclusive("not_declared", key=Said(value="advance.perimeter"))
    added = sorted(both[1] - both[0])
    if added:
        return failed(ids=Said(value=", ".join(added)))
    return passed(count=Said(value=len(both[1])))


def share_paid(context: Context) -> Answer:
    """The advance paid is its share of what was declared for all its clients, to the cent. Parameter: `share`."""
    both, paid = _perimeter(context), context.facts.amount("advance.paid_amount")
    if both is None or paid is None:
        return inconclusive(
            "not_declared", key=Said(value="advance.perimeter" if both is None else "advance.paid_amount")
        )
    if both[0] != both[1]:
        return not_applicable()  # nobody knows here what was declared for those who left
    share = Decimal(context.word("share"))
    declared = _declared(context)
    for basis, amounts in declared.items():
        total = sum(amounts, Decimal(0))
        if abs(paid - total * share) <= CENT / 2 or paid == sum(cents(amount * share) for amount in amounts):
            return passed(
                paid=Said(value=paid), declared=Said(value=total), rest=Said(value=total - paid), **_in(basis)
            )
    if not declared:
        return inconclusive("amounts_not_comparable")
    basis, amounts = next(iter(declared.items()))
    expected = cents(sum(amounts, Decimal(0)) * share)
    return failed(paid=Said(value=paid), expected=Said(value=expected), **_in(basis))


def compensation(context: Context) -> Answer:
    """What was paid for clients who left the perimeter is told: the advance less the share of those who stayed."""
    both, paid = _perimeter(context), context.facts.amount("advance.paid_amount")
    if both is None:
        return inconclusive("not_declared", key=Said(value="advance.perimeter"))
    removed = sorted(both[0] - both[1])
    if not removed:
        return passed()
    basis = context.facts.text("advance.paid_basis")
    if paid is None or basis is None:
        return inconclusive(
            "not_declared", key=Said(value="advance.paid_amount" if paid is None else "advance.paid_basis")
        )
    amounts = _declared(context).get(basis)
    kept = None if amounts is None else cents(sum(amounts, Decimal(0)) * Decimal(context.word("share")))
    if kept is None or kept > paid:
        return inconclusive("amounts_not_comparable")
    said = {"paid": Said(value=paid), "kept": Said(value=kept), "owed": Said(value=paid - kept)}
    return failed(ids=Said(value=", ".join(removed)), **said, **_in(basis))


def _declared(context: Context) -> Mapping[str, list[Decimal]]:
    """Return what was declared for each client, by the tax bases in which it was for all."""
    found: dict[str, list[Decimal]] = {}
    said = context.facts.text("advance.paid_basis")
    for basis in (said,) if said else ("incl", "excl"):
        amounts = [context.facts.amount(f"declared_{basis}_tax", one) for one in context.dossier.beneficiaries]
        known = [amount for amount in amounts if amount is not None]
        if known and len(known) == len(amounts):
            found[basis] = known
    return found


def _in(basis: str) -> Mapping[str, Said]:
    return {"basis": Said(value=basis, attribute="basis")}
