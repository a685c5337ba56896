"""Small snapshots of the public registers, written in the layouts they are published in; the numbers are nobody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

SIRENE = "StockEtablissement_utf8.parquet"
UNITS = "StockUniteLegale_utf8.parquet"
FINESS = "etalab-cs1100502-stock-20241001-0339.csv"
RPPS = "PS_LibreAcces_Personne_activite_202410010812.txt"
SOLUTIONS = "solutions-referencees-2024-10-01.csv"

ESTABLISHMENT_COLUMNS = (
    *("siren", "nic", "siret", "statutDiffusionEtablissement", "dateCreationEtablissement"),
    *("dateDernierTraitementEtablissement", "dateDebut", "etatAdministratifEtablissement"),
    *("enseigne1Etablissement", "enseigne2Etablissement", "enseigne3Etablissement", "denominationUsuelleEtablissement"),
)
UNIT_COLUMNS = (
    *("siren", "statutDiffusionUniteLegale", "prenomUsuelUniteLegale", "dateDernierTraitementUniteLegale"),
    *("nomUniteLegale", "nomUsageUniteLegale", "denominationUniteLegale", "denominationUsuelle1UniteLegale"),
    *("denominationUsuelle2UniteLegale", "denominationUsuelle3UniteLegale"),
)
Row = Mapping[str, str | None]


def establishment(siret: str, **changes: str | None) -> dict[str, str | None]:
    """Return the row of an establishment that is open since 2010."""
    row: dict[str, str | None] = dict.fromkeys(ESTABLISHMENT_COLUMNS)
    row |= {"siret": siret, "siren": siret[:9], "nic": siret[9:], "statutDiffusionEtablissement": "O"}
    row |= {"dateCreationEtablissement": "2010-01-01", "dateDebut": "2010-01-01", "etatAdministratifEtablissement": "A"}
    return row | {"dateDernierTraitementEtablissement": "2024-10-01T02:00:00"} | changes


def unit(siren: str, **changes: str | None) -> dict[str, str | None]:
    """Return the row of a legal unit."""
    row: dict[str, str | None] = dict.fromkeys(UNIT_COLUMNS)
    return row | {"siren": siren, "dateDernierTraitementUniteLegale": "2024-10-01T02:00:00"} | changes


def parquet(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as Parquet, days and instants with their types, as the Insee does."""
    types = {"dateCreationEtablissement": "DATE", "dateDebut": "DATE"}
    types |= dict.fromkeys(("dateDernierTraitementEtablissement", "dateDernierTraitementUniteLegale"), "TIMESTAMP")
    columns = list(rows[0])
    with duckdb.connect(":memory:") as engine:
        described = ", ".join(f"{name} {types.get(name, 'VARCHAR')}" for name in columns)
        engine.execute(f"CREATE TABLE t ({described})")
        engine.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(columns))})", [list(r.values()) for r in rows])
        engine.table("t").write_parquet(str(path))
    return path


def text(path: Path, rows: Sequence[Row], *, delimiter: str, encoding: str = "utf-8") -> Path:
    """Write rows as text with a header, quoted by nobody."""
    lines = [delimiter.join(rows[0]), *(delimiter.join(value or "" for value in row.values()) for row in rows)]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def finess(path: Path, *rows: tuple[str, str, str, str], day: str = "2024-10-01", encoding: str = "utf-8") -> Path:
    """Write an extraction of establishments: number, that of the legal entity, short and long name; no header."""
    lines = [f"finess;etalab;111;{day}"]
    lines += [f"structureet;{';'.join(row)};{';' * 26}" for row in rows]
    lines += [f"geolocalisation;{row[0]};870215.1;6571590.5;1,ATLASANTE;{day}" for row in rows]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def activity(rpps: str, first: str, last: str) -> dict[str, str | None]:
    """Return one activity of a health professional."""
    return {
        "Type d'identifiant PP": "8",
        "Identifiant PP": rpps,
        "Identification nationale PP": f"8{rpps}",
        "Nom d'exercice": last,
        "Prénom d'exercice": first,
        "Libellé profession": 'Médecin "spécialiste"',
    }


def solution(number: str, name: str) -> dict[str, str | None]:
    """Return a listed solution."""
    return {"numero_referencement": number, "solution": name, "editeur": "Polyclée Conseil"}
