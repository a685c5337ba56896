"""A solution's or a signatory's name ends where ordinary words begin; one that may go on is in doubt."""

from __future__ import annotations

import pytest

from pipeline.understanding.proper import named, whole_version
from pipeline.understanding.values.references import name, version
from tests.paper_samples import Cell, sheet


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
