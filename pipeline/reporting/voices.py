"""Who says what: the fewest witnesses that show what a finding rests on or a claim disagrees about, and names spelt in two ways."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from pipeline.reporting.context import Context, evidence
from pipeline.reporting.seen import Spelling, Voice
from pipeline.reporting.wording import fill
from validators import names, witnesses
from validators.context import sure
from validators.model import Agreement, Claim, Fact, Finding


def of_finding(context: Context, found: Finding) -> tuple[Voice, ...]:
    """Return one witness for each value that a finding rests on, then one for each that other places tell instead.

    What no claim holds, such as the word of a register or of another dossier, is a witness of its own.
    """
    gathered: dict[Hashable, list[Fact]] = {}
    for fact in found.evidence:
        claim = context.claims.get(id(fact))
        seen = fact.witness
        key = (fact.attribute, fact.value, seen.file, seen.page) if claim is None else id(claim)
        gathered.setdefault(key, []).append(fact)
    heard: list[Voice] = []
    for own in gathered.values():
        claim = context.claims.get(id(own[0]))
        against = sure(claim.facts) if claim is not None and claim.state is Agreement.CONFLICT else ()
        heard += _told(context, witnesses.voices(against, own))
    return tuple(heard)


def of_claim(context: Context, claim: Claim) -> tuple[Voice, ...]:
    """Return the fewest witnesses that show the disagreement about a claim, none when there is none."""
    if claim.state is not Agreement.CONFLICT:
        return ()
    return tuple(_told(context, witnesses.voices(sure(claim.facts))))


def _told(context: Context, voices: Iterable[witnesses.Voice]) -> Iterator[Voice]:
    for voice in voices:
        claim = context.claims.get(id(voice.fact))
        alone = claim is not None and claim.state is Agreement.SINGLE
        yield Voice(seen=evidence(context, (voice.fact,))[0], others=voice.others, alone=alone)


def spellings(context: Context, claim: Claim) -> tuple[Spelling, ...]:
    """Say of each way a name is written whether it is the first one, which is the one declared if there is one, and why."""
    written = sorted(sure(claim.facts), key=lambda fact: fact.witness.how != "request_file")
    first, *others = dict.fromkeys(str(fact.value) for fact in written) or ("",)
    return tuple(_spelling(context, first, name) for name in others)


def _spelling(context: Context, first: str, name: str) -> Spelling:
    match = names.compare(first, name)
    words = {
        True: context.words["names_same"],
        None: context.words["names_doubtful"],
        False: context.words["names_different"],
    }[match.same]
    text = fill(words["sentence"], {"name": name, "first": first, "why": words[match.why]})
    return Spelling(name=name, first=first, same=match.same, why=match.why, text=text)
