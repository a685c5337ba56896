"""Safe names: folders from references, files from pieces; ASCII, flat, reserved by no system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

REFERENCE_BYTES = 80
FILE_BYTES = 100
SAFE_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")

# Letters that have no decomposition in Unicode.
_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
)
_OURS = frozenset(
    {"report", "index.html", "summary.csv"}
)  # report.json is the report; the others lie beside the folders


def safe_reference(reference: str) -> str:
    """Return the folder name of a reference: itself when safe, else folded to ASCII with a piece of its own hash.

    A pure function, at most 80 bytes; two references that differ (but by their Unicode composition) give two names.

    >>> safe_reference("SOLDE-2024.07")
    'SOLDE-2024.07'
    >>> safe_reference("Solde été")
    'Solde-ete-968d6b0ba8'
    """
    composed = unicodedata.normalize("NFC", reference)
    if 0 < len(composed) <= REFERENCE_BYTES and fold(composed) == composed and not _reserved(composed):
        return composed
    return _marked(fold(composed) or "reference", composed, REFERENCE_BYTES)


def piece_file_name(parts: Iterable[str]) -> str:
    """Return a PDF's safe name from its parts, such as `B01_facture_F-2024-118.pdf`; at most 100 bytes."""
    whole = "_".join(folded for part in parts if (folded := fold(part))) or "piece"
    room = FILE_BYTES - len(".pdf")
    stem = whole if len(whole) <= room and not _reserved(whole) else _marked(whole, whole, room)
    return f"{stem}.pdf"


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Number the names met before (case set aside): `rib.pdf`, `rib-2.pdf`; in the order given."""
    given: dict[str, str] = {}
    for name in names:
        stem, turn, candidate = name.removesuffix(".pdf"), 2, name
        while candidate.casefold() in given:
            mark = f"-{turn}.pdf"
            candidate, turn = stem[: FILE_BYTES - len(mark)] + mark, turn + 1
        given[candidate.casefold()] = candidate
    return tuple(given.values())


def is_safe(name: str, limit: int = FILE_BYTES) -> bool:
    """Tell whether a file or folder name is one that this module could have given."""
    return len(name) <= limit and SAFE_NAME.fullmatch(name) is not None and not _is_device(name)


def fold(text: str) -> str:
    """Reduce a text to safe ASCII: accents dropped, anything else a dash, no dot or dash at either end."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    ascii_only = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"\.{2,}", ".", _UNSAFE.sub("-", ascii_only)).strip("._-")


def _marked(stem: str, original: str, limit: int) -> str:
    mark = hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    if _reserved(stem):
        stem = stem.replace(".", "-")  # Windows reserves the word before the first dot, whatever follows
    return f"{stem[: limit - len(mark) - 1].rstrip('._-')}-{mark}"


def _reserved(name: str) -> bool:
    return name.casefold() in _OURS or _is_device(name)


def _is_device(name: str) -> bool:
    return name.casefold().partition(".")[0] in _DEVICES
