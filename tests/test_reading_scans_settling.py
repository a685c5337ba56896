"""What is kept of the readings of one line, and which of its words were never read otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy
import pytest

from pipeline.reading.scans import engines
from pipeline.reading.scans.settling import Settled, settled
from pipeline.reading.scans.words import Cell, Word, around

WHITE = numpy.full((60, 900), 255, numpy.uint8)


def line(text: str) -> Cell:
    """Return the cell of a line of words, each 20 pixels high and 100 wide."""
    words = tuple(
        Word(text=word, box=(110 * at, 20, 110 * at + 100, 40), confidence=0.9) for at, word in enumerate(text.split())
    )
    return Cell(words=words, box=around(word.box for word in words))


def reading(monkeypatch: pytest.MonkeyPatch, first: str, other: str, again: str) -> Settled:
    """Return what is settled on where the engines read this: the first at first and when asked again, the second once."""
    monkeypatch.setattr(engines, "has_second", lambda: True)
    monkeypatch.setattr(engines, "second_line", lambda pixels: other)
    monkeypatch.setattr(engines, "line_again", lambda pixels, dpi: again)
    return settled(WHITE, WHITE, line(first))


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
