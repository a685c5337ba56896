"""The mapping of the deposit: the default one, and the official one a user may plug as data."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from pipeline.errors import SegurDossierError
from pipeline.packing import mapping
from pipeline.packing.mapping import load_deposit
from pipeline.packing.verify import verify
from tests.packing_samples import Sample, balance, contents, enrolment, merged, pdf, signed

OFFICIAL = """
schema = 1

[[layout]]
kinds = ["balance"]
format = { name = "fictional official layout", official = true, version = "2024-09" }
amounts = "number"
dates = "french"
constants = { "entete.type" = "SOLDE", "entete.version" = 3 }

[layout.keys]
"entete.reference" = "request.reference"
"fournisseur.siret" = "claim.applicant.siret"

[[layout.lists]]
into = "demande.clients"
each = "beneficiaries"
keys = { "identifiant" = "beneficiary.id", "montantHT" = "claim.invoice.segur_excl_tax" }

[[layout.lists]]
into = "demande.piecesJointes"
each = "pieces"
keys = { "document.nom" = "piece.file", "type" = "piece.kind" }
"""
SCHEMA = {
    "type": "object",
    "required": ["entete", "fournisseur", "demande"],
    "additionalProperties": False,
    "properties": {
        "entete": {"type": "object", "properties": {"version": {"const": 3}}},
        "fournisseur": {"type": "object", "required": ["siret"]},
        "demande": {"type": "object"},
    },
}


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """An overlay folder with a fictional official layout of the balance and its schema."""
    folder = tmp_path / "overlay"
    folder.mkdir()
    (folder / "deposit.toml").write_text(OFFICIAL, encoding="utf-8")
    (folder / "deposit.schema.json").write_text(json.dumps(SCHEMA))
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A balance request of two beneficiaries."""
    return balance(tmp_path / "in")


def test_the_overlay_lays_the_json_out(sample: Sample, overlay: Path, tmp_path: Path) -> None:
    """With an official mapping the JSON has its keys, constants, numbers, and no mark of ours."""
    package = sample.write(tmp_path / "out", overlay=overlay)

    assert json.loads((package.folder / "DEMO-2024-001.json").read_bytes()) == {
        "entete": {"type": "SOLDE", "version": 3, "reference": "DEMO-2024-001"},
        "fournisseur": {"siret": "35600000000048"},
        "demande": {
            "clients": [{"identifiant": "B01", "montantHT": 12345.6}, {"identifiant": "B02"}],
            "piecesJointes": [
                {"document": {"nom": "B01_facture_F-2024-118.pdf"}, "type": "invoice"},
                {"document": {"nom": "B01_va.pdf"}, "type": "va"},
                {"document": {"nom": "B02_facture.pdf"}, "type": "invoice"},
                {"document": {"nom": "B02_va.pdf"}, "type": "va"},
            ],
        },
    }


def test_a_package_in_an_official_layout_verifies_without_the_overlay(
    sample: Sample, overlay: Path, tmp_path: Path
) -> None:
    """The proof says where pieces are cited, so the folder alone is enough; it is not called unofficial."""
    package = sample.write(tmp_path / "out", overlay=overlay)
    manifest = json.loads((package.folder / "proof/manifest.json").read_bytes())
    for path in overlay.iterdir():
        path.unlink()

    verification = verify(package.folder)
    assert (verification.ok, verification.level) == (True, "full")
    assert "not_official" not in {line.code for line in verification.lines}
    assert manifest["layout"]["official"] is True
    assert manifest["layout"]["schema_sha256"]


def test_a_pair_in_an_unknown_layout_is_checked_by_names(sample: Sample, overlay: Path, tmp_path: Path) -> None:
    """Without proof nor mapping, each piece must still be named in the JSON, and each PDF named must be there."""
    folder = sample.write(tmp_path / "out", overlay=overlay).folder
    for path in ("proof/manifest.json", "proof/manifest.sha256"):
        (folder / path).unlink()

    assert verify(folder / "DEMO-2024-001.zip").ok
    text = (folder / "DEMO-2024-001.json").read_text(encoding="utf-8")
    (folder / "DEMO-2024-001.json").write_text(text.replace("B02_va.pdf", "B03_va.pdf"), encoding="utf-8")
    assert {line.code for line in verify(folder / "DEMO-2024-001.zip").lines if not line.good} == {
        "cited_missing",
        "not_cited",
    }


def test_a_json_that_breaks_the_official_schema_is_not_packed(sample: Sample, overlay: Path, tmp_path: Path) -> None:
    """When the dossier lacks what the official schema requires, nothing is written and the missing key is named."""
    package = sample.changed(claims=()).write(tmp_path / "out", overlay=overlay)

    assert package.refusal is not None
    assert package.refusal.code == "schema"
    assert "fournisseur" in package.refusal.say("fr")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_breaks_the_schema_is_named_without_its_value(sample: Sample, overlay: Path, tmp_path: Path) -> None:
    """A value may be somebody's name: the refusal says where it stands and what was expected, not what it is."""
    schema = {"properties": {"fournisseur": {"properties": {"siret": {"type": "integer"}}}}}
    (overlay / "deposit.schema.json").write_text(json.dumps(schema))
    package = sample.write(tmp_path / "out", overlay=overlay)

    assert package.refusal is not None
    assert "fournisseur.siret" in package.refusal.say("fr")
    assert "35600000000048" not in package.refusal.say("fr")


@pytest.mark.parametrize("each", ["request_pieces", "pieces"])
def test_a_layout_that_forgets_or_repeats_a_piece_is_refused(
    sample: Sample, overlay: Path, tmp_path: Path, each: str
) -> None:
    """A layout that leaves pieces out, or cites them in two lists, deposits nothing."""
    text = OFFICIAL.replace('each = "pieces"', f'each = "{each}"')
    if each == "pieces":
        text += '\n[[layout.lists]]\ninto = "again"\neach = "pieces"\nkeys = { "nom" = "piece.file" }\n'
    (overlay / "deposit.toml").write_text(text, encoding="utf-8")
    (overlay / "deposit.schema.json").unlink()
    package = sample.write(tmp_path / "out", overlay=overlay)

    assert package.refusal is not None
    assert package.refusal.code == "citations"
    assert "B01_" in package.refusal.say("fr")


def test_an_overlay_for_one_kind_leaves_the_others_as_they_are(overlay: Path, tmp_path: Path) -> None:
    """A layout of the balance changes neither an enrolment nor the mark of a funding request."""
    assert enrolment(tmp_path / "in").write(tmp_path / "out", overlay=overlay).packed
    (overlay / "deposit.schema.json").unlink()
    package = merged(tmp_path / "in2", pdf("a", "b", "c")).write(tmp_path / "out", overlay=overlay)

    assert json.loads((package.folder / "DEMO-2024-001.json").read_bytes())["format"]["official"] is False


def test_a_layout_for_one_scheme_leaves_the_others_as_they_are(sample: Sample, overlay: Path, tmp_path: Path) -> None:
    """A layout that names its schemes is used for them, whatever the case, and for no other."""
    (overlay / "deposit.schema.json").unlink()
    text = OFFICIAL.replace('kinds = ["balance"]', 'kinds = ["balance"]\nschemes = ["hop-dpi-va1"]')
    (overlay / "deposit.toml").write_text(text, encoding="utf-8")

    deposit = load_deposit(overlay)
    assert deposit.layout_of("balance", "HOP-DPI-VA1") == deposit.layout[0]
    other = deposit.layout_of("balance", "MS1-DUI-VA1")
    assert other is not None
    assert not other.format.official


def test_an_empty_overlay_changes_nothing(sample: Sample, tmp_path: Path) -> None:
    """An overlay folder that says nothing of the deposit gives the same bytes as none."""
    (tmp_path / "empty").mkdir()
    first = sample.write(tmp_path / "one", overlay=tmp_path / "empty")

    assert contents(first.folder) == contents(sample.write(tmp_path / "two").folder)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("claim.applicant.siret", "claim.applicant.sirte", "claim.applicant.sirte"),
        ("request.reference", "request.refrence", "request.refrence"),
        ("piece.kind", "piece.path", "piece.path"),
        ("request.reference", "piece.file", "piece.file"),
        ('each = "pieces"', 'each = "papers"', "papers"),
        ("official = true", "official = false", "format.into"),
        ('"type" = "piece.kind"', '"document" = "piece.kind"', "document"),
        ('"document.nom" = "piece.file", ', "", "piece.file"),
        ("schema = 1", "schema = 2", "schema"),
        ("amounts =", "amuonts =", "amuonts"),
        ('"fournisseur.siret" =', '"fournisseur..siret" =', "fournisseur..siret"),
        ("[[layout]]", "[[layout", "deposit.toml"),
        ('dates = "french"', 'schema = "../../etc/passwd.json"', "passwd"),
        ('dates = "french"', 'schema = "deposit.absent.schema.json"', "deposit.absent"),
    ],
)
def test_a_mistake_in_a_mapping_is_named_before_anything_is_written(
    sample: Sample, overlay: Path, tmp_path: Path, old: str, new: str, named: str
) -> None:
    """A misspelt key, a clash or a layout that hides what it is stops the run and says where."""
    (overlay / "deposit.toml").write_text(OFFICIAL.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SegurDossierError) as raised:
        sample.write(tmp_path / "out", overlay=overlay)
    assert named in raised.value.messages["fr"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "schema",
    [
        "{",
        "[]",
        '{"type": "no such type"}',
        '{"$ref": "https://example.org/official.json"}',
        '{"$ref": "file:///etc/hosts"}',
    ],
)
def test_a_schema_that_cannot_be_used_is_refused(sample: Sample, overlay: Path, tmp_path: Path, schema: str) -> None:
    """A schema that is broken, or that would have to be fetched, stops the run: nothing is ever fetched."""
    (overlay / "deposit.schema.json").write_text(schema)

    with pytest.raises(SegurDossierError) as raised:
        sample.write(tmp_path / "out", overlay=overlay)
    assert "deposit.schema.json" in raised.value.messages["fr"]


def test_every_kind_of_request_has_its_pieces_and_their_names() -> None:
    """The default mapping covers the four kinds of request, and names every kind of piece it cites."""
    deposit = load_deposit(None)

    assert set(deposit.pieces) == {"listing", "enrolment", "funding", "balance"}
    assert {kind for kinds in deposit.pieces.values() for kind in kinds} <= set(deposit.names)
    for kind in deposit.pieces:
        assert (kind in deposit.form) != (deposit.layout_of(kind, "HOP-DPI-VA1") is not None)


def test_no_file_name_relies_on_an_unknown_attribute() -> None:
    """The number in a file name is an attribute of the common vocabulary."""
    attributes = tomllib.loads(mapping.DEFAULT.with_name("attributes.toml").read_text(encoding="utf-8"))

    numbers = {name.number for name in load_deposit(None).names.values() if name.number}
    assert numbers <= set(attributes)


def test_every_sentence_is_there_in_both_languages_with_the_same_arguments() -> None:
    """Each code that packing may give has its words, French and English take the same arguments, none is unused."""
    folder = Path(mapping.__file__).parent
    words = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))

    assert set(re.findall(r'(?:code=|code = |RefusedError\(\s*)"([a-z_]+)"', source)) - set(words) == set()
    for code, texts in words.items():
        assert f'"{code}"' in source
        assert set(texts) == {"fr", "en"}
        assert set(re.findall(r"{(\w+)}", texts["fr"])) == set(re.findall(r"{(\w+)}", texts["en"]))


def test_a_signed_merge_keeps_its_reason_in_the_proof(tmp_path: Path) -> None:
    """The proof says why a file that holds several pieces was not cut."""
    package = merged(tmp_path / "in", signed(pdf("a", "b", "c"))).write(tmp_path / "out")
    manifest = json.loads((package.folder / "proof/manifest.json").read_bytes())

    assert [each["not_cut"] for each in manifest["pieces"]] == ["kept_signed"]
    assert [each["pages"] for each in manifest["pieces"][0]["pieces"]] == ["1-2", "3"]
