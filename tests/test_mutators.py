"""Every mutator makes its one defect, on its own copy, and leaves the rest of the dossier coherent."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
from stdnum import luhn
from stdnum.fr import siret, tva

from fixtures.documents import compose
from fixtures.mutators import EVERY, clean_for, mutated
from fixtures.sample import Document, Identity, Proof, Rib, Sale, Sample
from fixtures.schemes import PARIS, facts
from fixtures.writer import file_bytes, write

ROOT = Path(__file__).parent.parent
SEED = 17
CENT = Decimal("0.01")
# Defects that touch more than one document: a client's numbers stand on all its papers, an amount runs through the chain.
WIDE = {"beneficiary_twice", "above_ceiling", "invoiced_above_declared", "shared_invoice_number", "expired_identity"}
WIDE |= {"finess_format", "finess_key", "rpps_format", "rpps_key", "monaco_siret"}


@cache
def pair(name: str) -> tuple[Sample, Sample]:
    """Return a clean sample and the same one with the defect."""
    return mutated(name, SEED)


def changed_documents(name: str) -> list[tuple[Document, Document]]:
    """Return the documents that both samples have and that differ."""
    clean, bad = pair(name)
    kept = {document.key: document for document in bad.documents}
    pairs = [(document, kept[document.key]) for document in clean.documents if document.key in kept]
    return [(before, after) for before, after in pairs if before != after]


def one_sale(name: str) -> Sale:
    """Return the one order or invoice that a defect changed, as it became."""
    content = changed_documents(name)[0][1].content
    assert isinstance(content, Sale)
    return content


def entry(sample: Sample, client: str | None) -> dict[str, Any]:
    """Return a beneficiary's entry of the request."""
    return next(found for found in sample.request["beneficiaries"] if found["id"] == client)


@pytest.mark.parametrize("name", EVERY)
def test_a_mutator_names_the_rule_it_must_make_fail(name: str) -> None:
    """No mutator lacks a rule, a kind of request and a sentence that says what it does."""
    mutator = EVERY[name]
    assert re.fullmatch(r"(DO|FI|PC|ID|IT|ME|AM|DA|SI|ST|XM|RG|PF)-\d\d", mutator.rule)
    assert set() < set(mutator.kinds) <= {"listing", "enrolment", "funding", "balance"}


@pytest.mark.parametrize("name", EVERY)
def test_a_mutator_changes_something_and_only_its_copy(name: str) -> None:
    """The defective sample differs from the clean one, which stays as it was; the same seed makes the same defect."""
    clean = clean_for(name, SEED)
    request = deepcopy(dict(clean.request))
    bad = EVERY[name].apply(clean, SEED)
    assert bad != clean
    assert clean == clean_for(name, SEED)
    assert dict(clean.request) == request
    assert bad == EVERY[name].apply(clean, SEED)
    assert (bad.kind, bad.reference, bad.role) == (clean.kind, clean.reference, clean.role)


@pytest.mark.parametrize("name", EVERY)
def test_a_mutator_touches_one_document_at_most(name: str) -> None:
    """A defect changes one document, or adds one, or takes one kind away; only a few run through several on purpose."""
    clean, bad = pair(name)
    added = len(bad.documents) - len(clean.documents)
    touched = len(changed_documents(name))
    assert name in WIDE or touched + max(0, added) <= 1
    assert touched == 0 or added == 0


@pytest.mark.parametrize("name", EVERY)
def test_a_changed_document_says_something_else(name: str) -> None:
    """Every document that a defect changes reads differently, is signed differently or carries other data."""
    for before, after in changed_documents(name):
        assert (
            compose(before) != compose(after)
            or before.signatures != after.signatures
            or before.data != after.data
            or before.coded != after.coded
            or name in WIDE
        )


@pytest.mark.parametrize("name", EVERY)
def test_a_defective_request_is_still_a_request(name: str) -> None:
    """The request stays valid against the schema: what is wrong with it is for the rules to say."""
    schema = json.loads((ROOT / "rules/schemas/request.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(dict(pair(name)[1].request))


OF_ONE_PIECE = [name for name, one in EVERY.items() if one.rule[:2] in ("AM", "ME", "IT") and "missing_dep" not in name]


@pytest.mark.parametrize("name", OF_ONE_PIECE)
def test_defects_of_one_piece_leave_files_and_moment_alone(name: str) -> None:
    """Neither the moment of judgement nor any file's path changes with what one piece says."""
    clean, bad = pair(name)
    assert (clean.on, clean.files) == (bad.on, bad.files)


@pytest.mark.parametrize("name", ["order_at_zero", "invoice_at_zero"])
def test_nothing_is_ordered_or_invoiced(name: str) -> None:
    """The Prestation costs nothing, on the piece and in the request."""
    sale = one_sale(name)
    assert sale.segur_excl == sale.segur_incl == 0


def test_the_sum_is_one_cent_short() -> None:
    """Before tax and tax make one cent more than the total."""
    sale = one_sale("invoice_sum")
    assert sale.excl_tax + sale.vat - sale.incl_tax == CENT


def test_the_tax_is_not_that_of_the_rate() -> None:
    """The total follows the tax, which does not follow the rate."""
    sale = one_sale("invoice_vat")
    assert sale.rate is not None
    assert sale.excl_tax + sale.vat == sale.incl_tax
    assert abs(sale.excl_tax * sale.rate / 100 - sale.vat) > CENT


def test_a_cent_above_what_was_declared() -> None:
    """The invoice is one cent above the declared amount, not above the order, and the request says what it says."""
    _, bad = pair("invoiced_above_declared")
    invoices = [after for _, after in changed_documents("invoiced_above_declared") if after.kind == "invoice"]
    sale = invoices[0].content
    assert isinstance(sale, Sale)
    declared = entry(bad, invoices[0].client)
    assert sale.segur_excl - Decimal(str(declared["declared_excl_tax"])) == CENT
    assert Decimal(str(declared["invoice_amount_excl_tax"])) == sale.segur_excl
    assert sale.segur_excl <= Decimal(str(declared["order_amount_excl_tax"])) <= facts(bad.scheme).ceiling


def test_a_cent_above_the_order_and_the_ceiling() -> None:
    """What is declared passes the order by one cent; what is ordered passes the ceiling by one cent."""
    _, declared = pair("declared_above_order")
    gaps = {
        Decimal(str(found["declared_excl_tax"])) - Decimal(str(found["order_amount_excl_tax"]))
        for found in declared.request["beneficiaries"]
    }
    assert CENT in gaps
    _, above = pair("above_ceiling")
    amounts = {Decimal(str(found["order_amount_excl_tax"])) for found in above.request["beneficiaries"]}
    assert facts(above.scheme).ceiling + CENT in amounts


@pytest.mark.parametrize("kind", ["listing", "funding", "balance"])
def test_one_minute_late(kind: str) -> None:
    """A late deposit is judged one minute after closing, or after the closing day whose hour nobody knows."""
    clean, bad = mutated("deposited_late", SEED, kind=kind)
    closes = facts(bad.scheme).windows[kind].closes
    if isinstance(closes, datetime):
        assert bad.on - closes == timedelta(minutes=1)
    else:
        assert bad.on.date() == closes + timedelta(days=1)
    assert clean.on < bad.on
    assert clean.documents == bad.documents


def test_one_minute_early() -> None:
    """An early deposit is judged one minute before opening, and every paper of it is older."""
    _, bad = pair("deposited_early")
    opens = facts(bad.scheme).windows[bad.kind].opens
    assert isinstance(opens, datetime)
    assert opens - bad.on == timedelta(minutes=1)
    assert all(signature.on < bad.on for document in bad.documents for signature in document.signatures)


def test_an_order_one_day_too_old() -> None:
    """The order is 121 days older than the evidence and still bears the condition."""
    _, bad = pair("order_too_old")
    sale = one_sale("order_too_old")
    complete = date.fromisoformat(bad.request["solution"]["evidence_complete_on"])
    assert complete - sale.date == timedelta(days=121)
    assert sale.condition


def test_days_out_of_order() -> None:
    """Order after deposit, proof before order, proof after the Prestations, identity expired: each by its own defect."""
    assert one_sale("order_in_future").date > pair("order_in_future")[1].on.date()
    early = changed_documents("proof_before_order")[0][1].content
    assert isinstance(early, Proof)
    assert early.date < early.order_date
    late = changed_documents("late_proof")[0][1].content
    assert isinstance(late, Proof)
    _, bad = pair("late_proof")
    closes = facts(bad.scheme).windows["service"].closes
    assert late.date > (closes.astimezone(PARIS).date() if isinstance(closes, datetime) else closes)
    assert late.date <= bad.on.date()
    for _, after in changed_documents("expired_identity"):
        assert isinstance(after.content, Identity)
        assert after.content.expires_on < pair("expired_identity")[1].on.date()


@pytest.mark.parametrize("name", ["siret_typo", "siret_typo_on_piece"])
def test_a_mistyped_siret_fails_its_key_and_keeps_its_siren(name: str) -> None:
    """The typing error is in the establishment's part alone."""
    clean, bad = pair(name)
    if name == "siret_typo":
        before, after = (sample.request["applicant"]["siret"].replace(" ", "") for sample in (clean, bad))
    else:
        contents = [document.content for document in changed_documents(name)[0]]
        before, after = (content.supplier.siret for content in contents if isinstance(content, Sale))
    assert siret.is_valid(before)
    assert not siret.is_valid(after)
    assert before[:9] == after[:9]


def test_other_companies_numbers_are_valid_in_themselves() -> None:
    """A stranger on a piece has numbers that pass their keys: identity fails, not arithmetic."""
    supplier = one_sale("other_supplier").supplier
    assert siret.is_valid(supplier.siret)
    assert tva.is_valid(supplier.vat_number)
    assert siret.is_valid(one_sale("other_nic").supplier.siret)
    assert siret.is_valid(one_sale("other_client_siret").client.siret)
    assert luhn.is_valid(one_sale("other_finess").client.finess)


def test_the_rib_contradicts_itself_or_the_request() -> None:
    """Only the key box is wrong on one RIB; on another the account is; a third has neither IBAN nor BIC."""
    contents = {
        name: changed_documents(name)[0][1].content for name in ("rib_key_box", "other_iban", "rib_without_iban")
    }
    key, other, none = (content for content in contents.values() if isinstance(content, Rib))
    assert key.iban
    assert key.boxes
    assert "".join(key.boxes[:3]) == key.iban[4:25]
    assert key.boxes[3] != key.iban[25:]
    declared = pair("other_iban")[1].request["applicant"]["iban"].replace(" ", "")
    assert other.iban != declared
    assert (none.iban, none.bic) == (None, None)
    assert none.boxes


@pytest.mark.parametrize(
    "name", ["unsigned_order", "unsigned_va", "unsigned_mandate", "unsigned_letter", "unsigned_pv"]
)
def test_an_unsigned_piece_has_empty_signature_fields(name: str) -> None:
    """The field is there on the page, and nobody filled it; the clean piece's is filled."""
    clean, bad = pair(name)
    key = changed_documents(name)[0][0].key
    for sample, filled in ((clean, True), (bad, False)):
        file = next(file for file in sample.files if key in file.documents)
        alone = type(file)(path="x.pdf", documents=(key,))
        with pikepdf.open(BytesIO(file_bytes(sample, alone)[0])) as pdf:
            found = [field for field in pdf.Root.AcroForm.Fields if field.FT == "/Sig"]
            assert found
            assert all(("/V" in field) == filled for field in found)


def test_file_defects_are_in_the_files(tmp_path: Path) -> None:
    """A locked copy asks for its password, an empty file is empty, a web page is called PDF, a copy is a copy."""
    for name in ("encrypted_piece", "empty_file", "html_named_pdf", "duplicate_file", "two_request_files"):
        write(pair(name)[1], tmp_path / name)
    locked = next((tmp_path / "encrypted_piece").rglob("*verrouillé*"))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(locked)
    assert not next((tmp_path / "empty_file").rglob("scan.pdf")).read_bytes()
    assert next((tmp_path / "html_named_pdf").rglob("telechargement.pdf")).read_bytes().startswith(b"<!DOCTYPE html>")
    contents = [path.read_bytes() for path in (tmp_path / "duplicate_file").rglob("*.pdf")]
    assert len(contents) - len(set(contents)) == 1
    assert len(list((tmp_path / "two_request_files").glob("request.*"))) == 2


@pytest.mark.parametrize(
    "name", [name for name in EVERY if name.startswith("missing_") and EVERY[name].rule[:2] == "PC"]
)
def test_a_missing_piece_is_in_no_file(name: str) -> None:
    """What is missing is gone from the documents and from the files, and no file is left empty."""
    clean, bad = pair(name)
    gone = {document.key for document in clean.documents} - {document.key for document in bad.documents}
    assert gone
    assert not gone & {key for file in bad.files for key in file.documents}
    assert all(file.documents or file.raw is not None for file in bad.files)


@pytest.mark.parametrize(
    "name", ["quote_instead_of_order", "pro_forma_instead_of_invoice", "credit_note_instead_of_invoice"]
)
def test_a_look_alike_stands_in_the_place_of_the_piece(name: str) -> None:
    """The look-alike has the piece's key, client and lines, and another kind."""
    before, after = changed_documents(name)[0]
    assert name.startswith(after.kind)
    assert after.kind != before.kind
    assert isinstance(before.content, Sale)
    assert isinstance(after.content, Sale)
    assert after.content.lines == before.content.lines
