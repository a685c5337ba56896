"""A paper that replaces another names it, and has a number and a day of its own."""

from __future__ import annotations

import pytest

from tests.paper_samples import sure_of

ORDER = (240.0, 760.0, "BON DE COMMANDE")
OWN = (60.0, 700.0, "N° BC-78 du 13/10/2022")


@pytest.mark.parametrize(
    "words",
    [
        ["Annule et remplace le bon de commande n° BC-77 du 03/10/2022"],
        ["Ce bon est établi en remplacement de la", "commande n° BC-77 du 03/10/2022"],
        ["Annule et remplace commande n° BC-77 du 03/10/2022"],
    ],
)
def test_what_is_replaced_is_another_paper(words: list[str]) -> None:
    """« Annule et remplace le bon de commande n° BC-77 » gives this order neither its number nor its day."""
    read = sure_of(ORDER, OWN, *((60.0, 660.0 - 11 * place, line) for place, line in enumerate(words)))
    assert (read["order.number"], [str(day) for day in read["order.date"]]) == (["BC-78"], ["2022-10-13"])


def test_a_title_that_says_that_it_replaces_is_this_papers() -> None:
    """« Annule et remplace » over « Commande n° BC-78 » says nothing of that number."""
    read = sure_of(ORDER, (60, 720, "Annule et remplace"), (60, 700, "Commande n° BC-78 du 13/10/2022"))
    assert read["order.number"] == ["BC-78"]
