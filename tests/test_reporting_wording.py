"""Values and messages read as a French or English person writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reporting.wording import (
    amount_text,
    canonical,
    fill,
    no_break,
    uncapitalised,
    value_text,
    visible,
)
from pipeline.reporting.words import plural
from validators.model import Value


@pytest.mark.parametrize(
    ("value", "value_type", "french", "english"),
    [
        (Decimal("1234.56"), "amount", "1 234,56 €", "€1,234.56"),
        (Decimal("1234567.5"), None, "1 234 567,50 €", "€1,234,567.50"),
        (Decimal("0"), "amount", "0,00 €", "€0.00"),
        (Decimal("-12"), "amount", "-12,00 €", "-€12.00"),
        (Decimal("10.005"), "amount", "10,005 €", "€10.005"),
        (Decimal("20.00"), "rate", "20 %", "20%"),
        (Decimal("8.5"), "rate", "8,5 %", "8.5%"),
        (date(2024, 3, 12), None, "12 mars 2024", "12 March 2024"),
        (date(2024, 8, 1), None, "1er août 2024", "1 August 2024"),
        (datetime(2024, 9, 12, 14, 0), None, "12 septembre 2024 à 14 h 00", "12 September 2024 at 14:00"),  # noqa: DTZ001
        ("73282932000074", "siret", "732 829 320 00074", "732 829 320 00074"),
        ("732829320", "siren", "732 829 320", "732 829 320"),
        ("FR1420041010050500013M02606", "iban", "FR14 2004 1010 0505 0001 3M02 606", None),
        ("920000650", "finess", "920000650", "920000650"),
        (3, None, "3", "3"),
        (12345, None, "12 345", "12,345"),
    ],
)
def test_a_value_is_written_as_a_person_writes_it(
    value: Value | int, value_type: str | None, french: str, english: str | None
) -> None:
    """Amounts, rates, days, hours and identifiers follow the usage of the language."""
    told = value_text(value, value_type, "fr").replace("\u00a0", " ")

    assert told == french
    if english is not None:
        assert value_text(value, value_type, "en").replace("\u00a0", " ") == english


def test_an_amount_never_breaks_over_two_lines() -> None:
    """Between the thousands and before the euro sign stand no-break spaces."""
    assert amount_text(Decimal("1234.56"), "fr") == "1\u00a0234,56\u00a0€"


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_any_decimal_can_be_written(amount: Decimal) -> None:
    """No amount, however hostile, stops a report or fills a page."""
    assert len(amount_text(amount, "fr")) < 80
    assert len(canonical(amount)) < 80


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_written_amount_reads_back_to_the_cent(amount: Decimal) -> None:
    """What is shown is the value itself, to the cent, never a rounding of it."""
    shown = amount_text(amount, "fr")

    assert Decimal(shown.replace("\u00a0", "").replace("€", "").replace(",", ".")) == amount


def test_a_missing_argument_shows_as_a_question_mark() -> None:
    """A message whose check forgot an argument still reads, and says that something is missing."""
    assert fill("Page {page} de {file}", {"page": "2"}) == "Page 2 de ?"


def test_an_argument_is_never_a_template() -> None:
    """What a document says cannot reach into the other arguments of a message."""
    assert fill("{one} {two}", {"one": "{two}", "two": "x"}) == "{two} x"
    assert fill("{a.__class__} {0} {a!r}", {"a": "x"}) == "{a.__class__} {0} {a!r}"


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\x1b", "\x00", "\x9b", "\r", "\u2028", "\ud800"])
def test_what_cannot_be_seen_is_shown(character: str) -> None:
    """Marks that turn the reading direction, escapes and zero-width characters act on nobody's screen."""
    shown = visible(f"facture{character}fdp.exe")

    assert shown == f"facture‹U+{ord(character):04X}›fdp.exe"


def test_ordinary_text_is_shown_as_it_is() -> None:
    """Accents, no-break spaces, tabs and line ends are left alone."""
    text = "L’Hôpital Sainte-Odile\u00a0: 1\u202f234\u00a0€\tœuvre\n"

    assert visible(text) == text


def test_french_punctuation_holds_to_its_word() -> None:
    """No line may break before a colon or inside guillemets, in French only."""
    assert no_break("la mention « Ségur » : absente", "fr") == "la mention «\u00a0Ségur\u00a0»\u00a0: absente"
    assert no_break("the wording : absent", "en") == "the wording : absent"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Le fichier est vide.", "le fichier est vide."),
        ("L'IBAN", "l'IBAN"),
        ("IBAN faux", "IBAN faux"),
        ("À voir", "à voir"),
    ],
)
def test_a_sentence_after_a_colon_starts_in_lower_case(sentence: str, expected: str) -> None:
    """A reason that ends another sentence does not keep its capital; an acronym does."""
    assert uncapitalised(sentence) == expected


@pytest.mark.parametrize(
    ("number", "lang", "expected"),
    [
        (0, "fr", "0 fichier"),
        (1, "fr", "1 fichier"),
        (2, "fr", "2 fichiers"),
        (0, "en", "0 files"),
        (1, "en", "1 file"),
    ],
)
def test_zero_is_singular_in_french_and_plural_in_english(number: int, lang: str, expected: str) -> None:
    """Counts follow the grammar of the language."""
    forms = {"fr": "{n} fichier|{n} fichiers", "en": "{n} file|{n} files"}

    assert plural(forms[lang], number, lang) == expected
