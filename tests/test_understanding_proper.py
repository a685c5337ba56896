"""A solution's or a signatory's name ends where ordinary words begin; one that may go on is in doubt."""

from __future__ import annotations

import pytest

from pipeline.reading.page import Page
from pipeline.understanding.layout import Sheet
from pipeline.understanding.values.references import name, version
from pipeline.understanding.whose.proper import named, whole_version
from tests.paper_samples import Cell, sheet, sure_of


def told(*cells: Cell) -> tuple[str, bool] | None:
    """Return the name that follows "logiciel" on the first line, and whether it is in doubt."""
    page = sheet(*cells)
    start = page.folded.index("logiciel ") + len("logiciel ")
    found = named(page, name(page.folded[start : page.cells[0][1]])[0].moved(start))
    return None if found is None else (str(found.value), found.doubt is not None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Aurore et des travaux qui s'y rattachent", ("aurore", False)),
        ("Aurore Suite 13.10", ("aurore suite", False)),
        ("Aurore 360 livré par Exemple est apte", ("aurore 360", False)),
        ("AURORE SANTE VERSION 2", ("aurore sante", False)),
        ("Aurore et Boréal", ("aurore", True)),
        ("Suite de Soins (poste)", ("suite de soins", False)),
        ("installé dans notre établissement", None),
        ("INSTALLE", None),
        ("MS2-DUI-VA1-2023-056", None),
    ],
)
def test_where_a_name_ends(words: str, expected: tuple[str, bool] | None) -> None:
    """By a version, a verb, "et"; what is no proper name is none."""
    assert told((60, 700, f"Logiciel {words}")) == expected


def test_a_name_goes_on_under_its_line() -> None:
    """Up to the version; without one nobody can tell, and nothing under it means that it is whole."""
    assert told((60, 700, "Logiciel MANDRAGORE"), (60, 690, "SANTE VERSION 4.1")) == ("mandragore sante", False)
    assert told((60, 700, "Logiciel MANDRAGORE"), (60, 690, "SANTE LICENCE")) == ("mandragore", True)
    assert told((60, 700, "Logiciel MANDRAGORE"), (60, 690, "VERSION 4.1")) == ("mandragore", False)
    assert told((60, 700, "Logiciel Mandragore")) == ("mandragore", False)


def test_a_name_cut_after_its_small_word() -> None:
    """« Joël Le » at the end of a line goes on under it; where nothing follows it is in doubt."""
    assert told((60, 700, "Logiciel Joël Le"), (60, 690, "Gall, gérant")) == ("joel le gall", False)
    assert told((60, 700, "Logiciel Joël Le")) == ("joel le", True)


def test_a_dash_set_apart_ends_a_name() -> None:
    """What follows it is another thing, unless it has a capital: then nobody can tell."""
    assert told((60, 700, "Logiciel Aurore Suite - programme numérique")) == ("aurore suite", False)
    assert told((60, 700, "Logiciel Aurore - Suite")) == ("aurore", True)


def test_a_version_goes_on_under_its_line() -> None:
    """ "14.2.23-" over "segur" is one version; a dash with nothing under it leaves a doubt."""

    def version_of(*cells: Cell) -> tuple[str, bool]:
        page = sheet(*cells)
        found = whole_version(page, version(page.folded)[0])
        return str(found.value), found.doubt is not None

    assert version_of((60, 700, "version 14.2.23-"), (60, 690, "segur, éditée par Exemple")) == ("14.2.23-segur", False)
    assert version_of((60, 700, "version 14.2.23-")) == ("14.2.23", True)
    assert version_of((60, 700, "version 14.2.23, éditée par Exemple")) == ("14.2.23", False)


def test_a_tick_is_no_name() -> None:
    """« déployée dans la solution » over the next box to tick names none."""
    assert told((60, 700, "Logiciel [x] Cas 2")) is None


def test_a_box_to_tick_opens_no_name() -> None:
    """« Logiciel | ☐ DPI | ☒ RI » offers functions, ticked or not, and names none."""
    page = Sheet(Page(number=1, width=595, height=842, text="logiciel ☐ DPI"))
    assert named(page, name(page.folded[9:])[0].moved(9)) is None


@pytest.mark.parametrize("office", ["Directrice générale adjointe", "Président-directeur général", "Cogérante"])
def test_an_office_under_a_name_is_no_part_of_it(office: str) -> None:
    """A signatory's name is whole over what he or she is, with a capital or without."""
    assert told((60, 700, "Logiciel Mme Solène Lachambre"), (60, 690, office)) == ("mme solene lachambre", False)


def test_a_person_named_twice_is_named_whole() -> None:
    """Over an establishment's name and elsewhere over another word: both places end it; over the same word it may go on at both."""
    here: tuple[Cell, ...] = ((60, 700, "Logiciel Mme Chloé Hurtebize"), (60, 690, "SAMU de Valfleury"))
    assert told(*here) == ("mme chloe hurtebize", True)
    assert told(*here, (60, 600, "Mme Chloé Hurtebize, signataire")) == ("mme chloe hurtebize", False)
    assert told(*here, (60, 600, "Mme Chloé Hurtebize-Martin")) == ("mme chloe hurtebize", True)
    assert told(*here, (60, 600, "Mme Chloé Hurtebize"), (60, 590, "SAMU de Valfleury")) == (
        "mme chloe hurtebize",
        True,
    )


@pytest.mark.parametrize("heading", ["Le client", "Pour l'établissement", "Pour le client :"])
def test_a_person_under_the_clients_heading_signs(heading: str) -> None:
    """« Le client » heads the signatory's name over a signature, and the establishment's elsewhere: only a person signs."""
    va: Cell = (200, 760, "Attestation de vérification d'aptitude (VA)")
    signed = sure_of(
        va, (60, 300, heading), (60, 288, "Mme Zoé Malaterre, directrice de projet"), (60, 276, "Le 22/02/2024")
    )
    assert signed["proof.signatory"] == ["mme zoe malaterre"]
    assert "proof.signatory" not in sure_of(
        va, (60, 600, heading), (60, 588, "SAMU de Valfleury"), (60, 576, "51100 Reims")
    )


def test_wide_spaces_may_part_a_name() -> None:
    """A justified line has its words apart: « Orane » is perhaps « Orane Cabinet »; what stands far right is another field."""
    assert told((60, 600, "logiciel Orane"), (124, 600, "Cabinet"), (180, 600, "est apte")) == ("orane", True)
    assert told((60, 600, "logiciel Orane"), (300, 600, "Version")) == ("orane", False)
