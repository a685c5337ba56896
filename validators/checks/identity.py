"""Checks of identity by role: the supplier is the applicant, the client the beneficiary, the number the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from validators import names
from validators.checks.instalments import instalments
from validators.context import Context, failed, inconclusive, not_applicable, on_piece, passed, sure, unseen
from validators.identifiers import EXAMINERS
from validators.model import OCR, Answer, Fact, Piece, Said

_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())


def siren_of(fact: Fact) -> str:
    """Return the SIREN inside a SIRET, SIREN or VAT number."""
    compact = "".join(filter(str.isalnum, str(fact.value))).upper()
    return compact[4:13] if fact.attribute.endswith("vat_number") else compact[:9]


def prose(piece: Piece) -> str:
    """Return a piece's text without e-mail addresses: a name inside an address names nobody."""
    if "@" not in piece.text:
        return piece.text
    return " ".join([word for word in piece.text.split() if "@" not in word])


def _party_facts(piece: Piece, *parties: str) -> list[Fact]:
    """Return the numbers that a piece gives to some parties, to any when none is named."""
    named = parties or ("applicant", "publisher", "beneficiary", "party")
    return on_piece(piece, *(f"{party}.{number}" for party in named for number in ("siret", "siren", "vat_number")))


def _siren(number: str) -> str:
    return "".join(filter(str.isalnum, number)).upper()[:9]


def same_entity(context: Context) -> Answer:
    """The SIREN that a piece gives to a party is the declared one.

    Parameters: `party` (applicant, publisher, beneficiary), `key` of its declared SIRET, `absent` when no number is seen;
    `besides`: the parties that may stand in its place; `unassigned = "ignored"`: a number that is nobody's fails nothing.
    """
    party, key = context.word("party"), context.word("key")
    declared = context.facts.text(key, context.beneficiary if party == "beneficiary" else None)
    if declared is None:
        return _absent(context, "not_declared", key=Said(value=key))
    expected = _siren(declared)
    value = Said(value=declared, attribute=f"{party}.siret")
    own, unassigned = _party_facts(context.piece, party), _party_facts(context.piece, "party")
    opposite = ("applicant", "publisher") if party == "beneficiary" else ("beneficiary",)
    usual = {expected, *_declared(context, *opposite, *context.words("besides"))}
    others = [fact for fact in sure(own) if len(siren_of(fact)) == 9 and siren_of(fact) not in usual]
    matching = [fact for fact in own + unassigned if siren_of(fact) == expected]
    if others and matching and not any(fact in own for fact in matching):
        return inconclusive("several_values", matching + others)  # in the party's own place stands another one
    if matching:
        return passed(matching, expected=value, found=Said(value=matching[0].value, attribute=matching[0].attribute))
    if context.parameters.get("unassigned") != "ignored":
        others = others or _by_elimination(context, party, unassigned)
    if others:
        return failed(others, expected=value, found=Said(value=others[0].value, attribute=others[0].attribute))
    if context.piece.kind in context.words("by_name"):  # no text asks an order to print its supplier's number
        name = context.facts.text(f"{party}.name")
        if name and names.stands_in(name, prose(context.piece)):
            said = Said(value=name, attribute=f"{party}.name")
            return passed(expected=said, found=said)
    return _absent(context, "identity_not_seen", own + unassigned, expected=value, file=Said(value=context.piece.id))


def _declared(context: Context, *parties: str) -> set[str]:
    """Return the declared SIRENs of some parties; the client's in the supplier's place, or the reverse, was misread."""
    facts = context.facts
    texts = {party: facts.text(f"{party}.siret") for party in ("applicant", "publisher")}
    texts["beneficiary"] = facts.text("siret", context.beneficiary)
    return {_siren(number) for party in parties if (number := texts[party])}


def _by_elimination(context: Context, party: str, unassigned: list[Fact]) -> list[Fact]:
    """On a paper of two parties, of which one is known, a number that is nobody else's is the other one's."""
    known = _declared(context, "applicant", "publisher", "beneficiary")
    valid = [fact for fact in unassigned if EXAMINERS[fact.attribute.removeprefix("party.")](str(fact.value)).valid]
    others = [fact for fact in valid if siren_of(fact) not in known]
    if party == "applicant":
        return others if _declared(context, "beneficiary") else []
    suppliers = _declared(context, "applicant")
    supplier_seen = any(siren_of(fact) in suppliers for fact in _party_facts(context.piece))
    return others if supplier_seen and len({siren_of(fact) for fact in others}) == 1 else []


def _absent(context: Context, reason: str, doubtful: Sequence[Fact] = (), /, **arguments: Said) -> Answer:
    """Answer that a piece does not show a value; what pixels show in doubt is no absence."""
    in_doubt = context.piece.unread_pages or any(fact.witness.how.startswith(OCR) for fact in doubtful)
    if context.parameters.get("absent") == "not_applicable" and not in_doubt:
        return not_applicable()
    return inconclusive(reason, **arguments)


def same_establishment(context: Context) -> Answer:
    """A SIRET of the same entity is that of the same establishment."""
    party, key = context.word("party"), context.word("key")
    declared = context.facts.text(key, context.beneficiary if party == "beneficiary" else None)
    found = on_piece(context.piece, f"{party}.siret", "party.siret")  # the SIREN tells whose a number is
    valid = [fact for fact in found if EXAMINERS["siret"](str(fact.value)).valid]
    expected = "".join(filter(str.isalnum, declared or "")).upper()
    kin = [fact for fact in valid if siren_of(fact) == expected[:9]]
    if declared is None or not kin:
        return not_applicable()
    value = Said(value=declared, attribute=f"{party}.siret")
    same = [fact for fact in kin if fact.value == expected]
    if same:
        return passed(same, expected=value, found=Said(value=same[0].value, attribute=f"{party}.siret"))
    return failed(kin, expected=value, found=Said(value=kin[0].value, attribute=f"{party}.siret"))


def same_value(context: Context) -> Answer:
    """A piece carries the declared value of an attribute.

    Parameters: `attribute`, `key` (declared), `absent`: the outcome when the piece does not show it, `prefix`: may open it or not.
    """
    attribute, key, prefixes = context.word("attribute"), context.word("key"), context.words("prefix")
    owner = context.beneficiary if context.vocabulary[attribute].subject == "beneficiary" else None
    declared = context.facts.text(key, owner)
    if declared is None:
        return _absent(context, "not_declared", key=Said(value=key))
    expected = Said(value=declared, attribute=attribute)
    twins = instalments(context) if context.piece.kind == "invoice" else ()
    facts = [fact for piece in (twins or (context.piece,)) for fact in on_piece(piece, attribute)]
    same = [fact for fact in facts if _same(declared, str(fact.value), *prefixes)]
    if same:
        found = Said(value=same[0].value, attribute=attribute)
        return passed(same, expected=expected, found=found, file=Said(value=context.piece.id))
    if reference_stands_in(declared, context.piece.text) or _address_stands_in(declared, context.piece.text):
        return passed(expected=expected, found=expected, file=Said(value=context.piece.id))
    others = sure(facts)
    if others:
        found = Said(value=others[0].value, attribute=attribute)
        return failed(others, expected=expected, found=found, file=Said(value=context.piece.id))
    return _absent(context, "value_not_seen", facts, expected=expected, file=Said(value=context.piece.id))


def same_account(context: Context) -> Answer:
    """A bank slip bears the declared IBAN; where it bears none, the four boxes that this IBAN is made of.

    Parameters as `same_value`.
    """
    from validators.identifiers import rib

    if context.facts.text(context.word("key")) is None:
        return not_applicable()  # whether an account must be declared is another rule's question
    answer, boxes = same_value(context), on_piece(context.piece, "applicant.rib")
    if answer.reason != "value_not_seen" or not boxes or on_piece(context.piece, context.word("attribute")):
        return answer
    ibans = [rib.to_iban(str(fact.value)) for fact in boxes]
    if None in ibans or len(sure(boxes)) < len(boxes):
        return answer
    agrees = any(_same(str(iban), str(answer.arguments["expected"].value)) for iban in ibans)
    found = Said(value=str(ibans[0]), attribute="applicant.iban")
    return (passed if agrees else failed)(boxes, **answer.arguments, found=found)


def _same(left: str, right: str, *prefixes: str) -> bool:
    one, other = _compact(left), _compact(right)
    return one == other or any(one.removeprefix(prefix) == other.removeprefix(prefix) for prefix in prefixes)


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper().removeprefix("V") or text


def reference_stands_in(declared: str, text: str) -> bool:
    """Tell whether a declared reference of some length stands in a piece's text, however it is spaced."""
    sought = names.folded(declared).replace(" ", "")
    if len(sought) < 6 or not any(char.isdigit() for char in sought):
        return False
    if declared.isascii() and " " not in declared and f" {declared.lower()} " in f" {text} ":
        return True
    return _letters(sought) in _letters(text) and _bounded(sought, text.split())


def _address_stands_in(declared: str, text: str) -> bool:
    """Tell whether a declared e-mail address stands in a text, cut at a line's end or not."""
    return "@" in declared and declared.lower() in text.replace(" ", "")


def _letters(text: str) -> bytes:
    """Return the plain letters and digits of a text, to look through quickly."""
    return text.encode("ascii", "ignore").translate(None, _MARKS)


def _bounded(sought: str, words: list[str]) -> bool:
    for start, first in enumerate(words):
        if sought[0] not in first:
            continue
        joined = ""
        for word in words[start : start + 6]:
            joined += "".join(filter(str.isalnum, word))
            if joined == sought:
                return True
            if len(joined) > len(sought):
                break
    return False


def same_name(context: Context) -> Answer:
    """A piece names the declared party; clearly another name fails, a doubtful one is for a person."""
    attribute, key = context.word("attribute"), context.word("key")
    owner = context.beneficiary if context.vocabulary[attribute].subject == "beneficiary" else None
    declared = context.facts.text(key, owner)
    if declared is None:
        return _absent(context, "not_declared", key=Said(value=key))
    said = {"expected": Said(value=declared, attribute=attribute), "file": Said(value=context.piece.id)}
    facts = sure(on_piece(context.piece, attribute))
    matches = [(fact, names.compare(declared, str(fact.value))) for fact in facts]
    if names.stands_in(declared, prose(context.piece)):
        if matches and all(match.same is False for _, match in matches):  # a doctor is the client too
            return inconclusive("name_elsewhere", facts, **said, found=Said(value=facts[0].words, attribute=attribute))
        return passed(**said, found=said["expected"], match=written())
    for fact, match in matches:
        if match.same:
            found = Said(value=fact.value, attribute=attribute)
            return passed([fact], **said, found=found, match=Said(value=match.why, attribute="same_name"))
    if matches and all(match.same is False for _, match in matches):
        return failed(facts, **said, found=Said(value=facts[0].words, attribute=attribute))
    for fact, match in matches:
        if match.same is None:
            said["found"] = Said(value=fact.value, attribute=attribute)
            said["match"] = Said(value=match.why, attribute="doubtful_name")
            return _absent(context, "name_doubtful", [fact], **said)
    if on_piece(context.piece, attribute):  # a name that was read in doubt is not absent
        return inconclusive("name_not_seen", **said)
    return _absent(context, "name_not_seen", **said)


def written() -> Said:
    """Return why a name is that of a piece on which its words stand in a row."""
    return Said(value="written", attribute="same_name")


def mandate_joins(context: Context) -> Answer:
    """The mandate names both the publisher who gives it and the applicant who holds it."""
    for key, attribute in (("publisher", "publisher.name"), ("applicant", "applicant.name")):
        name, number = context.facts.text(f"{key}.name"), context.facts.text(f"{key}.siret")
        if name is None and number is None:
            return inconclusive("not_declared", key=Said(value=f"{key}.name"))
        digits = "".join(filter(str.isdigit, number or ""))[:9]
        seen = any(
            siren_of(fact) == digits for fact in context.piece.facts if fact.attribute.endswith((".siret", ".siren"))
        )
        if not seen and not (name and names.stands_in(name, prose(context.piece))):
            said = Said(value=str(name or number), attribute=attribute)
            if not context.piece.surely_whole:
                return inconclusive(unseen(context.piece), expected=said, file=Said(value=context.piece.id))
            return failed(expected=said, file=Said(value=context.piece.id))
    return passed(file=Said(value=context.piece.id))


def client_on_both(context: Context) -> Answer:
    """The client of the invoice is the one of the VA or MOM."""
    own = context.beneficiary
    assert own is not None
    invoices = context.facts.pieces_of(("invoice",), own.key)
    proofs = context.facts.pieces_of(("va", "mom"), own.key)
    if not invoices or not proofs:
        return not_applicable()
    if own.name and all(names.stands_in(own.name, prose(piece)) for piece in invoices + proofs):
        return passed(expected=Said(value=own.name, attribute="beneficiary.name"), match=written())
    left = [fact for piece in invoices for fact in sure(on_piece(piece, "beneficiary.name"))]
    right = [fact for piece in proofs for fact in sure(on_piece(piece, "beneficiary.name", "proof.signatory"))]
    compared = [(one, names.compare(str(one.value), str(other.value))) for one in left for other in right]
    matches = [match.same for _, match in compared]
    if any(matches):
        client, match = next(pair for pair in compared if pair[1].same)
        expected = Said(value=client.words, attribute="beneficiary.name")
        return passed(left + right, expected=expected, match=Said(value=match.why, attribute="same_name"))
    clients = [fact for fact in right if fact.attribute == "beneficiary.name"]
    named = own.name and all(names.stands_in(own.name, prose(piece)) for piece in invoices)
    foreign = [fact for fact in clients if own.name and names.compare(own.name, str(fact.value)).same is False]
    if clients and len(foreign) == len(clients) and (named or (matches and all(same is False for same in matches))):
        found = Said(value=clients[0].words, attribute="beneficiary.name")
        return failed(left + clients, expected=Said(value=own.name, attribute="beneficiary.name"), found=found)
    return inconclusive("name_not_seen", left + right, expected=Said(value=own.name, attribute="beneficiary.name"))


def same_finess(context: Context) -> Answer:
    """A FINESS on the piece is the declared one; another may be the entity's other FINESS, so it only warns."""
    declared = context.facts.text("finess", context.beneficiary)
    found = sure(on_piece(context.piece, "beneficiary.finess"))
    if declared is None or not found:
        return not_applicable()
    expected = Said(value=declared, attribute="beneficiary.finess")
    same = [fact for fact in found if _same(declared, str(fact.value))]
    if same or reference_stands_in(declared, context.piece.text):  # beside the entity's other FINESS, read first
        return passed(same, expected=expected, found=expected)
    return failed(found, expected=expected, found=Said(value=found[0].value, attribute="beneficiary.finess"))
