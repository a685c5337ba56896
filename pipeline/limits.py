"""How much of a submission is read, and for how long: every limit of the product with its safe default and unit."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may be read of one submission and of one file; each limit that is hit is named in a finding."""

    max_files: int = 5_000  # files of a submission, those of its archives included
    max_file_bytes: int = 200 * MEGABYTE  # bytes of one file
    max_total_bytes: int = 2_000 * MEGABYTE  # bytes of all the files of a submission, once unpacked
    max_entries: int = 5_000  # entries of one archive
    max_ratio: int = 100  # bytes unpacked per byte packed; counts only for what unpacks to more than 1 MB
    max_depth: int = 12  # folders below the root of a submission
    max_nesting: int = 1  # archives inside the submission, one in the other
    max_pages: int = 2_000  # pages of one file
    max_pixels: int = 50_000_000  # pixels of one image
    max_scans: int = 400  # pages of one file that are read from pixels
    child_seconds: float = 20.0  # seconds that reading one file may take
    scan_seconds: float = 60.0  # seconds that reading one page from its pixels may take
    child_memory_bytes: int = 2 * 1024**3  # address space of the child process that reads, in bytes
