"""Tests of `init`: what it reads goes into a valid request file, what is not certain is left to a person."""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pipeline.cli.init
from fixtures.generator import generate, write
from fixtures.sample import Sample
from fixtures.schemes import OVERLAY
from pipeline.intake.clients import gather
from pipeline.intake.request import parse_request
from rules.loader import load
from tests.cli_helpers import Called, call, clean_sample, pdf, settle_in, tree
from validators.model import Fact, Piece, Witness

KINDS = ("listing", "enrolment", "funding", "balance")


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def pieces_alone(sample: Sample, folder: Path) -> Path:
    """Write the pieces of a sample without its request file."""
    write(sample, folder).request.unlink()
    return folder


def read(folder: Path) -> dict[str, Any]:
    """Return what the request file of a folder declares; it must be valid."""
    parsed = parse_request("request.toml", (folder / "request.toml").read_bytes())
    assert parsed.errors == ()
    return dict(parsed.declared)


def drafted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, *options: object
) -> tuple[Called, dict[str, Any]]:
    """Draft the request of a clean dossier of a kind."""
    folder = pieces_alone(clean_sample(kind), tmp_path / "d")
    called = call(capsys, "init", folder, *options)
    assert called.code == 0, called.err
    return called, read(folder)


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

    assert ("applicant", "siret") in written
    for (section, key), value in written.items():
        assert value == truth[section].get(key, value).replace(" ", "")


@pytest.mark.parametrize(("kind", "seed"), [("funding", 12), ("balance", 1)])
def test_one_entry_a_client(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, seed: int) -> None:
    """Each client has one entry with its own numbers, dates and amounts, and the files that are its alone."""
    sample = generate(seed, kind=kind)
    folder = pieces_alone(sample, tmp_path / "d")
    assert call(capsys, "init", folder).code == 0
    truth = {entry["order_number"]: entry for entry in sample.request["beneficiaries"]}

    entries = read(folder)["beneficiaries"]

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
def test_every_value_says_where_it_was_read(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
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
    applicant = sample.request["applicant"]
    text = file.read_text("utf-8").partition("[derived_from]")[0]
    for key in ("role", "vat_status", "legal_representative", "depositor", "depositor_status"):
        text = text.replace(f'# {key} = ""', f'{key} = "{applicant[key]}"')
    file.write_text(text, "utf-8")

    checked = call(capsys, "check", tmp_path / "d", "--on", sample.on.isoformat(), "--rules", OVERLAY)

    assert checked.code == 0, checked.out


def test_kind_and_scheme_that_were_given(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What the person said is written as said, needs no confirmation, and the scheme takes its official spelling."""
    _, declared = drafted(capsys, tmp_path, "funding", "--kind", "balance", "--scheme", "sons hop-dpi-va1")

    assert (declared["kind"], declared["scheme"]) == ("balance", "HOP-DPI-VA1")
    assert not {"kind", "scheme"} & declared["derived_from"].keys()


def test_scheme_that_nobody_knows(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An unknown scheme is refused, with the near ones."""
    called = call(capsys, "init", pieces_alone(clean_sample("funding"), tmp_path / "d"), "--scheme", "HOP-DPI-VA3")

    assert called.code == 2
    assert "Codes connus : HOP-DPI-VA" in called.err
    assert not (tmp_path / "d" / "request.toml").exists()


def test_scheme_is_only_suggested(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A scheme's code on a piece is a comment: the person says which scheme it is."""
    (tmp_path / "d").mkdir()
    page = pdf("BON DE COMMANDE N° C-2024-118", "Prestation Ségur, dispositif HOP-DPI-VA1")
    (tmp_path / "d" / "bdc.pdf").write_bytes(page)
    assert call(capsys, "init", tmp_path / "d").code == 0

    assert "# Vu dans les pièces : HOP-DPI-VA1 (bdc.pdf#1)." in (tmp_path / "d" / "request.toml").read_text("utf-8")
    assert "scheme" not in read(tmp_path / "d")


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

    assert "iban" not in read(tmp_path / "d")["applicant"]
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

    assert read(tmp_path / "d")["kind"] == "enrolment"
    assert not any(word in text for word in ("X4RTBPFW4", "KERVAREC", "2031", "cni.pdf"))


def test_never_overwritten_without_force(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A request file that is there stays, unless asked otherwise."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    (folder / "request.toml").write_text("schema = 1\n")
    before = tree(folder)

    refused = call(capsys, "init", folder)
    kept = tree(folder)
    forced = call(capsys, "init", folder, "--force")

    assert refused.code == 2
    assert "existe déjà." in refused.err
    assert "--force" in refused.err
    assert kept == before
    assert forced.code == 0
    assert read(folder)["kind"] == "funding"
    assert tree(folder).keys() == before.keys()


def test_request_in_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Beside a request.json no second request is written, whatever is asked."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    (folder / "request.json").write_text("{}")

    called = call(capsys, "init", folder, "--force")

    assert called.code == 2
    assert "il y en aurait deux" in called.err
    assert not (folder / "request.toml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_link_in_place_of_the_request(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What a link leads to is never written, even when forced."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    (tmp_path / "ailleurs.toml").write_text("à garder")
    (folder / "request.toml").symlink_to(tmp_path / "ailleurs.toml")

    called = call(capsys, "init", folder, "--force")

    assert called.code == 2
    assert (tmp_path / "ailleurs.toml").read_text() == "à garder"


def test_written_whole_or_not_at_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """When writing is cut short the folder is as before."""
    folder = pieces_alone(clean_sample("funding"), tmp_path / "d")
    before = tree(folder)

    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.cli.init, "request_text", interrupted)
    called = call(capsys, "init", folder)

    assert called.code == 130
    assert tree(folder) == before


def test_archive_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """No request file can be added to an archive: it is to be unpacked first."""
    (tmp_path / "d.zip").write_bytes(b"PK\x05\x06" + bytes(18))

    called = call(capsys, "init", tmp_path / "d.zip")

    assert called.code == 2
    assert "Décompresser l'archive" in called.err


def test_batch_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder of dossiers that have their requests is not one dossier."""
    write(clean_sample("funding"), tmp_path / "lot" / "a")
    write(clean_sample("balance"), tmp_path / "lot" / "b")

    called = call(capsys, "init", tmp_path / "lot")

    assert called.code == 2
    assert "contient 2 dossier(s)" in called.err


def test_folders_of_clients_are_one_dossier(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder whose pieces all lie in a folder per client is one dossier all the same."""
    sample = generate(5, kind="funding")
    assert all("/" in file.path for file in sample.files if file.path.endswith(".pdf"))
    folder = pieces_alone(sample, tmp_path / "d")

    assert call(capsys, "init", folder).code == 0
    assert len(read(folder)["beneficiaries"]) == len(sample.request["beneficiaries"])


@pytest.mark.parametrize("content", [None, b"%PDF-1.4 rien", pdf("Menu de la cantine")])
def test_nothing_recognised(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes | None) -> None:
    """A folder without a piece that is recognised gives nothing to write: 4."""
    (tmp_path / "d").mkdir()
    if content:
        (tmp_path / "d" / "a.pdf").write_bytes(content)

    called = call(capsys, "init", tmp_path / "d")

    assert (called.code, called.out) == (4, "")
    assert "Aucune pièce reconnue" in called.err
    assert not (tmp_path / "d" / "request.toml").exists()


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
    declared = read(tmp_path / "d")
    assert "role" not in declared["applicant"]
    assert tomllib.loads((tmp_path / "d" / "request.toml").read_text("utf-8"))["schema"] == 1


def test_same_request_wherever_the_folder_lies(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same pieces give the same request, to the byte."""
    for name in ("a", "b/c d"):
        pieces_alone(clean_sample("balance"), tmp_path / name)
        assert call(capsys, "init", tmp_path / name).code == 0

    first, second = ((tmp_path / name / "request.toml").read_bytes() for name in ("a", "b/c d"))
    assert first == second


def piece(number: int, kind: str, file: str = "", text: str = "", **facts: str) -> Piece:
    """Return a piece that says these facts, `siret` for `beneficiary.siret`, `order_number` for `order.number`."""
    name = f"P{number:03}"
    names = {"order_number": "order.number", "invoice_number": "invoice.number"}
    said = tuple(
        Fact(
            attribute=names.get(key, f"beneficiary.{key}"),
            value=value,
            words=value,
            witness=Witness(file=file or f"{name}.pdf", how="text_layer", piece=name, page=1),
        )
        for key, value in facts.items()
    )
    return Piece(
        id=name, kind=kind, file=file or f"{name}.pdf", sha256="", first_page=1, last_page=1, whole_file=True, text=text, facts=said
    )  # fmt: skip


def groups_of(*pieces: Piece) -> tuple[list[set[str]], set[str]]:
    """Gather pieces; return the ids of each client's, and of those of nobody."""
    found = gather(pieces, load().kinds)
    return [{one.id for one in group} for group in found.groups], {one.id for one in found.unattributed}


def test_clients_by_their_numbers() -> None:
    """Pieces that share a number are one client's, also through a third one."""
    order = piece(1, "purchase_order", siret="73282932000074", order_number="C-118")
    invoice = piece(2, "invoice", finess="750712184")
    proof = piece(3, "va", siret="732 829 320 00074", finess="750712184")
    other = piece(4, "purchase_order", siret="55210055400013", order_number="C-119")

    assert groups_of(order, invoice, proof, other) == ([{"P001", "P002", "P003"}, {"P004"}], set())


def test_clients_of_one_body() -> None:
    """Two places of one body share its FINESS and stay two clients; a piece that says it alone is nobody's."""
    one = piece(1, "purchase_order", siret="73282932000074", finess="750712184")
    other = piece(2, "purchase_order", siret="55210055400013", finess="750712184")
    unclear = piece(3, "va", finess="750712184")

    assert groups_of(one, other, unclear) == ([{"P001"}, {"P002"}], {"P003"})


def test_clients_by_their_papers() -> None:
    """A proof that says only its order goes with that order; a number of three characters joins nothing."""
    order = piece(1, "purchase_order", siret="73282932000074", order_number="CMD-0118")
    proof = piece(2, "va", order_number="CMD 0118")
    stray = [piece(number, "va", order_number="1") for number in (3, 4)]

    assert groups_of(order, proof, *stray) == ([{"P001", "P002"}], {"P003", "P004"})


def test_clients_by_their_names() -> None:
    """A piece that says nothing but a name goes with the client whose pieces bear that name."""
    order = piece(1, "purchase_order", text="bon de commande hopital saint-vincent", siret="73282932000074")
    other = piece(2, "purchase_order", text="bon de commande clinique des genets", siret="55210055400013")
    proof = piece(3, "va", name="Hôpital Saint-Vincent")

    assert groups_of(order, other, proof) == ([{"P001", "P003"}, {"P002"}], set())


def test_label_in_place_of_a_name() -> None:
    """Orders of their own numbers are not one client's because the same words were read as a name."""
    orders = [
        piece(number, "purchase_order", name="Bon pour accord", order_number=f"C-10{number}") for number in (1, 2)
    ]

    assert groups_of(*orders) == ([{"P001"}, {"P002"}], set())


def test_clients_by_their_folder() -> None:
    """A piece that says nothing goes with the only client of its folder; at the root it is nobody's."""
    order = piece(1, "purchase_order", file="C01/bdc.pdf", siret="73282932000074")
    silent = piece(2, "va", file="C01/va.pdf")
    lost = piece(3, "va", file="va.pdf")

    assert groups_of(order, silent, lost) == ([{"P001", "P002"}], {"P003"})


def test_quotes_are_nobody_s() -> None:
    """A look-alike makes no client and joins none."""
    order = piece(1, "purchase_order", siret="73282932000074")
    quote = replace(order, id="P002", kind="quote")

    assert groups_of(order, quote) == ([{"P001"}], set())


def test_number_of_the_applicant_is_no_client_s() -> None:
    """The supplier's own number, read in the client's place on every piece, does not make all clients one."""
    pieces = [piece(number, "invoice", siret="73282932000074", invoice_number=f"F-100{number}") for number in (1, 2)]
    said = replace(pieces[0].facts[0], attribute="applicant.siret")
    pieces[0] = replace(pieces[0], facts=(*pieces[0].facts, said))

    assert groups_of(*pieces) == ([{"P001"}, {"P002"}], set())
