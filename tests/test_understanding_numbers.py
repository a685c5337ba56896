"""The numbers of parties on a page."""

from __future__ import annotations

from pipeline.understanding.numbers import party_numbers, siren_in


def numbers(folded: str) -> list[tuple[str, str]]:
    """Return the types and values found."""
    return [(kind, str(found.value)) for kind, found in party_numbers(folded)]


def test_a_vat_number_before_other_words_is_no_iban() -> None:
    """ "FR", its digits and the words of the next line are as long as an IBAN."""
    assert numbers("tva fr44732829320\nclient\nclinique des genets") == [("vat_number", "FR44732829320")]
    assert numbers("tva fr44732829320\n73282932000074") == [
        ("vat_number", "FR44732829320"),
        ("siret", "73282932000074"),
    ]


def test_an_iban_holds_no_vat_number() -> None:
    """The digits of an account are nobody's SIREN."""
    assert numbers("iban fr14 2004 1010 0505 0001 3m02 606") == []


def test_a_siren_stands_after_or_before_its_register() -> None:
    """ "RCS Lyon 732 829 320", "732 829 320 R.C.S. Lyon"."""
    assert numbers("r.c.s. lyon 732 829 320") == [("siren", "732829320")]
    assert numbers("732 829 320 r.c.s. lyon") == [("siren", "732829320")]


def test_a_siret_that_the_end_of_its_line_breaks() -> None:
    """A SIRET that goes on on the next line is whole when its keys hold; a town's code on that line is none of it."""
    assert numbers("siret 732829320\n00074, dont le siege") == [("siret", "73282932000074")]
    assert numbers("siret : 732 829\n320 00074") == [("siret", "73282932000074")]
    assert ("siret", "73282932000075") not in numbers("siret 732829320\n00075 paris")
    assert ("siret", "73282932075001") not in numbers("siret 732 829 320\n75001 paris")  # its keys would hold


def test_the_entity_of_a_number() -> None:
    """A SIRET begins with its SIREN, a VAT number ends with it."""
    assert [siren_in(number) for number in party_numbers("fr44732829320 siret 73282932000074")] == ["732829320"] * 2
