"""Makes the pages that accuracy is measured on, once: every held-out paper as it was made, and its scan in each grade."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.marking import plain, vocabulary
from bench.papers import SETS, Value, draw
from fixtures.scans import scan
from fixtures.shots import to_pdf

ROOT = Path(__file__).resolve().parent.parent
INDEX = "papers.json"
DIGITAL, TURNED = "digital", "turned"
GRADES = (DIGITAL, "clean", "ordinary", "hard", TURNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many papers of each layout a set has, and which ranks are also scanned lying or upside down, as ordinary scans."""

    ranks: int
    turns: Mapping[int, int]  # rank: degrees


PLANS: Mapping[int, Plan] = {
    1: Plan(ranks=12, turns={0: 90, 3: 180, 6: 270, 9: 90}),
    2: Plan(ranks=6, turns={0: 90, 2: 180, 4: 270}),
}


def folder_of(number: int) -> Path:
    """Return where the pages of a set lie: made once, so other papers or other scans are another set."""
    return ROOT / "build" / "bench" / f"accuracy-{number}"


def make_batch(number: int, jobs: int) -> list[dict[str, Any]]:
    """Write the pages of a set, the same on every machine with the same libraries, and return the index of papers."""
    index = folder_of(number) / INDEX
    if not index.exists():  # what a broken run left is made again
        shutil.rmtree(folder_of(number), ignore_errors=True)
        tasks = [(layout, rank) for layout in SETS[number] for rank in range(PLANS[number].ranks)]
        with ProcessPoolExecutor(jobs) as pool:
            papers = list(pool.map(partial(_make, number), tasks))
        index.write_text(json.dumps(papers, ensure_ascii=False, indent=1), encoding="utf-8")
    return list(json.loads(index.read_text(encoding="utf-8")))


def _make(number: int, task: tuple[str, int]) -> dict[str, Any]:
    """Write one paper and its scans, and describe it."""
    layout, rank = task
    paper, name, turns = draw(layout, rank), f"{layout}-{rank:02d}", PLANS[number].turns
    pages = {DIGITAL: paper.pdf}
    for grade in ("clean", "ordinary", "hard"):
        pages[grade] = to_pdf(scan(paper.pdf, grade, f"{name}/{grade}"))
    if rank in turns:
        pages[TURNED] = to_pdf(scan(paper.pdf, "ordinary", f"{name}/{TURNED}", turn=turns[rank]))
    for grade, data in pages.items():
        path = folder_of(number) / grade / f"{name}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    truths = {"printed": _plain(paper.printed), "also": _plain(paper.also)}
    return {"name": name, "rank": rank, "kind": paper.kind, "grades": list(pages), **truths}


def _plain(truths: Any) -> dict[str, list[str]]:
    attributes = vocabulary()

    def told(attribute: str, values: tuple[Value, ...]) -> list[str]:
        return [plain(value, attributes[attribute].type) for value in values]

    return {attribute: told(attribute, values) for attribute, values in truths.items() if attribute in attributes}
