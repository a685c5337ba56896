"""One identifier, one small module: compact it, validate it, say why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from validators.identifiers import (
    adeli,
    bic,
    finess,
    iban,
    listing_number,
    mssante,
    rib,
    rpps,
    siren,
    siret,
    vat_number,
)
from validators.identifiers.examined import Examined

# Type of an attribute (rules/attributes.toml) → how it is examined, once for each text: a number stands on many pieces.
EXAMINERS: Mapping[str, Callable[[str], Examined]] = {
    kind: lru_cache(maxsize=1024)(examine)
    for kind, examine in {
        "siren": siren.examine,
        "siret": siret.examine,
        "vat_number": vat_number.examine,
        "iban": iban.examine,
        "bic": bic.examine,
        "rib": rib.examine,
        "finess": finess.examine,
        "rpps": rpps.examine,
        "adeli": adeli.examine,
        "mssante": mssante.examine,
        "reference": listing_number.examine,
    }.items()
}

# Type of an attribute → the form in which two values of it are compared.
COMPACTERS: Mapping[str, Callable[[str], str]] = {
    "siren": siren.compact,
    "siret": siret.compact,
    "vat_number": vat_number.compact,
    "iban": iban.compact,
    "bic": bic.compact,
    "rib": rib.compact,
    "finess": finess.compact,
    "rpps": rpps.compact,
    "adeli": adeli.compact,
    "mssante": mssante.compact,
    "reference": listing_number.compact,
}
