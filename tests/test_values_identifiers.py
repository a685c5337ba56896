"""What has the look of an identifier in a line of text, and what only stands near one."""

from __future__ import annotations

import pytest

from pipeline.understanding.values import identifiers


@pytest.mark.parametrize("written", ["11006801200019", "110 068 012 00019", "110-068-012-00019", "110.068.012.00019"])
def test_a_siret_is_read_however_it_is_grouped(written: str) -> None:
    assert [found.value for found in identifiers.siret(written)] == ["11006801200019"]


def test_a_number_with_dots_and_dashes_is_no_siret() -> None:
    """A contract's « 00.123.456.7-2018-1 » has fourteen digits too: whoever groups a SIRET does it in one way."""
    assert identifiers.free_siret("n° 00.123.456.7-2018-1") == []


@pytest.mark.parametrize("line", ["952968 15-10-2025", "952968 15.10.2025", "952968\t15-10-2025"])
def test_a_number_and_the_date_beside_it_are_no_siret(line: str) -> None:
    assert identifiers.free_siret(line) == []


def test_the_end_of_an_iban_is_no_siret() -> None:
    """An engine that loses two figures of an IBAN leaves fourteen others together, whose keys hold once in a hundred."""
    assert identifiers.free_siret("identifiant international : fr7627905 1 197 16542322975486") == []
    whole = "fr76 3000 6000 0112 3456 7890 189, siret 110 068 012 00019"
    assert [found.value for found in identifiers.free_siret(whole)][-1:] == ["11006801200019"]


def test_the_rest_of_a_finess_cut_by_the_layout_is_not_one() -> None:
    assert identifiers.finess("154 171 9") == []
    assert [found.value for found in identifiers.finess("750 712 184")] == ["750712184"]
    assert [found.value for found in identifiers.finess("75071218")] == ["75071218"], (
        "one character lost is for the rule"
    )


def test_the_last_figure_of_a_finess_may_stand_in_a_cell_of_its_own() -> None:
    """A narrow 1 stands further from its neighbour; what the next column holds is no part of a whole number."""
    assert [found.value for found in identifiers.finess("33 589 491\t1")] == ["335894911"]
    assert [found.value for found in identifiers.finess("750 712 184\t1")] == ["750712184"]
    assert [found.value for found in identifiers.finess("7507121845")] == ["7507121845"], "one too many is for the rule"


def test_a_vat_number_above_a_siret_is_no_iban() -> None:
    """FR, 37, a SIREN, « siret » on the next line and nine digits are 27 characters, as an IBAN has."""
    assert identifiers.iban("fr37889729760\nsiret 889 729 760 00047") == []
    cut = "fr76 3000 6000 0112\n3456 7890 189"
    assert [found.value for found in identifiers.iban(cut)] == ["FR7630006000011234567890189"]


@pytest.mark.parametrize("cut", ["exemple.mssante.f\nr", "exemple.m\nssante.fr", "exemple.mssante\n.fr"])
def test_an_address_on_two_lines_is_read_when_it_is_sure(cut: str) -> None:
    """What the end of a line cuts is one address when both parts make a MSSanté one."""
    (found,) = identifiers.mail_address(f"adresse mssante : accueil@{cut}\nfait le 3 mars")
    assert found.value == "accueil@exemple.mssante.fr"


@pytest.mark.parametrize("cut", ["exemple.grand-\nville.fr", "exemple.f\nfait a lyon"])
def test_half_an_address_is_not_read(cut: str) -> None:
    """Half an address is no address: its shape would be said wrong, or it would be another one's."""
    assert identifiers.mail_address(f"adresse : accueil@{cut}") == []


def test_an_address_at_the_end_of_a_sentence_is_whole() -> None:
    """The full stop is the sentence's."""
    (found,) = identifiers.mail_address("notre boite est accueil@exemple.mssante.fr.\nfait a lyon")
    assert found.value == "accueil@exemple.mssante.fr"


def test_a_vat_number_before_a_labelled_siret_is_no_iban() -> None:
    """« TVA FR25… SIRET 952… »: letters and figures of an IBAN's length, but the label of another number stands in them."""
    assert identifiers.iban("tva fr25876146846\tsiret 952 132 918 00022") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("identifiant international de l'etablissement", []),
        ("psstfrppren domiciliation : la banque postale", ["PSSTFRPPREN"]),
        ("agrifrpp882", ["AGRIFRPP882"]),
        ("deut de ff", ["DEUTDEFF"]),
    ],
)
def test_a_words_length_makes_no_bic(text: str, found: list[str]) -> None:
    """« Identifiant international » has no bank's country where a BIC has one, and goes on as a sentence does."""
    assert [one.value for one in identifiers.bic(text)] == found
