"""The generated dossiers are what they claim to be: steady, valid, coherent, legible and independent of the readers."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from schwifty import BIC, IBAN
from stdnum import luhn
from stdnum.fr import siren, siret, tva

from fixtures.documents import COMPOSERS, compose
from fixtures.generator import KINDS, generate, write
from fixtures.large import large
from fixtures.layouts import LAYOUTS
from fixtures.requests import request_bytes
from fixtures.sample import Identity, Proof, Rib, Sale, Sample
from fixtures.schemes import CODES, PARIS, facts
from fixtures.writer import file_bytes

ROOT = Path(__file__).parent.parent
SEEDS = range(160)
FAMILIES = ("pipeline", "rules", "validators")


@cache
def samples() -> tuple[Sample, ...]:
    """Return many clean dossiers as values; nothing is rendered."""
    return tuple(generate(seed) for seed in SEEDS)


@cache
def schema() -> jsonschema.Draft202012Validator:
    """Return the validator of request files."""
    return jsonschema.Draft202012Validator(json.loads((ROOT / "rules/schemas/request.schema.json").read_text("utf-8")))


def digest(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_fixtures_import_nothing_of_the_product() -> None:
    """The generator can share no mistake with the readers, since it imports none of their floors."""
    for path in (ROOT / "fixtures").rglob("*.py"):
        source = path.read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & set(FAMILIES), path
        assert not re.search(r"['\"/](rules|pipeline|validators)/", source), f"{path} names a folder of the product"


@pytest.mark.parametrize("seed", [0, 3, 5, 9])
def test_the_same_seed_gives_the_same_bytes(seed: int, tmp_path: Path) -> None:
    """A dossier written twice is the same to the byte, its signatures included."""
    for name in ("once", "again"):
        write(generate(seed, kind=KINDS[seed % 4]), tmp_path / name)
    assert digest(tmp_path / "once") == digest(tmp_path / "again")


@pytest.mark.parametrize("layout", range(len(LAYOUTS)))
def test_every_layout_is_steady(layout: int) -> None:
    """Every PDF producer gives the same bytes for the same order, signed."""
    sample = generate(12, kind="funding", layout=layout)
    first, second = (file_bytes(sample, sample.files[0])[0] for _ in range(2))
    assert first == second


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    """The bytes do not hang on Python's hash seed."""
    code = "from pathlib import Path; from fixtures.generator import generate, write; write(generate(7), Path({!r}))"
    for name, hashing in (("a", "1"), ("b", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", code.format(str(tmp_path / name))], check=True, env=environment, cwd=ROOT)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_every_request_is_valid_against_its_schema() -> None:
    """Every request file, as TOML or JSON, is read back as what the schema asks."""
    for sample in samples():
        raw = request_bytes(sample.request, sample.request_format, sample.request_encoding)
        text = raw.decode(sample.request_encoding.partition("+")[0])
        read = tomllib.loads(text) if sample.request_format == "toml" else json.loads(text)
        schema().validate(read)
        assert read["kind"] == sample.kind


def test_there_is_variety() -> None:
    """Many seeds give every kind of request, role, depositor, VAT status, and at least eight schemes."""
    applicants = [sample.request["applicant"] for sample in samples()]
    assert {sample.kind for sample in samples()} == set(KINDS)
    assert {sample.role for sample in samples()} == {"publisher", "distributor", "group_representative"}
    assert {entry["depositor_status"] for entry in applicants} == {"legal_representative", "employee", "third_party"}
    assert {entry["vat_status"] for entry in applicants} == {"liable", "exempt"}
    assert len({sample.scheme for sample in samples()}) >= 8
    assert {sample.request_format for sample in samples()} == {"toml", "json"}
    assert all(sample.role != "group_representative" or sample.kind == "listing" for sample in samples())


def test_every_kind_of_piece_has_at_least_four_looks() -> None:
    """No kind of piece is always set in the same few layouts."""
    looks: dict[str, set[str]] = {}
    for sample in samples():
        for document in sample.documents:
            looks.setdefault(document.kind, set()).add(document.style.layout)
    frequent = {"purchase_order", "invoice", "va", "mom", "rib", "identity_document", "listing_report", "mandate"}
    rare = {"commissioning_report", "sworn_statement", "renunciation", "vsr"}  # few dossiers hold one
    assert all(len(looks[kind]) >= 7 for kind in frequent), looks
    assert all(len(found) >= 4 for kind, found in looks.items() if kind not in rare), looks


def test_titles_and_labels_vary() -> None:
    """Invoices and orders do not all speak with one voice."""
    for kind in ("invoice", "purchase_order"):
        sheets = [compose(d) for sample in samples() for d in sample.documents if d.kind == kind]
        assert len({label for sheet in sheets for label, _ in sheet.fields}) > 15
        assert len({sheet.recipient.label for sheet in sheets if sheet.recipient}) > 6


def test_identifiers_pass_their_keys() -> None:
    """Every SIRET, VAT number, IBAN, BIC, FINESS and RPPS passes the judgement of other people's libraries."""
    for sample in samples():
        for document in sample.documents:
            content = document.content
            if isinstance(content, (Sale, Proof)):
                assert siret.is_valid(content.supplier.siret)
                assert siren.is_valid(content.supplier.siren)
                assert tva.is_valid(content.supplier.vat_number)
                assert IBAN(content.supplier.account.iban, validate_bban=False).is_valid
                assert siret.is_valid(content.client.siret)
                for number in (content.client.finess, content.client.finess_legal, content.client.rpps):
                    assert number is None or luhn.is_valid(number)
                assert content.client.finess is None or len(content.client.finess) == 9
                assert content.client.rpps is None or len(content.client.rpps) == 11
            if isinstance(content, Rib):
                assert content.iban
                assert IBAN(content.iban).country_code == "FR"
                assert content.bic is None or BIC(content.bic).country_code == "FR"
                assert content.boxes is None or "".join(content.boxes) == content.iban[4:]
                assert _rib_key(content.iban) == content.iban[25:27]


def _rib_key(iban: str) -> str:
    """Compute the key of a French account the way banks publish it."""
    letters = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
    bank, branch, account = int(iban[4:9]), int(iban[9:14]), int(iban[14:25].translate(letters))
    return f"{97 - (89 * bank + 15 * branch + 3 * account) % 97:02d}"


def test_amounts_are_right_to_the_cent() -> None:
    """On every order and invoice the lines add up, the tax is the rate's, and the amount is below the ceiling."""
    cent = Decimal("0.01")
    for sample in samples():
        for document in sample.documents:
            sale = document.content
            if isinstance(sale, Sale):
                assert sum(line.excl_tax for line in sale.lines) == sale.excl_tax
                assert (sale.excl_tax * (sale.rate or 0) / 100).quantize(cent, ROUND_HALF_UP) == sale.vat
                assert sale.excl_tax + sale.vat == sale.incl_tax
                assert sum(line.excl_tax for line in sale.lines if line.segur) == sale.segur_excl
                assert 0 < sale.segur_excl <= facts(sample.scheme).ceiling
                assert all((line.excl_tax / line.quantity) % cent == 0 for line in sale.lines)


def test_requests_say_what_the_pieces_say() -> None:
    """A request's numbers, days and amounts are those of its orders, invoices and proofs, in their lawful order."""
    for sample in samples():
        entries = {entry["id"]: entry for entry in sample.request.get("beneficiaries", [])}
        for document in sample.documents:
            sale = document.content
            if isinstance(sale, Sale):
                name = "order" if document.kind == "purchase_order" else "invoice"
                entry = entries[sale.client.id]
                assert entry[f"{name}_number"] == sale.number
                assert entry[f"{name}_date"] == sale.date.isoformat()
                assert _amount(entry[f"{name}_amount_excl_tax"]) == sale.segur_excl
                assert _amount(entry[f"{name}_amount_incl_tax"]) == sale.segur_incl
        for entry in entries.values():
            chain = [entry.get(f"{name}_excl_tax") for name in ("order_amount", "declared", "invoice_amount")]
            amounts = [_amount(value) for value in chain if value is not None]
            assert amounts == sorted(amounts, reverse=True)


def _amount(value: Any) -> Decimal:
    return Decimal(str(value))


def test_days_follow_each_other() -> None:
    """The days of a dossier are in order, inside the windows of its scheme, orders within 120 days of the evidence."""
    for sample in samples():
        window, on = facts(sample.scheme).windows[sample.kind], sample.on
        closes = window.closes if isinstance(window.closes, datetime) else _midnight(window.closes)
        assert on.utcoffset() is not None
        assert on < closes
        assert not isinstance(window.opens, datetime) or window.opens < on
        solution = sample.request["solution"]
        if sample.kind != "listing":
            listed, complete = (date.fromisoformat(solution[key]) for key in ("listed_on", "evidence_complete_on"))
            assert complete < listed < on.date()
            _check_documents(sample, listed, complete)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), PARIS)


def _check_documents(sample: Sample, listed: date, complete: date) -> None:
    service = facts(sample.scheme).windows["service"].closes
    last = service.date() if isinstance(service, datetime) else service
    for document in sample.documents:
        content = document.content
        if document.kind == "purchase_order" and isinstance(content, Sale):
            assert complete - timedelta(days=120) <= content.date < sample.on.date()
            assert content.condition == (content.date < listed)
        if isinstance(content, Proof):
            assert content.order_date < content.date <= min(last, sample.on.date())
        if document.kind == "invoice" and isinstance(content, Sale):
            assert content.order_date is not None
            assert content.order_date < content.date <= sample.on.date()
        if isinstance(content, Identity):
            assert content.issued_on < sample.on.date() < content.expires_on
        assert all(signature.on <= sample.on for signature in document.signatures)


def test_clean_dossiers_hold_the_pieces_of_their_kind() -> None:
    """Every beneficiary has its order, or its invoice and proof; every enrolment and candidature its papers."""
    for sample in samples():
        kinds = [document.kind for document in sample.documents]
        clients = [entry["id"] for entry in sample.request.get("beneficiaries", [])]
        per_client = {(document.kind, document.client) for document in sample.documents}
        if sample.kind == "funding":
            assert clients
            assert all(("purchase_order", client) in per_client for client in clients)
        if sample.kind == "balance":
            assert all(("invoice", client) in per_client for client in clients)
            assert all({("va", client), ("mom", client)} & per_client for client in clients)
        if sample.kind == "enrolment":
            assert {"listing_report", "rib", "identity_document"} <= set(kinds)
            assert ("mandate" in kinds) == (sample.role == "distributor")
            assert ("vat_exemption" in kinds) == (sample.request["applicant"]["vat_status"] == "exempt")
        if sample.kind == "listing":
            assert {"letter_of_commitment", "cnda_proof"} <= set(kinds)
            assert kinds.count("group_mandate") == len(sample.request.get("partners", []))


def test_the_large_request_is_large() -> None:
    """The large request has 40 beneficiaries and 100 pieces in 90 PDFs, of which five are merges."""
    sample = large(7)
    schema().validate(dict(sample.request))
    assert len(sample.request["beneficiaries"]) == 40
    assert len({entry["order_number"] for entry in sample.request["beneficiaries"]}) == 40
    assert len({entry["invoice_number"] for entry in sample.request["beneficiaries"]}) == 40
    assert len(sample.documents) == 100
    assert len({file.path.lower() for file in sample.files}) == 90
    assert sum(len(file.documents) > 1 for file in sample.files) == 5
    assert sorted(key for file in sample.files for key in file.documents) == sorted(d.key for d in sample.documents)


def test_every_document_is_in_one_file() -> None:
    """Filing loses no document, doubles none, and gives no two files one name, even where case does not count."""
    for sample in samples():
        assert sorted(k for file in sample.files for k in file.documents) == sorted(d.key for d in sample.documents)
        paths = [file.path.lower() for file in sample.files]
        assert len(paths) == len(set(paths))
        assert not any(path.startswith(("/", "..")) or "//" in path for path in paths)


def test_every_scheme_can_be_asked_for() -> None:
    """Every scheme gives every kind of request it has a window for, and every document can be composed."""
    for code in CODES:
        for kind in KINDS:
            sample = generate(1, kind=kind, scheme=code)
            assert sample.scheme == code
            assert {document.kind for document in sample.documents} <= set(COMPOSERS)
            assert all(compose(document).title for document in sample.documents)
