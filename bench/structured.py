"""Holds what invoices show against the data they carry, over a folder of PDFs. Usage: python -m bench.structured FOLDER"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.limits import Limits
from pipeline.reading.pdf import read_pdf
from pipeline.understanding.child import lexicon_of
from pipeline.understanding.pieces import understand
from pipeline.understanding.structured import embed
from validators.checks.structured import compare_party, compare_values
from validators.model import Piece

VALUES = (
    "invoice.number",
    "invoice.date",
    "invoice.total_excl_tax",
    "invoice.total_vat",
    "invoice.total_incl_tax",
    "applicant.iban",
)
PARTIES = ("applicant", "beneficiary")
COLUMNS = ("by its label", "on the page", "not found", "differs")


def invoices(folder: Path) -> Iterator[tuple[Path, Piece]]:
    """Yield the invoices of a folder that carry data, in whatever language: all pages of a file are taken for one."""
    lexicon = lexicon_of(None)
    for path in sorted(folder.rglob("*.pdf")):
        read = read_pdf(path.read_bytes(), "", Limits())
        pieces = understand(read, path.name, lexicon)
        if not read.structured or not pieces:
            continue
        whole = replace(
            pieces[0],
            kind=read.structured[0].kind,
            text=" ".join(piece.text for piece in pieces),
            facts=tuple(fact for piece in pieces for fact in piece.facts),
        )
        (made,), _ = embed([whole], read.structured, lexicon.vocabulary)
        yield path, made


def main(folder: Path) -> None:
    """Print for each field in how many invoices the page says what the data say, and each one that differs."""
    logging.disable(logging.CRITICAL)
    counts = {field: Counter[str]() for field in (*VALUES, *PARTIES)}
    files = 0
    for path, piece in invoices(folder):
        files += 1
        for field, count in counts.items():
            seen = compare_party(piece, field) if field in PARTIES else compare_values(piece, piece.embedded, field)
            if not seen.data:
                continue
            found = {True: "by its label" if seen.page else "on the page", None: "not found", False: "differs"}
            count[found[seen.agree]] += 1
            if seen.agree is False:
                print(f"{path.name}: {field}: {[one.words for one in seen.page]} / {[one.words for one in seen.data]}")
    print(f"{files} invoices with data", "".join(f"{name:>14}" for name in COLUMNS), sep="\n" + " " * 24)
    for field, count in counts.items():
        print(f"{field:<24}" + "".join(f"{count[name]:>14}" for name in COLUMNS))
    total = sum(map(Counter.total, counts.values()))
    agreeing = sum(count[name] for count in counts.values() for name in COLUMNS[:2])
    print(f"{agreeing} of {total} fields agree ({agreeing / max(total, 1):.1%})")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
