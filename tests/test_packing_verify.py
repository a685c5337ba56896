"""What `verify` finds another day: nothing missing, nothing altered, nothing besides, and no more than it checked."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import SegurDossierError
from pipeline.packing.verify import Verification, verify
from tests.packing_samples import PAIR, Sample, balance, codes, enrolment, merged, pdf, signed

FORM = ("values.json", "values.html", "pieces/rib.pdf", "pieces/rapport-de-referencement.pdf")
COMMON = ("report.json", "report.html", "proof/manifest.json", "proof/manifest.sha256")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The folder of a balance package."""
    return balance(tmp_path / "in").write(tmp_path / "out").folder


def said(verification: Verification) -> str:
    """Return all that is said, in both languages."""
    return "\n".join(line.say(lang) for line in verification.lines for lang in ("fr", "en"))


@pytest.mark.parametrize("path", ["", "proof", "proof/manifest.json", "proof/manifest.sha256", *PAIR, "report.json"])
def test_an_intact_package_is_verified_in_full_from_any_of_its_paths(package: Path, path: str) -> None:
    """The folder, its proof or either half of the pair lead to the same full verification."""
    verification = verify(package / path)

    assert (verification.ok, verification.level) == (True, "full")
    assert {line.code for line in verification.lines} >= {"files_intact", "report_digest", "pair_coherent"}


def test_only_the_folder_is_needed(package: Path, tmp_path: Path) -> None:
    """Moved elsewhere and renamed, without the submission, a package still verifies."""
    shutil.move(package, tmp_path / "archive 2024")
    shutil.rmtree(tmp_path / "in")

    assert verify(tmp_path / "archive 2024").ok


@pytest.mark.parametrize(
    ("make", "file"),
    [(balance, file) for file in (*PAIR, *COMMON)] + [(enrolment, file) for file in (*FORM, *COMMON)],
)
def test_one_byte_changed_in_any_file_is_caught(tmp_path: Path, make: Callable[[Path], Sample], file: str) -> None:
    """Whichever file of a package is touched, the verification fails."""
    folder = make(tmp_path / "in").write(tmp_path / "out").folder
    data = bytearray((folder / file).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / file).write_bytes(data)

    verification = verify(folder)
    assert not verification.ok
    assert codes(verification)


@pytest.mark.parametrize(
    ("make", "file"),
    [(balance, file) for file in (*PAIR, *COMMON)] + [(enrolment, file) for file in (*FORM, *COMMON)],
)
def test_any_missing_file_is_caught(tmp_path: Path, make: Callable[[Path], Sample], file: str) -> None:
    """Whichever file of a package is gone, the verification of its folder fails."""
    folder = make(tmp_path / "in").write(tmp_path / "out").folder
    (folder / file).unlink()

    assert not verify(folder).ok


@pytest.mark.parametrize("extra", ["notes.txt", "proof/notes.txt", "pieces/more.pdf", "sub/more.pdf", ".hidden"])
def test_any_extra_file_is_caught(package: Path, extra: str) -> None:
    """A file that the manifest does not list is named, wherever it is."""
    (package / extra).parent.mkdir(exist_ok=True)
    (package / extra).write_text("x")

    verification = verify(package)
    assert codes(verification) == {"extra"}
    assert extra.split("/")[0] in said(verification)


def test_what_differs_is_said_precisely(package: Path) -> None:
    """The file, the digest expected and the digest found are all said."""
    report = package / "report.json"
    expected = hashlib.sha256(report.read_bytes()).hexdigest()
    report.write_bytes(report.read_bytes().replace(b"conforming", b"CONFORMING"))

    words = said(verify(package))
    assert "report.json" in words
    assert expected in words
    assert hashlib.sha256(report.read_bytes()).hexdigest() in words


def test_a_report_that_is_not_the_one_judged_is_caught(package: Path) -> None:
    """A report swapped together with its entry in the list still differs from the digest of the judgement."""
    manifest = json.loads((package / "proof/manifest.json").read_bytes())
    (package / "report.json").write_bytes(b"{}\n")
    entry = next(each for each in manifest["files"] if each["path"] == "report.json")
    entry.update(size=3, sha256=hashlib.sha256(b"{}\n").hexdigest())
    (package / "proof/manifest.json").write_text(json.dumps(manifest))

    assert "report_differs" in codes(verify(package))


def test_a_package_of_reports_only_is_never_ok(tmp_path: Path) -> None:
    """A dossier that was not conforming has nothing to verify, and the answer says so."""
    folder = balance(tmp_path / "in").write(tmp_path / "out", conforming=False).folder

    verification = verify(folder)
    assert (verification.ok, verification.level) == (False, "nothing")
    assert codes(verification) == {"report_only"}


# --- the pair alone ---


@pytest.fixture
def pair(package: Path, tmp_path: Path) -> Path:
    """A folder that holds the pair and nothing else."""
    alone = tmp_path / "alone"
    alone.mkdir()
    for name in PAIR:
        shutil.copy(package / name, alone)
    return alone


@pytest.mark.parametrize("path", ["", *PAIR])
def test_a_pair_without_its_proof_claims_no_more_than_its_coherence(pair: Path, path: str) -> None:
    """Without the proof the level is pair_only, and a line says what was not checked."""
    verification = verify(pair / path)

    assert (verification.ok, verification.level) == (True, "pair_only")
    assert {line.code for line in verification.lines} == {"pair_coherent", "no_proof"}
    assert "report_digest" not in {line.code for line in verification.lines}


def test_a_signed_merge_cited_by_pages_is_coherent(tmp_path: Path) -> None:
    """A file that two pieces cite by their pages is no piece cited twice."""
    package = merged(tmp_path / "in", signed(pdf("a", "b", "c"))).write(tmp_path / "out").folder
    shutil.rmtree(package / "proof")

    assert verify(package / "DEMO-2024-001.zip").ok


@pytest.mark.parametrize("half", PAIR)
def test_half_a_pair_is_not_enough(pair: Path, half: str) -> None:
    """A JSON without its zip, or a zip without its JSON, fails and names the missing half."""
    other = next(name for name in PAIR if name != half)
    (pair / other).unlink()

    verification = verify(pair / half)
    assert codes(verification) == {"half_missing"}
    assert other in said(verification)


def edited(pair: Path, edit: Callable[[dict[str, object]], None]) -> Verification:
    """Edit the JSON of a pair and verify it."""
    tree = json.loads((pair / PAIR[0]).read_bytes())
    edit(tree)
    (pair / PAIR[0]).write_text(json.dumps(tree), encoding="utf-8")
    return verify(pair / PAIR[0])


def pieces_of(tree: dict[str, object]) -> list[dict[str, str]]:
    """Return the pieces of the first beneficiary."""
    return tree["beneficiaries"][0]["pieces"]  # type: ignore[index,no-any-return]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda tree: pieces_of(tree).pop(), "not_cited"),
        (lambda tree: pieces_of(tree)[0].update(file="absent.pdf"), "cited_missing"),
        (lambda tree: pieces_of(tree)[0].update(sha256="0" * 64), "cited_altered"),
        (lambda tree: pieces_of(tree).append(pieces_of(tree)[0]), "cited_twice"),
        (lambda tree: tree.update(kind="unknown"), "cited_missing"),
        (lambda tree: tree.update(reference=7), "json_wrong"),
    ],
)
def test_a_pair_that_does_not_belong_together_is_caught(
    pair: Path, edit: Callable[[dict[str, object]], None], code: str
) -> None:
    """A piece not cited, cited but absent, altered or cited twice is named."""
    if code == "cited_missing":
        assert code in codes(edited(pair, lambda tree: (edit(tree), pieces_of(tree)[0].update(file="absent.pdf"))[0]))
    else:
        assert code in codes(edited(pair, edit))


def test_what_is_neither_is_said(tmp_path: Path) -> None:
    """A folder without package, a stray file or a path that is not there each get their answer."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")

    assert codes(verify(tmp_path / "empty")) == {"not_a_package"}
    assert codes(verify(tmp_path / "notes.txt")) == {"not_a_package"}
    with pytest.raises(SegurDossierError):
        verify(tmp_path / "absent")
