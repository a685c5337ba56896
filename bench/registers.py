"""Measures 500 SIRETs looked up in a synthetic Sirene of 10 million rows. Usage: python -m bench.registers

The rows have the columns of StockEtablissement that the product reads, sorted by SIRET as the published file is assumed
to be; the numbers are spread over the whole file, so that no part of it can be passed over.
"""

from __future__ import annotations

import csv
import platform
import random
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import duckdb

from pipeline.registers.reading import Lookup, look_up, taken_on
from pipeline.registers.snapshots import sha256_of
from rules.loader import load

HOME = Path(__file__).resolve().parent.parent / "build" / "bench" / "registers-1"  # made once: a new plan, a new number
PARQUET, TEXT = HOME / "StockEtablissement_utf8.parquet", HOME / "StockEtablissement_utf8.csv"
ROWS, NUMBERS, ROUNDS = 10_000_000, 500, 5
SHARE = 100  # the naive script reads one row in so many, from the start of the file
PLAN = f"""
SELECT lpad((100000000 + i // 3 * 100)::VARCHAR, 9, '0') AS siren, lpad((i % 3 + 1)::VARCHAR, 5, '0') AS nic,
       siren || nic AS siret, 'O' AS statutDiffusionEtablissement,
       DATE '1990-01-01' + (hash(i) % 12000)::INTEGER AS dateCreationEtablissement,
       TIMESTAMP '2024-10-31' - to_days((hash(i, 1) % 3000)::INTEGER) AS dateDernierTraitementEtablissement,
       DATE '2000-01-01' + (hash(i, 2) % 8000)::INTEGER AS dateDebut,
       CASE WHEN hash(i, 3) % 3 = 0 THEN 'F' ELSE 'A' END AS etatAdministratifEtablissement,
       CASE WHEN hash(i, 4) % 4 = 0 THEN 'ENSEIGNE ' || hash(i, 5) END AS enseigne1Etablissement,
       NULL::VARCHAR AS enseigne2Etablissement, NULL::VARCHAR AS enseigne3Etablissement,
       CASE WHEN hash(i, 6) % 8 = 0 THEN 'NOM USUEL ' || hash(i, 7) END AS denominationUsuelleEtablissement
FROM range({ROWS}) AS numbers(i)
"""


def make_files() -> None:
    """Write the rows as Parquet and as CSV, the same on every machine."""
    if TEXT.exists():
        return
    HOME.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(":memory:") as engine:
        engine.sql(PLAN).write_parquet(str(PARQUET))
        half_made = TEXT.with_suffix(".part")
        engine.read_parquet(str(PARQUET)).write_csv(str(half_made))
        half_made.rename(TEXT)


def milliseconds(work: Callable[[], object]) -> float:
    """Return the CPU time that a call takes, in milliseconds: other processes on the machine do not count."""
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)


def naive(sought: set[str]) -> int:
    """Count the numbers seen in the first hundredth of the CSV, read row by row."""
    with TEXT.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(islice(stream, ROWS // SHARE + 1))
        return sum(row["siret"] in sought for row in rows)


def main() -> None:
    """Print CPU milliseconds a batch of numbers, in one run, and the ratios to both baselines."""
    make_files()
    sirene = load().registers["sirene"]
    chosen = random.Random(1)
    rounds = []
    for _ in range(ROUNDS):
        places = [chosen.randrange(ROWS) for _ in range(NUMBERS)]
        numbers = tuple(f"{100000000 + place // 3 * 100:09}{place % 3 + 1:05}" for place in places)
        ours, text = (Lookup(register=sirene, path=path, numbers=numbers) for path in (PARQUET, TEXT))
        found = look_up(ours)
        assert len(found) == len(set(numbers))
        rounds.append(
            (
                milliseconds(lambda task=ours: look_up(task)),  # type: ignore[misc]
                milliseconds(lambda task=text: look_up(task)),  # type: ignore[misc]
                SHARE * milliseconds(lambda sought=set(numbers): naive(sought)),  # type: ignore[misc]
            )
        )
    parquet, scan, script = (statistics.median(times) for times in zip(*rounds, strict=True))
    once = milliseconds(lambda: taken_on(Lookup(register=sirene, path=PARQUET)))
    digest = milliseconds(lambda: sha256_of(PARQUET))
    print(
        f"{NUMBERS} SIRETs in {ROWS:,} rows; {platform.machine()}, Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}, one thread; CPU, medians of {ROUNDS} rounds"
    )
    print(f"Parquet ({PARQUET.stat().st_size / 1e6:.0f} MB), in place  {parquet:10.0f} ms/batch")
    print(f"CSV ({TEXT.stat().st_size / 1e6:.0f} MB), in place     {scan:10.0f} ms/batch")
    print(f"Python csv, 1 % read, times {SHARE}   {script:10.0f} ms/batch")
    print(f"Parquet / CSV {parquet / scan:.3f}   Parquet / Python csv {parquet / script:.4f}")
    print(f"once a run: date {once:.0f} ms, SHA-256 {digest:.0f} ms")


if __name__ == "__main__":
    main()
