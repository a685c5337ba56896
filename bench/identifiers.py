"""Counts wrong identifiers accepted on scans, many to a page. Usage: python -m bench.identifiers [--pages N] [--from K] [--jobs N]

Each page is a list of IBANs, SIRETs, FINESS and RPPS numbers in a type face, a size and groups of its own, scanned in one of
the three grades. Accepted is what judgement may decide on: read alike by both engines, with its key right.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.papers.model import Sheet as Drawn
from fixtures import numbers
from fixtures.scans import scan
from fixtures.shots import to_pdf
from pipeline.limits import Limits
from pipeline.reading.page import Page, Scanned
from pipeline.reading.pool import ChildPool
from pipeline.reading.worker import ReadTask, ScanTask, read_scan
from pipeline.understanding.layout import Sheet
from pipeline.understanding.values import identifiers
from validators.identifiers import EXAMINERS

GRADES = ("clean", "ordinary", "hard")
PATIENT = Limits(child_seconds=180)  # a page is full of numbers
FINDERS = {
    "iban": identifiers.iban,
    "siret": identifiers.free_siret,
    "finess": identifiers.finess,
    "rpps": identifiers.rpps,
}
BY_THEMSELVES = ("iban", "siret")  # the others count after their label only
REACH = 14  # characters between a label's beginning and its number
LABELS = {
    "iban": ("IBAN", "Identifiant international"),
    "siret": ("SIRET", "N° SIRET"),
    "finess": ("FINESS", "FINESS ET"),
    "rpps": ("RPPS", "N° RPPS"),
}
GROUPS = {
    "iban": ((4,), (99,)),
    "siret": ((3, 3, 3, 5), (9, 5), (14,)),
    "finess": ((9,), (2, 3, 3, 1)),
    "rpps": ((11,),),
}


def drawn(kind: str, chance: Random) -> str:
    """Draw one identifier of a kind, its key right."""
    if kind == "iban":
        return numbers.french_iban(chance, f"{chance.randint(10000, 49999)}")
    if kind == "siret":
        return numbers.siret(numbers.siren(chance), chance.randint(1, 9999))
    return numbers.finess(chance, f"{chance.randint(1, 95):02d}") if kind == "finess" else numbers.rpps(chance)


def grouped(value: str, sizes: tuple[int, ...]) -> str:
    """Write a value in groups, the last size again and again."""
    parts, at = [], 0
    while at < len(value):
        size = sizes[min(len(parts), len(sizes) - 1)]
        parts.append(value[at : at + size])
        at += size
    return " ".join(parts)


def page_of(rank: int) -> tuple[str, bytes, dict[str, set[str]]]:
    """Return a page's grade, its scan and what it prints of each kind."""
    chance = Random(f"identifiers/{rank}")
    size = chance.choice((7.5, 8.5, 9.5, 10.5, 12))
    sheet = Drawn(chance.choice(("Helvetica", "Times", "Courier")), size)
    groups = {kind: chance.choice(sizes) for kind, sizes in GROUPS.items()}
    printed: dict[str, set[str]] = {kind: set() for kind in GROUPS}
    y = 60.0
    while y < 790:
        for x, kinds in ((45, ("iban",)), (330, ("siret", "finess", "rpps"))):
            kind = chance.choice(kinds)
            value = drawn(kind, chance)
            printed[kind].add(value)
            sheet.words(x, y, f"{chance.choice(LABELS[kind])} : {grouped(value, groups[kind])}")
        y += size * chance.choice((1.6, 2.0, 2.4))
    grade = GRADES[rank % len(GRADES)]
    return grade, to_pdf(scan(sheet.pdf(), grade, f"identifiers/{rank}")), printed


def accepted(page: Page) -> Iterator[tuple[str, str]]:
    """Yield every identifier of a page that judgement may decide on."""
    sheet = Sheet(page)
    for kind, find in FINDERS.items():
        for found in find(sheet.folded):
            labelled = kind in BY_THEMSELVES or kind in sheet.folded[max(0, found.start - REACH) : found.start]
            sure = sheet.is_confirmed(found.start, found.end) and not found.doubt
            if labelled and sure and EXAMINERS[kind](str(found.value)).valid:
                yield kind, str(found.value)


def main() -> None:
    """Print, by grade and kind, how many were printed, read right and accepted wrongly, and each wrong one."""
    parser = argparse.ArgumentParser(description="Wrong identifiers accepted on scans, many to a page.")
    parser.add_argument("--pages", type=int, default=90, help="pages, a third of each grade (90)")
    parser.add_argument("--from", type=int, default=0, dest="start", metavar="K", help="first page (0)")
    parser.add_argument("--jobs", type=int, default=2, help="pages read at a time (2)")
    options = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    started = time.monotonic()
    with TemporaryDirectory() as home, ChildPool(jobs=options.jobs, limits=PATIENT) as children:
        truths, tasks = [], []
        for rank in range(options.start, options.start + options.pages):
            grade, pdf, printed = page_of(rank)
            path = Path(home, f"{rank}.pdf")
            path.write_bytes(pdf)
            read = ReadTask(location=path, sha256=hashlib.sha256(pdf).hexdigest(), content="pdf", limits=PATIENT)
            tasks.append(ScanTask(read=read, number=1))
            truths.append((rank, grade, printed))
        for (rank, grade, printed), result in zip(truths, children.results(read_scan, tasks), strict=True):
            page = result.page if isinstance(result, Scanned) else None
            for kind, value in set(accepted(page)) if page else ():
                right = value in printed[kind]
                counts[grade, kind, "right" if right else "wrong"] += 1
                if not right:
                    print(f"wrong: page {rank} {grade} {kind} {value}", flush=True)
            for kind, values in printed.items():
                counts[grade, kind, "printed"] += len(values)
    print(f"{'':<20}{'printed':>9}{'right':>9}{'wrong':>9}")
    for grade in GRADES:
        for kind in GROUPS:
            row = [counts[grade, kind, column] for column in ("printed", "right", "wrong")]
            print(f"{grade + ' ' + kind:<20}" + "".join(f"{number:>9}" for number in row))
    totals = {
        column: sum(counts[g, k, column] for g in GRADES for k in GROUPS) for column in ("printed", "right", "wrong")
    }
    print(f"{'all':<20}" + "".join(f"{number:>9}" for number in totals.values()))
    print(f"{options.pages} pages in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
