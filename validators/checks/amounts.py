"""Checks of amounts, in cents and in one tax basis: above zero, sums, printed rates, the chain from order to ceiling."""

from __future__ import annotations

from decimal import Decimal

from validators.checks.instalments import billed_together, in_parts, instalments
from validators.checks.money import CENT, cents, money, single
from validators.context import Context, failed, inconclusive, not_applicable, on_piece, passed, sure
from validators.model import Answer, Fact, Said

_BASES = ("excl", "incl")


def above_zero(context: Context) -> Answer:
    """The piece shows an amount above zero for the Prestation Ségur."""
    file = Said(value=context.piece.id)
    facts = sure(on_piece(context.piece, *context.words("attributes")))
    if not facts:
        return inconclusive("amount_not_read", file=file)
    zero = [fact for fact in facts if money(fact) <= 0]
    if zero:
        return failed(zero, amount=Said(value=money(zero[0])), file=file)
    return passed(facts, amount=Said(value=money(facts[0])), file=file)


def _triples(context: Context) -> list[tuple[Fact, Fact, Fact]]:
    """Every way to read (before tax, VAT, with tax) on the piece."""
    excl, vat, incl = (
        sure(on_piece(context.piece, f"invoice.{name}")) for name in ("total_excl_tax", "total_vat", "total_incl_tax")
    )
    # What is left to pay once the State's share is taken off may be nothing: that is no total.
    return [(one, two, three) for one in excl for two in vat for three in incl if money(three) or not money(one)]


def sum_holds(context: Context) -> Answer:
    """Before tax + VAT = with tax, to the cent."""
    file = Said(value=context.piece.id)
    triples = _triples(context)
    if not triples:
        return _untaxed(context) or inconclusive("totals_not_read", file=file)
    for triple in triples:
        excl, vat, incl = (money(fact) for fact in triple)
        if excl + vat == incl:
            return passed(triple, excl=Said(value=excl), vat=Said(value=vat), incl=Said(value=incl), file=file)
    if len(triples) > 1:
        return inconclusive("several_totals", triples[0], file=file)
    excl, vat, incl = (money(fact) for fact in triples[0])
    return failed(
        triples[0],
        excl=Said(value=excl), vat=Said(value=vat), incl=Said(value=incl), expected=Said(value=excl + vat), file=file,
    )  # fmt: skip


def _untaxed(context: Context) -> Answer | None:
    """An invoice that says no VAT is due shows one total: with tax, if printed, it equals the one before tax."""
    if not any(wording in context.piece.text for wording in context.words("exemptions")):
        return None
    excl, incl = (sure(on_piece(context.piece, f"invoice.total_{basis}_tax")) for basis in _BASES)
    if any(money(fact) for fact in on_piece(context.piece, "invoice.total_vat")) or not (excl or incl):
        return None
    incl = [fact for fact in incl if money(fact) or not excl]  # nothing left to pay is no total
    if excl and incl and not {money(fact) for fact in excl} & {money(fact) for fact in incl}:
        return None
    total = money((incl or excl)[-1])
    said = {"excl": Said(value=total), "vat": Said(value=Decimal(0)), "incl": Said(value=total)}
    return passed([*excl, *incl], file=Said(value=context.piece.id), **said)


def rate_holds(context: Context) -> Answer:
    """VAT = before tax at the printed rate, to the cent; several rates are for a person."""
    file = Said(value=context.piece.id)
    rates = {fact.value: fact for fact in sure(on_piece(context.piece, "invoice.vat_rate"))}
    pairs = {(money(one), money(two)): (one, two) for one, two, _ in _triples(context)}
    if not pairs:
        return not_applicable() if _untaxed(context) else inconclusive("totals_not_read", file=file)
    if not rates:
        return not_applicable() if _untaxed(context) else inconclusive("rate_not_read", file=file)
    for rate, rate_fact in rates.items():
        assert isinstance(rate, Decimal)
        for (excl, vat), pair in pairs.items():
            if cents(excl * rate / 100) == vat:
                return passed(
                    [*pair, rate_fact], excl=Said(value=excl), vat=Said(value=vat), rate=Said(value=rate), file=file
                )
    if len(rates) > 1 or len(pairs) > 1:
        return inconclusive("several_totals", list(rates.values()), file=file)
    (rate,), ((excl, vat),) = rates, pairs
    assert isinstance(rate, Decimal)
    expected = cents(excl * rate / 100)
    if abs(expected - vat) <= CENT * 2:
        return inconclusive("rounded_by_line", list(rates.values()), file=file)  # VAT may be rounded line by line
    return failed(
        next(iter(pairs.values())),
        excl=Said(value=excl), vat=Said(value=vat), rate=Said(value=rate), expected=Said(value=expected), file=file,
    )  # fmt: skip


def rate_usual(context: Context) -> Answer:
    """The printed VAT rate is one of the usual ones."""
    file = Said(value=context.piece.id)
    usual = {Decimal(word) for word in context.words("rates")}
    facts = sure(on_piece(context.piece, "invoice.vat_rate"))
    if not facts and _untaxed(context):
        return not_applicable()
    if not facts:
        return inconclusive("rate_not_read", file=file)
    odd = [fact for fact in facts if fact.value not in usual]
    if odd and len(odd) < len(facts):  # a book beside the Prestation: which rate is whose, a person sees
        return inconclusive("several_values", facts, file=file)
    if odd:
        return failed(odd, rate=Said(value=odd[0].value), file=file)
    return passed(facts, rate=Said(value=facts[0].value), file=file)


def _amounts(context: Context, name: str, basis: str) -> list[Fact]:
    """The sure facts of an amount of this beneficiary in a tax basis; what a piece prints before what is declared."""
    facts = sure(context.facts.of(f"{name}_{basis}_tax", context.subject_key))
    printed = [fact for fact in facts if fact.witness.how != "request_file"]
    return printed or facts


def not_above(context: Context) -> Answer:
    """An amount is at most another, compared in one tax basis. Parameters: `left`, `right` (attributes less their basis)."""
    left, right = context.word("left"), context.word("right")
    compared: Answer | None = None
    several = False
    for basis in _BASES:
        mine, limit = _amounts(context, left, basis), _amounts(context, right, basis)
        if not mine or not limit:
            continue
        value, most = single(mine), single(limit)
        together = billed_together(context, f"{left}_{basis}_tax")
        if in_parts(context, f"{left}_{basis}_tax") and most is not None:
            largest = max(map(money, mine))  # a sum above the limit may count a copy twice, one alone above it does not
            value = largest if largest > most else together if together is not None and together <= most else None
        if value is None or most is None:
            several = True
            continue
        arguments = {
            "left": Said(value=value),
            "right": Said(value=most),
            "basis": Said(value=basis, attribute="basis"),
        }
        if value > most:
            return failed(mine + limit, **arguments)
        compared = passed(mine + limit, **arguments)
    if compared is not None:
        return compared
    if several:
        return inconclusive("several_values")
    return _not_compared(context, right)


def _not_compared(context: Context, right: str) -> Answer:
    """Answer why two amounts were not compared: nobody gave the limit, or they differ in tax basis."""
    names = [f"{right}_{basis}_tax" for basis in _BASES]
    key = context.vocabulary[names[0]].request
    if key is not None and not any(context.facts.of(name, context.subject_key) for name in names):
        return inconclusive("limit_not_given", key=Said(value=key))
    return inconclusive("amounts_not_comparable")


def same_amount(context: Context) -> Answer:
    """The amount that the request declares is the one printed on the piece. Parameter: `name` (attribute less its basis)."""
    name = context.word("name")
    file = Said(value=context.piece.id)
    compared: Answer | None = None
    for basis in _BASES:
        attribute = f"{name}_{basis}_tax"
        key = context.vocabulary[attribute].request
        declared = context.facts.amount(key, context.beneficiary) if key else None
        facts = sure(on_piece(context.piece, attribute))
        if declared is None or not facts:
            continue
        together = billed_together(context, attribute)
        if together is None and in_parts(context, attribute):
            continue
        found = money(facts[0]) if together is None else together
        arguments = {"declared": Said(value=declared), "found": Said(value=found), "file": file}
        printed = {cents(money(fact)) for fact in facts} if together is None else {together}
        # Of several invoices each rounds its own tax.
        rounding = CENT * (len(instalments(context)) - 1) if together is not None and basis == "incl" else Decimal(0)
        if all(abs(cents(declared) - one) > rounding for one in printed):
            return failed(facts, **arguments)
        compared = passed(facts, **arguments)
    return compared or (
        not_applicable() if not _declares(context, name) else inconclusive("amount_not_read", file=file)
    )


def _declares(context: Context, name: str) -> bool:
    keys = [context.vocabulary[f"{name}_{basis}_tax"].request for basis in _BASES]
    return any(key and context.facts.amount(key, context.beneficiary) is not None for key in keys)


def bases_agree(context: Context) -> Answer:
    """The amounts that the request declares before and with tax differ by a usual rate. Parameters: `names`, `rates`."""
    rates = [Decimal(word) for word in context.words("rates")]
    compared: Answer | None = None
    for name in context.words("names"):
        keys = [context.vocabulary[f"{name}_{basis}_tax"].request for basis in _BASES]
        excl, incl = (context.facts.amount(key, context.beneficiary) if key else None for key in keys)
        if excl is None or incl is None:
            continue
        away = min((abs(cents(excl * (100 + rate) / 100) - incl), rate) for rate in rates)
        arguments = {"excl": Said(value=excl), "incl": Said(value=incl), "rate": Said(value=away[1])}
        if away[0] > CENT * 2:
            return failed(**arguments)
        if away[0]:
            return inconclusive("rounded_by_line", **arguments)  # tax may be rounded line by line
        compared = compared or passed(**arguments)
    return compared or not_applicable()
