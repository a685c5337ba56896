"""Tests of what people and foes put in folders: each is named with what to do, none stops the others, nothing is left.

A conforming dossier is spoilt in one way at a time, and all of them are built in one run.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from fixtures.requests import request_bytes
from fixtures.schemes import OVERLAY
from fixtures.writer import locked, write
from tests.cli_helpers import Called, call, call_apart, clean_sample, pdf, settle_in
from tests.intake_helpers import raw_zip
from tests.reading_samples import bomb, recursive_form

LIMITS = {"child_seconds": 3, "child_memory_bytes": 700_000_000, "max_pages": 50}
DAMAGED = ("unreadable_pdf", "damaged_repaired", "not_a_pdf", "page_unreadable")
KILLED = ("child_timeout", "child_memory")
CONFORMING, TO_REVIEW, NON_CONFORMING = "conforming", "to_review", "non_conforming"

Spoil = Callable[[Path], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One way to spoil a conforming dossier: what becomes of it, and the problem that says why, if any."""

    spoil: Spoil
    verdict: str
    codes: tuple[str, ...] = ()
    says: tuple[str, ...] = ()  # words of the problem or of its remedy


def adding(name: str, data: bytes | Callable[[], bytes]) -> Spoil:
    """Return what adds a file."""
    return lambda folder: (folder / name).write_bytes(data if isinstance(data, bytes) else data())


def request(change: Callable[[bytes], bytes], name: str = "request.toml") -> Spoil:
    """Return what changes the bytes of the request file."""

    def spoil(folder: Path) -> None:
        data = change((folder / "request.toml").read_bytes())
        (folder / "request.toml").unlink()
        if data:
            (folder / name).write_bytes(data)

    return spoil


def renaming(*names: str) -> Spoil:
    """Return what gives the pieces other names."""

    def spoil(folder: Path) -> None:
        for path, name in zip(pieces_of(folder), names, strict=True):
            path.rename(folder / name)

    return spoil


def packing(pack: Callable[[list[tuple[str, bytes]]], bytes]) -> Spoil:
    """Return what puts the pieces in an archive of the folder."""

    def spoil(folder: Path) -> None:
        entries = [(path.name, path.read_bytes()) for path in pieces_of(folder)]
        for path in pieces_of(folder):
            path.unlink()
        (folder / "pieces.zip").write_bytes(pack(entries))

    return spoil


def pieces_of(folder: Path) -> list[Path]:
    """Return the PDFs of a folder."""
    return sorted(folder.rglob("*.pdf"))


def zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive as honest tools make it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def in_an_old_archive(entries: list[tuple[str, bytes]]) -> bytes:
    """Return an archive whose names are in the alphabet of MS-DOS, as Windows made them for long."""
    return raw_zip(*((name.encode("cp437"), data) for name, data in entries))


@cache
def page_and_page() -> bytes:
    """Return a document of 5,000 pages."""
    document = pikepdf.new()
    document.add_blank_page()
    for _ in range(4_999):
        document.pages.append(document.pages[0])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def cut_at(share: float) -> Callable[[], bytes]:
    """Return what makes a document of which only a share of the bytes arrived."""

    def data() -> bytes:
        whole = pdf("FACTURE", *(f"ligne {number} d'une page qui en a beaucoup" for number in range(30)))
        return whole[: int(len(whole) * share)]

    return data


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    """Return what replaces a text of the request file, which must be there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode())

    return change


def linked(folder: Path) -> None:
    """Add a link to a file elsewhere."""
    (folder.parent.parent / "ailleurs.pdf").write_bytes(pdf("FACTURE"))
    (folder / "lien.pdf").symlink_to(folder.parent.parent / "ailleurs.pdf")


DOCX = zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")])
LONGEST = "é" * 125 + "a.pdf"  # 255 bytes, the most that a name may have

CASES: dict[str, Case] = {
    "nothing-wrong": Case(spoil=lambda _: None, verdict=CONFORMING),
    # the request file
    "no-request": Case(spoil=request(lambda _: b""), verdict=TO_REVIEW),
    "wrong-key": Case(
        spoil=request(replaced("[applicant]", "[aplicant]")), verdict=TO_REVIEW, codes=("request_invalid",)
    ),
    "wrong-syntax": Case(spoil=request(lambda data: data + b"\n[["), verdict=TO_REVIEW, codes=("request_invalid",)),
    "empty-request": Case(spoil=request(lambda _: b"# rien\n"), verdict=NON_CONFORMING),
    "unknown-scheme": Case(spoil=request(replaced("HOP-DPI-VA1", "HOP-ZZZ-VA9")), verdict=TO_REVIEW),
    "two-requests": Case(
        spoil=adding("request.json", b'{"schema": 1}'), verdict=NON_CONFORMING
    ),
    "request-crlf": Case(spoil=request(lambda data: data.replace(b"\n", b"\r\n")), verdict=CONFORMING),
    "request-bom": Case(spoil=request(lambda data: b"\xef\xbb\xbf" + data), verdict=CONFORMING),
    "request-cp1252": Case(
        spoil=request(lambda data: data.decode().encode("cp1252")), verdict=CONFORMING, codes=("request_cp1252",)
    ),
    "request-misnamed": Case(
        spoil=request(lambda data: data, "request.toml.txt"), verdict=TO_REVIEW, codes=("request_misnamed",)
    ),
    # documents
    "encrypted": Case(
        spoil=adding("secret.pdf", lambda: locked(pdf("RIB"), "secret")), verdict=NON_CONFORMING, codes=("encrypted",)
    ),
    **{
        f"truncated-{share:.0%}".rstrip("%"): Case(
            spoil=adding("tronque.pdf", cut_at(share)), verdict=TO_REVIEW, codes=DAMAGED
        )
        for share in (0.02, 0.3, 0.6, 0.97)
    },
    "empty-pdf": Case(spoil=adding("vide.pdf", b""), verdict=NON_CONFORMING, codes=("empty_file",)),
    "web-page": Case(
        spoil=adding("facture.pdf", b"<!DOCTYPE html><html><body>Connexion</body></html>"),
        verdict=NON_CONFORMING,
        codes=("html_named_pdf",),
    ),
    "image": Case(spoil=adding("photo.jpg", b"\xff\xd8\xff\xe0" + b"x" * 99), verdict=TO_REVIEW, codes=("image_not_read",)),
    "word": Case(spoil=adding("facture.docx", DOCX), verdict=TO_REVIEW, codes=("convert_to_pdf",), says=("PDF",)),
    "5000-pages": Case(
        spoil=adding("pages.pdf", page_and_page), verdict=TO_REVIEW, codes=("too_many_pages",), says=("5000", "50", "max_pages")
    ),
    "bomb": Case(spoil=adding("bombe.pdf", lambda: bomb(400)), verdict=TO_REVIEW, codes=KILLED),
    "recursion": Case(spoil=adding("boucle.pdf", recursive_form), verdict=TO_REVIEW, codes=KILLED),
    # names and places
    "names-decomposed": Case(
        spoil=renaming(*(unicodedata.normalize("NFD", name) for name in ("Pièce déposée.pdf", "Lettre signée.pdf"))),
        verdict=CONFORMING,
    ),
    "names-emoji": Case(spoil=renaming("📄 pièce.pdf", "✍️ signé 👍🏽.pdf"), verdict=CONFORMING),
    "names-longest": Case(spoil=renaming(LONGEST, "b" * 251 + ".pdf"), verdict=CONFORMING),
    "names-windows": Case(spoil=renaming("CON.pdf", "aux .nul.pdf"), verdict=CONFORMING),
    "symlink": Case(spoil=linked, verdict=TO_REVIEW, codes=("link_not_followed",)),
    # archives
    "zip-of-pieces": Case(spoil=packing(zipped), verdict=CONFORMING, codes=("archive_opened",)),
    "zip-cp437": Case(spoil=packing(in_an_old_archive), verdict=CONFORMING, codes=("archive_opened",)),
    "zip-in-zip": Case(
        spoil=adding("a.zip", lambda: zipped([("b.zip", zipped([("f.pdf", pdf("FACTURE"))]))])),
        verdict=TO_REVIEW,
        codes=("archive_nested",),
        says=("1 niveau",),
    ),
    "zip-damaged": Case(
        spoil=adding("a.zip", lambda: zipped([("f.pdf", pdf("FACTURE"))])[:-40]), verdict=TO_REVIEW, codes=("archive_damaged",)
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One run over all the spoilt dossiers."""

    called: Called
    reports: dict[str, dict[str, Any]]
    temporary: Path
    out: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Spoil a conforming dossier in every way, and build all of them in one run, with real children."""
    home = tmp_path_factory.mktemp("home")
    sample = clean_sample("listing")
    for name, case in CASES.items():
        folder = home / "lot" / name
        write(sample, folder)
        next(folder.glob("request.*")).unlink()
        (folder / "request.toml").write_bytes(
            request_bytes(dict(sample.request) | {"reference": name}, "toml", "utf-8")
        )
        case.spoil(folder)
    whole = home / "lot" / "nothing-wrong"
    entries = [
        (f"zip-whole/{path.relative_to(whole)}", path.read_bytes()) for path in whole.rglob("*") if path.is_file()
    ]
    entries = [(name, data.replace(b'"nothing-wrong"', b'"zip-whole"')) for name, data in entries]
    (home / "lot" / "zip-whole.zip").write_bytes(zipped(entries))
    (home / "temporary").mkdir()
    limits = [word for name, value in LIMITS.items() for word in ("--limits", f"{name}={value}")]
    options = ["--on", sample.on.isoformat(), "--rules", OVERLAY, "--jobs", 2, "-o", home / "out", *limits]
    called = call_apart("build", home / "lot", *options, env={"TMPDIR": str(home / "temporary")})
    found = [json.loads(path.read_bytes()) for path in (home / "out").glob("*/report.json")]
    reports = {report["reference"]: report for report in found}
    return Built(called=called, reports=reports, temporary=home / "temporary", out=home / "out")


def problems_of(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the problems of a dossier and of its files."""
    return [*report["problems"], *(problem for file in report["files"] for problem in file["problems"])]


@pytest.mark.parametrize("name", CASES)
def test_verdict(built: Built, name: str) -> None:
    """A spoilt dossier is never conforming for want of looking; a strange one that is good is not alarmed about."""
    failed = [finding["message"] for finding in built.reports[name]["findings"] if finding["outcome"] == "failed"]

    assert built.reports[name]["verdict"] == CASES[name].verdict, failed


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.codes])
def test_problem_and_remedy(built: Built, name: str) -> None:
    """What is wrong is named on its file or dossier, in words, with what to do."""
    case = CASES[name]
    found = [problem for problem in problems_of(built.reports[name]) if problem["code"] in case.codes]

    assert found
    assert all(problem["text"] and problem["remedy"] for problem in found)
    assert all(word in found[0]["text"] + found[0]["remedy"] for word in case.says)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.verdict != CONFORMING])
def test_reason_of_the_verdict(built: Built, name: str) -> None:
    """What is not conforming has an open blocking finding that says why and what to do."""
    outcome = "failed" if CASES[name].verdict == NON_CONFORMING else "inconclusive"
    open_findings = [
        finding
        for finding in built.reports[name]["findings"]
        if finding["level"] == "blocking" and finding["outcome"] == outcome
    ]

    assert open_findings
    assert all(finding["message"] and finding["remedy"] for finding in open_findings)


def test_zip_as_a_submission(built: Built) -> None:
    """A dossier may be given as one archive."""
    assert built.reports["zip-whole"]["verdict"] == CONFORMING


def test_every_dossier_has_its_report(built: Built) -> None:
    """No dossier of the batch is lost, whatever happened to the others; the worst decides the exit code."""
    assert built.reports.keys() == CASES.keys() | {"zip-whole"}
    assert built.called.code == 1


def test_only_conforming_dossiers_are_packed(built: Built) -> None:
    """Nothing that looks ready is written for a dossier that is not."""
    packed = {path.parent.name for path in built.out.glob("*/proof")}

    assert packed == {name for name, report in built.reports.items() if report["verdict"] == CONFORMING}


def test_request_errors_on_standard_error(built: Built) -> None:
    """What is wrong with a request file is told with its key or line."""
    told = built.called.err.splitlines()

    assert any(line.startswith("wrong-key/request.toml, ligne ") and "clé « aplicant »" in line for line in told)
    assert any(line.startswith("wrong-syntax/request.toml, ligne ") for line in told)


def test_nothing_is_left(built: Built) -> None:
    """After a run, killed children included, the temporary folder is empty and the output holds packages alone."""
    assert list(built.temporary.iterdir()) == []
    assert {path.name for path in built.out.iterdir()} == {"index.html", "summary.csv"} | set(built.reports)


def test_values_hostile_to_terminals(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Names that would paint, turn or erase the screen are shown without effect."""
    settle_in(monkeypatch, tmp_path)
    folder = tmp_path / "\x1b[31mrouge\u202e"
    folder.mkdir()
    (folder / "a\x1b]0;titre\x07\r.pdf").write_bytes(pdf("FACTURE"))

    called = call(capsys, "check", folder)

    assert called.code == 3
    assert not set("\x1b\x07\r\u202e") & set(called.out + called.err)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names that are no text")
@pytest.mark.parametrize("verb", ["check", "verify", "init"])
def test_name_that_is_no_text(tmp_path: Path, verb: str) -> None:
    """A folder whose name is no text, as old archives leave them, is treated like another."""
    folder = bytes(tmp_path) + b"/d\xe9p\xf4t"
    subprocess.run(["mkdir", folder], check=True)
    Path(folder.decode("utf-8", "surrogateescape"), "f.pdf").write_bytes(pdf("FACTURE"))

    called = call_apart(verb, folder.decode("utf-8", "surrogateescape"))

    assert called.code in (0, 1, 3)
    assert "défaut du programme" not in called.err


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_folder_that_cannot_be_opened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file given as a folder, and a device, are refused with what to give instead."""
    settle_in(monkeypatch, tmp_path)
    (tmp_path / "f.pdf").write_bytes(pdf("FACTURE"))

    for path in (tmp_path / "f.pdf", Path("/dev/null")):
        called = call(capsys, "check", path)
        assert called.code == 2
        assert "n'est ni un dossier ni une archive zip." in called.err
