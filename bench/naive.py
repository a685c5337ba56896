"""What an evening's script does instead of the product: pdfplumber's text of every page and two regular expressions.

For every PDF below a folder, prints the SIRET and IBAN numbers found, then files, pages and CPU seconds, interpreter and
imports included. Usage: python bench/naive.py FOLDER
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pdfplumber

SIRET = re.compile(r"\b\d{3} ?\d{3} ?\d{3} ?\d{5}\b")
IBAN = re.compile(r"\bFR\d{2}(?: ?[0-9A-Z]{4}){5} ?[0-9A-Z]{3}\b")


def numbers_in(path: Path) -> tuple[int, set[str]]:
    """Return how many pages a PDF has and the numbers that its text shows."""
    with pdfplumber.open(path) as document:
        texts = [page.extract_text() or "" for page in document.pages]
    found = {
        match[0].replace(" ", "") for text in texts for pattern in (SIRET, IBAN) for match in pattern.finditer(text)
    }
    return len(texts), found


def main(folder: Path) -> None:
    """Do the work over a folder tree and print what it took."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.casefold() == ".pdf")
    pages = 0
    for path in files:
        try:
            count, found = numbers_in(path)
        except Exception as error:  # a script of an evening stops at nothing finer
            print(f"{path.name}: {type(error).__name__}")
            continue
        pages += count
        print(path.name, *sorted(found))
    print(f"naive: {len(files)} files, {pages} pages, {time.process_time():.3f} s CPU")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
