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


def test_the_rest_of_a_finess_cut_by_the_layout_is_not_one() -> None:
    assert identifiers.finess("154 171 9") == []
    assert [found.value for found in identifiers.finess("750 712 184")] == ["750712184"]
    assert [found.value for found in identifiers.finess("75071218")] == ["75071218"], (
        "one character lost is for the rule"
    )


def test_a_vat_number_above_a_siret_is_no_iban() -> None:
    """FR, 37, a SIREN, « siret » on the next line and nine digits are 27 characters, as an IBAN has."""
    assert identifiers.iban("fr37889729760\nsiret 889 729 760 00047") == []
    cut = "fr76 3000 6000 0112\n3456 7890 189"
    assert [found.value for found in identifiers.iban(cut)] == ["FR7630006000011234567890189"]
