"""The ways in which the tests of bad input spoil a conforming dossier, and what is to become of it."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf

from fixtures.writer import locked
from tests.cli_helpers import pdf
from tests.intake_helpers import raw_zip
from tests.office_samples import letter, outlook, word
from tests.reading_samples import bomb, recursive_form

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


def packing(pack: Callable[[list[tuple[str, bytes]]], bytes], name: str = "pieces.zip") -> Spoil:
    """Return what puts the pieces in an archive of the folder."""

    def spoil(folder: Path) -> None:
        entries = [(path.name, path.read_bytes()) for path in pieces_of(folder)]
        for path in pieces_of(folder):
            path.unlink()
        (folder / name).write_bytes(pack(entries))

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


def attached(entries: list[tuple[str, bytes]]) -> bytes:
    """Return a message with these files attached."""
    return letter("Bonjour, ci-joint les pièces du dossier.", *entries).as_bytes()


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
    "image": Case(spoil=adding("photo.jpg", b"\xff\xd8\xff\xe0" + b"x" * 99), verdict=TO_REVIEW, codes=("image_cut",)),
    "word": Case(
        spoil=adding("facture.docx", lambda: word(lambda document: document.add_heading("FACTURE N° F-118"))),
        verdict=TO_REVIEW,
        codes=("convert_to_pdf",),
        says=("PDF",),
    ),
    "word-damaged": Case(spoil=adding("facture.docx", DOCX), verdict=TO_REVIEW, codes=("office_damaged",), says=("PDF",)),
    "message-of-pieces": Case(spoil=packing(attached, "envoi.eml"), verdict=CONFORMING, codes=("message_opened",)),
    "message-of-outlook": Case(
        spoil=packing(lambda entries: outlook("Bonjour", *entries), "envoi.msg"),
        verdict=CONFORMING,
        codes=("message_opened",),
    ),
    "message-in-message": Case(
        spoil=adding("a.eml", lambda: attached([("b.eml", attached([("f.pdf", pdf("FACTURE"))]))])),
        verdict=TO_REVIEW,
        codes=("message_nested",),
        says=("1 niveau",),
    ),
    "message-damaged": Case(
        spoil=adding("a.msg", lambda: outlook("Bonjour", ("f.pdf", pdf("FACTURE")))[:-512]),
        verdict=TO_REVIEW,
        codes=("message_damaged",),
    ),
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
