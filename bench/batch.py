"""Makes the pages that accuracy is measured on, once: every held-out paper as it was made, and its scan in each grade."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.marking import plain, vocabulary
from bench.papers import LAYOUTS, Value, draw
from fixtures.scans import scan
from fixtures.shots import to_pdf

ROOT = Path(__file__).resolve().parent.parent
BATCH = ROOT / "build" / "bench" / "accuracy-1"  # made once: other papers or other scans, a new number
INDEX = "papers.json"
DIGITAL, TURNED = "digital", "turned"
GRADES = (DIGITAL, "clean", "ordinary", "hard", TURNED)
RANKS = 12  # papers of each layout
_TURNS = {0: 90, 3: 180, 6: 270, 9: 90}  # the ranks that are also scanned lying or upside down, as ordinary scans


def make_batch(jobs: int) -> list[dict[str, Any]]:
    """Write the pages, the same on every machine with the same libraries, and return the index of papers."""
    index = BATCH / INDEX
    if not index.exists():  # what a broken run left is made again
        shutil.rmtree(BATCH, ignore_errors=True)
        tasks = [(layout, rank) for layout in LAYOUTS for rank in range(RANKS)]
        with ProcessPoolExecutor(jobs) as pool:
            papers = list(pool.map(_make, tasks))
        index.write_text(json.dumps(papers, ensure_ascii=False, indent=1), encoding="utf-8")
    return list(json.loads(index.read_text(encoding="utf-8")))


def _make(task: tuple[str, int]) -> dict[str, Any]:
    """Write one paper and its scans, and describe it."""
    layout, rank = task
    paper, name = draw(layout, rank), f"{layout}-{rank:02d}"
    pages = {DIGITAL: paper.pdf}
    for grade in ("clean", "ordinary", "hard"):
        pages[grade] = to_pdf(scan(paper.pdf, grade, f"{name}/{grade}"))
    if rank in _TURNS:
        pages[TURNED] = to_pdf(scan(paper.pdf, "ordinary", f"{name}/{TURNED}", turn=_TURNS[rank]))
    for grade, data in pages.items():
        path = BATCH / grade / f"{name}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    truths = {"printed": _plain(paper.printed), "also": _plain(paper.also)}
    return {"name": name, "rank": rank, "kind": paper.kind, "grades": list(pages), **truths}


def _plain(truths: Any) -> dict[str, list[str]]:
    attributes = vocabulary()

    def told(attribute: str, values: tuple[Value, ...]) -> list[str]:
        return [plain(value, attributes[attribute].type) for value in values]

    return {attribute: told(attribute, values) for attribute, values in truths.items() if attribute in attributes}
