"""Checks of what came before a balance: the advance is paid, its perimeter is kept."""

from __future__ import annotations

import unicodedata

from validators.context import Context, failed, inconclusive, passed
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
