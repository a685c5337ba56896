"""Checks of signatures: whether the right one signed, whether it still holds, and what is known of the certificate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.judgement_samples import SIRET, ask, dossier, piece, request
from validators.model import Outcome, SignatureField
from validators.signature import DigitalSignature, Integrity, Issuer

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]
CLIENT = "Mme Élodie Hamelinck"


def field(integrity: Integrity = Integrity.INTACT, name: str = CLIENT, page: int = 1, **proof: Any) -> SignatureField:
    """Return a filled field whose signature was checked; `proof` is more of what it proves."""
    proved = {"signer": name, "signed_at": datetime(2024, 5, 3, 8, 30, tzinfo=UTC), "in_date": True} | proof
    return SignatureField(filled=True, page=page, name=name, signature=DigitalSignature(integrity=integrity, **proved))


SIGNED = field()
UNSIGNED = SignatureField(filled=False, page=1)
SUPPLIER = field(name="Polyclée Conseil")
SEALED = field(signer="Polyclée Conseil")  # the client's name is typed, the certificate is the supplier's
UNSEEN = field(page=0)
UNCHECKED = SignatureField(filled=True, page=1, name=CLIENT)


@pytest.mark.parametrize(
    ("fields", "unread", "expected"),
    [
        ((SIGNED,), (), (PASSED, None)),
        ((SIGNED, UNSIGNED), (), (PASSED, None)),
        ((UNSIGNED,), (), (FAILED, "signature_empty")),
        ((UNSIGNED,), (1,), (OPEN, "signature_not_proved")),
        ((), (), (OPEN, "signature_not_proved")),
        ((SUPPLIER,), (), (OPEN, "signed_by_supplier")),
        ((SUPPLIER, SIGNED), (), (PASSED, None)),
        ((SEALED,), (), (OPEN, "signed_by_supplier")),
        ((SEALED, SIGNED), (), (PASSED, None)),
        ((UNSEEN,), (), (PASSED, None)),
    ],
)
@pytest.mark.parametrize(("rule", "kind", "page"), [("SI-01", "funding", "purchase_order"), ("SI-02", "balance", "va")])
def test_the_client_signs(
    rule: str, kind: str, page: str, fields: tuple[SignatureField, ...], unread: tuple[int, ...], expected: Answered
) -> None:
    """A signature that holds proves it, an empty field its absence; a pen stroke and the supplier's own are for a person."""
    assert ask(rule, dossier(request(kind), piece(page, signatures=fields, unread_pages=unread))) == expected


@pytest.mark.parametrize(
    ("key", "signatory", "expected"),
    [
        ("legal_representative", None, (OPEN, "signed_by_supplier")),
        ("depositor", "Mme Élodie Hamelinck", (OPEN, "signed_by_supplier")),
        ("legal_representative", "Dr Anne Exemple", (PASSED, None)),
    ],
)
def test_who_represents_the_supplier_does_not_sign_for_the_client(
    key: str, signatory: str | None, expected: Answered
) -> None:
    """The supplier's manager signs in his own name; unless he is declared to sign for the client too."""
    applicant = {"role": "publisher", "siret": SIRET, key: "Dr Anne Exemple"}
    client = {"id": "C01", "name": "Cabinet Exemple"} | ({"signatory": signatory} if signatory else {})
    declared = request(applicant=applicant, beneficiaries=[client])
    order = piece("purchase_order", signatures=(field(name="Anne Exemple"),))
    assert ask("SI-01", dossier(declared, order)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signature du client : mme elodie hamelinck", (PASSED, None)),
        ("signature du client", (OPEN, "signature_unplaced")),
    ],
)
def test_a_signature_on_no_page_is_the_piece_s_that_names_its_signer(text: str, expected: Answered) -> None:
    """In a file of two papers to sign, an invisible signature belongs to the one that names who signed."""
    order = piece("purchase_order", file="dossier.pdf", text=text, signatures=(UNSEEN,))
    other = piece("purchase_order", file="dossier.pdf", id="dossier.pdf#2", signatures=(UNSEEN,))
    case = dossier(request(), order, other)
    assert ask("SI-01", case, about="piece:dossier.pdf#1") == expected


@pytest.mark.parametrize(
    ("rule", "kind", "scheme", "page"),
    [
        ("SI-03", "enrolment", "HOP-DPI-VA1", "mandate"),
        ("SI-04", "listing", "HOP-DPI-VA1", "letter_of_commitment"),
        ("SI-05", "funding", "SAS-EDT-VA1", "pv_mise_en_service"),
    ],
)
def test_other_papers_are_signed_too(rule: str, kind: str, scheme: str, page: str) -> None:
    """Mandate, letter and commissioning report: signed passes, empty fails, nothing is for a person."""
    declared = request(kind, scheme, applicant={"role": "publisher", "siret": SIRET})
    answers = [
        ask(rule, dossier(declared, piece(page, signatures=fields)))[0] for fields in ((SIGNED,), (UNSIGNED,), ())
    ]
    assert answers == [PASSED, FAILED, OPEN]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((field(Integrity.BROKEN),), (FAILED, "signature_broken")),
        ((field(Integrity.BROKEN), SIGNED), (FAILED, "signature_broken")),
        ((field(Integrity.ALTERED, changed_pages=(1, 2)),), (FAILED, "signature_altered")),
        ((field(Integrity.ALTERED, changed_pages=(2,)),), (OPEN, "signature_altered_elsewhere")),
        ((field(Integrity.REVISED),), (OPEN, "signature_revised")),
        ((field(Integrity.REVISED), SIGNED), (OPEN, "signature_revised")),
        ((field(Integrity.COMPLETED, changed_pages=(1,)),), (OPEN, "signature_completed")),
        ((field(Integrity.TOUCHED),), (OPEN, "signature_touched")),
        ((field(Integrity.TOUCHED), SIGNED), (PASSED, None)),
        ((field(Integrity.PARTIAL),), (OPEN, "signature_partial")),
        ((field(Integrity.PARTIAL), SIGNED), (PASSED, None)),
        ((field(Integrity.UNCHECKED, signed_at=None, signer=""),), (OPEN, "signature_unchecked")),
        ((UNCHECKED,), (OPEN, "signature_unchecked")),
        ((UNCHECKED, SIGNED), (PASSED, None)),
        ((field(Integrity.PARTIAL), SUPPLIER), (OPEN, "signed_by_supplier")),
    ],
)
def test_a_signature_counts_as_long_as_it_holds(fields: tuple[SignatureField, ...], expected: Answered) -> None:
    """What was changed after signing fails, what is doubtful is for a person, and neither is ever told as signed."""
    assert ask("SI-01", dossier(request(), piece("purchase_order", signatures=fields))) == expected


def test_a_signed_scan_is_for_a_person_and_says_why() -> None:
    """What paper it is was read from pixels, so nothing fails; that its signature is broken is said all the same."""
    order = piece("purchase_order", signatures=(field(Integrity.BROKEN),), ocr_pages=(1,))
    assert ask("SI-01", dossier(request(), order)) == (OPEN, "signature_broken")


def test_every_state_of_a_signature_has_an_answer() -> None:
    """Only a signature that holds passes, and no state is left without a reason."""
    answers = {
        state: ask("SI-01", dossier(request(), piece("purchase_order", signatures=(field(state, changed_pages=(1,)),))))
        for state in Integrity
    }
    assert [state for state, answer in answers.items() if answer == (PASSED, None)] == [Integrity.INTACT]
    assert all(reason for state, (_, reason) in answers.items() if state != Integrity.INTACT)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((field(issuer=Issuer.LISTED),), (PASSED, None)),
        ((field(issuer=Issuer.NOT_LISTED),), (OPEN, "issuer_not_listed")),
        ((field(issuer=Issuer.NOT_LISTED, self_signed=True),), (OPEN, "issuer_self_signed")),
        ((field(issuer=Issuer.LISTED), field(issuer=Issuer.NOT_LISTED)), (OPEN, "issuer_not_listed")),
        ((field(issuer=Issuer.LISTED, in_date=False),), (FAILED, None)),
        ((field(issuer=Issuer.LISTED, in_date=None, signed_at=None),), (OPEN, "signing_time_unknown")),
        ((field(in_date=False),), (FAILED, None)),
        ((SIGNED,), (NONE, None)),
        ((field(self_signed=True),), (NONE, None)),
        ((UNCHECKED,), (NONE, None)),
        ((UNSIGNED,), (NONE, None)),
    ],
)
def test_what_is_known_of_a_certificate_is_told_apart(fields: tuple[SignatureField, ...], expected: Answered) -> None:
    """Who vouches for the signer is asked when a list is given; a certificate out of date is told in any case."""
    assert ask("SI-06", dossier(request(), piece("purchase_order", signatures=fields))) == expected


def test_an_unknown_issuer_is_no_reason_to_refuse() -> None:
    """An order signed with a certificate that nobody vouches for is signed."""
    order = piece("purchase_order", signatures=(field(issuer=Issuer.NOT_LISTED, self_signed=True, in_date=False),))
    assert ask("SI-01", dossier(request(), order)) == (PASSED, None)
