"""Names of files on disk: every one that a system allows is read, and listed so that a report can hold it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from tests.intake_helpers import PDF, listed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a submission."""
    path = tmp_path / "dossier"
    path.mkdir()
    return path


@pytest.mark.parametrize(
    "name",
    [
        "Facture été à Noël.pdf",
        "📄👨‍👩‍👧 bdc.pdf",
        "CON.pdf",
        "aux.pdf",
        "a" * 251 + ".pdf",
        "a'b\"c;$(d).pdf",
        "-rf.pdf",
    ],
)
def test_any_name_is_read(folder: Path, name: str) -> None:
    """Accents, emoji, names reserved by Windows, 255 bytes and what shells dislike are names like others."""
    (folder / name).write_bytes(PDF)

    file = listed(folder)[name]

    assert (file.content, file.problems, file.location) == ("pdf", (), folder / name)


def test_names_are_listed_composed(folder: Path) -> None:
    """A name that a Mac wrote decomposed is listed in NFC, and still found on disk."""
    name = unicodedata.normalize("NFD", "Reçu été.pdf")
    (folder / name).write_bytes(PDF)

    (file,) = listed(folder).values()

    assert file.path == "Reçu été.pdf"
    assert file.location is not None
    assert file.location.read_bytes() == PDF


def test_names_that_are_one_in_nfc_stay_two_files(folder: Path) -> None:
    """Two files whose names differ only in composition, or in case, are both listed, each under its own path."""
    for name, content in [("été.pdf", b"1"), (unicodedata.normalize("NFD", "été.pdf"), b"2"), ("Été.pdf", b"3")]:
        (folder / name).write_bytes(PDF + content)

    files = listed(folder)

    assert sorted(files) == ["Été.pdf", "été (2).pdf", "été.pdf"]
    assert len({file.sha256 for file in files.values()}) == 3


def test_names_that_cannot_be_printed(folder: Path) -> None:
    """Line breaks, marks that turn the line round and bytes that are no UTF-8 do not reach a report."""
    (folder / "a\nb\u202efdp.exe").write_bytes(PDF)
    (folder / os.fsdecode(b"re\xe7u.pdf")).write_bytes(PDF + b"2")

    assert sorted(listed(folder)) == ["a\ufffdb\ufffdfdp.exe", "re\\xe7u.pdf"]
