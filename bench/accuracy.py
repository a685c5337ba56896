"""Measures what the product reads right, abstains from and accepts wrongly, on scanned papers or on structured invoices.

Usage: python -m bench.accuracy [--set N] [--jobs N] [--papers N] [--grades GRADE...] [--einvoice FOLDER [--shipped]]. Accepted
is what judgement may decide on: a confidence of at least `validators.context.SURE`. Every mark goes to
build/bench/accuracy.csv, every wrong one to the screen too.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.batch import GRADES, PLANS, ROOT, folder_of, make_batch
from bench.einvoice import FIELDS, FOREIGN, FRENCH, OVERLAY, invoices_of
from bench.marking import Mark, Marked, marks, vocabulary
from bench.reading import Reading, read_all

CSV = ROOT / "build" / "bench" / "accuracy.csv"
Page = tuple[str, str, Path, dict[str, Any]]  # grade, name, file, truths
Line = tuple[str, str, Marked]  # grade, name, one mark


def pages_of(number: int, papers: Iterable[dict[str, Any]]) -> list[Page]:
    """Return every page of these papers of a set, grade by grade."""
    return [
        (grade, paper["name"], folder_of(number) / grade / f"{paper['name']}.pdf", paper)
        for paper in papers
        for grade in paper["grades"]
    ]


def marked(page: Page, reading: Reading) -> list[Line]:
    """Mark what was read of a page; whether its kind was recognised is marked as `kind`."""
    grade, name, _, truths = page
    lines = marks(truths["printed"], truths["also"], reading.facts, vocabulary())
    if "only" in truths:  # where the truth is not complete, only what it tells is marked
        lines = [line for line in lines if line.attribute in truths["only"]]
    seen = {kind for kind in reading.kinds if kind != "other"}
    mark = Mark.RIGHT if seen == {truths["kind"]} else Mark.WRONG if seen else Mark.ABSTAINED
    kind = Marked(attribute="kind", mark=mark, printed=truths["kind"], read=" ".join(reading.kinds), confidence=0)
    return [(grade, name, line) for line in (kind, *lines)]


def table(lines: Sequence[Line], grades: Sequence[str]) -> str:
    """Lay out, by attribute and grade: read right, abstained, wrong accepted, and the share that was read right."""
    counts = Counter((line.attribute, grade, line.mark) for grade, _, line in lines)
    attributes = sorted({line.attribute for _, _, line in lines}, key=lambda name: (not name.startswith("any "), name))
    rows = [f"{'right / abstained / wrong':<27}" + "".join(f"{grade:>23}" for grade in grades)]
    for attribute in attributes:
        row = f"{attribute:<27}"
        for grade in grades:
            right, abstained, wrong = (counts[attribute, grade, mark] for mark in Mark)
            total = right + abstained + wrong
            row += f"{right:>7}{abstained:>5}{wrong:>4}{f'{100 * right / total:.1f} %':>7}" if total else " " * 23
        rows.append(row)
    return "\n".join(rows)


def share(lines: Sequence[Marked]) -> str:
    """Say how many of some marks are right, and how many wrong."""
    right, wrong = (sum(line.mark is mark for line in lines) for mark in (Mark.RIGHT, Mark.WRONG))
    return f"number, date, seller, totals, IBAN: {right} of {len(lines)} right ({right / max(len(lines), 1):.1%}), {wrong} wrong"


def save(lines: Iterable[Line]) -> None:
    """Write every mark to the table that confidence is calibrated on."""
    CSV.parent.mkdir(parents=True, exist_ok=True)
    with CSV.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("grade", "paper", "attribute", "mark", "printed", "read", "confidence"))
        for grade, name, line in lines:
            writer.writerow((grade, name, line.attribute, line.mark, line.printed, line.read, f"{line.confidence:.4f}"))


def measured(pages: Sequence[Page], grades: Sequence[str], jobs: int, overlay: Path | None = None) -> list[Line]:
    """Read pages, print what is wrong and the table, and return every mark."""
    started = time.perf_counter()
    readings = read_all([path for _, _, path, _ in pages], jobs, overlay)
    wall = time.perf_counter() - started
    lines = [line for page, reading in zip(pages, readings, strict=True) for line in marked(page, reading)]
    for grade, name, line in lines:
        if line.mark is Mark.WRONG:
            print(f"wrong: {grade} {name} {line.attribute}: {line.read!r}, printed {line.printed!r}")
    print(table(lines, grades))
    problems = Counter(problem for reading in readings for problem in reading.problems)
    print("said of files:", ", ".join(f"{code} {count}" for code, count in sorted(problems.items())) or "nothing")
    print(f"{len(pages)} files read by {jobs} processes in {wall:.1f} s")
    return lines


def main() -> None:
    """Print the table of each set of held-out papers asked for, or of a folder of structured invoices."""
    most = max(plan.ranks for plan in PLANS.values())
    parser = argparse.ArgumentParser(description="What is read right, abstained from and accepted wrongly.")
    parser.add_argument(
        "--set", type=int, choices=tuple(PLANS), help="one set of held-out papers (both, each its table)"
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes that read (2)")
    parser.add_argument("--einvoice", type=Path, help="a folder of Factur-X PDFs to compare with their embedded XML")
    parser.add_argument("--shipped", action="store_true", help="read that folder with the shipped French words alone")
    parser.add_argument("--papers", type=int, default=most, help="papers of each layout at most (all)")
    parser.add_argument("--grades", nargs="+", choices=GRADES, default=GRADES, help="grades of pages (all)")
    options = parser.parse_args()
    if options.einvoice:
        overlay = None if options.shipped else OVERLAY
        invoices = list(invoices_of(options.einvoice))
        contested = {(name, attribute) for _, name, _, truths in invoices for attribute in truths["contested"]}
        lines = measured(invoices, (FRENCH, FOREIGN), options.jobs, overlay)
        fields = [(name, line) for _, name, line in lines if line.attribute in FIELDS]
        print(share([line for _, line in fields]))
        print("without what the page and its XML do not say alike:", end=" ")
        print(share([line for name, line in fields if (name, line.attribute) not in contested]))
    else:
        lines = []
        for number in (options.set,) if options.set else tuple(PLANS):
            papers = [paper for paper in make_batch(number, options.jobs) if paper["rank"] < options.papers]
            print(f"set {number}: {len(papers)} papers")
            pages = [page for page in pages_of(number, papers) if page[0] in options.grades]
            lines += measured(pages, options.grades, options.jobs)
    save(lines)
    print(f"every mark in {CSV.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
