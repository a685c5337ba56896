"""Judges good dossiers made of papers that no reader was written against. Usage: python -m bench.strangers [--dossiers N] [--from K]

One sale a dossier: its order, or its invoice and its attestation, each in a layout of the bench, and a request file that
says what they say. Whatever fails and blocks is a false alarm; what stays open is counted by rule.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import tomli_w

from bench.papers import FIRST
from bench.papers.deals import Deal, draw_deal
from pipeline.intake.submissions import find_submissions
from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from pipeline.run import judge_read, open_submission, read_submission
from pipeline.stages import Judged, Settings
from rules.loader import load
from validators.model import Level, Moment, Outcome

PARIS = ZoneInfo("Europe/Paris")
ORDERS, INVOICES, PROOFS = (
    [name for name in FIRST if name.startswith(start)] for start in (("order", "quote"), "invoice", ("va", "mom"))
)


TRUE_HERE = {"DA-01"}  # the days of these sales fall where they may


def chance_of(rank: int) -> Random:
    """Return the chance that draws the sale of a dossier: a layout draws the same sale from it first."""
    return Random(f"strangers/{rank}")


def write(rank: int, folder: Path) -> tuple[Deal, tuple[str, ...]]:
    """Write a dossier: its papers and its request file; return its sale and its layouts."""
    deal, chance = draw_deal(chance_of(rank), extra=False), Random(f"layouts/{rank}")
    kind = chance.choice(("funding", "balance"))
    layouts = (chance.choice(ORDERS),) if kind == "funding" else (chance.choice(INVOICES), chance.choice(PROOFS))
    folder.mkdir()
    for layout in layouts:
        (folder / f"{layout}.pdf").write_bytes(FIRST[layout](chance_of(rank)).pdf)
    (folder / "request.toml").write_text(tomli_w.dumps(_request(kind, deal)), encoding="utf-8")
    return deal, layouts


def _request(kind: str, deal: Deal) -> dict[str, Any]:
    supplier, client = deal.supplier, deal.client
    beneficiary = {
        "id": "C1",
        "name": client.name,
        "siret": client.siret,
        "finess": client.finess or "",
        "order_number": deal.order,
        "order_date": deal.ordered_on.isoformat(),
    }
    return {
        "schema": 1,
        "kind": kind,
        "scheme": deal.scheme.code,
        "reference": f"{deal.order}".replace("/", "-"),
        "applicant": {
            "role": "publisher",
            "name": supplier.name,
            "siret": supplier.siret,
            "iban": supplier.account.iban,
        },
        "solution": {"name": deal.solution.name, "version": deal.solution.version},
        "beneficiaries": [{key: value for key, value in beneficiary.items() if value}],
    }


def judged(rank: int, settings: Settings, children: ChildPool) -> tuple[Judged, tuple[str, ...]]:
    """Judge one dossier as of the day after its last paper."""
    with TemporaryDirectory() as home:
        deal, layouts = write(rank, Path(home, "dossier"))
        at = datetime.combine(deal.invoiced_on + timedelta(days=1), time(10), PARIS)
        (submission,) = find_submissions([Path(home, "dossier")])
        run = Settings(
            rulebook=settings.rulebook,
            overlay=settings.overlay,
            moment=Moment(at=at, hour_known=True),
            limits=settings.limits,
            lang=settings.lang,
            version=settings.version,
        )
        opened = open_submission(submission, run, children, Path(home))
        return judge_read(read_submission(opened, run, children), run), layouts


def main() -> None:
    """Print each blocking failure, then what stayed open, by rule; exit 1 when anything failed that is about the papers."""
    parser = argparse.ArgumentParser(description="Good dossiers made of papers that no reader was written against.")
    parser.add_argument("--dossiers", type=int, default=60)
    parser.add_argument("--from", type=int, default=0, dest="start", metavar="K", help="first dossier (0)")
    parser.add_argument("--jobs", type=int, default=2, help="files read at a time (2)")
    options = parser.parse_args()
    settings = Settings(
        rulebook=load(None),  # without the fictional ceilings of the tests: the prices here follow none
        overlay=None,
        moment=Moment(at=datetime.now(PARIS), hour_known=True),
        limits=Limits(),
        lang="fr",
        version="0",
    )
    verdicts: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    alarms = 0
    with ChildPool(jobs=options.jobs, limits=Limits()) as children:
        for rank in range(options.start, options.start + options.dossiers):
            result, layouts = judged(rank, settings, children)
            verdicts[result.judgement.verdict] += 1
            opened.update(
                {
                    one.rule
                    for one in result.judgement.findings
                    if (one.level, one.outcome) == (Level.BLOCKING, Outcome.INCONCLUSIVE)
                }
            )
            for told in result.report.findings:
                if (told.level, told.outcome) == (Level.BLOCKING, Outcome.FAILED) and told.rule not in TRUE_HERE:
                    print(f"{rank} {'+'.join(layouts)} {told.rule}: {told.message}")
                    alarms += 1
    print(dict(verdicts))
    print("open:", ", ".join(f"{rule} {number}" for rule, number in opened.most_common()))
    print(f"{alarms} blocking failures")
    sys.exit(bool(alarms))


if __name__ == "__main__":
    main()
