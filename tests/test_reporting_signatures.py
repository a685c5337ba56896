"""What reports say of digital signatures: who signed, when, and what still holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest

from pipeline.reporting.encode import SCHEMA_FILE, to_json
from pipeline.reporting.masking import masked
from pipeline.reporting.model import Report
from pipeline.reporting.web import render_html
from tests.reporting_samples import dossier, report
from validators.model import SignatureField, Verdict
from validators.signature import DigitalSignature, Integrity, Issuer

NAME = "Camille de Pina"
GOOD = DigitalSignature(
    integrity=Integrity.INTACT, signer=NAME, signed_at=datetime(2024, 9, 12, 12, 0, tzinfo=UTC), in_date=True
)
NBSP = "\u00a0"


def told(lang: str = "fr", **changes: Any) -> Report:
    """Return a report on a dossier whose first piece bears one signature."""
    proof = replace(GOOD, **changes)
    case = dossier()
    first, *others = case.pieces
    field = SignatureField(filled=True, page=1, name=proof.signer, signature=proof)
    signed = replace(first, signatures=(field, SignatureField(filled=False, page=1)))
    return report(replace(case, pieces=(signed, *others)), [], Verdict.TO_REVIEW, lang=lang)


def sentence(lang: str = "fr", **changes: Any) -> str:
    """Return what is said of the signature."""
    (one,) = told(lang, **changes).pieces[0].signatures
    return one.text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("lang", "changes", "expected"),
    [
        ("fr", {}, "signé par Camille de Pina, le 12 septembre 2024 à 14 h 00, intègre, émetteur non vérifié"),
        ("en", {}, "signed by Camille de Pina, on 12 September 2024 at 14:00, intact, issuer not verified"),
        (
            "fr",
            {"integrity": Integrity.ALTERED, "changed_pages": (1, 3), "issuer": Issuer.LISTED},
            "signé par Camille de Pina, le 12 septembre 2024 à 14 h 00, modifié depuis (page 1, 3), émetteur connu",
        ),
        (
            "fr",
            {"time_stamped": True, "advanced_format": True, "qualified": True, "issuer": Issuer.LISTED},
            "signé par Camille de Pina, le 12 septembre 2024 à 14 h 00 (horodatage), intègre, format PAdES, "
            "certificat qui se dit qualifié, émetteur connu",
        ),
        (
            "fr",
            {"signed_at": None, "self_signed": True, "in_date": False, "issuer": Issuer.NOT_LISTED},
            "signé par Camille de Pina, intègre, certificat hors de sa période de validité, certificat auto-signé, "
            "émetteur inconnu de votre liste",
        ),
        (
            "fr",
            {"integrity": Integrity.UNCHECKED, "signer": "", "signed_at": None},
            "signé sans nom, signature non vérifiée",
        ),
    ],
)
def test_a_signature_is_told_in_one_sentence(lang: str, changes: dict[str, Any], expected: str) -> None:
    """Who, when in Paris, what still holds, and no more than the file shows."""
    assert sentence(lang, **changes) == expected


@pytest.mark.parametrize("integrity", Integrity)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_state_can_be_reported(integrity: Integrity, lang: str) -> None:
    """The report keeps to its schema, and its page shows the sentence."""
    shown = told(lang, integrity=integrity, changed_pages=(2,))
    jsonschema.validate(json.loads(to_json(shown)), json.loads(SCHEMA_FILE.read_text("utf-8")))
    assert shown.pieces[0].signatures[0].text in render_html(shown)


def test_no_state_is_told_as_another() -> None:
    """Eight states, eight sentences, in both languages; one alone says that all is well."""
    for lang, intact in (("fr", "intègre"), ("en", "intact")):
        sentences = {state: sentence(lang, integrity=state, changed_pages=(2,)) for state in Integrity}
        assert len(set(sentences.values())) == len(Integrity) == 8
        assert [state for state, text in sentences.items() if intact in text] == [Integrity.INTACT]


def test_the_signer_is_masked_with_the_other_names() -> None:
    """A masked report shows initials in place of the name, in the sentence too."""
    hidden = masked(told())
    assert hidden.pieces[0].signatures[0].text.startswith("signé par C. d. P.")
    assert NAME.encode() not in to_json(hidden)
    assert hidden.pieces[0].signatures[0].integrity == Integrity.INTACT
