"""Checks of the most that a scheme pays: an amount in its data, or a formula of what the request declares."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

from rules.model import Ceiling, Scheme
from validators.checks.instalments import billed_together, in_parts
from validators.checks.money import cents, money
from validators.context import Context, failed, inconclusive, passed, sure
from validators.model import Answer, Said

_TAXED = Decimal("1.20")  # the ceilings with tax are published for VAT at 20 %


def within_ceiling(context: Context) -> Answer:
    """The Prestation's amounts are at most the scheme's ceiling; a ceiling nobody could read leaves this open."""
    if context.scheme is None:
        return inconclusive("no_scheme")
    document = Said(value=context.scheme.code, attribute="ceiling_document")
    ceiling = _ceiling(context, context.scheme)
    if ceiling is None:
        return inconclusive("ceiling_unknown", document=document)
    limits = {"excl": ceiling.excl_tax, "incl": cents(ceiling.excl_tax * _TAXED)}
    under: Answer | None = None
    for name, basis in product(context.words("amounts"), limits):
        facts = sure(context.facts.of(f"{name}_{basis}_tax", context.subject_key))
        together = billed_together(context, f"{name}_{basis}_tax")
        said = {"ceiling": Said(value=limits[basis]), "basis": Said(value=basis, attribute="basis")}
        for fact in facts:
            if money(fact) > limits[basis]:
                return _from(failed([fact], amount=Said(value=money(fact)), **said), ceiling)
        if together is not None and together > limits[basis]:  # one of them may be a copy of the other
            return inconclusive("several_values", facts, document=document)
        if facts and (together is not None or not in_parts(context, f"{name}_{basis}_tax")):
            under = under or passed(facts, amount=Said(value=together or money(facts[0])), **said)
    if under is None and context.beneficiary is None:
        return inconclusive("not_declared", key=Said(value=f"{context.words('amounts')[0]}_excl_tax"))
    return _from(under, ceiling) if under else inconclusive("amount_not_read", document=document)


def _ceiling(context: Context, scheme: Scheme) -> Ceiling | None:
    """Return the ceiling of this client and kind of request: the most particular, and of these the last one written."""
    numbers = {str(context.facts.declared(key, context.beneficiary) or "") for key in ("finess", "siret", "rpps")}
    fitting = [
        ceiling
        for ceiling in scheme.ceilings
        if ceiling.request in (None, context.dossier.kind)
        and (ceiling.beneficiary is None or ceiling.beneficiary in numbers)
    ]
    return max(
        reversed(fitting),
        key=lambda ceiling: (ceiling.beneficiary is not None, ceiling.request is not None),
        default=None,
    )


def _from(answer: Answer, ceiling: Ceiling) -> Answer:
    return replace(answer, source=ceiling.source, basis=ceiling.basis)


def formula_ceiling(context: Context) -> Answer:
    """The amount asked for is at most base + Σ (term × count), capped. Parameters: `terms` by declared count, `base`, `cap`."""
    terms = context.parameters["terms"]
    assert isinstance(terms, dict)
    limit = Decimal(context.word("base"))
    for key, euros in terms.items():
        count = context.facts.text(f"mailboxes.{key}")
        if count is None:
            return inconclusive("not_declared", key=Said(value=f"mailboxes.{key}"))
        limit += Decimal(euros) * int(count)
    limit = min(cents(limit), Decimal(context.word("cap")))
    facts = sure(context.facts.of("asked.amount_excl_tax", context.subject_key))
    if not facts:
        return inconclusive("not_declared", key=Said(value="asked.amount_excl_tax"))
    answer = passed if all(money(fact) <= limit for fact in facts) else failed
    return answer(facts, amount=Said(value=money(facts[0])), ceiling=Said(value=limit))
