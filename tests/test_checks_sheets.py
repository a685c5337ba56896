"""One sheet scanned twice for two clients, on dossiers made by hand; what merely looks alike is never told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest

from pipeline.scale import store
from pipeline.scale.index import Index
from pipeline.scale.ledger import Entry, entries, open_ledger, record
from tests.judgement_samples import (
    CLIENT_SIRET,
    FINESS,
    OTHER_FINESS,
    OTHER_SIRET,
    ask,
    book,
    client,
    dossier,
    fact,
    findings,
    piece,
    request,
)
from tests.test_looks import lines, moved, packed
from validators.identities import hashed, sealed
from validators.looks import Look
from validators.model import Dossier, Fact, Level, Outcome, Piece
from validators.sheets import sheets_of

OTHER_CLIENT = {"siret": OTHER_SIRET, "finess": OTHER_FINESS, "name": "Clinique des Iris"}
SAYS = (
    fact("order.number", "BC-118"),
    fact("order.date", date(2024, 9, 3)),
    fact("order.total_incl_tax", Decimal("14814.72")),
)
RESCANNED = packed(moved(lines(1), 2, -1))


def scanned(*facts: Fact, file: str = "a.pdf", cells: bytes = packed(lines(1)), **changes: Any) -> Piece:
    """Return an order of one scanned page."""
    return piece("purchase_order", *facts, file=file, looks=(Look(page=1, cells=cells),), ocr_pages=(1,), **changes)


def of(reference: str, *pieces: Piece, **more: Any) -> Dossier:
    """Return a dossier under its own reference."""
    return dossier(request(**{"reference": reference, **more}), *pieces, reference=reference)


def beside(folder: Path, *dossiers: Dossier, ledger: Connection | None = None) -> list[Dossier]:
    """Put dossiers beside each other, as a batch does."""
    folder.mkdir(exist_ok=True)
    index = Index(folder / "index.sqlite", book(), ledger)
    for one in dossiers:
        index.add(one)
    index.settle()
    seen = [replace(one, portfolio=index.portfolio_of(one)) for one in dossiers]
    index.close()
    return seen


def asked(folder: Path, first: Piece, second: Piece, **more: Any) -> list[tuple[Outcome, str | None]]:
    """Return what the rule answers of two clients' pieces, in two dossiers."""
    pair = beside(folder, of("D-1", first), of("D-2", second, **{"beneficiaries": client(**OTHER_CLIENT), **more}))
    return [ask("PF-06", one) for one in pair]


def test_a_sheet_is_of_one_client(tmp_path: Path) -> None:
    """The order of one client, scanned again for another: both are warned, each with both pages."""
    first, second = beside(
        tmp_path,
        of("D-1", scanned(*SAYS)),
        of("D-2", scanned(*SAYS, file="b.pdf", cells=RESCANNED), beneficiaries=client(**OTHER_CLIENT)),
    )

    (found,) = findings(first, "PF-06")
    assert (found.outcome, found.level) == (Outcome.FAILED, Level.WARNING)
    assert [str(found.arguments[name].value) for name in ("other", "other_file", "other_page")] == ["D-2", "b.pdf", "1"]
    assert [(one.witness.file, one.witness.page) for one in found.evidence] == [("a.pdf", 1), ("D-2/b.pdf", 1)]
    assert ask("PF-06", second) == (Outcome.FAILED, None)


def test_what_a_ledger_keeps_is_found_again(tmp_path: Path) -> None:
    """The sheet of an earlier run is told like one of this run; judged anew, it takes the place of what was kept."""
    earlier = of("D-1", scanned(*SAYS))
    later = of("D-2", scanned(*SAYS, file="b.pdf", cells=RESCANNED), beneficiaries=client(**OTHER_CLIENT))
    with open_ledger(tmp_path / "ledger.sqlite", create=True) as ledger:
        header, sheets = store.header_of(earlier, "HOP-DPI-VA2"), store.sheets_kept_of(earlier, sealed)
        record(ledger, [Entry(header=header, bearers=(), findings=(), sheets=sheets)])
        (kept,) = entries(ledger)
        alone, again = (
            beside(tmp_path / "1", later, ledger=ledger),
            beside(tmp_path / "2", later, earlier, ledger=ledger),
        )

    assert kept.sheets == sheets
    assert [ask("PF-06", one) for one in (*alone, *again)] == [(Outcome.FAILED, None)] * 3
    assert alone[0].portfolio != again[0].portfolio
    assert [one.earlier for one in alone[0].portfolio.sheets[0].others] == [True]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "other",
    [
        fact("order.number", "BC-119"),
        fact("order.date", date(2024, 9, 4)),
        fact("order.total_incl_tax", Decimal("14814.73")),
        fact("beneficiary.siret", OTHER_SIRET),
        fact("beneficiary.name", "Clinique des Iris"),
        fact("solution.listing_number", "ANS-337406"),
    ],
    ids=lambda one: one.attribute,
)
def test_what_says_something_else_is_another_sheet(tmp_path: Path, other: Fact) -> None:
    """Two orders of one template look alike to the cell: another number, date, amount, client or solution, and they are two."""
    client_says = (fact("beneficiary.siret", CLIENT_SIRET), fact("beneficiary.name", "Clinique des Glycines"))
    own = (*SAYS, *client_says, fact("solution.listing_number", "ANS-337405"))
    theirs = (*(one for one in own if one.attribute != other.attribute), other)
    answers = asked(tmp_path, scanned(*own), scanned(*theirs, file="b.pdf"))
    assert answers == [(Outcome.PASSED, None)] * 2


def test_what_looks_otherwise_is_another_sheet(tmp_path: Path) -> None:
    """A supplier's order may bear the number and the day of another supplier's."""
    other = scanned(*SAYS, file="b.pdf", cells=packed(lines(2, range(14, 80, 7))))
    assert asked(tmp_path, scanned(*SAYS), other) == [(Outcome.PASSED, None)] * 2


@pytest.mark.parametrize(
    "says",
    [SAYS[:1], (fact("beneficiary.siret", CLIENT_SIRET), fact("beneficiary.name", "Clinique des Glycines"))],
    ids=["its number alone", "its client alone"],
)
def test_a_number_or_a_client_in_common_is_not_enough(tmp_path: Path, says: tuple[Fact, ...]) -> None:
    """A number that nothing bears out may be chance; many papers of one template are of one client."""
    answers = asked(tmp_path, scanned(*says), scanned(*says, file="b.pdf", cells=RESCANNED))
    assert answers == [(Outcome.PASSED, None)] * 2


@pytest.mark.parametrize(
    "facts",
    [(), SAYS[1:], (replace(SAYS[0], witness=replace(SAYS[0].witness, confidence=0.7)), *SAYS[1:])],
    ids=["general terms", "no number", "a doubtful number"],
)
def test_a_page_without_a_sure_number_is_not_compared(tmp_path: Path, facts: tuple[Fact, ...]) -> None:
    """General terms, covers and logos are the same in many dossiers; what was not compared is left open, never passed."""
    answers = asked(tmp_path, scanned(*facts), scanned(*facts, file="b.pdf", cells=RESCANNED))
    assert answers == [(Outcome.INCONCLUSIVE, "sheet_not_known")] * 2


def test_the_second_page_of_general_terms_is_not_the_sheet(tmp_path: Path) -> None:
    """Of two orders with one page of terms, the first pages say which is which, and the second ones are not asked."""
    terms = Look(page=2, cells=packed(lines(3)))
    other = (fact("order.number", "BC-119"), *SAYS[1:])
    pair = [scanned(*says, file=file) for says, file in ((SAYS, "a.pdf"), (other, "b.pdf"))]
    first, second = (replace(one, looks=(*one.looks, terms), last_page=2) for one in pair)
    assert asked(tmp_path, first, second) == [(Outcome.PASSED, None)] * 2


def test_a_paper_of_several_clients_is_of_them_all(tmp_path: Path) -> None:
    """One order for two establishments lies in both their requests."""
    both = (*SAYS, fact("beneficiary.siret", CLIENT_SIRET), fact("beneficiary.siret", OTHER_SIRET))
    answers = asked(tmp_path, scanned(*both), scanned(*both, file="b.pdf", cells=RESCANNED))
    assert answers == [(Outcome.INCONCLUSIVE, "sheet_not_known")] * 2


@pytest.mark.parametrize(
    "more",
    [
        {"reference": "D-1"},
        {"supersedes": "d-1 "},
        {"advance": {"reference": "D-1"}},
        {"beneficiaries": client(finess=OTHER_FINESS)},
    ],
    ids=["same reference", "re-deposit", "balance of the advance", "another site of the client"],
)
def test_one_file_over_time_and_one_client_are_no_conflict(tmp_path: Path, more: dict[str, Any]) -> None:
    """The same order goes with the re-deposit, with the balance, and with each site of the house that signed it."""
    second = scanned(*SAYS, file="b.pdf", cells=RESCANNED)
    others = {"beneficiaries": client(**OTHER_CLIENT), **more}
    reference = str(others.pop("reference", "D-2"))
    pair = beside(tmp_path, of("D-1", scanned(*SAYS)), of(reference, second, **others))
    assert [ask("PF-06", one) for one in pair] == [(Outcome.PASSED, None)] * 2


def test_the_same_bytes_are_for_another_rule(tmp_path: Path) -> None:
    """A copied file is told once, by PF-05."""
    assert asked(tmp_path, scanned(*SAYS), scanned(*SAYS)) == [(Outcome.PASSED, None)] * 2


def test_two_clients_of_one_request_have_each_their_sheet() -> None:
    """Within a request too, and without any other dossier: the page is named by its file."""
    second = scanned(*SAYS, file="b.pdf", cells=RESCANNED, subject="beneficiary:C02")
    clients = [*client(), {"id": "C02", **OTHER_CLIENT}]
    found = findings(of("D-1", scanned(*SAYS), second, beneficiaries=clients), "PF-06")

    assert {one.outcome for one in found} == {Outcome.FAILED}
    assert [one.witness.file for one in found[0].evidence] == ["a.pdf", "b.pdf"]
    assert {str(one.arguments["other_file"].value) for one in found} == {"a.pdf", "b.pdf"}


def test_a_dossier_alone_and_born_digital_pages_are_not_asked(tmp_path: Path) -> None:
    """Only pages read from pixels are compared, and only beside others."""
    assert ask("PF-06", of("D-1", scanned(*SAYS))) == (Outcome.NOT_APPLICABLE, None)
    assert asked(tmp_path, piece("purchase_order", *SAYS), scanned(*SAYS, file="b.pdf")) == [
        (Outcome.NOT_APPLICABLE, None),
        (Outcome.PASSED, None),
    ]


def test_of_other_papers_and_of_persons_nothing_is_kept() -> None:
    """No page of an identity document or bank slip, and neither a client's name nor a person's number in clear."""
    look = (Look(page=1, cells=packed(lines(1))),)
    others = [piece(kind, *SAYS, looks=look) for kind in ("identity_document", "rib", "other")]
    order = scanned(*SAYS, fact("beneficiary.name", "Clinique des Glycines"), fact("beneficiary.rpps", "10003456781"))
    (kept,) = sheets_of(of("D-1", *others, order), hashed)

    assert kept.subject == "piece:a.pdf#1"
    assert not any(word in repr(kept).upper() for word in ("GLYCINES", "10003456781"))
    assert FINESS not in repr(kept)
