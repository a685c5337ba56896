"""Witnesses of one claim: whether they agree, and the fewest of them that show a disagreement, whatever their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.context import sure
from validators.model import Agreement, Fact, Witness
from validators.witnesses import Voice, agreement, compared, place_of, voices

AGREE, CONFLICT, SINGLE, NONE = Agreement.AGREEMENT, Agreement.CONFLICT, Agreement.SINGLE, Agreement.NONE


def told(value: str, file: str, *, how: str = "text_layer", confidence: float = 1.0, page: int | None = 1) -> Fact:
    """Return what one file tells."""
    seen = Witness(file=file, piece=f"{file}#1", page=page, how=how, confidence=confidence)
    return Fact(attribute="order.number", value=value, words=value, witness=seen)


def declared(value: str) -> Fact:
    """Return what the request declares."""
    return Fact(
        attribute="order.number", value=value, words=value, witness=Witness(file="request.toml", how="request_file")
    )


def heard(found: Sequence[Voice]) -> list[tuple[str, str, int]]:
    """Return the values, files and numbers of voices."""
    return [(str(one.fact.value), one.fact.witness.file, one.others) for one in found]


NINE = [told("BC-1", f"{number}.pdf") for number in range(1, 10)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], NONE),
        ([told("BC-1", "a.pdf", confidence=0.5)], NONE),
        ([declared("BC-1")], SINGLE),
        ([told("BC-1", "a.pdf"), told("BC 1", "a.pdf", page=2)], SINGLE),
        ([told("BC-1", "a.pdf"), told("BC-1", "a.pdf", how="embedded_xml", page=None)], SINGLE),
        ([declared("BC-1"), told("bc/1", "a.pdf")], AGREE),
        ([declared("BC-1"), told("BC-2", "a.pdf")], CONFLICT),
        ([told("BC-1", "a.pdf"), told("BC-2", "a.pdf", how="embedded_xml", page=None)], CONFLICT),
        ([declared("BC-1"), told("BC-2", "a.pdf", confidence=0.5)], SINGLE),
        ([declared("BC-1"), told("BC-1", "a.pdf"), told("BC-2", "a.pdf")], AGREE),
        ([told("BC-1", "a.pdf"), told("BC-2", "a.pdf")], CONFLICT),
        ([*NINE, told("BC-2", "z.pdf")], CONFLICT),
    ],
)
def test_how_witnesses_stand_to_each_other(facts: list[Fact], expected: Agreement) -> None:
    """A paper that says two values, one of them everybody's, contradicts nobody; one alone that says two is no witness."""
    assert agreement(facts, several=False) == expected


def test_what_may_have_several_values_is_in_no_conflict() -> None:
    """Two identity documents expire on two days."""
    assert agreement([declared("1"), told("2", "a.pdf")], several=True) == AGREE


def test_the_one_that_dissents_is_shown_with_the_strongest_of_the_nine() -> None:
    """Nine pieces say one thing, one another: two witnesses are shown, and eight others are counted."""
    facts = [replace(one, witness=replace(one.witness, confidence=0.95)) for one in NINE[:8]]
    assert heard(voices([*facts, NINE[8], told("BC-2", "z.pdf")])) == [("BC-1", "9.pdf", 8), ("BC-2", "z.pdf", 0)]


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (told("A", "a.pdf", confidence=0.95), told("A", "b.pdf")),
        (told("A", "a.pdf", how="ocr:tesseract"), told("A", "b.pdf")),
        (declared("A"), told("A", "b.pdf")),
        (told("A", "a.pdf", how="embedded_xml"), told("A", "b.pdf")),
        (told("A", "a.pdf"), told("A", "b.parquet", how="register")),
        (told("A", "b.pdf"), told("A", "a.pdf")),
    ],
)
def test_the_strongest_witness_speaks(weaker: Fact, stronger: Fact) -> None:
    """The surer first, then what is printed on what is deposited, then the file that sorts first."""
    assert [one.fact for one in voices([weaker, stronger])] == [stronger]


def test_a_finding_hears_its_own_evidence_first() -> None:
    """What a finding rests on is shown from where it was found, though others say the same more surely."""
    own = told("BC-2", "z.pdf", confidence=0.9)
    facts = [*NINE, own, told("BC-2", "a.pdf")]
    assert heard(voices(facts, [own])) == [("BC-2", "z.pdf", 1), ("BC-1", "1.pdf", 8)]
    assert heard(voices([], [own, NINE[0]])) == [("BC-1", "1.pdf", 0), ("BC-2", "z.pdf", 0)]


FACTS = st.lists(
    st.builds(
        told,
        st.sampled_from("ABCD"),
        st.sampled_from(("1.pdf", "2.pdf", "3.pdf", "4.pdf", "5.pdf", "6.pdf")),
        how=st.sampled_from(("text_layer", "ocr:tesseract", "embedded_xml")),
        confidence=st.sampled_from((0.5, 0.9, 0.95, 1.0)),
        page=st.sampled_from((1, 2)),
    ),
    max_size=12,
)


@given(facts=FACTS, random=st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing(facts: list[Fact], random: object) -> None:
    """However the facts are shuffled, the same witnesses speak in the same order and agree as much."""
    shuffled = list(facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert voices(shuffled) == voices(facts)
    assert agreement(shuffled, several=False) == agreement(facts, several=False)


@given(facts=FACTS)
def test_a_conflict_is_shown_by_the_fewest_witnesses(facts: list[Fact]) -> None:
    """Those that are heard show the conflict, no place is counted twice, and without any one of them they do not show it."""
    facts = sure(facts)
    shown = voices(facts)
    said = {compared(one.fact.value) for one in shown}
    if agreement(facts, several=False) == CONFLICT:
        assert len(said) == len(shown)
        assert shows(said, facts)
        assert not any(shows(said - {value}, facts) for value in said)
    else:
        assert len(shown) == bool(facts)
    assert sum(1 + one.others for one in shown) <= len({place_of(fact) for fact in facts}) or disputed(facts)


def shows(said: set[str], facts: list[Fact]) -> bool:
    """Tell whether values show a conflict: several, each place heard, and all of those between which nobody decides."""
    places = {place_of(fact) for fact in facts}
    heard = {place_of(fact) for fact in facts if compared(fact.value) in said}
    return len(said) > 1 and heard == places and said >= disputed(facts)


def disputed(facts: list[Fact]) -> set[str]:
    """Return the values that every place tells, when there are several."""
    told: dict[object, set[str]] = {}
    for fact in facts:
        told.setdefault(place_of(fact), set()).add(compared(fact.value))
    shared = set.intersection(*told.values()) if told else set()
    return shared if len(shared) > 1 else set()


@given(facts=FACTS)
def test_each_voice_is_the_strongest_of_its_value(facts: list[Fact]) -> None:
    """No fact of the same value is surer than the one that is shown, but where the same place was heard before."""
    heard: set[object] = set()
    for one in voices(facts):
        same = [fact for fact in facts if compared(fact.value) == compared(one.fact.value)]
        fresh = [fact for fact in same if place_of(fact) not in heard] or same
        assert one.fact.witness.confidence == max(fact.witness.confidence for fact in fresh)
        heard |= {place_of(fact) for fact in same}
