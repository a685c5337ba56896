"""How the witnesses of a claim stand to each other, and the fewest of them that show a disagreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from validators.context import UNSEEN, sure
from validators.model import EMBEDDED_XML, Agreement, Fact, Value

# Of two facts as sure as each other, the one read in the first of these ways is shown: what is deposited and printed
# before what is attached, declared or not deposited. What was read from pixels comes last.
TRUST = ("register", "signature", "barcode", "form_field", "text_layer", EMBEDDED_XML, "request_file", "document_text")

Place = tuple[str, str | None, str]  # file, piece, "" or how what no page shows is read: what bears witness by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A value that is told: the strongest fact that tells it, and how many other places tell the same."""

    fact: Fact
    others: int


def agreement(facts: Iterable[Fact], *, several: bool) -> Agreement:
    """Say how the sure facts of a claim stand to each other; of an attribute with `several` values none conflict.

    Places agree when there is one value, and one only, that each of them tells: an invoice that also shows another date
    than its own does not contradict the request that gives its own. A paper, the data attached to it and its codes are one witness.
    """
    places = _places(sure(facts))
    everywhere = set().union(*places.values())
    if not everywhere:
        return Agreement.NONE
    if not several and sum(told == everywhere for told in places.values()) != 1:
        return Agreement.CONFLICT
    return Agreement.SINGLE if len({(file, piece) for file, piece, _ in everywhere}) == 1 else Agreement.AGREEMENT


def voices(facts: Iterable[Fact], own: Sequence[Fact] = ()) -> tuple[Voice, ...]:
    """Return the fewest facts that let every place be heard, the value that most places tell first.

    None can be left out: some place would not be heard, or two values that all places tell would look like one. The
    order of the facts does not matter. Every value of `own` facts is heard, before the others and by one of them.
    """
    mine = {id(fact) for fact in own}
    rest = [fact for fact in facts if id(fact) not in mine]
    ranked = [*sorted(own, key=_rank), *sorted(rest, key=_rank)]
    telling: dict[str, list[Fact]] = {}
    for fact in ranked:
        telling.setdefault(compared(fact.value), []).append(fact)
    places = _places(ranked)
    always = [value for value, those in telling.items() if id(those[0]) in mine]
    chosen = always or _told_by_all(places, telling) or _needed(places, _covering(places, telling))
    heard: set[Place] = set()
    found = []
    for value in _covering(places, telling, chosen):
        fresh = (fact for fact in telling[value] if value in always or place_of(fact) not in heard)
        fact = next(fresh, telling[value][0])
        found.append(Voice(fact=fact, others=len(places[value] - heard - {place_of(fact)})))
        heard |= places[value]
    return tuple(found)


def compared(value: Value) -> str:
    """Return the form in which two values are one: letters and digits alone, amounts to the cent."""
    if isinstance(value, str):
        return "".join(filter(str.isalnum, value)).upper()
    return str(value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value)


def place_of(fact: Fact) -> Place:
    """Return what bears witness to a fact: a piece says one thing however often it says it."""
    witness = fact.witness
    return witness.file, witness.piece, witness.how if witness.how in UNSEEN else ""


def _places(facts: Iterable[Fact]) -> dict[str, set[Place]]:
    """Return the places that tell each value."""
    places: dict[str, set[Place]] = {}
    for fact in facts:
        places.setdefault(compared(fact.value), set()).add(place_of(fact))
    return places


def _rank(fact: Fact) -> tuple[object, ...]:
    """Sort by strength, then by anything that tells two facts apart."""
    seen = fact.witness
    trust = TRUST.index(seen.how) if seen.how in TRUST else len(TRUST)
    place = (seen.file, seen.piece or "", seen.page or 0, seen.box or ())
    return (-seen.confidence, trust, place, str(fact.value), fact.words)


def _told_by_all(places: Mapping[str, set[Place]], ranked: Iterable[str]) -> list[str]:
    """Return the values that every place tells when there are several: no place says which one counts."""
    everywhere = set().union(*places.values())
    shared = [value for value in ranked if places[value] == everywhere]
    return shared if len(shared) > 1 else []


def _covering(places: Mapping[str, set[Place]], ranked: Iterable[str], chosen: Sequence[str] = ()) -> list[str]:
    """Add values to those chosen, the ones that most places tell first, until every place is heard."""
    found = list(chosen)
    heard = set().union(*(places[value] for value in found))
    for value in sorted(ranked, key=lambda one: -len(places[one])):
        if not places[value] <= heard:
            found.append(value)
            heard |= places[value]
    return found


def _needed(places: Mapping[str, set[Place]], chosen: Sequence[str]) -> list[str]:
    """Leave out, the last first, the values whose places all tell another one that is kept."""
    times = Counter(place for value in chosen for place in places[value])
    kept = list(chosen)
    for value in reversed(chosen):
        if all(times[place] > 1 for place in places[value]):
            kept.remove(value)
            times.subtract(places[value])
    return kept
