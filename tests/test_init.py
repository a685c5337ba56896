"""Tests of `init`: what it reads goes into a valid request file, what is not certain is left to a person."""

from __future__ import annotations

import json
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fixtures.generator import generate
from fixtures.schemes import OVERLAY
from tests.cli_helpers import Called, call, clean_sample, pdf, pieces_alone, read_request, settle_in

KINDS = ("listing", "enrolment", "funding", "balance")


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def drafted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, *options: object
) -> tuple[Called, dict[str, Any]]:
    """Draft the request of a clean dossier of a kind."""
    folder = pieces_alone(clean_sample(kind), tmp_path / "d")
    called = call(capsys, "init", folder, *options)
    assert called.code == 0, called.err
    return called, read_request(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_request_is_valid_and_of_the_right_kind(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
    """The request fits its schema, and says the kind that the pieces make likely."""
    _, declared = drafted(capsys, tmp_path, kind)

    assert declared["schema"] == 1
    assert declared["kind"] == kind


@pytest.mark.parametrize("kind", KINDS)
def test_values_read_are_the_true_ones(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
    """The numbers that are written are those of the applicant and of the solution."""
    truth = clean_sample(kind).request
    _, declared = drafted(capsys, tmp_path, kind)
    written = {
        (section, key): value
        for section in ("applicant", "solution")
        for key, value in declared[section].items()
        if key in ("siret", "vat_number", "iban", "listing_number", "nil", "nie")
    }

    assert len(written) > 1
    for (section, key), value in written.items():
        assert value == truth[section].get(key, value).replace(" ", "")


@pytest.mark.parametrize(("kind", "seed"), [("funding", 12), ("balance", 1)])
def test_one_entry_a_client(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, seed: int) -> None:
    """Each client has one entry with its own numbers, dates and amounts, and the files that are its alone."""
    sample = generate(seed, kind=kind)
    folder = pieces_alone(sample, tmp_path / "d")
    assert call(capsys, "init", folder).code == 0
    truth = {entry["order_number"]: entry for entry in sample.request["beneficiaries"]}

    entries = read_request(folder)["beneficiaries"]

    assert len(truth) > 1
    assert {entry["order_number"] for entry in entries} == truth.keys()
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        true = truth[entry["order_number"]]
        for key in (
            "siret",
            "finess",
            "rpps",
            "order_date",
            "invoice_number",
            "invoice_date",
            "proof_date",
            "mss_case",
        ):
            assert entry.get(key, true.get(key)) == true.get(key)
        for key in ("order_amount_excl_tax", "invoice_amount_excl_tax"):
            if key in entry:
                assert entry[key] == Decimal(str(true[key]))
        assert entry["pieces"]
        assert all((folder / path).is_file() for path in entry["pieces"])
    files = [path for entry in entries for path in entry["pieces"]]
    assert len(files) == len(set(files))


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_says_where_it_was_read_request(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    """Every value that was read has its line below [derived_from], with a file and page that are there."""
    _, declared = drafted(capsys, tmp_path, kind)
    keys = {f"{name}.{key}" for name, table in declared.items() if isinstance(table, dict) for key in table}
    keys = {key for key in keys if not key.startswith("derived_from.")} | {"kind"}
    for entry in declared.get("beneficiaries", []):
        keys |= {f"beneficiaries.{entry['id']}.{key}" for key in entry if key != "id"}

    assert declared["derived_from"].keys() == keys
    for key, place in declared["derived_from"].items():
        file, _, page = place.split(" ; ")[0].rpartition(", page ")
        assert key == "kind" or ((tmp_path / "d" / file).is_file() and int(page) >= 1)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_derived_proves_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
    """A dossier whose request was derived from its own pieces is never conforming, and says what is to be confirmed."""
    sample = clean_sample(kind)
    called, _ = drafted(capsys, tmp_path, kind, "--scheme", sample.scheme)
    options = ["--on", sample.on.isoformat(), "--rules", OVERLAY, "--format", "json"]

    checked = call(capsys, "check", tmp_path / "d", *options)
    report = json.loads(checked.out)
    wrong = {
        finding["rule"]
        for finding in report["findings"]
        if finding["outcome"] == "failed" and finding["level"] == "blocking"
    }

    assert called.code == 0
    assert checked.code in (1, 3)
    assert wrong <= {"DO-03", "DO-07"}  # what the form asks for and no piece says
    (confirmed,) = [finding for finding in report["findings"] if finding["rule"] == "DO-01"]
    assert confirmed["outcome"] == "inconclusive"


def test_confirmed_request_is_conforming(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Once a person has filled in what was missing and removed [derived_from], the dossier can be conforming."""
    sample = clean_sample("enrolment")
    drafted(capsys, tmp_path, "enrolment", "--scheme", sample.scheme)
    file = tmp_path / "d" / "request.toml"
    text = file.read_text("utf-8").partition("\n[derived_from]\n")[0]
    applicant, publisher, rest = text.partition("# [publisher]")
    for key, value in sample.request["applicant"].items():
        applicant = applicant.replace(f'# {key} = ""', f'{key} = "{value}"')
    file.write_text(applicant + publisher + rest, "utf-8")

    checked = call(capsys, "check", tmp_path / "d", "--on", sample.on.isoformat(), "--rules", OVERLAY)

    assert checked.code == 0, checked.out


def test_kind_and_scheme_that_were_given(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What the person said is written as said, needs no confirmation, and the scheme takes its official spelling."""
    _, declared = drafted(capsys, tmp_path, "funding", "--kind", "balance", "--scheme", "sons hop-dpi-va1")

    assert (declared["kind"], declared["scheme"]) == ("balance", "HOP-DPI-VA1")
    assert not {"kind", "scheme"} & declared["derived_from"].keys()


def test_scheme_is_only_suggested(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A scheme's code on a piece is a comment: the person says which scheme it is."""
    (tmp_path / "d").mkdir()
    page = pdf("BON DE COMMANDE N° C-2024-118", "Prestation Ségur, dispositif HOP-DPI-VA1")
    (tmp_path / "d" / "bdc.pdf").write_bytes(page)
    assert call(capsys, "init", tmp_path / "d").code == 0

    assert "# Vu dans les pièces : HOP-DPI-VA1 (bdc.pdf#1)." in (tmp_path / "d" / "request.toml").read_text("utf-8")
    assert "scheme" not in read_request(tmp_path / "d")


def test_comments_say_what_remains(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What could not be read is a comment with its key and what to write, in the language of the call."""
    drafted(capsys, tmp_path, "balance")
    french = (tmp_path / "d" / "request.toml").read_text("utf-8")
    call(capsys, "init", tmp_path / "d", "--force", "--lang", "en")
    english = (tmp_path / "d" / "request.toml").read_text("utf-8")

    for text in (french, english):
        assert '\n# scheme = ""' in text
        assert '\n# role = ""  # publisher' in text
        assert '\n# evidence_complete_on = ""  # ' in text
        assert '\n# status = ""  # ' in text
    assert "À relire avant de s'en servir." in french
    assert "Read it over before using it." in english
    assert not any(word in english for word in ("Le demandeur", "À relire", "à confirmer"))


IBANS = ("FR7630006000011234567890189", "FR7610107001011234567890129")


def test_values_that_conflict_are_left_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Of two bank accounts none is chosen: both are named in a comment, with where they stand, and not on the screen."""
    (tmp_path / "d").mkdir()
    for number, iban in enumerate(IBANS, start=1):
        page = pdf("RELEVÉ D'IDENTITÉ BANCAIRE", "Titulaire : Armorial Santé", f"IBAN : {iban}", "BIC : AGRIFRPP")
        (tmp_path / "d" / f"rib{number}.pdf").write_bytes(page)

    called = call(capsys, "init", tmp_path / "d")
    text = (tmp_path / "d" / "request.toml").read_text("utf-8")

    assert "iban" not in read_request(tmp_path / "d")["applicant"]
    (line,) = [line for line in text.splitlines() if "à choisir" in line]
    assert all(f"{iban} (rib{number}.pdf, page 1)" in line for number, iban in enumerate(IBANS, start=1))
    assert "applicant.iban" in called.out
    assert not any(iban in called.out + called.err for iban in IBANS)


def test_identity_document_gives_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Nothing of an identity document goes into the request, not even as a comment."""
    (tmp_path / "d").mkdir()
    card = pdf(
        "RÉPUBLIQUE FRANÇAISE", "CARTE NATIONALE D'IDENTITÉ", "Nom : KERVAREC", "Prénoms : Hélène",
        "Document n° X4RTBPFW4", "Date d'expiration : 12/03/2031", "Nationalité : française",
    )  # fmt: skip
    rib = pdf("RELEVÉ D'IDENTITÉ BANCAIRE", "Titulaire : Armorial Santé", f"IBAN : {IBANS[0]}", "BIC : AGRIFRPP")
    (tmp_path / "d" / "cni.pdf").write_bytes(card)
    (tmp_path / "d" / "rib.pdf").write_bytes(rib)
    assert call(capsys, "init", tmp_path / "d").code == 0
    text = (tmp_path / "d" / "request.toml").read_text("utf-8")

    assert read_request(tmp_path / "d")["kind"] == "enrolment"
    assert not any(word in text for word in ("X4RTBPFW4", "KERVAREC", "2031", "cni.pdf"))


def test_folders_of_clients_are_one_dossier(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder whose pieces all lie in a folder per client is one dossier all the same."""
    sample = generate(5, kind="funding")
    assert all("/" in file.path for file in sample.files if file.path.endswith(".pdf"))
    folder = pieces_alone(sample, tmp_path / "d")

    assert call(capsys, "init", folder).code == 0
    assert len(read_request(folder)["beneficiaries"]) == len(sample.request["beneficiaries"])


def test_files_not_read_are_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file that could not be read is named in the request, for what it says is missing there."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 99)

    assert call(capsys, "init", folder).code == 0
    assert "\n#   photo.jpg\n" in (folder / "request.toml").read_text("utf-8")


def test_hostile_words_stay_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A name that would write keys of its own stays within its quotes or its comment."""
    (tmp_path / "d").mkdir()
    name = 'bdc" \n[applicant]\nrole = "publisher".pdf'
    page = pdf("BON DE COMMANDE N° C-2024-118", "Client : Hôpital Saint-Vincent", "FINESS : 750712184")
    (tmp_path / "d" / (name if sys.platform != "win32" else "bdc.pdf")).write_bytes(page)

    assert call(capsys, "init", tmp_path / "d").code == 0
    declared = read_request(tmp_path / "d")
    assert "role" not in declared["applicant"]
    assert tomllib.loads((tmp_path / "d" / "request.toml").read_text("utf-8"))["schema"] == 1


def test_same_request_wherever_the_folder_lies(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same pieces give the same request, to the byte."""
    for name in ("a", "b/c d"):
        pieces_alone(clean_sample("balance"), tmp_path / name)
        assert call(capsys, "init", tmp_path / name).code == 0

    first, second = ((tmp_path / name / "request.toml").read_bytes() for name in ("a", "b/c d"))
    assert first == second
