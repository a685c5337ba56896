"""The limits of a submission folder: each that is hit is named, and what was not read is counted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.limits import Limits
from tests.intake_helpers import PDF, codes, listed, listing, words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a submission."""
    path = tmp_path / "dossier"
    path.mkdir()
    return path


def test_too_many_files(folder: Path) -> None:
    """Beyond the limit of files the rest is not read, and its number is told."""
    for number in range(7):
        (folder / f"{number}.pdf").write_bytes(PDF + bytes([number]))

    result = listing(folder, Limits(max_files=5))

    assert [file.path for file in result.files] == ["0.pdf", "1.pdf", "2.pdf", "3.pdf", "4.pdf"]
    assert [words(problem) for problem in result.problems] == [
        "Le dossier a plus de 5 fichiers : au moins 2 n'ont pas été lus."
    ]


def test_too_many_folders(folder: Path) -> None:
    """Folders without end are not visited without end, and those left are told."""
    for number in range(8):
        (folder / str(number)).mkdir()

    result = listing(folder, Limits(max_files=5))

    assert codes(result) == ["too_many_folders"]
    assert result.problems[0].arguments["unread"] == 3


def test_too_deep(folder: Path) -> None:
    """Folders below the deepest level are named and not entered."""
    deep = folder / "1/2/3"
    deep.mkdir(parents=True)
    (folder / "1/2/ok.pdf").write_bytes(PDF)
    (deep / "trop.pdf").write_bytes(PDF)

    result = listing(folder, Limits(max_depth=2))

    assert [file.path for file in result.files] == ["1/2/ok.pdf"]
    assert [words(problem) for problem in result.problems] == [
        "1 dossier(s) à plus de 2 niveaux de la racine, dont « 1/2/3 » : leurs fichiers n'ont pas été lus."
    ]


def test_too_large_file(folder: Path) -> None:
    """A file beyond the limit is listed with its size, not read, and the others are."""
    (folder / "a.pdf").write_bytes(PDF + b" " * 3_000_000)
    (folder / "b.pdf").write_bytes(PDF)

    files = listed(folder, Limits(max_file_bytes=2_000_000))

    assert (files["a.pdf"].size, files["a.pdf"].sha256, files["a.pdf"].location) == (3_000_000 + len(PDF), "", None)
    assert [words(problem) for problem in files["a.pdf"].problems] == ["Le fichier dépasse 2 Mo : il n'a pas été lu."]
    assert files["b.pdf"].problems == ()


def test_file_that_grows_while_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that outgrows the limit after it was listed is not read to the end."""
    (folder / "a.pdf").write_bytes(PDF)
    really_open = os.open

    def grow(path: str, *arguments: int) -> int:
        with (folder / "a.pdf").open("ab") as file:
            file.write(b" " * 3_000_000)
        return really_open(path, *arguments)

    monkeypatch.setattr(os, "open", grow)

    assert codes(listed(folder, Limits(max_file_bytes=2_000_000))["a.pdf"]) == ["file_too_large"]


def test_too_many_bytes(folder: Path) -> None:
    """Once the bytes allowed are used up the files that do not fit say so, and so does the submission."""
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (folder / name).write_bytes(PDF + name.encode() * 200_000)

    result = listing(folder, Limits(max_total_bytes=2_500_000))

    assert [codes(file) for file in result.files] == [[], [], ["beyond_total"]]
    assert [words(problem, "en") for problem in result.problems] == [
        "The folder is larger than 2 MB: 1 file(s) were not read."
    ]
