"""Letters as docx: the same bytes for the same words, readable by Word's own library, nothing of the machine inside."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from unittest.mock import patch

import docx
import docx.opc.coreprops

from pipeline.packing.letters import Letter, letter_docx

LETTER = Letter(
    sender=("Polyclée Conseil", "SIRET 732 829 320 00074"),
    addressee=("Clinique des Glycines", "Client"),
    day="Le 14 novembre 2024",
    subject="Objet : deux pièces à refaire",
    references=("Nos références : D-1",),
    before=("Madame, Monsieur,", "Voici ce qui manque."),
    head=("Pièce", "Ce qui ne va pas", "Ce qui est demandé"),
    rows=(("VA à refaire", "Non signée", "La signer"), ("Bon de commande\x00‮", "Absent", "L'envoyer")),
    after=("Échéance : le 19 décembre 2024.",),
    signature=("Pour Polyclée Conseil", "C. Martin"),
    notes=("Textes : FAQ-370",),
)


def test_a_letter_says_all_of_its_words() -> None:
    """Every line and every cell is in the document, in order, hostile characters made visible."""
    document = docx.Document(io.BytesIO(letter_docx(LETTER)))
    lines = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for block in (LETTER.sender, LETTER.addressee, LETTER.before, LETTER.after, LETTER.signature, LETTER.notes):
        for line in block:
            assert line in lines
    assert lines.index(LETTER.subject) < lines.index(LETTER.before[0]) < lines.index(LETTER.signature[0])
    (table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[:2] == [list(LETTER.head), list(LETTER.rows[0])]
    assert cells[2][0] == "Bon de commande‹U+0000›‹U+202E›"


def test_the_same_words_give_the_same_bytes() -> None:
    """Neither the hour nor a second run changes a byte."""
    first = letter_docx(LETTER)
    with patch("time.time", return_value=0.0), patch("time.localtime", return_value=(2031, 5, 6, 7, 8, 9, 0, 1, 0)):
        later = letter_docx(LETTER)
    assert first == later


def test_a_letter_bears_no_trace_of_who_made_it() -> None:
    """Stored parts dated 1980, fixed properties, and no author."""
    with zipfile.ZipFile(io.BytesIO(letter_docx(LETTER))) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    properties = docx.Document(io.BytesIO(letter_docx(LETTER))).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.created is not None
    assert properties.created.date() == date(2000, 1, 1)


def test_a_letter_is_light() -> None:
    """What the template holds for other uses is left out: a batch of forty letters stays small."""
    assert len(letter_docx(LETTER)) < 100_000
