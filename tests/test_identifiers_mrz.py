"""The machine-readable zone of identity documents: its forms, its check digits, its expiry date, and nobody's number."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.identifiers.mrz import MachineZone, check_digit, read

# The specimens of ICAO Doc 9303, of a State that does not exist, and that of the French card issued until 2021.
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
FRENCH = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
LAST = date(2012, 4, 15)


@pytest.mark.parametrize(
    ("lines", "code", "keys", "expires"),
    [(TD1, "I<UTO", 4, LAST), (TD2, "I<UTO", 4, LAST), (TD3, "P<UTO", 5, LAST), (FRENCH, "IDFRA", 3, None)],
)
def test_a_published_specimen_holds(lines: tuple[str, ...], code: str, keys: int, expires: date | None) -> None:
    """Each form is read as its standard says; the former French card has no expiry date in its zone."""
    zone = read(lines)
    assert zone is not None
    assert (zone.code, zone.held, zone.keys, zone.holds, zone.expires_on) == (code, keys, keys, True, expires)


@pytest.mark.parametrize("lines", [TD1, TD2, TD3])
def test_the_place_of_the_expiry_date_is_told(lines: tuple[str, ...]) -> None:
    """A report can point at the six digits, and at nothing else of the zone."""
    zone = read(lines)
    assert zone is not None
    assert zone.expiry is not None
    line, start, end = zone.expiry
    assert lines[line][start:end] == "120415"


@given(data=st.data())
def test_no_changed_digit_goes_unseen(data: st.DataObject) -> None:
    """One digit that is another one breaks at least one key, wherever a key is over it."""
    lines = data.draw(st.sampled_from([TD1, TD2, TD3, FRENCH]))
    row = data.draw(
        st.sampled_from([number for number, line in enumerate(lines) if line[0].isdigit() or "UTO7" in line])
    )
    at = data.draw(st.sampled_from([place for place, character in enumerate(lines[row]) if character.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != lines[row][at]]))
    changed = [*lines]
    changed[row] = lines[row][:at] + other + lines[row][at + 1 :]
    zone = read(changed)
    assert zone is not None
    assert not zone.holds


@pytest.mark.parametrize(
    "lines",
    [
        (),
        TD3[:1],
        (TD3[0], TD2[1]),
        (TD3[0], TD3[1].replace("<", " ")),
        ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", TD3[1]),  # a visa
        ("0" * 44, "0" * 44),
        ("P<12345678901234567890123456789012345678901<", TD3[1]),
    ],
)
def test_what_is_no_zone_is_not_read(lines: tuple[str, ...]) -> None:
    """Half a zone, lines of two forms, a visa or long numbers give nothing."""
    assert read(lines) is None


@pytest.mark.parametrize(("digits", "expires"), [("790101", date(2079, 1, 1)), ("800101", date(1980, 1, 1))])
def test_the_century_of_a_year_of_two_digits(digits: str, expires: date) -> None:
    """Below 80 a year is of the 2000s, from 80 on of the 1900s."""
    zone = read((TD3[0], f"{TD3[1][:21]}{digits}{TD3[1][27:]}"))
    assert zone is not None
    assert zone.expires_on == expires


@pytest.mark.parametrize("digits", ["<<<<<<", "000000", "991332"])
def test_a_document_without_an_end_has_no_expiry_date(digits: str) -> None:
    """Fillers and days that do not exist are no date."""
    zone = read((TD3[0], f"{TD3[1][:21]}{digits}{TD3[1][27:]}"))
    assert zone is not None
    assert zone.expires_on is None


def test_an_empty_field_needs_no_key_and_a_long_number_has_its_own() -> None:
    """A passport without a personal number, and a card whose number runs on into the optional data, hold."""
    empty = (TD3[0], "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<")
    composite = check_digit(empty[1][:10] + empty[1][13:20] + empty[1][21:43])
    long = ["I<UTOD23145890<7349<<<<<<<<<<<", TD1[1], TD1[2]]
    last = check_digit(long[0][5:30] + long[1][:7] + long[1][8:15] + long[1][18:29])
    long[1] = long[1][:29] + last
    for lines in ((empty[0], empty[1] + composite), long):
        zone = read(lines)
        assert zone is not None
        assert zone.holds


def test_nobody_s_number_or_name_is_returned() -> None:
    """What is returned has room for a code, counts, a date and a place, and for nothing personal."""
    assert {field.name for field in fields(MachineZone)} == {"code", "held", "keys", "expires_on", "expiry"}
    assert not any(word in repr(read(TD3)) for word in ("L898902C3", "ERIKSSON", "740812", "ZE184226B"))
