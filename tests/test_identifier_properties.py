"""Identifiers, whatever their digits: no wrong digit escapes a key, no text makes an examination raise."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from validators.identifiers import COMPACTERS, EXAMINERS, iban, rib, siren, siret


def luhn_completed(digits: str) -> str:
    """Add a Luhn key, by the book and not by the library."""
    doubled = (int(digit) * (2 - rank % 2) for rank, digit in enumerate(reversed(digits)))
    return digits + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def rib_key(boxes: str) -> int:
    """Compute a RIB key from 21 characters, by the book and not by the library."""
    plain = boxes.translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789"))
    return 97 - (89 * int(plain[:5]) + 15 * int(plain[5:10]) + 3 * int(plain[10:])) % 97


def with_check_digits(bban: str, country: str = "FR") -> str:
    """Make the IBAN of a BBAN, by the book and not by the library."""
    number = int("".join(str(int(character, 36)) for character in f"{bban}{country}00"))
    return f"{country}{98 - number % 97:02d}{bban}"


DIGITS = "0123456789"
SIRENS = (
    st.text(DIGITS, min_size=8, max_size=8)
    .filter(lambda digits: digits.strip("0") and not siret.LA_POSTE.startswith(digits))
    .map(luhn_completed)
)
ACCOUNTS = st.one_of(st.text(DIGITS, min_size=11, max_size=11), st.text(f"{DIGITS}ABCKMTZ", min_size=11, max_size=11))
BOXES = (
    st.tuples(st.text(DIGITS, min_size=10, max_size=10), ACCOUNTS).map("".join).filter(lambda boxes: boxes.strip("0"))
)


@given(number=SIRENS, position=st.integers(0, 8), shift=st.integers(1, 9))
def test_no_wrong_digit_escapes_in_a_siren(number: str, position: int, shift: int) -> None:
    """A valid SIREN with one digit replaced is refused."""
    digit = str((int(number[position]) + shift) % 10)

    assert siren.examine(number).valid
    assert not siren.examine(number[:position] + digit + number[position + 1 :]).valid


@given(part=SIRENS, nic=st.text(DIGITS, min_size=4, max_size=4), position=st.integers(0, 13), shift=st.integers(1, 9))
def test_no_wrong_digit_escapes_in_a_siret(part: str, nic: str, position: int, shift: int) -> None:
    """A valid SIRET with one digit replaced is refused."""
    number = luhn_completed(part + nic)
    digit = str((int(number[position]) + shift) % 10)

    assert siret.examine(number).valid
    assert not siret.examine(number[:position] + digit + number[position + 1 :]).valid


@settings(deadline=None)  # the first example loads schwifty
@given(boxes=BOXES, wrong=st.integers(0, 99))
def test_an_iban_with_a_wrong_rib_key_is_refused(boxes: str, wrong: int) -> None:
    """An IBAN that passes mod 97 is valid with the right RIB key and refused with any of the 99 others."""
    right = rib_key(boxes)
    good = with_check_digits(f"{boxes}{right:02d}")
    bad = iban.examine(with_check_digits(f"{boxes}{wrong:02d}"))

    assert iban.examine(good).valid
    assert rib.examine(good[4:]).valid
    assert bad.valid == (wrong == right)
    assert bad.why in (None, "rib_key", "impossible_check_digits")
    assert bad.why != "impossible_check_digits" or boxes.isdigit()


@settings(deadline=None)  # the first example loads schwifty
@given(boxes=BOXES.filter(str.isdigit), digits=st.integers(2, 98))
def test_an_account_without_letters_has_76(boxes: str, digits: int) -> None:
    """The right check digits of an account without letters are 76 and no others pass."""
    number = f"FR{digits:02d}{boxes}{rib_key(boxes):02d}"

    assert iban.examine(number).valid == (digits == 76)


ANYTHING = st.one_of(
    st.text(),
    st.text(f"{DIGITS}ABFMRXO .-/@éＡ１\u200b"),
    SIRENS.map(lambda part: f"{part}00018"),
    BOXES.map(lambda boxes: with_check_digits(f"{boxes}{rib_key(boxes):02d}")),
    st.sampled_from(["FR", "IBAN", "MC", "8", "2A", "MONACO", "BE", "EL"]).flatmap(
        lambda start: st.text(f"{DIGITS}ABZ").map(lambda rest: start + rest)
    ),
)


@pytest.mark.parametrize("kind", sorted(EXAMINERS))
@settings(deadline=None)  # the first example loads schwifty
@given(text=ANYTHING)
@example(text="\ud800")
@example(text="IBANIBAN:IBAN")
@example(text="1" * 5000)
@example(text="FR" + "9" * 5000)
def test_examination_never_raises_and_is_coherent(kind: str, text: str) -> None:
    """Whatever the text: an answer, a reason exactly when it is refused, and a compact form that stays as it is."""
    examined = EXAMINERS[kind](text)

    assert examined.valid == (examined.why is None)
    assert examined.compact == COMPACTERS[kind](text)
    assert COMPACTERS[kind](examined.compact) == examined.compact
    assert EXAMINERS[kind](examined.compact).valid == examined.valid
