"""The short way to check a lone signature: it says what the long one says, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from pipeline.reading.pdf_form import read_form
from pipeline.reading.pdf_lone_signature import check_alone
from pipeline.reading.pdf_signature import check_signatures
from tests.reading_samples import drawn
from tests.signature_samples import (
    LATER,
    authority,
    drawn_over,
    half_covered,
    identity,
    order,
    signed,
    with_copy,
    with_empty_field,
    with_proofs,
    with_time_stamp,
)
from validators.signature import DigitalSignature

JEANNE = identity("Jeanne Test")
PAUL = identity("Paul Test", authority())
GOOD = signed(order(), PAUL)
CONTENTS = GOOD.rindex(b"/Contents <") + len(b"/Contents <")
WRITTEN = len(GOOD[CONTENTS : GOOD.index(b">", CONTENTS)].rstrip(b"0")) // 2  # bytes of the signature


def short_way(pdf: bytes) -> DigitalSignature | None:
    """Return what the short way says of a file."""
    alone = read_form(pdf, 10).alone
    return check_alone(alone, pdf) if alone else None


def long_way(pdf: bytes) -> list[DigitalSignature]:
    """Return what pyHanko says when it reads the whole file."""
    return list(check_signatures(pdf, None, None, 10).values())


@pytest.mark.parametrize(
    "pdf",
    [
        GOOD,
        signed(order(), JEANNE),
        signed(order(), JEANNE, box=None),
        signed(order(), PAUL, when=None),
        signed(order(), PAUL, when=datetime(1970, 1, 1, tzinfo=UTC)),
        signed(order(), PAUL, form=SigSeedSubFilter.PADES),
        signed(order(), identity("Paul Qualifié", authority(), qualified=True)),
        signed(order(), identity("Odile Test", authority(), until=2021)),
        signed(with_empty_field(order(), "Fournisseur"), JEANNE),
        signed(drawn(lambda canvas: canvas.acroForm.textfield(name="total", x=200, y=690)), JEANNE),
    ],
)  # fmt: skip
def test_a_lone_signature_over_the_whole_file(pdf: bytes) -> None:
    """Both ways say the same of it, whoever signs, in whatever form, with or without a moment."""
    assert [short_way(pdf)] == long_way(pdf)


@pytest.mark.parametrize(
    "pdf",
    [
        GOOD.replace(b"/MediaBox [ 0 0 6", b"/MediaBox [ 0 0 7"),
        GOOD + b"\n",
        half_covered(JEANNE),
        drawn_over(GOOD),
        with_proofs(GOOD, PAUL),
        with_time_stamp(GOOD, LATER),
        with_copy(GOOD),
        signed(GOOD, JEANNE, "Fournisseur"),
        signed(order(), JEANNE, allows=MDPPerm.FILL_FORMS),
        signed(order(), PAUL, stamp=LATER),
        signed(order(), PAUL, form=SigSeedSubFilter.PBAD_PADES),
    ],
    ids=["broken", "more bytes", "a part", "words", "proofs", "time stamp over it", "copy", "two", "limits", "time stamp in it", "rare format"],
)  # fmt: skip
def test_what_is_not_that_plain(pdf: bytes) -> None:
    """Of a signature that does not hold, covers less, is followed by anything or says more, the short way says nothing."""
    assert pdf != GOOD
    assert short_way(pdf) is None


@given(st.integers(0, WRITTEN - 1), st.integers(0, 255))
def test_no_byte_of_a_signature_parts_the_two_ways(at: int, value: int) -> None:
    """Whatever byte of the signature itself is changed, what the short way says, if anything, the long way says too."""
    place = CONTENTS + 2 * at
    changed = GOOD[:place] + b"%02x" % value + GOOD[place + 2 :]
    short = short_way(changed)
    assert short is None or [short] == long_way(changed)


def test_a_signature_that_only_a_page_knows_takes_the_long_way() -> None:
    """A field that is not in the form is no plain one, though a page shows it."""
    hidden = GOOD.replace(b"/Fields [", b"/Felder [")
    assert hidden != GOOD
    assert read_form(hidden, 10).signatures[0].filled
    assert read_form(hidden, 10).alone is None
