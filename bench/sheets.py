"""Measures how far apart scans of one sheet are, and of two sheets of one template, and what finding a sheet again costs.

Usage: python -m bench.sheets [--templates N] [--jobs N]. Of each template, eight clients' papers of one issuer and look, and
two that repeat the first one's with other digits, are each scanned twice, by devices of two grades; no engine reads them.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import combinations

import numpy

from fixtures.generator import generate
from fixtures.numbers import siret
from fixtures.sample import Document, File, Proof, Sale, Sample
from fixtures.scans import Shot, scan
from fixtures.writer import file_bytes
from pipeline.reading.scans.look import look_of
from pipeline.reading.scans.prepare import evenly_lit, sheet_of, softened, straightened, to_working_size
from pipeline.scale import sheets, store
from validators.looks import apart
from validators.portfolio import Sheet
from validators.sheets import APART, is_one_sheet

SEED = 900  # of the first template
CLIENTS, TWINS = 8, 2
GRADES = (
    ("clean", "clean"),
    ("clean", "ordinary"),
    ("ordinary", "ordinary"),
    ("ordinary", "hard"),
    ("clean", "hard"),
)
PAPERS = (
    ("funding", "order"),
    ("balance", "invoice"),
    ("balance", "proof"),
    ("funding", "order"),
    ("balance", "proof"),
)
SCHEMES = ("MS1-DUI-VA1", "HOP-DPI-VA2", "MDV-LGC-VA1", "MS1-DUI-VA1")
STRANGERS = 4_000  # pairs of sheets of two templates, drawn among all
QUANTILES = (0, 1, 5, 50, 95, 99, 100)
LEDGER, BATCH = 100_000, 1_000  # pages kept, pages looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One scan of one paper of a template: how it looks, by a device of which grade."""

    template: int
    paper: int
    grade: str
    cells: bytes

    def kin(self, other: Scan) -> str:
        """Return what two scans have in common."""
        if self.template != other.template:
            return "two templates"
        if self.paper == other.paper:
            return "one sheet"
        digits_only = all(paper == 0 or paper >= CLIENTS for paper in (self.paper, other.paper))
        return "one template, other digits" if digits_only else "one template, other client"


def scans_of(template: int) -> list[Scan]:
    """Make the papers of one template and scan each twice."""
    made = []
    sample, documents = papers(template)
    for number, document in enumerate(documents):
        file = File(path="paper.pdf", documents=(document.key,))
        pdf = file_bytes(replace(sample, documents=(document,), files=(file,)), file)[0]
        for turn, grade in enumerate(GRADES[(template + number) % len(GRADES)]):
            shot = scan(pdf, grade, f"sheets/{template}/{number}/{turn}")[0]
            made.append(Scan(template=template, paper=number, grade=grade, cells=look(shot)))
    return made


def papers(template: int) -> tuple[Sample, list[Document]]:
    """Return papers of one issuer in one layout and wording: of several clients, then the first one's with other digits."""
    kind, key = PAPERS[template % len(PAPERS)]
    scheme = SCHEMES[template % len(SCHEMES)]
    sample = generate(SEED + template, kind=kind, scheme=scheme, role="distributor", beneficiaries=CLIENTS)
    found = [one for one in sample.documents if one.key.startswith(f"{key}:")]
    found = [replace(one, style=found[0].style) for one in found]
    return sample, [*found, *(with_other_digits(found[0], step) for step in range(1, TWINS + 1))]


def with_other_digits(document: Document, step: int) -> Document:
    """Return a paper whose numbers and client's SIRET are those after its own, and all else is the same."""
    paper = document.content
    assert isinstance(paper, Sale | Proof)
    client = replace(paper.client, siret=siret(paper.client.siret[:9], int(paper.client.siret[9:13]) + step))
    numbers = {
        name: getattr(paper, name) for name in ("number", "order_number", "invoice_number") if hasattr(paper, name)
    }
    after = {name: f"{text[:-1]}{(int(text[-1]) + step) % 10}" for name, text in numbers.items() if text}
    return replace(document, content=replace(paper, client=client, **after))


def look(shot: Shot) -> bytes:
    """Return how a scan looks, prepared as reading does it."""
    grey = shot.image.convert("L")
    across, down = shot.dpi
    pixels = numpy.array(grey.resize((grey.width, grey.height * across // down)))  # a fax has half as many lines
    level = straightened(to_working_size(sheet_of(pixels), float(across)))
    return look_of(softened(evenly_lit(level)))


def pairs(scans: Sequence[Scan]) -> Iterator[tuple[Scan, Scan]]:
    """Yield every two scans of one template, and some of two templates."""
    chance = random.Random("sheets")
    of_one = [[one for one in scans if one.template == number] for number in sorted({one.template for one in scans})]
    for group in of_one:
        yield from combinations(group, 2)
    for _ in range(STRANGERS if len(of_one) > 1 else 0):
        here, there = chance.sample(of_one, 2)
        yield chance.choice(here), chance.choice(there)


def table(scans: Sequence[Scan]) -> Iterator[str]:
    """Yield a line for what two scans may have in common: how far apart they are."""
    found: dict[str, list[float]] = {}
    for one, other in pairs(scans):
        kin, distance = one.kin(other), apart(one.cells, other.cells)
        found.setdefault(kin, []).append(distance)
        if kin == "one sheet":
            found.setdefault(f"  {' and '.join(sorted((one.grade, other.grade)))}", []).append(distance)
    yield f"{'':<28}{'pairs':>7}" + "".join(f"{mark:>6} %" for mark in QUANTILES) + f"  ≤ {APART}"
    for kin, distances in sorted(found.items()):
        quantiles = "".join(f"{numpy.percentile(distances, mark):>8.3f}" for mark in QUANTILES)
        alike = sum(distance <= APART for distance in distances)
        yield f"{kin:<28}{len(distances):>7}{quantiles}{alike:>7}"


def finding(scans: Sequence[Scan]) -> Iterator[str]:
    """Yield what it costs to look pages up among many, each number on it shared with two pages of another owner."""
    connection = store.create(":memory:")
    kept = [_sheet(scans, number, reference="old") for number in range(LEDGER)]
    store.put(connection, store.Header(reference="old", kind="funding"), (), kept)
    wanted = [_sheet(scans, number, reference="new") for number in range(BATCH)]
    size = connection.execute("PRAGMA page_count").fetchone()[0] * connection.execute("PRAGMA page_size").fetchone()[0]
    yield f"{LEDGER} pages kept: {size / 1e6:.0f} MB"
    yield f"one page looked for among them: {_milliseconds(lambda: _look_up(connection, wanted)) / BATCH:.2f} ms"
    one, other = scans[0].cells, scans[1].cells
    yield f"two looks compared: {_milliseconds(lambda: [apart(one, other) for _ in range(BATCH)]) / BATCH:.2f} ms"


def _sheet(scans: Sequence[Scan], number: int, *, reference: str) -> Sheet:
    says = tuple((name, _token(name, number)) for name in ("invoice.date", "invoice.number"))
    return Sheet(
        owner=f"siren:{number // 2 if reference == 'old' else 'x'}",
        reference=reference,
        subject=f"piece:{number}",
        kind="invoice",
        file=f"{number}.pdf",
        sha256=hashlib.sha256(f"{reference}{number}".encode()).hexdigest(),
        page=1,
        says=says,
        cells=scans[number % len(scans)].cells,
    )


def _token(name: str, number: int) -> str:
    return hashlib.sha256(f"{name}/{number // 2}".encode()).hexdigest()[:16]


def _look_up(connection: sqlite3.Connection, wanted: Sequence[Sheet]) -> int:
    return sum(is_one_sheet(one, other) for one in wanted for _, other in sheets.sharing(connection, one))


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        started = time.process_time()
        work()
        times.append(1000 * (time.process_time() - started))
    return statistics.median(times)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Scans of one sheet and of two, and what finding one again costs.")
    parser.add_argument("--templates", type=int, default=27, help="of which papers are made and scanned (27)")
    parser.add_argument("--jobs", type=int, default=2, help="templates at a time (2)")
    options = parser.parse_args()
    with ProcessPoolExecutor(options.jobs) as workers:
        scans = [one for made in workers.map(scans_of, range(options.templates)) for one in made]
    print(*table(scans), "", *finding(scans), sep="\n")


if __name__ == "__main__":
    main()
