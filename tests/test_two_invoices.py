"""The exception the texts allow, from folder to verdict: an advance and a balance invoice in one PDF, with their total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fixtures.generator import generate
from fixtures.mutators.base import of_kind, repriced, sale_of, with_document
from fixtures.pricing import cents
from fixtures.sample import Document, File, Line, Sample
from tests.judging import found, gaps, judge_sample, told
from validators.model import Level, Outcome, Verdict


def split(sample: Sample, *, total: bool = True) -> Sample:
    """Return a balance of one client whose invoice is in two parts, thirty and seventy per cent, in one file."""
    (whole,) = of_kind(sample, "invoice")
    sale = sale_of(whole)
    first = cents(sale.segur_excl * Decimal("0.3"))
    words = f"Rappel : total des deux factures {sale.segur_excl:.2f} EUR HT".replace(".", ",")
    recap = (Line(words=words, quantity=1, excl_tax=Decimal(0)),) if total else ()
    advance = repriced(replace(sale, number=f"{sale.number}-1", lines=sale.lines[:1]), first)
    balance = repriced(sale, sale.segur_excl - first)
    balance = replace(balance, lines=(*balance.lines, *recap))
    sample = with_document(sample, replace(whole, content=balance))
    part = Document(key="invoice:advance", kind="invoice", client=whole.client, content=advance, style=whole.style)
    files = tuple(
        File(path=file.path, documents=_with(file.documents, whole.key, part.key))
        if whole.key in file.documents
        else file
        for file in sample.files
    )
    return replace(sample, documents=(*sample.documents, part), files=files)


def _with(keys: tuple[str, ...], key: str, before: str) -> tuple[str, ...]:
    place = keys.index(key)
    return (*keys[:place], before, *keys[place:])


def sold(seed: int) -> Sample:
    """Return a balance of one client, whose Prestation is invoiced on one line and nothing else."""
    drawn = (
        generate(step, kind="balance", scheme="HOP-DPI-VA1", role="publisher", beneficiaries=1)
        for step in range(seed, seed + 40)
    )
    return next(one for one in drawn if len(sale_of(of_kind(one, "invoice")[0]).lines) == 1)


@pytest.mark.parametrize("seed", [100, 200, 300])
def test_two_invoices_with_their_total_are_a_good_dossier(seed: int) -> None:
    """Neither amounts nor numbers nor presence raise an alarm."""
    judged = judge_sample(split(sold(seed)))
    alarms = found(judged, Outcome.FAILED) + found(judged, Outcome.INCONCLUSIVE, Level.BLOCKING)
    assert len([piece for piece in judged.dossier.pieces if piece.kind == "invoice"]) == 2
    assert not alarms, told(judged, alarms)
    assert not gaps(judged)
    assert judged.judgement.verdict == Verdict.CONFORMING


def test_two_invoices_without_their_total_are_pointed_out() -> None:
    """What the exception asks for is asked."""
    judged = judge_sample(split(sold(100), total=False))
    assert [(one.rule, one.reason) for one in found(judged, Outcome.FAILED)] == [("PC-14", "no_recap_total")]
