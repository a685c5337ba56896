"""Listing the files of a submission folder: what they are, what is set aside, what is not read and why."""

from __future__ import annotations

import os
import socket
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.intake.model import ListedFile, Role
from pipeline.limits import Limits
from rules.problems import load_problems
from tests.intake_helpers import PDF, codes, listed, listing, words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a submission."""
    path = tmp_path / "dossier"
    path.mkdir()
    return path


def test_ordinary_piece(folder: Path) -> None:
    """A piece is listed with its path, size, SHA-256, what it is and where it can be read, and no problem."""
    (folder / "client").mkdir()
    (folder / "client/bdc.pdf").write_bytes(PDF)

    assert listing(folder).files == (
        ListedFile(
            path="client/bdc.pdf",
            location=folder / "client/bdc.pdf",
            size=len(PDF),
            sha256=sha256(PDF).hexdigest(),
            content="pdf",
            role=Role.PIECE,
            set_aside=False,
        ),
    )


def test_request_and_decisions_are_no_pieces(folder: Path) -> None:
    """The request and decision files at the root have their own role, whatever the case of their names."""
    for name in ("Request.toml", "request.json", "decisions.toml"):
        (folder / name).write_bytes(b"")

    roles = {path: (file.role, file.set_aside, codes(file)) for path, file in listed(folder).items()}

    assert roles == {
        "Request.toml": (Role.REQUEST, True, []),
        "request.json": (Role.REQUEST, True, []),
        "decisions.toml": (Role.DECISIONS, True, []),
    }


@pytest.mark.parametrize(
    ("path", "code"), [("ancien/request.toml", "request_misplaced"), ("request.toml.txt", "request_misnamed")]
)
def test_request_file_that_does_not_count(folder: Path, path: str, code: str) -> None:
    """A request file in a sub-folder, or with the hidden .txt of Notepad, is set aside and its author told."""
    (folder / "ancien").mkdir()
    (folder / path).write_bytes(b"schema = 1\n")

    file = listed(folder)[path]

    assert (file.role, file.set_aside, codes(file)) == (Role.MISPLACED, True, [code])


@pytest.mark.parametrize(
    "name",
    ["Thumbs.db", ".DS_Store", "desktop.ini", "~$bdc.docx", "._bdc.pdf", "x.TMP", ".~lock.bdc.odt#", ".gitkeep"],
)
def test_junk_file_is_set_aside(folder: Path, name: str) -> None:
    """What systems leave behind is set aside without being opened, and said so."""
    (folder / name).write_bytes(PDF)

    file = listed(folder)[name]

    assert (file.role, file.set_aside, file.location, codes(file)) == (Role.JUNK, True, None, ["junk_file"])


@pytest.mark.parametrize("name", [".git", "__MACOSX", "$RECYCLE.BIN"])
def test_junk_folder_is_set_aside_whole(folder: Path, name: str) -> None:
    """A folder of a system counts as one thing set aside; nothing in it is listed."""
    (folder / name).mkdir()
    (folder / name / "bdc.pdf").write_bytes(PDF)

    assert {path: codes(file) for path, file in listed(folder).items()} == {name: ["junk_folder"]}


def test_links_are_never_followed(folder: Path) -> None:
    """A link to a file, to a folder or to nothing is listed, never read, and its target never named."""
    secret = folder.parent / "secret"
    secret.mkdir()
    (secret / "rib.pdf").write_bytes(PDF)
    (folder / "fichier.pdf").symlink_to(secret / "rib.pdf")
    (folder / "dossier").symlink_to(secret, target_is_directory=True)
    (folder / "rien.pdf").symlink_to(folder / "absent")
    (folder / "request.toml").symlink_to(secret / "rib.pdf")

    files = listed(folder)

    assert sorted(files) == ["dossier", "fichier.pdf", "request.toml", "rien.pdf"]
    assert all(codes(file) == ["link_not_followed"] for file in files.values())
    assert all((file.location, file.sha256) == (None, "") for file in files.values())


def test_devices_are_never_opened(folder: Path) -> None:
    """A named pipe or a socket is listed and never opened: opening a pipe would wait for ever."""
    os.mkfifo(folder / "tube.pdf")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "prise.pdf"))
        files = listed(folder)

    assert {path: codes(file) for path, file in files.items()} == {
        "prise.pdf": ["not_a_file"],
        "tube.pdf": ["not_a_file"],
    }


def test_file_that_may_not_be_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that one has no right to open is a problem of that file; the others are read."""
    (folder / "a.pdf").write_bytes(PDF)
    (folder / "b.pdf").write_bytes(PDF + b"b")
    really_open = os.open

    def refuse(path: str, *arguments: int) -> int:
        if str(path).endswith("a.pdf"):
            raise PermissionError
        return really_open(path, *arguments)

    monkeypatch.setattr(os, "open", refuse)
    files = listed(folder)

    assert (codes(files["a.pdf"]), files["a.pdf"].location) == (["permission_denied"], None)
    assert codes(files["b.pdf"]) == []


def test_folder_that_may_not_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that one has no right to list is a problem of the submission, by its name."""
    (folder / "clos").mkdir()
    (folder / "a.pdf").write_bytes(PDF)
    really_scan = os.scandir

    def refuse(path: Path) -> object:
        if str(path).endswith("clos"):
            raise PermissionError
        return really_scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = listing(folder)

    assert [file.path for file in result.files] == ["a.pdf"]
    assert [words(problem) for problem in result.problems] == [
        "Le dossier « clos/ » n'a pas pu être ouvert : ses fichiers n'ont pas été lus."
    ]


def test_file_swapped_for_a_link_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that becomes a link between listing and reading is not followed either."""
    (folder / "a.pdf").write_bytes(PDF)
    (folder.parent / "secret.pdf").write_bytes(PDF)
    really_open = os.open

    def swap(path: str, *arguments: int) -> int:
        (folder / "a.pdf").unlink()
        (folder / "a.pdf").symlink_to(folder.parent / "secret.pdf")
        return really_open(path, *arguments)

    monkeypatch.setattr(os, "open", swap)

    assert codes(listed(folder)["a.pdf"]) == ["cannot_open"]


def test_duplicates_by_content(folder: Path) -> None:
    """The later of two files with the same bytes, in the order of paths, names the first; empty ones do not count."""
    for name in ("b.pdf", "a.pdf", "c/d.pdf"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(PDF)
    for name in ("vide1.pdf", "vide2.pdf"):
        (folder / name).write_bytes(b"")

    files = listed(folder)

    assert {path: file.duplicate_of for path, file in files.items()} == {
        "a.pdf": None,
        "b.pdf": "a.pdf",
        "c/d.pdf": "a.pdf",
        "vide1.pdf": None,
        "vide2.pdf": None,
    }
    assert codes(files["vide1.pdf"]) == ["empty_file"]


def test_web_page_named_pdf(folder: Path) -> None:
    """A login page saved as a PDF is told for what it is."""
    (folder / "attestation.pdf").write_bytes(b"\r\n<!DOCTYPE html>\r\n<html><title>Connexion</title></html>")

    file = listed(folder)["attestation.pdf"]

    assert (file.content, codes(file)) == ("html", ["html_named_pdf"])


@pytest.mark.parametrize("content", [b"0009 0 obj <</Type /XRef>>", b"\0\1\2\3 1 0 obj"])
def test_damaged_pdf(folder: Path, content: bytes) -> None:
    """A PDF that has lost its beginning is not taken for a text: it is said unread."""
    (folder / "facture.pdf").write_bytes(content)

    assert codes(listed(folder)["facture.pdf"]) == ["not_a_pdf"]
    assert load_problems()["not_a_pdf"].outcome == "inconclusive"


def test_name_that_says_otherwise(folder: Path) -> None:
    """A photo named .pdf is listed as the photo it is, with a word about its name."""
    (folder / "rib.pdf").write_bytes(b"\xff\xd8\xff\xe0 a photo")

    file = listed(folder)["rib.pdf"]

    assert file.content == "jpeg"
    assert [words(problem) for problem in file.problems] == [
        "Le fichier porte l'extension .pdf mais son contenu est de type « jpeg » ; c'est le contenu qui compte."
    ]


def test_unknown_file_is_said_not_read(folder: Path) -> None:
    """A file of an unknown type is not passed over: it says that it was not read."""
    (folder / "plan.dwg").write_bytes(b"AC1032\0\0\0\0\0")
    (folder / "pieces.7z").write_bytes(b"7z\xbc\xaf\x27\x1c\0\x04")

    files = listed(folder)

    assert codes(files["plan.dwg"]) == ["unknown_type"]
    assert codes(files["pieces.7z"]) == ["archive_unsupported"]
    assert {load_problems()[code].outcome for file in files.values() for code in codes(file)} == {"inconclusive"}


def test_same_folder_same_listing(folder: Path) -> None:
    """Files are listed in the order of their paths, whatever order they were written in."""
    for name in ("z.pdf", "B/x.pdf", "a.pdf", "Zz.pdf", "é.pdf"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(PDF + name.encode())

    assert [file.path for file in listing(folder).files] == ["B/x.pdf", "Zz.pdf", "a.pdf", "z.pdf", "é.pdf"]


def test_archive_in_a_folder_is_opened_once(folder: Path) -> None:
    """A zip among the pieces is opened: its files are listed below its name, and itself is no piece."""
    with zipfile.ZipFile(folder / "va.zip", "w") as archive:
        archive.writestr("client/va.pdf", PDF)
        archive.writestr("request.toml", "schema = 1")
    (folder / "bdc.pdf").write_bytes(PDF)

    files = listed(folder)

    assert (files["va.zip"].role, files["va.zip"].set_aside, codes(files["va.zip"])) == (
        Role.ARCHIVE,
        True,
        ["archive_opened"],
    )
    assert files["va.zip/client/va.pdf"].duplicate_of == "bdc.pdf"
    assert files["va.zip/request.toml"].role is Role.MISPLACED


def test_archive_in_an_archive_stays_closed(folder: Path) -> None:
    """An archive in an archive of the folder is a problem; when the limit is raised it is opened."""
    packed = PDF
    for name in ("rib.pdf", "dedans.zip"):
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, packed)
        packed = buffer.getvalue()
    (folder / "dehors.zip").write_bytes(packed)

    assert codes(listed(folder)["dehors.zip/dedans.zip"]) == ["archive_nested"]
    assert listed(folder, Limits(max_nesting=2))["dehors.zip/dedans.zip/rib.pdf"].content == "pdf"
