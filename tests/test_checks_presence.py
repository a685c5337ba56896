"""Checks of pieces and files: there, once, linked, read and recognised; what may be there is not said to be missing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.judgement_samples import ask, client, dossier, fact, findings, piece, record, request
from validators.model import Fate, Outcome, Piece, Problem

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
Answered = tuple[Outcome, str | None]


@pytest.mark.parametrize(
    ("rule", "kind", "page"),
    [
        ("PC-01", "enrolment", "listing_report"),
        ("PC-02", "enrolment", "rib"),
        ("PC-03", "enrolment", "identity_document"),
        ("PC-10", "listing", "letter_of_commitment"),
        ("PC-11", "listing", "cnda_proof"),
    ],
)
def test_what_a_form_asks_for_is_there(rule: str, kind: str, page: str) -> None:
    """The piece passes; without it the dossier is refused; another piece does not stand for it."""
    assert ask(rule, dossier(request(kind), piece(page))) == (PASSED, None)
    assert ask(rule, dossier(request(kind), piece("deposit_receipt"))) == (FAILED, None)


@pytest.mark.parametrize(
    ("rule", "applicant", "page", "expected"),
    [
        ("PC-04", {"depositor_status": "employee"}, "powers_of_attorney", PASSED),
        ("PC-04", {"depositor_status": "employee"}, None, FAILED),
        ("PC-04", {"depositor_status": "legal_representative"}, None, NONE),
        ("PC-04", {}, None, NONE),
        ("PC-16", {"depositor_status": "third_party"}, "service_contract", PASSED),
        ("PC-16", {"depositor_status": "third_party"}, "powers_of_attorney", FAILED),
        ("PC-05", {"role": "distributor"}, "mandate", PASSED),
        ("PC-05", {"role": "distributor"}, None, FAILED),
        ("PC-05", {"role": "publisher"}, None, NONE),
        ("PC-05", {"role": None}, None, OPEN),
        ("PC-06", {"vat_status": "exempt"}, "vat_exemption", PASSED),
        ("PC-06", {"vat_status": "exempt"}, None, FAILED),
        ("PC-06", {"vat_status": "subject"}, None, NONE),
        ("PC-06", {}, None, OPEN),
    ],
)
def test_some_pieces_are_asked_of_some(
    rule: str, applicant: dict[str, str], page: str | None, expected: Outcome
) -> None:
    """Powers of an employee, a third party's contract, a distributor's mandate: by what the request says of itself."""
    declared = request("enrolment", applicant={"role": "publisher"} | applicant)
    assert ask(rule, dossier(declared, *([piece(page)] if page else [])))[0] == expected


@pytest.mark.parametrize(
    ("scheme", "page", "expected"),
    [
        ("HOP-DPI-VA1", "va", PASSED),
        ("HOP-DPI-VA1", "mom", PASSED),
        ("MS2-DUI-VA1", "va", PASSED),
        ("MS2-DUI-VA1", "mom", FAILED),
        ("HOP-DPI-VA1", None, FAILED),
        (None, "va", OPEN),
    ],
)
def test_the_scheme_says_which_proof(scheme: str | None, page: str | None, expected: Outcome) -> None:
    """A VA where the texts ask for one, a VA or a MOM where they leave it open, nothing told without a scheme."""
    case = dossier(request("balance", scheme=scheme), *([piece(page)] if page else []))
    about = "beneficiary:C01" if scheme else None
    assert ask("PC-09", case, about=about)[0] == expected


@pytest.mark.parametrize(
    ("rule", "kind", "alike", "reason"),
    [
        ("PC-08", "balance", "pro_forma", "only_pro_forma"),
        ("PC-08", "balance", "credit_note", "only_credit_note"),
        ("PC-08", "balance", "quote", None),
        ("PC-09", "balance", "delivery_note", "only_delivery_note"),
        ("PC-07", "funding", "quote", "only_quote"),
        ("PC-07", "funding", "credit_note", None),
    ],
)
def test_a_look_alike_is_named(rule: str, kind: str, alike: str, reason: str | None) -> None:
    """A pro forma is no invoice, and the finding says that it was taken for one; nobody takes a quote for one."""
    assert ask(rule, dossier(request(kind), piece(alike)), about="beneficiary:C01") == (FAILED, reason)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (piece("invoice", subject="beneficiary:C02"), (FAILED, None)),
        (piece("invoice", subject=None), (OPEN, "may_be_there")),
        (piece("invoice", subject=None, candidates=("beneficiary:C01", "beneficiary:C02")), (OPEN, "may_be_there")),
        (piece("invoice", subject=None, candidates=("beneficiary:C02",)), (FAILED, None)),
        (piece("purchase_order", margin=0.1, runner_up="invoice"), (OPEN, "may_be_there")),
        (piece("purchase_order", margin=0.9, runner_up="invoice"), (FAILED, None)),
        (piece("invoice", margin=0.1, runner_up="quote"), (OPEN, "may_be_there")),
        (piece("other"), (OPEN, "may_be_there")),
    ],
)
def test_what_may_be_the_piece_keeps_it_from_being_missing(page: Piece, expected: Answered) -> None:
    """An invoice whose client or kind is uncertain may be the one that is looked for; another client's is not."""
    two = [*client(), {"id": "C02", "name": "EHPAD Les Lilas"}]
    assert ask("PC-08", dossier(request("balance", beneficiaries=two), page), about="beneficiary:C01") == expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (("pv_mise_en_service", "sworn_statement"), PASSED),
        (("pv_mise_en_service",), FAILED),
        (("sworn_statement",), FAILED),
        ((), FAILED),
    ],
)
def test_a_scheme_s_own_pieces_are_all_there(pages: tuple[str, ...], expected: Outcome) -> None:
    """SAS asks for two papers at funding: one of them is not enough."""
    case = dossier(request("funding", "SAS-EDT-VA1", beneficiaries=None), *(piece(kind) for kind in pages))
    assert ask("PC-13", case)[0] == expected


def test_a_scheme_s_piece_may_have_been_taken_for_a_client_s() -> None:
    """A VSR that looks like an order was given to a client: it is not said to be missing."""
    unclear = piece("purchase_order", margin=0.2, runner_up="vsr")
    assert ask("PC-13", dossier(request("balance", "SAS-EDT-VA1"), unclear)) == (OPEN, "may_be_there")


def test_most_schemes_ask_for_nothing_of_their_own() -> None:
    """Where no text asks for more, the rule does not apply: that is no proof of anything."""
    assert ask("PC-13", dossier(request("funding", "PHA-LGO-VA1"))) == (NONE, None)


PARTNERS = [{"name": "Armorial Santé", "siret": "39860733300042"}, {"name": "Orphéa Numérique"}]


@pytest.mark.parametrize(
    ("partners", "texts", "expected"),
    [
        (PARTNERS, ("armorial sante donne mandat", "orphea numerique donne mandat"), (PASSED, None)),
        (PARTNERS, ("siren 398 607 333 donne mandat", "orphea numerique donne mandat"), (PASSED, None)),
        (PARTNERS, ("armorial sante donne mandat",), (FAILED, None)),
        ([], ("armorial sante donne mandat",), (OPEN, "not_declared")),
    ],
)
def test_every_partner_of_a_group_gives_its_mandate(
    partners: list[dict[str, str]], texts: tuple[str, ...], expected: Answered
) -> None:
    """Each by its name or number, on one mandate or several."""
    pages = [piece("group_mandate", text=text, file=f"mandat {rank}.pdf") for rank, text in enumerate(texts)]
    declared = request("listing", applicant={"role": "group_representative"}, partners=partners)
    assert ask("PC-12", dossier(declared, *pages)) == expected


def test_an_unread_mandate_may_be_the_partner_s() -> None:
    """A partner whose mandate may stand on an unread page is not said to have given none."""
    page = piece("group_mandate", text="armorial sante", unread_pages=(2,))
    declared = request("listing", applicant={"role": "group_representative"}, partners=PARTNERS)
    assert ask("PC-12", dossier(declared, page)) == (OPEN, "unread_may_hold_it")


@pytest.mark.parametrize(
    ("rule", "kind", "page"), [("PC-14", "balance", "invoice"), ("PC-17", "funding", "purchase_order")]
)
def test_two_pieces_of_one_client_are_pointed_out(rule: str, kind: str, page: str) -> None:
    """One is right, two warn, a copy of the same bytes is one."""
    one, other = piece(page, file="a.pdf"), piece(page, file="b.pdf")
    copy = piece(page, file="b.pdf", sha256=one.sha256)
    outcomes = [
        ask(rule, dossier(request(kind), *pages), about="beneficiary:C01")[0]
        for pages in ((one,), (one, other), (one, copy), ())
    ]
    assert outcomes == [PASSED, FAILED, PASSED, NONE]


@pytest.mark.parametrize(
    ("page", "clients", "expected"),
    [
        (piece("invoice"), client(), (PASSED, None)),
        (piece("invoice", fact("invoice.number", "F-118"), subject=None), client(), (FAILED, None)),
        (piece("invoice", subject=None), client(), (OPEN, "link_missing")),
        (piece("invoice", subject=None, candidates=("beneficiary:C01",)), client(), (OPEN, "link_ambiguous")),
        (piece("invoice", fact("invoice.number", "F-118"), subject=None), None, (OPEN, "no_request_file")),
    ],
)
def test_a_piece_belongs_to_a_declared_client(page: Piece, clients: Any, expected: Answered) -> None:
    """A piece that speaks of nobody who is declared is pointed out; one that cannot be linked is for a person."""
    assert ask("PC-15", dossier(request("balance", beneficiaries=clients), page)) == expected


def test_a_piece_of_nobody_is_judged_by_nobody_else() -> None:
    """The rules about invoices leave an unlinked one alone: it is deposited for nobody."""
    page = piece("invoice", fact("invoice.segur_excl_tax", 0), subject=None)  # type: ignore[arg-type]
    assert ask("AM-02", dossier(request("balance"), page)) == (NONE, None)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (record("a.pdf"), (PASSED, None)),
        (record("a.pdf", fate=Fate.UNREADABLE, problems=(Problem(code="encrypted"),)), (FAILED, "encrypted")),
        (record("a.pdf", fate=Fate.UNREADABLE, problems=(Problem(code="empty_file"),)), (FAILED, "empty_file")),
        (record("a.pdf", problems=(Problem(code="damaged_repaired"),)), (OPEN, "damaged_repaired")),
        (record("a.pdf", fate=Fate.UNREADABLE, problems=(Problem(code="child_timeout"),)), (OPEN, "child_timeout")),
        (record("a.7z", problems=(Problem(code="archive_unsupported"),)), (OPEN, "archive_unsupported")),
        (record(".DS_Store", fate=Fate.SET_ASIDE, problems=(Problem(code="junk_file"),)), (NONE, None)),
        (
            record("a.pdf", problems=(Problem(code="child_timeout"), Problem(code="encrypted"))),
            (FAILED, "encrypted"),
        ),
    ],
)
def test_every_file_is_read_or_says_why(file: Any, expected: Answered) -> None:
    """What a portal would refuse fails; what was not read is open, never passed; what was set aside is not asked."""
    assert ask("FI-01", dossier(request(), files=(file,))) == expected


def test_a_page_that_was_not_read_leaves_its_file_open() -> None:
    """A file of which a page is an image passes for nothing."""
    page = piece("invoice", file="a.pdf", unread_pages=(3,))
    assert ask("FI-01", dossier(request("balance"), page)) == (OPEN, "pages_not_read")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (record("b.pdf", fate=Fate.DUPLICATE, duplicate_of="a.pdf"), (FAILED, None)),
        (record("a.pdf"), (PASSED, None)),
        (record("a.pdf", fate=Fate.OTHER), (NONE, None)),
    ],
)
def test_a_copy_is_pointed_out(file: Any, expected: Answered) -> None:
    """A second copy of a file is named with the first."""
    assert ask("FI-02", dossier(request(), files=(file,))) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (piece("invoice"), (PASSED, None)),
        (piece("other"), (FAILED, None)),
        (piece("quote"), (FAILED, None)),
        (piece("other", unread_pages=(1,)), (OPEN, "pages_not_read")),
        (piece("invoice", margin=0.1, runner_up="quote"), (OPEN, "kind_unclear")),
    ],
)
def test_every_file_is_recognised(page: Piece, expected: Answered) -> None:
    """A paper that is no piece is pointed out; one that was not read or looks like two kinds is for a person."""
    assert ask("FI-03", dossier(request("balance"), page)) == expected


def test_a_message_whose_attachments_were_opened_is_no_unknown_paper() -> None:
    """What counts is what came in it; a message that held nothing is still pointed out."""
    message = piece("other", file="VA.eml", working_copy=True)
    came = dossier(request("balance"), message, piece("va", file="VA.eml/VA.pdf"))
    assert ask("FI-03", came, about="file:VA.eml") == (NONE, None)
    assert ask("FI-03", dossier(request("balance"), message), about="file:VA.eml")[0] == OPEN


@pytest.mark.parametrize(
    ("said", "page", "expected"),
    [
        ({"path": "a.pdf", "kind": "invoice"}, piece("invoice", file="a.pdf"), (PASSED, None)),
        ({"path": "a.pdf", "kind": "va"}, piece("invoice", file="a.pdf"), (FAILED, "other_kind")),
        ({"path": "b.pdf", "kind": "va"}, piece("invoice", file="a.pdf"), (FAILED, "no_such_file")),
        ({"path": "a.pdf", "kind": "va"}, piece("invoice", file="a.pdf", margin=0.1), (OPEN, "kind_unclear")),
        ({"path": "a.pdf", "kind": "va"}, piece("other", file="a.pdf", unread_pages=(1,)), (OPEN, "kind_unclear")),
        ({"path": "a.pdf"}, piece("invoice", file="a.pdf"), (NONE, None)),
    ],
)
def test_a_file_is_what_the_request_says_it_is(said: dict[str, str], page: Piece, expected: Answered) -> None:
    """A contradiction refuses; a page that was not read contradicts nothing."""
    assert ask("FI-04", dossier(request("balance", pieces=[said]), page)) == expected


def test_a_file_that_the_request_names_and_nobody_read_is_not_absent() -> None:
    """The request speaks of a file that is there and could not be read: that is open, not a lie."""
    declared = request("balance", pieces=[{"path": "a.pdf", "kind": "invoice"}])
    unread = record("a.pdf", fate=Fate.UNREADABLE, problems=(Problem(code="child_timeout"),))
    (found,) = findings(dossier(declared, files=(unread,)), "FI-04")
    assert found.outcome == OPEN
