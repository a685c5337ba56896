"""Two readings of a line: what both engines read alike is sure, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.scans.agreeing import alike, same_words

WORDS = st.lists(st.from_regex(r"[A-Za-z]{1,8}|\d{1,7}(,\d\d)?", fullmatch=True), min_size=1, max_size=8)
LINE = WORDS.map(" ".join)


def sure(text: str, other: str) -> list[str]:
    """Return the words of a text that the other reading confirms."""
    return [text[start:end] for start, end in alike(text, other)]


@given(LINE)
def test_a_line_confirms_itself(line: str) -> None:
    """What both engines read alike to the letter is sure as a whole."""
    assert sure(line, line) == [line]
    assert same_words(line, line)


@given(LINE, st.data())
def test_a_number_that_differs_is_never_sure(line: str, data: st.DataObject) -> None:
    """Whatever digit one engine reads otherwise, adds or loses, the number that holds it is not sure."""
    places = [place for place, character in enumerate(line) if character.isdigit()]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    digit = line[place]
    other_digit = str((int(digit) + data.draw(st.integers(1, 9))) % 10)
    changed = data.draw(st.sampled_from([other_digit, "", digit + other_digit, other_digit + digit]))
    start = line.rfind(" ", 0, place) + 1
    end = (line + " ").find(" ", place)
    before, after = line[:place], line[place + 1 :]
    if same_words(line, before + changed + after):
        return  # a digit that moves from one number to the next leaves the same digits in a row
    others = (each for each in places if not start <= each < end)
    if any(same_words(line[:each] + line[each + 1 :], before + changed + after) for each in others):
        return  # of equal digits in a row nobody can say which number lost one

    confirmed = alike(line, before + changed + after)

    assert not any(first <= start and end <= last for first, last in confirmed)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Net à payer : 1 234,56 €", "Net a payer: 1234.56€"),
        ("N° FINESS 947885281", "n° Finess : 947 885 281"),
        ("Le 12/03/2024", "le 12/03/2024."),
    ],
)
def test_what_tells_nothing_apart(text: str, other: str) -> None:
    """Accents, case, spaces, a euro sign, and what stands beside words make no other reading."""
    assert same_words(text, other)


@pytest.mark.parametrize(
    ("text", "other"),
    [("1 234,56", "123456"), ("12/03/2024", "12032024"), ("-40,00", "40,00"), ("FR76", "FR7G"), ("BC0O825", "BC00825")],
)
def test_what_tells_values_apart(text: str, other: str) -> None:
    """A decimal comma, the strokes of a date, a minus sign, a letter for a digit make another reading."""
    assert not same_words(text, other)
    assert sure(text, other) == []


def test_the_rest_of_a_line_stays_sure() -> None:
    """A word that differs takes with it the numbers beside it, not the rest of the line."""
    text = "Client Hépital du Test SIRET 732 829 320 00074"

    assert sure(text, "Client Hôpital du Test SIRET 732 829 320 00074") == ["Client", "du Test SIRET 732 829 320 00074"]
    assert sure(text, "Client Hèpital du Test SIRET 732 829 320 00074") == [text]
    assert sure("Total 40 Lx 50 net", "Total 40 Lu 50 net") == ["Total", "net"]


def test_a_word_beside_a_number_is_no_group_of_it() -> None:
    """A label that engines read otherwise leaves the number beside it sure; figures read as letters do not."""
    assert sure("Nord 1BAN FR94 7670", "Nord {BAN FR94 7670") == ["FR94 7670"]
    assert sure("SIRET OO1 552 081", "SIRET 001 552 O81") == []
    assert sure("compte OBl 552", "compte 081 552") == []
