"""What reports say of codes printed on pieces: that they were read, who sealed them, and whether anybody checked that."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest

from pipeline.reporting.encode import SCHEMA_FILE, to_json
from pipeline.reporting.model import Report
from pipeline.reporting.web import render_html
from tests.reporting_samples import dossier, report
from validators.model import Verdict
from validators.printed_code import PrintedCode, Seal

NBSP = "\u00a0"
RIB = PrintedCode(kind="2d_doc_03", page=1, issuer="FR03/BDF0", sealed_on=date(2024, 9, 12), seal=Seal.NOT_CHECKED)


def told(*codes: PrintedCode, lang: str = "fr") -> Report:
    """Return a report on a dossier whose first piece bears codes."""
    case = dossier()
    first, *others = case.pieces
    return report(replace(case, pieces=(replace(first, codes=codes), *others)), [], Verdict.TO_REVIEW, lang=lang)


def sentence(code: PrintedCode, lang: str = "fr") -> str:
    """Return what is said of a code."""
    (one,) = told(code, lang=lang).pieces[0].codes
    return one.text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        (
            PrintedCode(kind="payment", page=2),
            "QR code de paiement (EPC) lu, page 2",
            "payment QR code (EPC) read, page 2",
        ),
        (
            RIB,
            "2D-Doc de relevé d'identité bancaire lu, page 1, scellé par FR03/BDF0 le 12 septembre 2024, authenticité non vérifiée",
            "2D-Doc of bank details read, page 1, sealed by FR03/BDF0 on 12 September 2024, authenticity not checked",
        ),
        (
            replace(RIB, kind="2d_doc_a8", sealed_on=None, seal=Seal.BROKEN),
            "2D-Doc de type A8 lu, page 1, scellé par FR03/BDF0, sceau non valable",
            "2D-Doc of type A8 read, page 1, sealed by FR03/BDF0, seal that does not hold",
        ),
        (
            replace(RIB, kind="2d_doc_", sealed_on=None, seal=Seal.NOT_LISTED),
            "2D-Doc d’un périmètre inconnu lu, page 1, scellé par FR03/BDF0, authenticité inconnue : certificat absent de votre liste",
            "2D-Doc of an unknown perimeter read, page 1, sealed by FR03/BDF0, authenticity unknown: certificate not on your list",
        ),
    ],
)
def test_a_code_in_words(code: PrintedCode, french: str, english: str) -> None:
    """Each code is one line, in both languages."""
    assert (sentence(code), sentence(code, "en")) == (french, english)


@pytest.mark.parametrize("seal", [seal for seal in Seal if seal != Seal.AUTHENTIC])
def test_only_an_authentic_code_is_called_so(seal: Seal) -> None:
    """No other state of a seal may be taken for it."""
    assert "authentique" not in sentence(replace(RIB, seal=seal))
    assert sentence(replace(RIB, seal=Seal.AUTHENTIC)).endswith(", authentique")


def test_codes_stand_in_every_report() -> None:
    """The JSON follows its schema, the page shows the line."""
    case = told(RIB, PrintedCode(kind="payment", page=1))
    data = json.loads(to_json(case))

    jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8"))).validate(data)
    assert [one["seal"] for one in data["pieces"][0]["codes"]] == ["not_checked", "none"]
    assert "authenticité non vérifiée" in render_html(case)
