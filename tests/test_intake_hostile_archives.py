"""Hostile and broken archives: what stays packed and why; the other entries go on, and nothing leaves the workspace."""

from __future__ import annotations

import errno
import stat
import struct
import unicodedata
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.intake.model import Role
from pipeline.limits import Limits
from rules.problems import load_problems
from tests.intake_helpers import GOOD, PDF, codes, listed, listing, patch, raw_zip, write_zip


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """Where the archive of a submission is written."""
    return tmp_path / "dossier.zip"


@pytest.mark.parametrize(
    "name",
    ["../evade.pdf", "a/../../evade.pdf", "/etc/passwd", "C:\\evade.pdf", "C:evade.pdf", "\\\\serveur\\x.pdf", "..\\x"],
)
def test_name_that_leaves_the_folder(packed: Path, name: str) -> None:
    """A name that points elsewhere stays packed and is listed under a path that leads nowhere; the others go on."""
    packed.write_bytes(raw_zip((name.encode(), PDF), (GOOD.encode(), PDF)))

    files = listed(packed)
    (hostile,) = files.keys() - {GOOD}

    assert codes(files[hostile]) == ["entry_unsafe_name"]
    assert ".." not in hostile.split("/")
    assert not hostile.startswith("/")
    assert ":" not in hostile
    assert files[GOOD].content == "pdf"


def test_name_with_a_nul(packed: Path) -> None:
    """A name cut in two by a zero byte is not trusted to be its first half."""
    packed.write_bytes(raw_zip((b"rib.pdf\0.exe", PDF), (GOOD.encode(), PDF)))

    files = listed(packed)

    assert codes(files["rib.pdf\ufffd.exe"]) == ["entry_unsafe_name"]
    assert files[GOOD].problems == ()


@pytest.mark.parametrize("name", ["a" * 2000 + ".pdf", "d/" * 13 + "x.pdf"])
def test_name_beyond_limits(packed: Path, name: str) -> None:
    """A name of thousands of characters or folders stays packed, and its path in the listing is cut."""
    write_zip(packed, (name, PDF), (GOOD, PDF))

    files = listed(packed)
    (hostile,) = files.keys() - {GOOD}

    assert codes(files[hostile])[0] in ("entry_unsafe_name", "entry_too_deep")
    assert len(hostile) <= 1024
    assert files[GOOD].problems == ()


def test_link_in_an_archive(packed: Path) -> None:
    """A symbolic link in an archive is not made nor followed; a device neither."""
    link, device = zipfile.ZipInfo("lien.pdf"), zipfile.ZipInfo("disque.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    device.external_attr = (stat.S_IFBLK | 0o777) << 16
    write_zip(packed, (link, b"/etc/passwd"), (device, b""), (GOOD, PDF))

    assert {path: codes(file) for path, file in listed(packed).items()} == {
        GOOD: [],
        "disque.pdf": ["not_a_file"],
        "lien.pdf": ["link_not_followed"],
    }


def test_encrypted_entry(packed: Path) -> None:
    """An entry that asks for a password is said so; the others are read."""
    write_zip(packed, ("secret.pdf", PDF), (GOOD, PDF))

    def encrypt(content: bytearray) -> None:
        content[6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1

    patch(packed, encrypt)
    files = listed(packed)

    assert (codes(files["secret.pdf"]), codes(files[GOOD])) == (["entry_encrypted"], [])


def test_wrong_checksum(packed: Path) -> None:
    """An entry whose bytes do not match their checksum is damaged, and what was unpacked of it is gone."""
    write_zip(packed, ("abime.pdf", PDF), (GOOD, PDF + b"2"))
    patch(packed, lambda content: content.__setitem__(content.index(PDF) + 3, 0))

    files = listed(packed)

    assert (codes(files["abime.pdf"]), codes(files[GOOD])) == (["entry_damaged"], [])


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("declared", [5, 5_000])
def test_size_that_lies(packed: Path, method: int, declared: int) -> None:
    """An entry that unpacks to less or more than it declares is damaged, never cut or filled in silence."""
    write_zip(packed, ("menteur.pdf", PDF * 10), (GOOD, PDF), method=method)

    def lie(content: bytearray) -> None:
        at = content.index(b"PK\x01\x02") + 24
        content[at : at + 4] = struct.pack("<L", declared)

    patch(packed, lie)
    files = listed(packed)

    assert (codes(files["menteur.pdf"]), codes(files[GOOD])) == (["entry_damaged"], [])


def test_bomb(packed: Path) -> None:
    """An entry that would unpack to a hundred times its size stays packed; a small one, however well it packs, not."""
    write_zip(packed, ("bombe.pdf", b"\0" * 20_000_000), ("vide.txt", b" " * 900_000), method=zipfile.ZIP_DEFLATED)

    files = listed(packed)

    assert codes(files["bombe.pdf"]) == ["entry_ratio"]
    assert int(files["bombe.pdf"].problems[0].arguments["ratio"]) > 900
    assert (files["vide.txt"].content, files["vide.txt"].size) == ("text", 900_000)


def test_entries_that_share_their_bytes(packed: Path) -> None:
    """Entries that begin inside another one, as in bombs without nesting, stay packed."""
    inner = raw_zip((b"b.pdf", PDF))
    inner_entry = inner[: inner.index(b"PK\x01\x02")]
    packed.write_bytes(raw_zip((b"a.bin", inner_entry), (b"b.pdf", PDF), (GOOD.encode(), PDF + b"2")))

    def overlap(content: bytearray) -> None:
        record = content.rindex(b"b.pdf") - 4
        content[record : record + 4] = struct.pack("<L", content.index(b"PK\x03\x04", 4))

    patch(packed, overlap)
    files = listed(packed)

    assert (codes(files["b.pdf"]), codes(files[GOOD])) == (["entry_damaged"], [])


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unsupported_method(packed: Path, method: int) -> None:
    """A compression that unpacks without bounds is not supported, and says how to make the archive again."""
    write_zip(packed, ("rare.pdf", PDF), method=method)

    (problem,) = listed(packed)["rare.pdf"].problems

    assert problem.code == "entry_method"
    assert "Deflate" in load_problems()[problem.code].remedy["fr"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_name_twice(packed: Path) -> None:
    """Of two entries of one name the first is read; the second, that other tools may show instead, is said unread."""
    write_zip(packed, ("bdc.pdf", PDF), ("bdc.pdf", PDF + b"autre"), ("./bdc.pdf", PDF + b"encore"))

    assert {path: codes(file) for path, file in listed(packed).items()} == {
        "bdc.pdf": [],
        "bdc (2).pdf": ["entry_name_twice"],
        "bdc (3).pdf": ["entry_name_twice"],
    }


def test_names_that_differ_in_case_or_composition(packed: Path) -> None:
    """Names that differ only in case or in how accents are composed are different files, and all read."""
    names = ["été.pdf", unicodedata.normalize("NFD", "été.pdf"), "Été.pdf"]
    write_zip(packed, *((name, PDF + bytes([number])) for number, name in enumerate(names)))

    files = listed(packed)

    assert sorted(files) == ["Été.pdf", "été (2).pdf", "été.pdf"]
    assert all(file.problems == () for file in files.values())


def test_too_many_entries(packed: Path) -> None:
    """Beyond the limit of entries the rest stays packed, and its number is told."""
    write_zip(packed, *((f"{number}.pdf", PDF) for number in range(7)))

    result = listing(packed, Limits(max_entries=5))

    assert len(result.files) == 5
    assert [(problem.code, problem.arguments["unread"]) for problem in result.problems] == [("too_many_entries", 2)]


def test_endless_directory(packed: Path) -> None:
    """An archive whose directory alone would fill the memory is not opened."""
    write_zip(packed, *((f"{number:0500}", b"") for number in range(200)))

    assert codes(listing(packed, Limits(max_entries=50))) == ["archive_too_long"]


def test_too_large_and_too_much(packed: Path) -> None:
    """The limits on one file and on all of them hold for what an archive declares, before a byte is unpacked."""
    write_zip(
        packed, ("gros.pdf", PDF + b"x" * 2_000_000), ("un.pdf", PDF + b"1" * 900), ("deux.pdf", PDF + b"2" * 900)
    )

    result = listing(packed, Limits(max_file_bytes=1_000_000, max_total_bytes=1_500))

    assert {file.path: codes(file) for file in result.files} == {
        "deux.pdf": ["beyond_total"],
        "gros.pdf": ["file_too_large"],
        "un.pdf": [],
    }
    assert codes(result) == ["too_many_bytes"]


@pytest.mark.parametrize("content", [b"", PDF, b"PK\x03\x04", raw_zip((b"a.pdf", PDF))[:-30], b"PK\5\6" + b"\xff" * 18])
def test_no_archive_at_all(packed: Path, content: bytes) -> None:
    """A .zip that is empty, cut or something else is one problem of the submission and no file."""
    packed.write_bytes(content)

    result = listing(packed)

    assert (result.files, codes(result)) == ((), ["archive_damaged"])


def test_damaged_archive_among_the_pieces(packed: Path) -> None:
    """A cut archive in a submission is an unread piece; the other files go on."""
    write_zip(packed, ("va.zip", raw_zip((b"va.pdf", PDF))[:-30]), (GOOD, PDF))

    files = listed(packed)

    assert (files["va.zip"].content, files["va.zip"].role, codes(files["va.zip"])) == (
        "zip",
        Role.PIECE,
        ["archive_damaged"],
    )
    assert files[GOOD].problems == ()


def test_full_disk_is_no_fault_of_the_archive(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the run stops and says so, rather than call the archive damaged."""
    write_zip(packed, (GOOD, PDF))
    really_open = Path.open

    def full(path: Path, *arguments: str) -> BinaryIO:
        if path.name == "f00001":
            raise OSError(errno.ENOSPC, "No space left on device")
        return really_open(path, *arguments)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(Path, "open", full)

    with pytest.raises(SegurDossierError) as caught:
        listing(packed)

    assert caught.value.code is ExitCode.INTERNAL
    assert "TMPDIR" in caught.value.remedies["fr"]
