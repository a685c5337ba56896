"""The floor that the whole product is measured against: what no tool that reads and packs these files can do without.

For every file below a folder: read its bytes, their SHA-256, PDFium's text of every page; and one stored zip of them all.
Prints files, pages and CPU seconds, interpreter and imports included. Usage: python bench/floor.py FOLDER
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pypdfium2


def page_count(data: bytes) -> int:
    """Take the text of every page and return how many there are; 0 for what PDFium does not open."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    count = 0
    for page in document:
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
        count += 1
    document.close()
    return count


def main(folder: Path) -> None:
    """Do the work over a folder tree and print what it took."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    pages = 0
    with tempfile.TemporaryFile() as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number, path in enumerate(files):
            data = path.read_bytes()
            hashlib.sha256(data).hexdigest()
            if b"%PDF-" in data[:1024]:
                pages += page_count(data)
            archive.writestr(f"{number}{path.suffix}", data)
    print(f"floor: {len(files)} files, {pages} pages, {time.process_time():.3f} s CPU")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
