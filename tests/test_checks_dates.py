"""Checks of dates: in the window, in order, still valid, the same as declared; a day is a day of Paris."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fixtures.schemes import OVERLAY
from rules.loader import load
from tests.judgement_samples import NOON, ask, client, dossier, fact, on, piece, request
from validators.model import Moment, Outcome, Piece

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]


def dated(kind: str, *dates: tuple[str, date], **changes: Any) -> Piece:
    """Return a piece that bears these dates."""
    return piece(kind, *(fact(attribute, day) for attribute, day in dates), **changes)


@pytest.mark.parametrize(
    ("kind", "scheme", "moment", "rule", "expected"),
    [
        ("listing", "HOP-DPI-VA1", on(2022, 6, 15, 18), "DA-10", (PASSED, None)),
        ("listing", "HOP-DPI-VA1", on(2022, 6, 16, 0, 1), "DA-10", (FAILED, "too_late")),
        ("listing", "IMG-DB-VA2", on(2025, 9, 10, 12, 1), "DA-10", (FAILED, "too_late")),
        ("balance", "MS2-DUI-VA1", on(2024, 12, 19, 13, 59), "DA-01", (PASSED, None)),
        ("balance", "MS2-DUI-VA1", on(2024, 12, 19, 14, 1), "DA-01", (FAILED, "too_late")),
        ("balance", "HOP-DPI-VA2", NOON, "DA-01", (OPEN, "window_unknown")),
        ("funding", None, NOON, "DA-01", (OPEN, "no_scheme")),
    ],
)
def test_a_request_is_deposited_in_its_window(
    kind: str, scheme: str | None, moment: Moment, rule: str, expected: Answered
) -> None:
    """To the minute where a text gives the hour, to the end of the day where it gives the day; unknown stays open."""
    assert ask(rule, dossier(request(kind, scheme=scheme)), moment) == expected


def test_an_enrolment_outside_its_window_warns() -> None:
    """Where the user's overlay gives the window, enrolment after its end is pointed out."""
    case = dossier(request("enrolment", "HOP-DPI-VA1"))
    assert ask("DA-11", case, on(2022, 11, 30, 14, 1), load(OVERLAY)) == (FAILED, "too_late")
    assert ask("DA-11", case, on(2022, 11, 30, 13, 59), load(OVERLAY)) == (PASSED, None)


@pytest.mark.parametrize(
    ("ordered", "solution", "expected"),
    [
        (date(2023, 12, 3), {}, (PASSED, None)),  # 120 days before 1 April 2024
        (date(2023, 12, 2), {}, (FAILED, None)),
        (date(2024, 5, 1), {}, (PASSED, None)),
        (date(2024, 5, 2), {}, (NONE, None)),  # the day of the listing
        (date(2024, 1, 1), {"evidence_complete_on": None}, (OPEN, "not_declared")),
        (date(2024, 1, 1), {"evidence_complete_on": None, "listed_on": None}, (OPEN, "not_declared")),
        (None, {}, (OPEN, "date_not_seen")),
    ],
)
def test_an_order_before_the_listing_is_recent(
    ordered: date | None, solution: dict[str, None], expected: Answered
) -> None:
    """At most 120 days lie between an order passed before the listing and the complete evidence."""
    known = {"listed_on": "2024-05-02", "evidence_complete_on": "2024-04-01"} | solution
    declared = request(solution={key: value for key, value in known.items() if value})
    pages = [dated("purchase_order", ("order.date", ordered))] if ordered else []
    assert ask("DA-02", dossier(declared, *pages), about="beneficiary:C01") == expected


def test_the_first_of_two_orders_is_the_one_that_counts() -> None:
    """An order that is too old is not made younger by another one."""
    pages = [
        dated("purchase_order", ("order.date", day), file=f"{day}.pdf") for day in (date(2024, 4, 2), date(2023, 10, 1))
    ]
    assert ask("DA-02", dossier(request(), *pages), about="beneficiary:C01") == (FAILED, None)


@pytest.mark.parametrize(
    ("ordered", "expected"),
    [(date(2024, 10, 15), (PASSED, None)), (date(2024, 10, 16), (FAILED, None)), (None, (OPEN, "date_not_seen"))],
)
def test_an_order_is_not_dated_after_its_deposit(ordered: date | None, expected: Answered) -> None:
    """Deposited on 15 October 2024, an order of the next day is pointed out."""
    pages = [dated("purchase_order", ("order.date", ordered))] if ordered else []
    assert ask("DA-03", dossier(request(), *pages), about="beneficiary:C01") == expected


@pytest.mark.parametrize(
    ("ordered", "proved", "invoiced", "expected"),
    [
        (date(2024, 3, 1), date(2024, 3, 1), date(2024, 3, 1), (PASSED, None)),
        (date(2024, 3, 2), date(2024, 3, 1), date(2024, 4, 1), (FAILED, None)),
        (date(2024, 3, 2), date(2024, 4, 1), date(2024, 3, 1), (FAILED, None)),
        (date(2024, 3, 2), None, None, (OPEN, "date_not_seen")),
        (None, date(2024, 4, 1), date(2024, 4, 1), (OPEN, "date_not_seen")),
    ],
)
def test_order_comes_before_proof_and_invoice(
    ordered: date | None, proved: date | None, invoiced: date | None, expected: Answered
) -> None:
    """Neither the VA nor the invoice is older than the order."""
    days = (
        ("purchase_order", "order.date", ordered),
        ("va", "proof.date", proved),
        ("invoice", "invoice.date", invoiced),
    )
    pages = [dated(kind, (attribute, day)) for kind, attribute, day in days if day]
    assert ask("DA-04", dossier(request("balance"), *pages), about="beneficiary:C01") == expected


@pytest.mark.parametrize(
    ("days", "confidence", "expected"),
    [
        ((date(2024, 10, 15),), 1.0, (PASSED, None)),
        ((date(2024, 10, 14),), 1.0, (FAILED, None)),
        ((date(2024, 10, 14),), 0.5, (OPEN, "expiry_not_read")),
        ((date(2024, 10, 14), date(2030, 1, 1)), 1.0, (OPEN, "expiry_not_read")),
        ((), 1.0, (OPEN, "expiry_not_read")),
    ],
)
def test_an_identity_document_is_valid_on_the_day(
    days: tuple[date, ...], confidence: float, expected: Answered
) -> None:
    """It is good until the end of its last day; two readings of it are for a person."""
    facts = [fact("identity.expires_on", day, confidence=confidence) for day in days]
    assert ask("DA-05", dossier(request("enrolment"), piece("identity_document", *facts))) == expected


@pytest.mark.parametrize(
    ("scheme", "proved", "expected"),
    [
        ("HOP-DPI-VA1", date(2023, 9, 20), (PASSED, None)),
        ("HOP-DPI-VA1", date(2023, 9, 21), (FAILED, None)),
        ("HOP-DPI-VA1", None, (OPEN, "date_not_seen")),
        ("HOP-DPI-VA2", date(2030, 1, 1), (NONE, None)),
    ],
)
def test_a_proof_is_not_after_the_end_of_the_prestations(scheme: str, proved: date | None, expected: Answered) -> None:
    """The last day of the Prestations is good; where no text gives it, nothing is said."""
    pages = [dated("va", ("proof.date", proved))] if proved else []
    assert ask("DA-06", dossier(request("balance", scheme), *pages), about="beneficiary:C01") == expected


@pytest.mark.parametrize(
    ("listed", "expected"),
    [("2024-10-15", (PASSED, None)), ("2024-10-16", (FAILED, None)), (None, (OPEN, "not_declared"))],
)
@pytest.mark.parametrize("kind", ["enrolment", "funding", "balance"])
def test_the_software_is_listed_first(kind: str, listed: str | None, expected: Answered) -> None:
    """Nobody enrols or is paid before the listing."""
    assert ask("DA-07", dossier(request(kind, solution={"listed_on": listed} if listed else {}))) == expected


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        ("2024-03-12", (date(2024, 3, 12),), (PASSED, None)),
        ("2024-03-12", (date(2024, 3, 12), date(2024, 4, 1)), (PASSED, None)),
        ("2024-03-12", (date(2024, 3, 13),), (FAILED, None)),
        ("2024-03-12", (), (OPEN, "date_not_seen")),
        (None, (date(2024, 3, 12),), (NONE, None)),
    ],
)
@pytest.mark.parametrize(
    ("rule", "kind", "page", "attribute", "key"),
    [
        ("DA-08", "funding", "purchase_order", "order.date", "order_date"),
        ("DA-09", "balance", "invoice", "invoice.date", "invoice_date"),
        ("DA-16", "balance", "va", "proof.date", "proof_date"),
    ],
)
def test_a_declared_date_is_the_printed_one(
    rule: str, kind: str, page: str, attribute: str, key: str, declared: str | None, printed: Any, expected: Answered
) -> None:
    """The request says the day that the piece bears."""
    entry = client(**({key: declared} if declared else {}))
    case = dossier(request(kind, beneficiaries=entry), dated(page, *((attribute, day) for day in printed)))
    assert ask(rule, case) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fait le 12/03/2024", (PASSED, None)),
        ("le 12 mars 2024", (PASSED, None)),
        ("2024-03-12", (PASSED, None)),
        ("le 12 mars 2025, 112/03/2024", (OPEN, "date_not_seen")),
        ("", (OPEN, "date_not_seen")),
    ],
)
def test_the_day_of_another_paper_is_no_wrong_date(text: str, expected: Answered) -> None:
    """A VA on which the order's day was read is asked for its own, and accuses nobody."""
    entry = client(proof_date="2024-03-12", order_date="2024-01-05")
    page = dated("va", ("proof.date", date(2024, 1, 5)), text=text)
    assert ask("DA-16", dossier(request("balance", beneficiaries=entry), page)) == expected


@pytest.mark.parametrize(("margin", "expected"), [(1.0, (FAILED, None)), (0.1, (PASSED, None))])
def test_a_paper_that_may_be_of_another_kind_dates_nothing(margin: float, expected: Answered) -> None:
    """The day of what may be an invoice is not taken for that of an order, to be held against the VA's."""
    doubtful = replace(dated("purchase_order", ("order.date", date(2024, 6, 10))), margin=margin)
    entry = client(order_date="2024-01-05", proof_date="2024-05-21")
    assert ask("DA-04", dossier(request("balance", beneficiaries=entry), doubtful)) == expected


@pytest.mark.parametrize(
    ("text", "expires", "expected"),
    [
        ("republique francaise carte nationale d'identite", date(2021, 5, 3), (OPEN, "card_perhaps_extended")),
        ("republique francaise carte nationale d'identite", date(2013, 12, 31), (FAILED, None)),
        ("republique francaise carte nationale d'identite", date(2019, 10, 14), (FAILED, None)),
        ("republique francaise passeport", date(2021, 5, 3), (FAILED, None)),
    ],
)
def test_an_identity_card_may_be_valid_longer_than_it_says(text: str, expires: date, expected: Answered) -> None:
    """An identity card that expired less than five years ago may have been extended by law; no other document was."""
    card = piece("identity_document", fact("identity.expires_on", expires), text=text)

    assert ask("DA-05", dossier(request("enrolment"), card)) == expected


def test_an_order_may_be_declared_on_the_day_it_was_signed() -> None:
    """A quote that its signature makes an order is dated twice; a third day is another one."""
    page = piece("purchase_order", fact("order.date", date(2024, 3, 1)), fact("order.signed_on", date(2024, 3, 12)))
    answers = [
        ask("DA-08", dossier(request(beneficiaries=client(order_date=day)), page))
        for day in ("2024-03-12", "2024-03-13")
    ]
    assert answers == [(PASSED, None), (FAILED, None)]
