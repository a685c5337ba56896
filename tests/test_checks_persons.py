"""Checks of persons: an identity document is that of whom the request names, and doubt accuses nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.judgement_samples import ask, dossier, piece, request
from validators.model import Dossier, Outcome

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
CARD = "carte nationale d'identite nom {last} prenoms {first} nationalite francaise"
Answered = tuple[Outcome, str | None]


def enrolment(*papers: Any, **applicant: str) -> Dossier:
    """Return an enrolment by a publisher whose legal representative is declared."""
    said = {"role": "publisher", "legal_representative": "Mme Anne-Sophie Le Goff", **applicant}
    return dossier(request("enrolment", applicant=said), *papers)


def card(last: str, first: str, **changes: Any) -> Any:
    """Return an identity document of a person."""
    return piece("identity_document", text=CARD.format(last=last, first=first), file=f"{last}.pdf", **changes)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([card("le goff", "anne-sophie")], (PASSED, None)),
        ([card("durand", "paul"), card("le goff", "anne sophie")], (PASSED, None)),
        ([card("durand", "paul")], (FAILED, None)),
        ([card("durand", "anne-sophie")], (OPEN, "name_in_part")),  # married, perhaps
        ([card("durand", "paul", unread_pages=(1,))], (OPEN, "pages_not_read")),
        ([card("durand", "paul", ocr_pages=(1,))], (OPEN, "read_from_pixels")),
        ([card("durand", "paul", margin=0.1)], (OPEN, "may_be_another_paper")),
        ([], (NONE, None)),
    ],
)
def test_the_legal_representative_is_on_an_identity_document(papers: list[Any], expected: Answered) -> None:
    """One that bears none of their names is another person's; part of a name, or a page unread, is for a person."""
    assert ask("IT-19", enrolment(*papers)) == expected


@pytest.mark.parametrize(
    ("status", "papers", "expected"),
    [
        ("employee", [card("le goff", "anne-sophie")], (FAILED, None)),
        ("third_party", [card("le goff", "anne-sophie")], (FAILED, None)),
        ("employee", [card("le goff", "anne-sophie"), card("durand", "paul")], (PASSED, None)),
        ("legal_representative", [card("le goff", "anne-sophie")], (NONE, None)),
        (None, [card("le goff", "anne-sophie")], (NONE, None)),
    ],
)
def test_another_depositor_adds_their_own_identity_document(
    status: str | None, papers: list[Any], expected: Answered
) -> None:
    """An employee or a third party who deposits is identified too; the legal representative once."""
    more = {"depositor_status": status} if status else {}
    assert ask("IT-20", enrolment(*papers, depositor="M. Paul Durand", **more)) == expected


def test_nobody_declared_is_nobody_to_look_for() -> None:
    """Without a name in the request nothing is said of whose document it is."""
    case = dossier(request("enrolment"), card("durand", "paul"))
    assert ask("IT-19", case) == (OPEN, "not_declared")


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("donne pouvoir a mme elodie craponne, salariee", {}, (PASSED, None)),
        ("donne pouvoir a mme elodie durand, salariee", {}, (OPEN, "name_in_part_here")),  # a name in use, perhaps
        ("donne pouvoir a craponne elodie, salariee", {}, (PASSED, None)),
        ("donne pouvoir a mme elodie oullins et a m. paul craponne", {}, (OPEN, "name_in_part_here")),
        ("donne pouvoir a mme sylvie oullins, salariee", {}, (FAILED, None)),
        ("donne pouvoir a mme sylvie oullins, salariee", {"unread_pages": (1,)}, (OPEN, "pages_not_read")),
    ],
)
def test_the_powers_name_the_depositor(text: str, changes: dict[str, Any], expected: Answered) -> None:
    """Powers that bear none of the depositor's names were given to somebody else."""
    paper = piece("powers_of_attorney", text=text, **changes)
    assert ask("IT-27", enrolment(paper, depositor="Mme Élodie Craponne", depositor_status="employee")) == expected


def test_powers_are_held_against_a_declared_depositor_alone() -> None:
    """Without a declared depositor there is nobody whom the powers should name."""
    assert ask("IT-27", enrolment(piece("powers_of_attorney", text="donne pouvoir a m. paul durand"))) == (NONE, None)
