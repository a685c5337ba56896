"""Submissions in zip archives are read like folders, whatever tool and system made them."""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest

from pipeline.intake.model import Role
from tests.intake_helpers import PDF, listed, raw_zip, write_zip


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """Where the archive of a submission is written."""
    return tmp_path / "dossier.zip"


def test_archive_is_read_like_a_folder(packed: Path) -> None:
    """The entries of an archive are listed like files of a folder, request file included."""
    write_zip(packed, ("request.toml", b"schema = 1"), ("client/bdc.pdf", PDF), ("client/", b""))

    files = listed(packed)

    assert {path: file.role for path, file in files.items()} == {
        "client/bdc.pdf": Role.PIECE,
        "request.toml": Role.REQUEST,
    }
    assert files["client/bdc.pdf"].location is not None
    assert files["client/bdc.pdf"].location.read_bytes() == PDF


def test_folders_are_no_files(packed: Path) -> None:
    """A folder is no empty file, whether its name ends with a slash or only its attributes say so."""
    by_windows, by_unix = zipfile.ZipInfo("client-1"), zipfile.ZipInfo("client-2")
    by_windows.external_attr, by_unix.external_attr = 0x10, stat.S_IFDIR << 16
    write_zip(packed, (by_windows, b""), (by_unix, b""), ("client-3/", b""), ("client-1/bdc.pdf", PDF))

    assert list(listed(packed)) == ["bdc.pdf"]


def test_folder_packed_with_itself(packed: Path) -> None:
    """The one folder that most tools pack around the files is no part of their paths."""
    write_zip(packed, ("Dossier/request.toml", b""), ("Dossier/va/va.pdf", PDF), ("__MACOSX/Dossier/._va.pdf", b"x"))

    assert {path: file.role for path, file in listed(packed).items()} == {
        "__MACOSX/Dossier/._va.pdf": Role.JUNK,
        "request.toml": Role.REQUEST,
        "va/va.pdf": Role.PIECE,
    }


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "utf-8"])
def test_accents_of_old_archives(packed: Path, encoding: str) -> None:
    """French names come out right whether the archive was made on Windows, on a Mac, or long ago."""
    packed.write_bytes(raw_zip(("Reçu été à payer.pdf".encode(encoding), PDF)))

    assert list(listed(packed)) == ["Reçu été à payer.pdf"]


def test_accented_capitals_of_windows(packed: Path) -> None:
    """Accented capitals, that only French Windows writes so, come out right."""
    packed.write_bytes(raw_zip(("À RÉGLER ÊTRE.pdf".encode("cp850"), PDF)))

    assert list(listed(packed)) == ["À RÉGLER ÊTRE.pdf"]


def test_name_in_the_extra_field(packed: Path) -> None:
    """The UTF-8 name that WinZip and Info-ZIP put beside the old one is the one used."""
    old, new = b"re_u.pdf", "reçu €.pdf".encode()
    field = b"\x01" + struct.pack("<L", zlib.crc32(old)) + new
    packed.write_bytes(raw_zip((old, PDF), extra=struct.pack("<HH", 0x7075, len(field)) + field))

    assert list(listed(packed)) == ["reçu €.pdf"]


@pytest.mark.parametrize(
    "name", ["📄👨‍👩‍👧 bdc.pdf", "CON.pdf", "aux.pdf", "a" * 251 + ".pdf", unicodedata.normalize("NFD", "reçu été.pdf")]
)
def test_any_name_is_read(packed: Path, name: str) -> None:
    """Emoji, names reserved by Windows, 255 bytes and decomposed accents are names like others."""
    write_zip(packed, (name, PDF))

    (file,) = listed(packed).values()

    assert (file.path, file.content, file.problems) == (unicodedata.normalize("NFC", name), "pdf", ())


def test_folders_with_backslashes(packed: Path) -> None:
    """Archives of old Windows tools, with backslashes between folders, are understood."""
    packed.write_bytes(raw_zip((b"client\\bdc.pdf", PDF), (b".\\rib.pdf", PDF + b"2")))

    assert sorted(listed(packed)) == ["client/bdc.pdf", "rib.pdf"]
