"""Messages: what they say is a page that bears witness, what is attached to them is listed like any other file."""

from __future__ import annotations

import io
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from pipeline.intake.model import Role
from pipeline.limits import Limits
from pipeline.reading.mail.message import DECORATION
from pipeline.reading.mail.reader import parsed, read_message
from pipeline.reading.page import ReadFile
from pipeline.understanding.child import lexicon_of
from pipeline.understanding.pieces import understand
from tests.cli_helpers import pdf
from tests.intake_helpers import PDF, codes, listed, write_zip
from tests.office_samples import letter, outlook
from tests.reading_samples import codes as codes_of
from validators.model import DOCUMENT_TEXT

BILL = ("facture été.pdf", PDF)


def read(data: bytes, content: str) -> ReadFile:
    """Read a message in this process."""
    return read_message(data, "0" * 64, content, Limits())


def message(content: str, *attachments: tuple[str, bytes], text: str = "Bonjour,\n\nci-joint la facture.\n") -> bytes:
    """A message of this content with files attached."""
    return letter(text, *attachments).as_bytes() if content == "eml" else outlook(text, *attachments)


def names(data: bytes, content: str) -> list[str]:
    """The names of the attachments of a message."""
    return [attachment.name for attachment in parsed(data, content).attachments]


@pytest.mark.parametrize("content", ["eml", "msg"])
def test_message_is_a_witness(content: str) -> None:
    """A message is one page with who wrote what to whom and when, and never a piece, whatever its words."""
    file = read(message(content, BILL, text="FACTURE N° F-118\n\nBON DE COMMANDE N° 4500000506\n"), content)
    (page,) = file.pages
    (piece,) = understand(file, f"envoi.{content}", lexicon_of(None))

    assert "Objet :\tDossier Ségur" in page.text
    assert "De :\tService ADV <adv@example.org>" in page.text.replace('"', "")
    assert "depot@example.org" in page.text
    assert "Pièces jointes :\tfacture été.pdf" in page.text
    assert page.text.endswith("FACTURE N° F-118\nBON DE COMMANDE N° 4500000506")
    assert page.how == DOCUMENT_TEXT
    assert codes_of(file) == []
    assert (piece.kind, piece.facts, piece.surely_whole) == ("other", (), False)


def test_date_of_a_message() -> None:
    """A message says when it was sent."""
    assert "Date :\tTue, 12 Mar 2024 10:00:00 +0100" in read(message("eml"), "eml").pages[0].text


@pytest.mark.parametrize("content", ["eml", "msg"])
def test_attachments_are_listed_below_the_message(tmp_path: Path, content: str) -> None:
    """Attachments are files of the submission, under the name of the message, with their own bytes."""
    name = f"envoi.{content}"
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / name).write_bytes(message(content, BILL, ("rib.pdf", PDF + b"rib")))
    files = listed(tmp_path / "d")

    assert list(files) == [name, f"{name}/facture été.pdf", f"{name}/rib.pdf"]
    assert [file.content for file in files.values()] == [content, "pdf", "pdf"]
    assert (files[name].role, files[name].set_aside, codes(files[name])) == (Role.PIECE, False, ["message_opened"])
    assert files[f"{name}/rib.pdf"].size == len(PDF + b"rib")


def test_message_without_attachments(tmp_path: Path) -> None:
    """A message alone is listed, and nothing is said of it."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "mot.eml").write_bytes(message("eml"))

    assert [(path, codes(file)) for path, file in listed(tmp_path / "d").items()] == [("mot.eml", [])]


@pytest.mark.parametrize("content", ["eml", "msg"])
def test_nesting(tmp_path: Path, content: str) -> None:
    """A message in a zip, and a zip in a message, are opened as far as the limit allows, and it is said where not."""
    (tmp_path / "d").mkdir()
    write_zip(tmp_path / "inner.zip", ("f.pdf", PDF))
    (tmp_path / "d" / f"m.{content}").write_bytes(message(content, ("a.zip", (tmp_path / "inner.zip").read_bytes())))
    write_zip(tmp_path / "d" / "z.zip", (f"n.{content}", message(content, BILL)))

    shallow = listed(tmp_path / "d")
    assert codes(shallow[f"m.{content}/a.zip"]) == ["archive_nested"]
    assert codes(shallow[f"z.zip/n.{content}"]) == ["message_nested"]

    deep = listed(tmp_path / "d", Limits(max_nesting=2))
    assert f"m.{content}/a.zip/f.pdf" in deep
    assert f"z.zip/n.{content}/facture été.pdf" in deep


def test_message_attached_to_a_message(tmp_path: Path) -> None:
    """A message attached to a message is a file of its own, opened only when the limit allows a second level."""
    inner, outer = letter("dedans", BILL, subject="Transmis"), letter("dehors")
    outer.add_attachment(inner)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "m.eml").write_bytes(outer.as_bytes())

    (below,) = [file for path, file in listed(tmp_path / "d").items() if path != "m.eml"]
    assert (below.path, below.content, codes(below)) == ("m.eml/sans-nom.eml", "eml", ["message_nested"])
    assert "m.eml/sans-nom.eml/facture été.pdf" in listed(tmp_path / "d", Limits(max_nesting=2))


def test_message_attached_in_outlook(tmp_path: Path) -> None:
    """What Outlook attaches otherwise than as a file is said not to have been opened."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "m.msg").write_bytes(outlook("Bonjour", ("Transmis", None)))

    assert codes(listed(tmp_path / "d")["m.msg"]) == ["message_unopened"]


@pytest.mark.parametrize(
    ("given", "listed_as"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\adv\\rib.pdf", "rib.pdf"),
        ("/absolu.pdf", "absolu.pdf"),
        ("..", "sans-nom"),
        ("", "sans-nom"),
        ("a" * 400 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
@pytest.mark.parametrize("content", ["eml", "msg"])
def test_names_that_point_elsewhere(content: str, given: str, listed_as: str) -> None:
    """An attachment is named by the last part of its name, and leads nowhere."""
    assert names(message(content, (given, PDF)), content) == [listed_as]


def test_two_attachments_of_one_name() -> None:
    """Two attachments of one name are both kept."""
    assert names(message("eml", ("rib.pdf", PDF), ("rib.pdf", PDF + b"2")), "eml") == ["rib.pdf", "rib (2).pdf"]


def test_message_written_as_a_web_page() -> None:
    """The words of a web page are read line by line, its scripts and styles are not."""
    page = EmailMessage()
    page["From"] = page["To"] = "a@example.org"
    page["Subject"] = "Bonjour"
    page.set_content(
        "<html><head><style>p {}</style></head><body><p>Total : 90 &euro;</p><script>alert(1)</script>"
        "<table><tr><td>SIRET</td><td>123</td></tr></table></body></html>",
        subtype="html",
    )

    assert read(page.as_bytes(), "eml").pages[0].text.endswith("Total : 90 €\nSIRET\t123")


def test_pictures_in_the_text(tmp_path: Path) -> None:
    """The logo of a signature is left out and said; a large picture in the text, a pasted scan, is a file."""
    logo, scan = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 40)).save(logo, "PNG")
    Image.effect_noise((300, 300), 90).save(scan, "PNG")
    assert len(scan.getvalue()) > DECORATION > len(logo.getvalue())
    page = letter("texte")
    page.add_alternative("<p>texte <img src='cid:a'><img src='cid:b'></p>", subtype="html")
    body = page.get_body(("html",))
    assert isinstance(body, EmailMessage)
    body.add_related(logo.getvalue(), "image", "png", cid="<a>", filename="logo.png")
    body.add_related(scan.getvalue(), "image", "png", cid="<b>", filename="rib.png")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "m.eml").write_bytes(page.as_bytes())
    files = listed(tmp_path / "d")

    assert list(files) == ["m.eml", "m.eml/rib.png"]
    assert codes(files["m.eml"]) == ["message_opened", "message_pictures"]


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Type: text/plain; charset=does-not-exist\n\nt\xe9xte",
        b"Content-Type: text/plain; charset=utf-8\n\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=\n\ntexte",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n--x--",
        b"Content-Transfer-Encoding: base64\n\n!!!!",
        b"Content-Disposition: attachment; filename*=utf-8''%ff%00\n\nx",
        b"Date: not a date\nTo: <<<>>>\n\nx",
    ],
)
def test_odd_messages(headers: bytes) -> None:
    """A message that is not quite one still gives its page, or is said to be damaged; it never raises."""
    file = read(b"From: a@example.org\nSubject: =?utf-8?q?F=C3=A9?=\nMIME-Version: 1.0\n" + headers, "eml")

    assert codes_of(file) in ([], ["message_damaged"])
    assert len(file.pages) == (not codes_of(file))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_cut_outlook_message(share: float) -> None:
    """An Outlook message that was cut gives no page and says so."""
    data = message("msg", ("f.pdf", pdf("FACTURE") * 20))
    file = read(data[: int(len(data) * share)], "msg")

    assert codes_of(file) == ["message_damaged"]


def test_outlook_message_in_circles() -> None:
    """A chain of sectors that bites its own tail ends, with the file said to be damaged or its text read."""
    data = bytearray(message("msg", ("f.pdf", PDF * 4000)))
    table = 512 + int.from_bytes(data[76:80], "little") * 512
    data[table : table + 4] = (0).to_bytes(4, "little")
    started = time.monotonic()
    file = read(bytes(data), "msg")

    assert codes_of(file) in ([], ["message_damaged"])
    assert time.monotonic() - started < 10


def test_attachments_beyond_the_limits(tmp_path: Path) -> None:
    """Too many attachments, or too large ones, are not taken out, and the limit is named."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "m.eml").write_bytes(message("eml", *((f"{number}.pdf", PDF) for number in range(9))))
    (tmp_path / "d" / "n.eml").write_bytes(message("eml", ("gros.pdf", PDF + bytes(200_000))))

    few = listed(tmp_path / "d", Limits(max_entries=5))
    assert codes(few["m.eml"]) == ["message_opened", "too_many_entries"]
    assert sum(path.startswith("m.eml/") for path in few) == 5

    small = listed(tmp_path / "d", Limits(max_total_bytes=300_000))
    assert "beyond_total" in codes(small["n.eml/gros.pdf"])


def test_message_without_end(tmp_path: Path) -> None:
    """Parts in parts without end stop the child, not the run: the message says why it was not opened."""
    deep = b"From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\n"
    for level in range(3000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "m.eml").write_bytes(deep)
    (tmp_path / "d" / "bon.pdf").write_bytes(PDF)
    files = listed(tmp_path / "d", Limits(child_seconds=10))

    assert codes(files["bon.pdf"]) == []
    assert codes(files["m.eml"])[0] in ("child_nesting", "child_timeout", "message_damaged")
    assert files["m.eml"].location is None or codes(files["m.eml"]) == ["message_damaged"]
