"""What `write_package` puts in the output folder, and when it refuses to."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from pipeline.errors import SegurDossierError
from pipeline.packing import write
from pipeline.packing.schemas import own_schema
from pipeline.packing.verify import verify
from tests.packing_samples import (
    REPORT_JSON,
    Sample,
    balance,
    claim,
    contents,
    dossier,
    enrolment,
    merged,
    pdf,
    piece,
    place,
)
from validators.model import REQUEST


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A balance request of two beneficiaries."""
    return balance(tmp_path / "in")


def test_a_balance_becomes_a_pair_with_its_reports_and_proof(sample: Sample, tmp_path: Path) -> None:
    """A conforming balance gives the JSON, the zip, both reports and the proof, and nothing else."""
    package = sample.write(tmp_path / "out")

    assert package.packed
    assert package.deposit == ("DEMO-2024-001.json", "DEMO-2024-001.zip")
    assert sorted(contents(package.folder)) == [
        "DEMO-2024-001.json",
        "DEMO-2024-001.zip",
        "proof/manifest.json",
        "proof/manifest.sha256",
        "report.html",
        "report.json",
    ]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["DEMO-2024-001"]


def test_the_zip_holds_the_cited_pieces_and_nothing_else(sample: Sample, tmp_path: Path) -> None:
    """Every PDF of the zip is a piece of the submission byte for byte, under a plain name; the notice stays out."""
    package = sample.write(tmp_path / "out")

    with zipfile.ZipFile(package.folder / "DEMO-2024-001.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
        attributes = {
            (info.date_time, info.create_system, info.compress_type, info.extra) for info in archive.infolist()
        }
    assert held == {
        "B01_facture_F-2024-118.pdf": sample.locations["b1/facture.pdf"].read_bytes(),
        "B01_va.pdf": sample.locations["b1/va.pdf"].read_bytes(),
        "B02_facture.pdf": sample.locations["b2/Facture été.pdf"].read_bytes(),
        "B02_va.pdf": sample.locations["b2/va.pdf"].read_bytes(),
    }
    assert attributes == {((1980, 1, 1, 0, 0, 0), 3, zipfile.ZIP_STORED, b"")}


def test_the_json_cites_each_piece_and_says_that_it_is_not_official(sample: Sample, tmp_path: Path) -> None:
    """The JSON cites the four pieces once with their SHA-256, gives euros with cents, and is marked not official."""
    package = sample.write(tmp_path / "out")
    tree = json.loads((package.folder / "DEMO-2024-001.json").read_bytes())

    assert tree["format"] == {"name": "segur-dossier", "official": False, "version": "1"}
    assert tree["beneficiaries"][0]["invoice"]["amount_excl_tax"] == "12345.60"
    cited = {cited["file"]: cited["sha256"] for each in tree["beneficiaries"] for cited in each["pieces"]}
    with zipfile.ZipFile(package.folder / "DEMO-2024-001.zip") as archive:
        assert cited == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.mark.parametrize(("name", "file"), [("deposit", "DEMO-2024-001.json"), ("manifest", "proof/manifest.json")])
def test_what_is_written_obeys_its_schema(sample: Sample, tmp_path: Path, name: str, file: str) -> None:
    """The JSON and the manifest obey the schemas that are their public contract."""
    package = sample.write(tmp_path / "out")

    jsonschema.validate(json.loads((package.folder / file).read_bytes()), own_schema(name))


@pytest.mark.parametrize("make", [balance, enrolment, lambda folder: merged(folder, pdf("a", "b", "c", "d"))])
def test_same_inputs_give_the_same_bytes(tmp_path: Path, make: Callable[[Path], Sample]) -> None:
    """Two submissions with the same files, in two places, give byte-identical packages."""
    first = make(tmp_path / "one").write(tmp_path / "out1")
    second = make(tmp_path / "elsewhere" / "two").write(tmp_path / "out2")

    assert contents(first.folder) == contents(second.folder)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_standard_tools_verify_the_proof(sample: Sample, tmp_path: Path) -> None:
    """`sha256sum -c proof/manifest.sha256` in the package's folder finds every file intact."""
    package = sample.write(tmp_path / "out")
    command = ["sha256sum", "--strict", "-c", "proof/manifest.sha256"]

    result = subprocess.run(command, cwd=package.folder, capture_output=True, text=True, check=False)

    assert result.returncode == 0
    assert result.stdout.count(": OK") == 5


def test_the_manifest_names_every_source_and_the_report(sample: Sample, tmp_path: Path) -> None:
    """The proof holds the digest of the report and of every file of the submission, packed or not."""
    package = sample.write(tmp_path / "out")
    manifest = json.loads((package.folder / "proof" / "manifest.json").read_bytes())

    assert manifest["report"]["sha256"] == hashlib.sha256(REPORT_JSON).hexdigest()
    assert {each["path"] for each in manifest["sources"]} == set(sample.locations)
    assert manifest["rules"] == {"digest": "a" * 64, "overlay_digest": None}
    assert manifest["index_digest"] is None


def test_a_web_form_gets_values_in_its_order_and_pieces(tmp_path: Path) -> None:
    """An enrolment gives the values to copy, in the form's order with both languages, and the pieces by name."""
    package = enrolment(tmp_path / "in").write(tmp_path / "out")
    values = json.loads((package.folder / "values.json").read_bytes())
    page = (package.folder / "values.html").read_text(encoding="utf-8")

    jsonschema.validate(values, own_schema("values"))
    assert [field["source"] for field in values["fields"]][:2] == ["claim.applicant.siret", "claim.applicant.name"]
    assert values["fields"][0]["value"] == "35600000000048"
    assert "Numéro SIRET" in page
    assert "SIRET number" in page
    assert package.deposit[2:] == ("pieces/rapport-de-referencement.pdf", "pieces/rib.pdf")
    assert not list(package.folder.glob("*.zip"))
    assert verify(package.folder).ok


def test_hostile_words_stay_words_on_the_page(tmp_path: Path) -> None:
    """A company name that holds HTML is shown, not obeyed."""
    sample = enrolment(tmp_path / "in").changed(reference="<script>alert(1)</script>")
    package = sample.write(tmp_path / "out")

    assert "<script" not in (package.folder / "values.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("make", [balance, enrolment])
def test_what_is_not_conforming_gets_reports_only(tmp_path: Path, make: Callable[[Path], Sample]) -> None:
    """Nothing that looks ready is written for a dossier that is not conforming."""
    package = make(tmp_path / "in").write(tmp_path / "out", conforming=False)

    assert not package.packed
    assert sorted(contents(package.folder)) == ["report.html", "report.json"]


def test_a_re_run_that_is_no_longer_conforming_removes_the_former_package(sample: Sample, tmp_path: Path) -> None:
    """After a run that is not conforming, nothing of the former package can be deposited by mistake."""
    sample.write(tmp_path / "out")
    package = sample.write(tmp_path / "out", conforming=False)

    assert sorted(contents(tmp_path / "out")) == ["DEMO-2024-001/report.html", "DEMO-2024-001/report.json"]
    assert not verify(package.folder).ok


def test_a_file_that_changed_since_its_control_is_not_packed(sample: Sample, tmp_path: Path) -> None:
    """When a source no longer is what was judged, nothing is written, the file is named, and the former package stays."""
    former = contents(sample.write(tmp_path / "out").folder)
    sample.locations["b2/va.pdf"].write_bytes(pdf("VA Clinique B, otherwise"))

    package = sample.write(tmp_path / "out")

    assert not package.packed
    assert package.refusal is not None
    assert package.refusal.code == "source_changed"
    assert "b2/va.pdf" in package.refusal.say("fr")
    assert contents(package.folder) == former
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["DEMO-2024-001"]


def test_a_file_that_changes_while_it_is_packed_is_not_packed(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that changes between two readings of the same run is caught as well."""
    ready = write.ready_contents

    def ready_then_tampered(*arguments: object) -> object:
        found = ready(*arguments)  # type: ignore[arg-type]
        sample.locations["b1/va.pdf"].write_bytes(pdf("another VA"))
        return found

    monkeypatch.setattr(write, "ready_contents", ready_then_tampered)
    package = sample.write(tmp_path / "out")

    assert package.refusal is not None
    assert package.refusal.code == "source_changed"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_is_gone_is_not_packed(sample: Sample, tmp_path: Path) -> None:
    """A source that was deleted since its control refuses the package and says which."""
    sample.locations["b1/va.pdf"].unlink()
    package = sample.write(tmp_path / "out")

    assert package.refusal is not None
    assert (package.refusal.code, package.refusal.arguments["file"]) == ("source_unreadable", "b1/va.pdf")


def test_a_page_count_that_differs_from_the_control_is_not_packed(sample: Sample, tmp_path: Path) -> None:
    """A PDF that another reader sees with other pages than those judged is refused."""
    files = tuple(replace(each, pages=7) for each in sample.dossier.files)
    package = sample.changed(files=files).write(tmp_path / "out")

    assert package.refusal is not None
    assert package.refusal.code == "page_count"


def test_a_request_without_any_piece_is_not_packed(sample: Sample, tmp_path: Path) -> None:
    """An empty zip is never written, whatever a person waived."""
    package = sample.changed(pieces=()).write(tmp_path / "out")

    assert package.refusal is not None
    assert package.refusal.code == "nothing_to_cite"


def test_the_same_bytes_are_packed_once(tmp_path: Path) -> None:
    """Two copies of one sworn statement make one entry of the zip and one citation."""
    data = pdf("Déclaration sur l'honneur")
    records, locations = place(tmp_path / "in", {"a.pdf": data, "b.pdf": data, "bdc.pdf": pdf("BDC")})
    pieces = (
        piece(1, "sworn_statement", "a.pdf", records[0].sha256, (1, 1), REQUEST),
        piece(2, "sworn_statement", "b.pdf", records[1].sha256, (1, 1), REQUEST),
        piece(3, "purchase_order", "bdc.pdf", records[2].sha256, (1, 1), "beneficiary:B01"),
    )
    package = Sample(dossier=dossier("funding", records, pieces), locations=locations).write(tmp_path / "out")

    tree = json.loads((package.folder / "DEMO-2024-001.json").read_bytes())
    with zipfile.ZipFile(package.folder / "DEMO-2024-001.zip") as archive:
        assert archive.namelist() == ["B01_bon-de-commande.pdf", "declaration-sur-l-honneur.pdf"]
    assert [cited["id"] for cited in tree["pieces"]] == ["P001"]


def test_two_pieces_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    """Two invoices of one beneficiary get two names."""
    records, locations = place(tmp_path / "in", {"a.pdf": pdf("Facture 1"), "b.pdf": pdf("Facture 2")})
    pieces = tuple(
        piece(number, "invoice", record.path, record.sha256, (1, 1), "beneficiary:B01")
        for number, record in enumerate(records, 1)
    )
    package = Sample(dossier=dossier("balance", records, pieces), locations=locations).write(tmp_path / "out")

    with zipfile.ZipFile(package.folder / "DEMO-2024-001.zip") as archive:
        assert archive.namelist() == ["B01_facture-2.pdf", "B01_facture.pdf"]


def test_a_disagreement_between_pieces_is_never_settled_in_the_json(sample: Sample, tmp_path: Path) -> None:
    """When pieces disagree and the request says nothing, the JSON leaves the value out."""
    claims = (claim("solution.version", "solution", "4.1", "4.2"), claim("solution.name", "solution", "Logiciel"))
    package = sample.changed(claims=claims).write(tmp_path / "out")

    tree = json.loads((package.folder / "DEMO-2024-001.json").read_bytes())
    assert tree["solution"] == {"name": "Logiciel"}


def test_what_is_written_is_read_back_before_it_takes_its_place(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that loses bytes is found out: the package never reaches its place."""
    honest = write.write_zip

    def lossy(path: Path, entries: object) -> None:
        honest(path, entries)  # type: ignore[arg-type]
        data = bytearray(path.read_bytes())
        data[200] ^= 1
        path.write_bytes(data)

    monkeypatch.setattr(write, "write_zip", lossy)
    with pytest.raises(SegurDossierError) as raised:
        sample.write(tmp_path / "out")

    assert "relu" in raised.value.messages["fr"]
    assert list((tmp_path / "out").iterdir()) == []
