"""Digital signatures of PDFs as they are read: each betrayal of a signature is told from a good one by its bytes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from pipeline.reading.worker import ReadTask, read_file
from tests.reading_samples import drawn, read
from tests.signature_samples import (
    LATER,
    SIGNED_AT,
    annotated,
    authority,
    drawn_over,
    fields_of,
    half_covered,
    identity,
    order,
    proof_of,
    signed,
    trust_folder,
    typed,
    with_bookmarks,
    with_copy,
    with_empty_field,
    with_proofs,
    with_time_stamp,
)
from validators.signature import DigitalSignature, Integrity, Issuer

JEANNE = identity("Jeanne Test")  # whom nobody vouches for
PAUL = identity("Paul Test", authority())


def states(pdf: bytes) -> list[Integrity]:
    """Return what still holds of each signature."""
    return [proof.integrity for proof in proof_of(pdf)]


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    """A folder with the certificate of the authority."""
    return trust_folder(tmp_path, authority())


def test_a_good_signature_against_a_given_authority(trust: Path) -> None:
    """It says who signed, when, that nothing changed since, and that a trusted authority vouches for the name.

    The certificate has run out long since: only the moment of signing counts.
    """
    (proof,) = proof_of(signed(order(), PAUL), trust)

    assert proof == DigitalSignature(
        integrity=Integrity.INTACT, signer="Paul Test", signed_at=SIGNED_AT, in_date=True, issuer=Issuer.LISTED
    )


def test_an_issuer_is_known_only_by_the_list_that_is_given(trust: Path, tmp_path: Path) -> None:
    """Without a list nobody was asked; with the list of others the issuer is unknown; who signs for himself is told."""
    others = tmp_path / "others"
    others.mkdir()
    trust_folder(others, identity("Une autre autorité", authority=True))
    pdf, own = signed(order(), PAUL), signed(order(), JEANNE)

    assert [proof_of(pdf, folder)[0].issuer for folder in (None, others)] == [Issuer.NOT_CHECKED, Issuer.NOT_LISTED]
    assert [proof_of(own, folder)[0].issuer for folder in (None, trust)] == [Issuer.NOT_CHECKED, Issuer.NOT_LISTED]
    assert [proof_of(one)[0].self_signed for one in (pdf, own)] == [False, True]
    assert states(pdf) == states(own) == [Integrity.INTACT]


def test_an_expired_certificate_is_out_of_date_when_it_signs(trust: Path) -> None:
    """What it signed is intact, and the certificate was no longer valid."""
    (proof,) = proof_of(signed(order(), identity("Odile Test", authority(), until=2021)), trust)

    assert (proof.integrity, proof.in_date) == (Integrity.INTACT, False)


def test_a_time_stamp_proves_the_moment(trust: Path) -> None:
    """The hour of a time stamp counts rather than the one the signer claims; a PAdES signature is told as one."""
    (proof,) = proof_of(signed(order(), PAUL, form=SigSeedSubFilter.PADES, stamp=LATER), trust)

    assert (proof.signed_at, proof.time_stamped, proof.advanced_format) == (LATER, True, True)


def test_a_signature_without_a_moment_is_checked_all_the_same() -> None:
    """Nobody knows then whether the certificate was in date."""
    (proof,) = proof_of(signed(order(), PAUL, when=None))

    assert (proof.integrity, proof.signed_at, proof.in_date) == (Integrity.INTACT, None, None)


def test_a_qualified_certificate_says_so() -> None:
    """The statement of the certificate is read, as far as the file shows a level of eIDAS."""
    qualified = signed(order(), identity("Paul Qualifié", authority(), qualified=True))

    assert [proof_of(pdf)[0].qualified for pdf in (qualified, signed(order(), PAUL))] == [True, False]


@pytest.mark.parametrize(
    ("change", "pages"),
    [
        (lambda pdf: drawn_over(pdf, 1), (1,)),
        (lambda pdf: drawn_over(pdf, 2), (2,)),
        (lambda pdf: annotated(pdf, 1), (1,)),
        (lambda pdf: with_time_stamp(drawn_over(pdf, 2), LATER), (2,)),
        (lambda pdf: with_proofs(drawn_over(pdf, 1), JEANNE), (1,)),
    ],
    ids=["words", "words on another page", "a note", "words under a time stamp", "words under proofs"],
)
def test_a_page_that_is_changed_after_signing(change: object, pages: tuple[int, ...]) -> None:
    """A line or a note that nobody signed is found, with its page; a time stamp over it makes nothing good."""
    assert callable(change)
    (proof,) = proof_of(change(signed(order(), JEANNE)))

    assert (proof.integrity, proof.changed_pages) == (Integrity.ALTERED, pages)


def test_a_byte_that_is_changed_under_a_signature() -> None:
    """One byte of what was signed is enough, be it one that no page shows."""
    pdf = signed(order(), JEANNE)
    at = pdf.index(b"/MediaBox [ 0 0 600") + 15
    forged = pdf[:at] + b"1" + pdf[at + 1 :]

    assert states(forged) == [Integrity.BROKEN]


def test_the_signature_of_another_paper() -> None:
    """A signature that is taken from one file does not hold in another."""
    one, other = signed(order("remise 10 %"), JEANNE), signed(order("remise 90 %"), JEANNE)
    start, end = one.rindex(b"/Contents <"), one.rindex(b">")
    forged = other[: other.rindex(b"/Contents <")] + one[start:end] + other[other.rindex(b">") :]

    assert states(one) == states(other) == [Integrity.INTACT]
    assert set(states(forged)) <= {Integrity.BROKEN, Integrity.UNCHECKED, Integrity.PARTIAL}


def test_a_signature_that_covers_a_part_only() -> None:
    """What it covers is intact, and the words of the page lie outside."""
    pdf = half_covered(JEANNE)

    assert read(pdf).pages[0].text == "BON DE COMMANDE"
    assert states(pdf) == states(pdf.replace(b"BON DE COMMANDE", b"BON DE CHANTAGE")) == [Integrity.PARTIAL]


def test_signatures_one_after_the_other() -> None:
    """A second signature, proofs and time stamps after the first are what platforms do: both hold."""
    pdf = signed(signed(order(), JEANNE, "Client"), PAUL, "Fournisseur", when=LATER, box=None)
    complete = with_time_stamp(with_proofs(pdf, PAUL, authority()), LATER)

    assert states(pdf) == states(complete) == [Integrity.INTACT] * 2
    assert [proof.signer for proof in proof_of(complete)] == ["Jeanne Test", "Paul Test"]
    assert states(with_proofs(signed(order(), JEANNE), JEANNE)) == [Integrity.INTACT]


def test_a_change_that_a_second_signature_covers() -> None:
    """The second signer signed what is there, the first one did not."""
    pdf = signed(drawn_over(signed(order(), JEANNE, "Client")), PAUL, "Fournisseur")

    assert states(pdf) == [Integrity.REVISED, Integrity.INTACT]
    assert states(drawn_over(pdf, 2)) == [Integrity.ALTERED] * 2


def test_two_signatures_that_claim_the_same_bytes() -> None:
    """A field that repeats the signature of another one is not told as signed, nor is the other one then."""
    forged = with_copy(signed(order(), JEANNE))

    assert len(fields_of(forged)) == 2
    assert states(forged) == [Integrity.UNCHECKED] * 2


def test_a_change_that_shows_on_no_page() -> None:
    """Bookmarks that are added are told, and are no forgery."""
    assert states(with_bookmarks(signed(order(), JEANNE))) == [Integrity.TOUCHED]


def test_fields_that_are_filled_after_signing() -> None:
    """They are told unless the signature allows it or a later one covers them."""
    form = drawn(lambda canvas: canvas.acroForm.textfield(name="total", x=200, y=690, width=200, height=20))
    filled = typed(signed(form, JEANNE), "9 200,00")

    assert [(proof.integrity, proof.changed_pages) for proof in proof_of(filled)] == [(Integrity.COMPLETED, (1,))]
    assert states(signed(filled, PAUL, "Fournisseur")) == [Integrity.INTACT] * 2
    assert states(typed(signed(form, JEANNE, allows=MDPPerm.FILL_FORMS), "9 200,00")) == [Integrity.INTACT]
    assert states(typed(signed(form, JEANNE, allows=MDPPerm.NO_CHANGES), "9 200,00")) == [Integrity.ALTERED]


def test_a_second_signature_in_a_field_that_waits_for_it() -> None:
    """A signature that allows forms to be filled holds when the next one signs in his field."""
    waiting = with_empty_field(order(), "Fournisseur")
    certified = signed(waiting, JEANNE, "Client", allows=MDPPerm.FILL_FORMS)

    assert states(signed(certified, PAUL, "Fournisseur", ready=True)) == [Integrity.INTACT] * 2


@pytest.mark.parametrize("around", [(b"", b"\0\0\0\n"), (b"\r\n\r\n", b""), (b"Content-Type: x\n\n", b"\n")])
def test_what_systems_put_around_a_file_changes_nothing(around: tuple[bytes, bytes]) -> None:
    """Padding after the end and lines before the start are no part of what was signed."""
    before, after = around
    assert states(before + signed(order(), JEANNE) + after) == [Integrity.INTACT]


@pytest.mark.parametrize("garbage", [b"00", b"31", b"3080", b"ff" * 40])
def test_garbage_in_the_place_of_a_signature(garbage: bytes) -> None:
    """It could not be checked, and the file is read all the same."""
    pdf = signed(order(), JEANNE)
    at = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    file = read(pdf[:at] + garbage + pdf[at + len(garbage) :])

    assert file.pages[0].text.startswith("BON DE COMMANDE")
    assert [field.signature and field.signature.integrity for field in file.signatures] == [Integrity.UNCHECKED]


def test_an_algorithm_that_nobody_knows_is_not_checked() -> None:
    """Neither intact nor broken: nobody could tell."""
    sha256 = bytes.fromhex("0609608648016503040201").hex().encode()
    unknown = bytes.fromhex("060960864801650304027f").hex().encode()
    assert set(states(signed(order(), JEANNE).replace(sha256, unknown))) == {Integrity.UNCHECKED}


@given(st.integers(0, 30_000), st.integers(0, 255))
def test_no_byte_of_a_signed_file_changes_unseen(at: int, value: int) -> None:
    """Whatever byte is changed, reading ends well and the signature is not told intact, unless nothing was signed there."""
    at %= len(GOOD)
    forged = GOOD[:at] + bytes([value]) + GOOD[at + 1 :]
    start, end = GOOD.rindex(b"/Contents <") + len(b"/Contents <"), GOOD.rindex(b">", 0, GOOD.rindex(b"trailer"))
    if forged != GOOD and not start <= at < end:
        assert Integrity.INTACT not in states(forged)


GOOD = signed(order(), JEANNE)


def test_a_repaired_file_is_not_judged_by_its_repair() -> None:
    """Bytes that were rewritten to be read are not those that somebody signed: nobody calls them forged."""
    pdf = signed(order(), JEANNE)
    damaged = pdf[: pdf.rindex(b"startxref")].replace(b"trailer", b"trailxr").replace(b"xref", b"xrxf")

    assert {field.signature and field.signature.integrity for field in fields_of(damaged)} <= {
        None, Integrity.UNCHECKED, Integrity.PARTIAL
    }  # fmt: skip


def test_a_moment_before_any_signed_pdf_is_none() -> None:
    """A claim that cannot be true is not repeated, and harms no check."""
    (proof,) = proof_of(signed(order(), PAUL, when=datetime(1970, 1, 1, tzinfo=UTC)))
    assert (proof.integrity, proof.signed_at) == (Integrity.INTACT, None)


def test_the_library_says_nothing_of_its_doubts(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """What it thinks of a signature is in the report; nothing is logged or printed."""
    with caplog.at_level(logging.DEBUG):
        states(drawn_over(signed(order(), JEANNE)))
        states(signed(order(), JEANNE).replace(b"BON", b"BAN"))

    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert capfd.readouterr() == ("", "")


def test_a_child_process_tells_the_same(tmp_path: Path, trust: Path) -> None:
    """What is read in a child, as the product does, is what is read here: names, moments and states come through."""
    from hashlib import sha256

    pdf = signed(order(), PAUL)
    file = tmp_path / "order.pdf"
    file.write_bytes(pdf)
    task = ReadTask(location=file, sha256=sha256(pdf).hexdigest(), content="pdf", limits=Limits(), trust=trust)
    with ChildPool(jobs=1, limits=Limits()) as pool:
        answer = pool.submit(read_file, task).result()

    assert answer.signatures == tuple(fields_of(pdf, trust))  # type: ignore[union-attr]
    assert answer.signatures[0].signature.issuer == Issuer.LISTED  # type: ignore[union-attr]
