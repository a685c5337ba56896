"""Who engages the publisher, in a letter of commitment."""

from __future__ import annotations

import pytest

from tests.paper_samples import Cell, lines, sure_of

BODY = lines(60, 640, "m'engage à respecter les exigences du référentiel.", "Fait à Pau, le 25 mars 2024.")


@pytest.mark.parametrize(
    "cells",
    [
        [
            *BODY,
            *lines(300, 500, "Le représentant légal", "Madame Estelle Delmarche", "Présidente-directrice générale"),
        ],
        [(60.0, 660.0, "Je soussigné(e) Madame Estelle Delmarche, présidente, agissant pour Carnéade,"), *BODY],
        [*lines(60, 680, "Je soussignée Madame Estelle Delmarche, représentant légal de", "Carnéade e-Santé,"), *BODY],
    ],
)
def test_the_legal_representative_is_read(cells: list[Cell]) -> None:
    """At the head of the sentence or over the signature; whom she represents is not she."""
    assert sure_of(*cells, title="Lettre d'engagement")["applicant.legal_representative"] == [
        "madame estelle delmarche"
    ]
