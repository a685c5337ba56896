"""What is kept of the readings of one line, and which of its words were never read otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy
import pytest

from pipeline.reading.scans import engines
from pipeline.reading.scans.settling import Settled, settled
from pipeline.reading.scans.words import Cell, Comb, Word, around

WHITE = numpy.full((60, 900), 255, numpy.uint8)


def line(text: str) -> Cell:
    """Return the cell of a line of words, each 20 pixels high and 100 wide."""
    words = tuple(
        Word(text=word, box=(110 * at, 20, 110 * at + 100, 40), confidence=0.9) for at, word in enumerate(text.split())
    )
    return Cell(words=words, box=around(word.box for word in words))


def comb(text: str) -> Cell:
    """Return the cell of a comb of fourteen boxes, as the first engine read it."""
    box = (0, 20, 500, 40)
    word = Word(text=text, box=box, confidence=0.9, comb=Comb(frame=box, box=box, characters=14))
    return Cell(words=(word,), box=box)


def reading(monkeypatch: pytest.MonkeyPatch, first: str | Cell, other: str, again: str = "") -> Settled:
    """Return what is settled on where the engines read this: the first at first and when asked again, the second once."""
    monkeypatch.setattr(engines, "has_second", lambda: True)
    monkeypatch.setattr(engines, "second_line", lambda pixels: other)
    monkeypatch.setattr(engines, "line_again", lambda pixels, dpi: again)
    return settled(WHITE, WHITE, line(first) if isinstance(first, str) else first)


def told(read: Settled, spans: tuple[tuple[int, int], ...]) -> list[str]:
    """Return the words of some spans."""
    return [read.words[start:end] for start, end in spans]


def test_a_second_look_that_agrees_disputes_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """« PO-02312 » read « P0-02312 » by the other engine, then by the first one too: alike, but not at once."""
    read = reading(monkeypatch, "Commande PO-02312", "Commande P0-02312", "Commande P0-02312")

    assert told(read, read.confirmed) == ["Commande P0-02312"]
    assert told(read, read.at_once) == ["Commande"]


def test_what_all_looks_tell_is_undisputed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The accents and spaces that engines lose dispute nothing."""
    read = reading(monkeypatch, "Societe Exemple Sante", "Société ExempleSanté", "")

    assert told(read, read.confirmed) == told(read, read.at_once) == ["Societe Exemple Sante"]


def test_a_word_read_in_two_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """« Font » and « grande » that touch, « Fontgrande » to the second engine, are one word; apart they stay two."""
    monkeypatch.setattr(engines, "has_second", lambda: True)
    monkeypatch.setattr(engines, "second_line", lambda pixels: "Hôpital de Fontgrande")
    words = line("Hopital de Font grande").words
    touching = replace(words[3], box=(words[2].box[2], 20, 500, 40))

    assert (
        settled(WHITE, WHITE, Cell(words=words, box=around(word.box for word in words))).words
        == "Hopital de Font grande"
    )
    assert (
        settled(WHITE, WHITE, Cell(words=(*words[:3], touching), box=(0, 20, 500, 40))).words == "Hôpital de Fontgrande"
    )


@pytest.mark.parametrize("seen", ["par I'Etat", "par |’Etat", "par l'Etat"])
def test_an_article_is_no_capital(monkeypatch: pytest.MonkeyPatch, seen: str) -> None:
    """« I'Etat », which both engines see at times, is « l'Etat »."""
    assert reading(monkeypatch, seen, seen).words.replace("’", "'") == "par l'Etat"


def test_initials_keep_their_capital(monkeypatch: pytest.MonkeyPatch) -> None:
    """An I that no apostrophe and letter follow stays what it is."""
    assert reading(monkeypatch, "Tome I' 3", "Tome I' 3").words == "Tome I' 3"


def test_the_word_of_a_comb_has_no_space(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces that an engine sees between the boxes are none; both alike, as many as boxes, it is sure."""
    at_once = reading(monkeypatch, comb("73282932000074"), "732829 32000074")
    again = reading(monkeypatch, comb("7328293200O074"), "73282932000074", "73282932000074")

    assert told(at_once, at_once.confirmed) == told(at_once, at_once.at_once) == ["73282932000074"]
    assert told(again, again.confirmed) == ["73282932000074"]
    assert again.at_once == ()


@pytest.mark.parametrize("again", ["7328293200074", "73282932000O74", ""])
def test_a_comb_of_another_length_or_reading_is_not_sure(monkeypatch: pytest.MonkeyPatch, again: str) -> None:
    """Both engines alike with a character too few, or one of them otherwise, leave a doubt."""
    short, whole = "7328293200074", "73282932000074"

    assert reading(monkeypatch, comb(short), short, again).confirmed == ()
    assert reading(monkeypatch, comb(short), whole, again) == Settled(whole)
