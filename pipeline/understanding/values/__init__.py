"""One extractor per type of value; where a value stands on a piece is data, in rules/pieces/."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.understanding.values import amounts, choices, dates, identifiers, references
from pipeline.understanding.values.found import Found

# The type names are those of rules/attributes.toml.
FINDERS: Mapping[str, Callable[[str], list[Found]]] = {
    "adeli": identifiers.adeli,
    "amount": amounts.find,
    "bic": identifiers.bic,
    "date": dates.find,
    "finess": identifiers.finess,
    "iban": identifiers.iban,
    "mss_case": choices.mss_case,
    "mssante": identifiers.mail_address,
    "name": references.name,
    "rate": amounts.rates,
    "reference": references.reference,
    "rpps": identifiers.rpps,
    "scenario": choices.scenario,
    "siren": identifiers.siren,
    "siret": identifiers.siret,
    "vat_number": identifiers.vat_number,
    "version": references.version,
}
