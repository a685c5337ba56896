"""The repair plan in words: grouped by addressee, sourced, masked when others read along, held by its schema."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator

from pipeline.planning.formats import PLAN_FORMATS, SCHEMA_FILE
from pipeline.planning.text import render_plan
from pipeline.planning.words import plan_words
from tests.planning_samples import judged, plan
from validators.model import Verdict

INVOICE, PROOF, IBAN = "defaut-facture-un-centime", "defaut-va-non-signee", "defaut-rib-autre-compte"
DEFECTS = (INVOICE, PROOF, IBAN, "defaut-devis-au-lieu-de-commande", "defaut-piece-identite-expiree")
CLEAN = "solde-foyers-fusion"


def test_each_addressee_is_asked_for_what_is_theirs() -> None:
    """The invoice of the finance staff, the VA and the order of their clients, the identity papers of who bears them."""
    asked = plan(DEFECTS).asked
    assert [(one.party.role, [action.key for action in one.actions]) for one in asked] == [
        ("client", ["va"]),
        ("client", ["purchase_order"]),
        ("office", ["applicant.iban"]),
        ("finance", ["invoice"]),
        ("legal_representative", ["identity_document", "identity_document"]),
    ]


def test_following_the_plan_makes_every_dossier_conform() -> None:
    """Each dossier says what it is and what it would be."""
    dossiers = plan(DEFECTS).dossiers
    assert {one.verdict for one in dossiers} == {Verdict.NON_CONFORMING}
    assert {one.verdict_after for one in dossiers} == {Verdict.CONFORMING}
    assert all(one.least for one in dossiers)


def test_a_conforming_dossier_has_its_line_and_nothing_to_do() -> None:
    """A batch's plan names all its dossiers."""
    made = plan([CLEAN])
    assert [(one.verdict, one.actions) for one in made.dossiers] == [(Verdict.CONFORMING, 0)]
    assert made.asked == ()
    assert plan_words("fr")["text"]["nothing"] in render_plan(made, width=100)


def test_the_money_and_the_deadline_stand_by_each_request() -> None:
    """70 % of the 8 020.00 declared wait for the invoice, until the closing that the scheme's source gives."""
    (asked,) = plan([INVOICE]).asked
    (request,) = asked.requests
    assert request.money is not None
    assert (request.money.excl_tax, request.money.percent, request.money.source) == ("5614.00", 70, "ROADMAP-FR")
    assert (request.due.closes, request.due.source) == ("2024-12-19T14:00:00+01:00", "P-PDS1")
    assert "19 décembre 2024 à 14 h 00" in request.due.text.replace("\xa0", " ")


def test_an_enrolment_pays_nothing_and_says_an_unknown_closing() -> None:
    """No sum is made up for a request that pays nothing; the document that gives the closing is named."""
    (asked,) = plan([IBAN], fictional=False).asked
    assert asked.requests[0].money is None
    assert asked.requests[0].due.closes is None
    assert "HOP-DPI-Va2" in asked.requests[0].due.text


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("hidden", [False, True], ids=["shown", "hidden"])
def test_the_json_fits_its_schema(lang: str, hidden: bool) -> None:
    """What is written is what the schema promises, whatever the language and the masking."""
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    made = plan(DEFECTS, lang, hidden=hidden)
    document = json.loads(PLAN_FORMATS["json"](made))

    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    assert document["schema"] == 1


def test_every_source_shown_is_listed() -> None:
    """Each key that the plan shows in brackets has its title and address below."""
    made = plan(DEFECTS)
    keys = {source.key for source in made.sources}
    for asked in made.asked:
        for action in asked.actions:
            cited = {action.source, *(found.source for found in action.findings)}
            cited |= {source for source in (action.due.source, action.money and action.money.source) if source}
            assert cited <= keys


def test_the_csv_has_a_row_for_each_action() -> None:
    """A spreadsheet gets one row per thing to do, and the same columns in all of them."""
    made = plan(DEFECTS)
    rows = list(csv.reader(io.StringIO(PLAN_FORMATS["csv"](made).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + sum(len(one.actions) for one in made.asked)
    assert len({len(row) for row in rows}) == 1
    assert "5614.00" in {cell for row in rows for cell in row}


def test_names_and_ibans_are_masked_where_others_read_along() -> None:
    """Neither the client's name nor an IBAN stands in a masked plan, in any format."""
    one = judged(PROOF)
    name = one.dossier.beneficiaries[0].name
    ibans = {seen.value for claim in judged(IBAN).report.claims if claim.type == "iban" for seen in claim.witnesses}
    shown, hidden = (plan([PROOF, IBAN], hidden=flag) for flag in (False, True))

    assert ibans
    for write in PLAN_FORMATS.values():
        open_text, masked_text = (write(made).decode().replace("\xa0", "").replace(" ", "") for made in (shown, hidden))
        assert name.replace(" ", "") in open_text
        assert name.replace(" ", "") not in masked_text
        assert any(iban in open_text for iban in ibans)
        assert not any(iban in masked_text for iban in ibans)


def test_one_document_serves_all_the_requests_that_wait_for_it() -> None:
    """The same applicant's requests of a batch ask for the call for funding once, with what waits told by request."""
    made = plan(["avance-trois-clients", "avance-trois-clients"], fictional=False)
    (asked,) = made.asked
    (action,) = asked.actions
    assert action.what == "document"
    assert action.money is None
    assert [request.money and request.money.excl_tax for request in asked.requests] == ["20679.00", "20679.00"]


def test_the_text_fits_its_width() -> None:
    """No line of the text is wider than asked, and quiet text stops after the dossiers."""
    made = plan(DEFECTS)
    whole, quiet = (render_plan(made, width=80, quiet=flag) for flag in (False, True))
    assert max(map(len, whole.splitlines())) <= 80
    assert whole.startswith(quiet.rstrip("\n"))
    assert "→" not in quiet
