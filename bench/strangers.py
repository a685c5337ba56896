"""Judges good dossiers made of papers that no reader was written against. Usage: python -m bench.strangers [--set 2] [--dossiers N] [--from K]

One sale a dossier: its order, or its invoice and its attestation, in the second set a distributor's bank slip and listing
report too, each in a layout of the bench, and a request file that says what they say. Whatever fails and blocks is a false
alarm; what stays open is counted by rule.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import tomli_w

from bench.papers import SETS, Paper
from bench.papers.deals import Deal, draw_deal
from bench.papers.second.sales import OneSale
from pipeline.intake.submissions import find_submissions
from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from pipeline.run import judge_read, open_submission, read_submission
from pipeline.stages import Judged, Settings
from rules.loader import load
from validators.model import Level, Moment, Outcome

PARIS = ZoneInfo("Europe/Paris")
PAPERS: Mapping[int, Mapping[str, Sequence[Sequence[str]]]] = {
    number: {
        "funding": [[name for name in layouts if name.startswith("order")]],
        "balance": [
            [name for name in layouts if name.startswith("invoice")],
            [name for name in layouts if name.startswith(("va", "mom"))],
        ],
    }
    for number, layouts in SETS.items()
}
ENROLMENT = (("rib_online", "rib_boxes", "rib_strip"), ("listing_letter",))  # of the second set

RULES = load(None)  # without the fictional ceilings of the tests: the prices here follow none

# True of these dossiers: the days of the sales fall where they may, an enrolment here has no more than its two papers, and no
# proof of the second set is the VA, with its case of deployment, that the social and medico-social lanes want.
TRUE_HERE = {"DA-01", "DO-03", "ME-05", "PC-03", "PC-05", "PC-09"}


def write(number: int, rank: int, folder: Path) -> tuple[Deal, tuple[str, ...]]:
    """Write a dossier of a set of papers: these and its request file; return its sale and its layouts."""
    chance = Random(f"layouts/{rank}")
    kinds = {**PAPERS[number], **({"enrolment": ENROLMENT} if number == 2 else {})}
    kind = chance.choice(tuple(kinds))
    layouts = tuple(chance.choice(choices) for choices in kinds[kind])
    one = OneSale(f"strangers/{rank}")
    # A layout of the first set draws the sale from its chance before all else, so that the same chance gives the same sale.
    papers = [SETS[number][layout](one if number == 2 else Random(f"strangers/{rank}")) for layout in layouts]
    deal = one.sale or draw_deal(Random(f"strangers/{rank}"), extra=False)
    folder.mkdir()
    for layout, paper in zip(layouts, papers, strict=True):
        (folder / f"{layout}.pdf").write_bytes(paper.pdf)
    (folder / "request.toml").write_text(tomli_w.dumps(_request(kind, deal, papers)), encoding="utf-8")
    return deal, layouts


def _request(kind: str, deal: Deal, papers: Sequence[Paper]) -> dict[str, Any]:
    """Return what the papers say, and of the sale what a request must say and no paper does."""
    supplier, client = deal.supplier, deal.client
    company = {"name": supplier.name, "siret": supplier.siret}
    head = {
        "schema": 1,
        "kind": kind,
        "scheme": deal.scheme.code,
        "reference": deal.order.replace("/", "-"),
        "solution": {
            "name": deal.solution.name,
            "version": deal.solution.version,
            "listing_number": deal.solution.listing_number,
            "listed_on": (deal.ordered_on - timedelta(days=30)).isoformat(),
        },
    }
    if kind == "enrolment":
        slip = papers[0].printed
        applicant = {
            "role": "distributor",
            "name": str(slip["applicant.name"][0]),
            "iban": str(slip["applicant.iban"][0]),
        }
        return {**head, "applicant": applicant, "publisher": company}
    beneficiary = {"id": "C1", "name": client.name, "siret": client.siret, "finess": client.finess or ""}
    beneficiary |= {"declared_excl_tax": str(deal.segur), **_said(papers)}
    return {
        **head,
        "applicant": {"role": "publisher", **company, "iban": supplier.account.iban},
        **({"advance": {"status": "Décidée et payée", "perimeter": ["C1"]}} if kind == "balance" else {}),
        "beneficiaries": [{key: value for key, value in beneficiary.items() if value}],
    }


def _said(papers: Sequence[Paper]) -> dict[str, str]:
    """Return what papers say of a sale, as the request file has it: its references, days, amounts, signatory, case."""
    told: dict[str, str] = {}
    for paper in papers:
        for attribute, values in (*paper.printed.items(), *paper.also.items()):
            known = RULES.attributes.get(attribute)
            key = known.request if known else None
            if key and "." not in key and not attribute.startswith("beneficiary."):
                told.setdefault(key, str(values[0]))  # what is printed before what is true besides
    return told


def judged(number: int, rank: int, settings: Settings, children: ChildPool) -> tuple[Judged, tuple[str, ...]]:
    """Judge one dossier as of the day after its last paper."""
    with TemporaryDirectory() as home:
        deal, layouts = write(number, rank, Path(home, "dossier"))
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
    parser.add_argument("--set", type=int, choices=sorted(SETS), default=1, help="which papers (1)")
    parser.add_argument("--dossiers", type=int, default=60)
    parser.add_argument("--from", type=int, default=0, dest="start", metavar="K", help="first dossier (0)")
    parser.add_argument("--jobs", type=int, default=2, help="files read at a time (2)")
    options = parser.parse_args()
    settings = Settings(
        rulebook=RULES,
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
            result, layouts = judged(options.set, rank, settings, children)
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
