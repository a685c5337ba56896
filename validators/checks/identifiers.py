"""Checks of identifiers: length, characters, key; a slip is named only when another witness carries the right value."""

from __future__ import annotations

from collections.abc import Iterator

from validators.context import Context, failed, inconclusive, not_applicable, on_piece, passed, shown, sure
from validators.identifiers import EXAMINERS
from validators.identifiers.examined import Examined
from validators.identifiers.slips import is_slip, looks_alike
from validators.model import OCR, Answer, Fact, Said


def examine(kind: str, text: str) -> Examined:
    """Examine an identifier of a type of the vocabulary."""
    return EXAMINERS[kind](text)


def _facts(context: Context) -> Iterator[Fact]:
    """Every fact of the rule's attributes that a page shows or the request declares, of whatever subject."""
    attributes = set(context.words("attributes"))
    for claim in context.dossier.claims:
        if claim.attribute in attributes:
            yield from shown(claim.facts)


def identifier_valid(context: Context) -> Answer:
    """Every witness of the attributes is a valid identifier; parameters: `type`, `attributes`, `whys` that fail here.

    What pixels show in doubt bears out nothing, and a fault that it shows is for a person to see: misread, or misprinted?
    """
    kind, whys = context.word("type"), set(context.words("whys"))
    good: list[Fact] = []
    bad: list[tuple[Fact, Examined]] = []
    in_doubt: list[tuple[Fact, Examined]] = []
    for fact in _facts(context):
        examined, certain = examine(kind, str(fact.value)), bool(sure([fact]))
        if examined.why in whys and (certain or fact.witness.how.startswith(OCR)):
            (bad if certain else in_doubt).append((fact, examined))
        elif certain and examined.valid and not (whys == {"key"} and _key_unchecked(examined)):
            good.append(fact)
    bad = bad or [item for item in in_doubt if not any(_alike(item[0], other) for other in good)]
    if bad:
        fact, examined = bad[0]
        arguments = {"value": Said(value=fact.value, attribute=fact.attribute), "seen": Said(value=fact.witness.file)}
        right = next((other for other in good if is_slip(str(fact.value), str(other.value))), None)
        if right is not None:
            arguments["right"] = Said(value=right.value, attribute=right.attribute)
            arguments["where"] = Said(value=right.witness.file)
            return failed([fact, right], "slip", **arguments)
        return failed([item for item, _ in bad], f"identifier_{examined.why}", **arguments)
    if not good:
        return not_applicable()
    return passed(
        good, value=Said(value=good[0].value, attribute=good[0].attribute), seen=Said(value=good[0].witness.file)
    )


def _alike(fact: Fact, other: Fact) -> bool:
    return looks_alike(str(fact.value), str(other.value))


def _key_unchecked(examined: Examined) -> bool:
    """Whether no text says how the key of that number is made: a rule about keys has not checked it."""
    return any(note.endswith("key_unchecked") for note in examined.notes)


def identifier_ordinary(context: Context) -> Answer:
    """No witness carries one of the notes that call for a second look (foreign IBAN, Monaco SIRET)."""
    kind, notes = context.word("type"), set(context.words("notes"))
    facts = [fact for fact in sure(_facts(context)) if examine(kind, str(fact.value)).valid]
    for fact in facts:
        noted = notes.intersection(examine(kind, str(fact.value)).notes)
        if noted:
            value = Said(value=fact.value, attribute=fact.attribute)
            return failed([fact], f"note_{sorted(noted)[0]}", value=value, seen=Said(value=fact.witness.file))
    if not facts:
        return not_applicable()
    return passed(
        facts, value=Said(value=facts[0].value, attribute=facts[0].attribute), seen=Said(value=facts[0].witness.file)
    )


def boxes_agree(context: Context) -> Answer:
    """The four boxes of a RIB say what its IBAN says."""
    from validators.identifiers import rib

    boxes, ibans = on_piece(context.piece, "applicant.rib"), on_piece(context.piece, "applicant.iban")
    if not boxes or not ibans:
        return not_applicable()
    parts = str(boxes[0].value).split()
    if len(parts) != 4 or len(boxes) > 1 or len(ibans) > 1:
        return inconclusive("several_values", boxes + ibans)
    examined = rib.boxes_agree(str(ibans[0].value), *parts)
    arguments = {
        "value": Said(value=boxes[0].value, attribute="applicant.rib"),
        "iban": Said(value=ibans[0].value, attribute="applicant.iban"),
    }
    answer = passed if examined.valid else failed
    return answer(boxes + ibans, **arguments)
