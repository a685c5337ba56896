"""Rules across dossiers, on dossiers made by hand: what two of them must not have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.scale.index import Index
from tests.judgement_samples import (
    CLIENT_SIRET,
    FINESS,
    IBAN,
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
from validators.identities import Seal, bearers_of, hashed, sealed
from validators.model import Dossier, Level, Outcome, Piece

Together = Callable[..., list[Dossier]]

PF = ("PF-01", "PF-02", "PF-03", "PF-04", "PF-05")
OTHER_CLIENT = {"siret": OTHER_SIRET, "finess": OTHER_FINESS, "name": "Clinique des Iris"}
RPPS, OTHER_RPPS = "10003456781", "10100000007"


def of(reference: str, *pieces: Piece, kind: str = "funding", **more: Any) -> Dossier:
    """Return a dossier under its own reference."""
    declared = request(kind, **{"reference": reference, **more})
    return dossier(declared, *pieces, reference=reference)


@pytest.fixture
def together(tmp_path: Path) -> Iterator[Together]:
    """Give what puts dossiers beside each other, as a batch does."""
    made: list[Index] = []

    def beside(*dossiers: Dossier) -> list[Dossier]:
        index = Index(tmp_path / f"{len(made)}.sqlite", book(), None)
        made.append(index)
        for one in dossiers:
            index.add(one)
        index.settle()
        return [replace(one, portfolio=index.portfolio_of(one)) for one in dossiers]

    yield beside
    for index in made:
        index.close()


def failures(*dossiers: Dossier) -> list[tuple[str, str]]:
    """Return the portfolio rules that fail, by dossier."""
    return [
        (one.reference, finding.rule)
        for one in dossiers
        for rule in PF
        for finding in findings(one, rule)
        if finding.outcome == Outcome.FAILED
    ]


def invoice(number: str = "F-118", day: date = date(2024, 9, 3), **changes: Any) -> Piece:
    """Return an invoice of the first client."""
    return piece("invoice", fact("invoice.number", number), fact("invoice.date", day), **changes)


def test_a_dossier_alone_is_not_asked() -> None:
    """Without other dossiers no rule of the portfolio applies: the verdict on one dossier is what it was."""
    alone = of("D-1", piece("purchase_order"))
    assert {finding.outcome for rule in PF for finding in findings(alone, rule)} == {Outcome.NOT_APPLICABLE}


def test_one_beneficiary_is_financed_once_per_scheme(together: Together) -> None:
    """Two requests of one kind for the same client and scheme: both fail, each names the other, and it blocks."""
    first, second = together(of("D-1"), of("D-2"))

    assert failures(first, second) == [("D-1", "PF-01"), ("D-2", "PF-01")]
    (found,) = findings(first, "PF-01")
    assert found.level == Level.BLOCKING
    assert str(found.arguments["other"].value) == "D-2"
    assert [one.witness.file for one in found.evidence] == ["request.toml", "D-2/request.toml"]
    assert ask("PF-01", first) == (Outcome.FAILED, None)


@pytest.mark.parametrize(
    "other",
    [
        of("D-2", scheme="HOP-PFI-VA2"),
        of("D-2", scheme="HOP-DPI-VA1"),
        of("D-2", kind="balance"),
        of("D-2", beneficiaries=client(**OTHER_CLIENT)),
        of("D-2", supersedes="d-1 "),
        of("D-1"),
    ],
    ids=["other scheme", "other wave", "balance", "other client", "superseding", "same reference"],
)
def test_what_is_no_second_financing(together: Together, other: Dossier) -> None:
    """Another scheme or wave, the balance, another client, a re-deposit: none of them is a conflict."""
    assert failures(*together(of("D-1"), other)) == []


def test_a_lineage_goes_through_dossiers_that_are_not_there(together: Together) -> None:
    """Two re-deposits of one file that is not in the batch are one lineage."""
    assert failures(*together(of("D-2", supersedes="D-1"), of("D-3", supersedes="D-1"))) == []


def test_doctors_of_one_house_are_several_beneficiaries(together: Together) -> None:
    """A SIRET that two doctors share is no double financing; the same doctor twice is one."""

    def doctor(reference: str, rpps: str) -> Dossier:
        return of(reference, beneficiaries=[{"id": "C01", "name": "Dr X", "siret": CLIENT_SIRET, "rpps": rpps}])

    assert failures(*together(doctor("D-1", RPPS), doctor("D-2", OTHER_RPPS))) == []
    assert failures(*together(doctor("D-1", RPPS), doctor("D-2", RPPS))) == [("D-1", "PF-01"), ("D-2", "PF-01")]


def test_a_client_without_number_is_not_said_to_be_alone(together: Together) -> None:
    """What cannot be compared is left open, never passed."""
    nameless = of("D-1", beneficiaries=[{"id": "C01", "name": "Clinique des Glycines"}])
    first, _ = together(nameless, of("D-2"))
    assert ask("PF-01", first) == (Outcome.INCONCLUSIVE, "no_identifier")


def test_an_invoice_serves_one_client(together: Together) -> None:
    """The same supplier, number and year for two clients: a warning with both witnesses."""
    first, second = together(
        of("D-1", invoice(), kind="balance"),
        of("D-2", invoice(file="other.pdf"), kind="balance", beneficiaries=client(**OTHER_CLIENT)),
    )

    assert failures(first, second) == [("D-1", "PF-03"), ("D-2", "PF-03")]
    (found,) = findings(first, "PF-03")
    assert found.level == Level.WARNING
    assert [one.witness.file for one in found.evidence] == ["invoice.pdf", "D-2/other.pdf"]
    assert ask("PF-03", first) == (Outcome.FAILED, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"applicant": {"role": "distributor", "name": "Distri", "siret": OTHER_SIRET}},
        {"bill": invoice("F-119", file="other.pdf")},
        {"bill": invoice(day=date(2023, 9, 3), file="other.pdf")},
    ],
    ids=["other supplier", "other number", "other year"],
)
def test_what_is_another_invoice(together: Together, changes: dict[str, Any]) -> None:
    """Publisher and distributor number their invoices each for itself, and a new year may begin anew."""
    bill = changes.pop("bill", invoice(file="other.pdf"))
    first = of("D-1", invoice(), kind="balance")
    second = of("D-2", bill, kind="balance", beneficiaries=client(**OTHER_CLIENT), **changes)
    assert failures(*together(first, second)) == []


def test_an_invoice_of_one_client_serves_one_request(together: Together) -> None:
    """The same invoice in two requests is told; for two schemes it may bill both services, and a person looks."""
    first, second = together(of("D-1", invoice(), kind="balance"), of("D-2", invoice(file="o.pdf"), kind="balance"))
    assert ("D-1", "PF-02") in failures(first, second)
    assert ask("PF-02", second) == (Outcome.FAILED, None)

    other = of("D-2", invoice(file="o.pdf"), kind="balance", scheme="HOP-PFI-VA2")
    first, _ = together(of("D-1", invoice(), kind="balance"), other)
    assert ask("PF-02", first) == (Outcome.INCONCLUSIVE, "invoice_of_two_schemes")


def test_an_invoice_that_was_not_read_is_not_said_to_be_alone(together: Together) -> None:
    """Without number or day nothing is compared, and that is said."""
    first, _ = together(of("D-1", piece("invoice"), kind="balance"), of("D-2", kind="balance", supersedes="D-1"))
    assert ask("PF-02", first) == (Outcome.INCONCLUSIVE, "invoice_not_known")


def test_one_account_has_one_holder(together: Together) -> None:
    """Two applicants to be paid on one account are told; one applicant's account is the same in all its requests."""
    other = {"role": "publisher", "name": "Autre", "siret": OTHER_SIRET, "iban": IBAN}
    first, second = together(of("D-1"), of("D-2", applicant=other, beneficiaries=client(**OTHER_CLIENT)))
    assert failures(first, second) == [("D-1", "PF-04"), ("D-2", "PF-04")]
    assert ask("PF-04", first) == (Outcome.FAILED, None)

    assert failures(*together(of("D-1"), of("D-2", beneficiaries=client(**OTHER_CLIENT)))) == []


def test_the_account_of_a_factor_is_nobodys(together: Together) -> None:
    """An IBAN that stands on invoices only may be that of a factor, who is paid for many."""
    papers = [piece("invoice", fact("applicant.iban", IBAN), file=f"{name}.pdf") for name in "ab"]
    first = of("D-1", papers[0], kind="balance", applicant={"siret": "73282932000074"})
    second = of(
        "D-2", papers[1], kind="balance", applicant={"siret": OTHER_SIRET}, beneficiaries=client(**OTHER_CLIENT)
    )
    assert failures(*together(first, second)) == []


def test_a_scan_is_of_one_client(together: Together) -> None:
    """The same bytes as two clients' order are told; a RIB or the same client's order in two schemes are not."""
    order, rib = piece("purchase_order"), piece("rib")
    first, second = together(of("D-1", order, rib), of("D-2", order, rib, beneficiaries=client(**OTHER_CLIENT)))
    assert failures(first, second) == [("D-1", "PF-05"), ("D-2", "PF-05")]
    assert ask("PF-05", first) == (Outcome.FAILED, None)

    assert failures(*together(of("D-1", order), of("D-2", order, scheme="HOP-PFI-VA2"))) == []


def test_the_same_scan_is_told_though_it_was_read_from_pixels(together: Together) -> None:
    """The bytes of two files say that they are one scan, whatever the engines made of its words."""
    scan = piece("purchase_order", ocr_pages=(1,))
    first, second = together(of("D-1", scan), of("D-2", scan, beneficiaries=client(**OTHER_CLIENT)))
    assert failures(first, second) == [("D-1", "PF-05"), ("D-2", "PF-05")]


def test_other_pages_of_one_file_are_other_pieces(together: Together) -> None:
    """A merge of two clients' orders may lie in both requests."""
    pages = (
        piece("purchase_order", file="merge.pdf"),
        piece("purchase_order", file="merge.pdf", first_page=2, last_page=2),
    )
    first, second = of("D-1", pages[0]), of("D-2", pages[1], beneficiaries=client(**OTHER_CLIENT))
    assert failures(*together(first, second)) == []


@pytest.mark.parametrize("seal", [sealed, hashed])
def test_personal_numbers_are_kept_sealed(seal: Seal) -> None:
    """Neither an IBAN nor a doctor's number stands in what a ledger, or the index of a run, keeps."""
    doctor = [{"id": "C01", "name": "Dr X", "rpps": RPPS}]
    kept = [
        bearers_of(of("D-1", beneficiaries=doctor), "MDV-LGC-VA1", seal),
        bearers_of(of("D-1"), "HOP-DPI-VA2", seal),
    ]
    assert IBAN not in repr(kept)
    assert RPPS not in repr(kept)
    assert FINESS in repr(kept)
    assert seal("iban", IBAN) in repr(kept)


def test_what_others_show_of_a_dossier_hides_its_clients(together: Together) -> None:
    """A file or a reference called after a client is named without the client's name in another dossier's report."""
    scan = piece("purchase_order", file="BC Clinique des Iris.pdf")
    first, _ = together(of("D-1", scan), of("Clinique des Iris 3", scan, beneficiaries=client(**OTHER_CLIENT)))

    (found,) = findings(first, "PF-05")
    said = str(found.arguments["other"].value) + str(found.arguments["other_file"].value)
    assert "Iris" not in said
    assert ".pdf" in said
