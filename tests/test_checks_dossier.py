"""Checks of the request itself and of what came before it: who asks, for whom, under which scheme, after which advance."""

from __future__ import annotations

from typing import Any

import pytest

from tests.judgement_samples import CLIENT_SIRET, FINESS, ask, client, dossier, fact, findings, piece, request
from validators.model import Outcome, Problem

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]
SECOND = {"id": "C02", "name": "EHPAD Les Lilas"}
COMPLETE: dict[str, dict[str, Any]] = {
    "enrolment": {
        "applicant": {"siret": "73282932000074", "legal_representative": "Mme X"},
        "solution": {"listing_number": "ANS-1"},
    },
    "listing": {
        "applicant": {"name": "Polyclée", "siret": "73282932000074", "nie": "NIE-1", "legal_representative": "Mme X"},
        "solution": {"name": "Nymphéa", "version": "12.2", "nil": "NIL-1"},
    },
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (PASSED, None)),
        ({"request_file": None}, (OPEN, "no_request_file")),
        ({"kind_declared": False}, (OPEN, "not_declared")),
        ({"derived": frozenset({"applicant.siret"})}, (OPEN, "derived_values")),
    ],
)
def test_the_request_is_there_and_confirmed(changes: dict[str, Any], expected: Answered) -> None:
    """It never fails: without a request, or with one that a machine wrote, everything is still to be said."""
    assert ask("DO-01", dossier(request(), **changes)) == expected


def test_there_is_one_request_file() -> None:
    """Two of them contradict each other, whatever they say."""
    twice = Problem(code="several_request_files", arguments={"files": "request.toml, request.json"})
    assert ask("DO-02", dossier(request())) == (PASSED, None)
    assert ask("DO-02", dossier(request(), problems=(twice,))) == (FAILED, None)
    assert ask("DO-02", dossier({}, request_file=None)) == (NONE, None)


@pytest.mark.parametrize(
    ("rule", "kind", "key"),
    [
        (rule, kind, f"{section}.{name}")
        for rule, kind in (("DO-03", "enrolment"), ("DO-07", "listing"))
        for section, entries in COMPLETE[kind].items()
        for name in entries
    ],
)
def test_what_the_form_asks_for_is_declared(rule: str, kind: str, key: str) -> None:
    """With one field left out the request is refused, and the field is named."""
    assert ask(rule, dossier(request(kind, **COMPLETE[kind]))) == (PASSED, None)
    section, name = key.split(".")
    partial = {**COMPLETE[kind], section: {k: v for k, v in COMPLETE[kind][section].items() if k != name}}
    assert ask(rule, dossier(request(kind, **partial))) == (FAILED, None)
    (found,) = findings(dossier(request(kind, **partial)), rule)
    assert found.arguments["keys"].value == key


@pytest.mark.parametrize(
    ("clients", "expected"),
    [
        ([*client(), SECOND], (PASSED, None)),
        ([*client(), SECOND | {"id": "C01"}], (FAILED, "id_twice")),
        ([], (FAILED, "no_beneficiary")),
        ([{"name": "A"}, {"name": "B"}], (PASSED, None)),
    ],
)
def test_every_client_has_an_id_of_its_own(clients: list[dict[str, str]], expected: Answered) -> None:
    """No client, or two under one id, and nobody knows whom the money is for."""
    assert ask("DO-04", dossier(request(beneficiaries=clients))) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"finess": "750712184"}, (PASSED, None)),
        ({"finess": FINESS}, (FAILED, None)),
        ({"finess": "92 000 065 0"}, (FAILED, None)),
        ({"siret": CLIENT_SIRET, "finess": "750712184"}, (OPEN, "other_finess")),
        ({"siret": CLIENT_SIRET}, (FAILED, None)),
        ({}, (OPEN, "no_identifier")),
    ],
)
def test_a_client_is_financed_once(second: dict[str, str], expected: Answered) -> None:
    """The same FINESS, RPPS or SIRET under two ids is one client; two FINESS may be two sites; without any, nobody can tell."""
    case = dossier(request(beneficiaries=[*client(), SECOND | second]))
    assert ask("DO-05", case, about="beneficiary:C02") == expected


def test_a_client_alone_is_nobody_s_double() -> None:
    """A single client needs no number to be told from others."""
    assert ask("DO-05", dossier(request(beneficiaries=[SECOND])), about="beneficiary:C02") == (PASSED, None)


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("HOP-DPI-VA2", (PASSED, None)),
        ("sons hop-dpi-va2", (PASSED, None)),
        ("MDV-LGC-SF-VA1", (FAILED, None)),
        ("PARAMED", (FAILED, None)),
        ("HOP-DPI-VA9", (OPEN, "unknown_scheme")),
        (None, (OPEN, "no_scheme")),
    ],
)
@pytest.mark.parametrize("kind", ["enrolment", "funding", "balance"])
def test_the_scheme_gives_money(kind: str, scheme: str | None, expected: Answered) -> None:
    """A scheme without funding is refused, one that nobody knows is for a person."""
    assert ask("DO-06", dossier(request(kind, scheme))) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Décidée et payée", (PASSED, None)),
        ("DECIDEE ET PAYEE", (PASSED, None)),
        ("Décidé et payé", (PASSED, None)),
        ("Validée", (FAILED, None)),
        ("A modifier", (FAILED, None)),
        (None, (OPEN, "not_declared")),
    ],
)
def test_the_balance_comes_after_the_paid_advance(status: str | None, expected: Answered) -> None:
    """Before the advance is decided and paid the portal takes no balance."""
    declared = request("balance", advance={"status": status} if status else {})
    assert ask("ST-01", dossier(declared)) == expected


@pytest.mark.parametrize(
    ("perimeter", "kept", "extended"),
    [
        (["C01"], (PASSED, None), (PASSED, None)),
        (["C01", "C09"], (FAILED, None), (PASSED, None)),
        ([], (PASSED, None), (FAILED, None)),
        (["C09"], (FAILED, None), (FAILED, None)),
        (None, (OPEN, "not_declared"), (OPEN, "not_declared")),
    ],
)
def test_the_perimeter_of_the_balance_is_the_advance_s(
    perimeter: list[str] | None, kept: Answered, extended: Answered
) -> None:
    """Clients that left and clients that came are told apart."""
    declared = request("balance", advance={} if perimeter is None else {"perimeter": perimeter})
    assert (ask("ST-02", dossier(declared)), ask("ST-03", dossier(declared))) == (kept, extended)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("F-118", "F-119"), (PASSED, None)),
        (("F-118", "F-118"), (FAILED, None)),
        (("F-118", "f 118"), (FAILED, None)),
        (("F-118", None), (PASSED, None)),
        ((None, "F-118"), (NONE, None)),
    ],
)
def test_an_invoice_number_is_one_client_s(numbers: tuple[str | None, str | None], expected: Answered) -> None:
    """One number on two clients' invoices is pointed out, however it is written."""
    pages = [
        piece("invoice", fact("invoice.number", number), file=f"{rank}.pdf", subject=f"beneficiary:C0{rank}")
        for rank, number in enumerate(numbers, start=1)
        if number
    ]
    case = dossier(request("balance", beneficiaries=[*client(), SECOND]), *pages)
    assert ask("ST-04", case, about="beneficiary:C01") == expected
