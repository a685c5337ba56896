"""Tests of `verify`: a package is as its proof says, or each thing that is not is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli_helpers import call, clean_folder, settle_in


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


@pytest.fixture
def package(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    """Build a conforming advance request and return its package."""
    options = clean_folder(tmp_path / "d", "funding")
    assert call(capsys, "build", tmp_path / "d", *options, "-o", tmp_path / "out").code == 0
    (package,) = (path for path in (tmp_path / "out").iterdir() if path.is_dir())
    return package


def pair_of(package: Path) -> tuple[Path, Path]:
    """Return the JSON and the zip that are to be deposited."""
    return package / f"{package.name}.json", package / f"{package.name}.zip"


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "tout est conforme à la preuve"), ("en", "all is as the proof says")]
)
def test_good_package(capsys: pytest.CaptureFixture[str], package: Path, language: str, said: str) -> None:
    """A package that nobody touched is as its proof says, in either language."""
    called = call(capsys, "verify", package, "--lang", language)

    assert called.code == 0
    assert said in called.out.splitlines()[-1]
    assert all(line.startswith("✓ ") for line in called.out.splitlines()[:-1])
    assert called.err == ""


def test_proof_is_enough_to_name_the_package(capsys: pytest.CaptureFixture[str], package: Path) -> None:
    """The package may be given by its proof or by either half of its pair."""
    for path in (package / "proof", *pair_of(package)):
        called = call(capsys, "verify", path)
        assert called.code == 0
        assert "tout est conforme à la preuve" in called.out


@pytest.mark.parametrize("name", ["report.html", "json", "zip"])
def test_altered_byte(capsys: pytest.CaptureFixture[str], package: Path, name: str) -> None:
    """One altered byte is seen, and the file named."""
    file = package / name if name == "report.html" else next(package.glob(f"{package.name}.{name}"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    called = call(capsys, "verify", package)

    assert called.code == 1
    assert any(line.startswith("✗ ") and file.name in line for line in called.out.splitlines())
    assert called.out.splitlines()[-1].endswith("ce paquet ne correspond pas à sa preuve.")


def test_missing_file(capsys: pytest.CaptureFixture[str], package: Path) -> None:
    """A file of the proof that is gone is named."""
    (package / "report.html").unlink()

    called = call(capsys, "verify", package)

    assert called.code == 1
    assert any(line.startswith("✗ ") and "report.html" in line for line in called.out.splitlines())


def test_extra_file(capsys: pytest.CaptureFixture[str], package: Path) -> None:
    """A file that the proof does not know is named."""
    (package / "ajout.pdf").write_bytes(b"%PDF-1.4")

    called = call(capsys, "verify", package)

    assert called.code == 1
    assert any(line.startswith("✗ ") and "ajout.pdf" in line for line in called.out.splitlines())


def test_pair_alone(capsys: pytest.CaptureFixture[str], package: Path, tmp_path: Path) -> None:
    """The deposited pair alone is verified as far as it goes, and that is said; half a pair is not."""
    (tmp_path / "received").mkdir()
    halves = [Path(shutil.copy(half, tmp_path / "received")) for half in pair_of(package)]

    whole = call(capsys, "verify", halves[0])
    halves[1].unlink()
    half = call(capsys, "verify", halves[0])

    assert whole.code == 0
    assert "la preuve n'était pas là, le reste n'a pas été vérifié" in whole.out
    assert half.code == 1
    assert halves[1].name in half.out


def test_several_packages(capsys: pytest.CaptureFixture[str], package: Path, tmp_path: Path) -> None:
    """Of several packages each gets its line, the bad one its reasons, and one bad one makes 1."""
    shutil.copytree(package, tmp_path / "copie" / package.name)
    (tmp_path / "copie" / package.name / "report.html").unlink()

    called = call(capsys, "verify", package, tmp_path / "copie" / package.name)

    assert called.code == 1
    assert "✓" not in called.out
    assert "conforme à la preuve" in called.out.splitlines()[0]
    assert called.out.splitlines()[-1].endswith("ce paquet ne correspond pas à sa preuve.")


def test_report_is_no_package(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The folder of a dossier that was not conforming holds nothing to verify, and that is not a success."""
    options = clean_folder(tmp_path / "d", "funding")
    next((tmp_path / "d").glob("request.*")).unlink()
    call(capsys, "build", tmp_path / "d", *options, "-o", tmp_path / "out")
    (reports,) = (path for path in (tmp_path / "out").iterdir() if path.is_dir())

    called = call(capsys, "verify", reports)

    assert called.code == 1
    assert sorted(path.name for path in reports.iterdir()) == ["report.html", "report.json"]
