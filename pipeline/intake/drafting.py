"""Drafts a request from the pieces of a folder: the values they agree on, and those a person has to settle."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.intake.clients import IDENTITY, NAME, PAPERS, gather
from pipeline.intake.disk import readable_name
from pipeline.intake.settling import Entry, Settler, place_of
from pipeline.understanding import claims
from rules.model import Scheme
from rules.rulebook import Rulebook
from validators.context import clear
from validators.model import Beneficiary, Dossier, Fate, Piece

# An identity document is only there to be looked at: nothing of it goes into a file.
UNUSED = frozenset(("identity_document", "other"))
MOST_CLIENTS = 5_000  # entries of a request file
BENEFICIARIES = "beneficiaries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A beneficiary as drafted: its id, what was read of it, the files that are its alone, where it was recognised."""

    id: str
    entries: tuple[Entry, ...]
    files: tuple[str, ...]
    recognised_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request as far as the pieces tell it."""

    kind: str
    piece_kinds: tuple[str, ...]  # by which the kind of request was guessed
    schemes: tuple[tuple[str, str], ...]  # codes that stand in the pieces, each with the first place
    sections: Mapping[str, tuple[Entry, ...]]  # applicant, publisher, solution, advance
    clients: tuple[Client, ...]
    unattributed: tuple[str, ...]  # pieces whose client is not known
    unclear: tuple[str, ...]  # pieces whose kind is not certain: what they say is not taken up
    unread: tuple[str, ...]  # files that could not be read
    pieces: int  # that were used


def draft(dossier: Dossier, rulebook: Rulebook) -> Draft:
    """Draft the request of a dossier that was assembled without one."""
    pieces = [piece for piece in dossier.pieces if _is_used(piece, rulebook)]
    gathered = gather(pieces, rulebook.kinds)
    groups = gathered.groups[:MOST_CLIENTS]
    clients = [Beneficiary(key=f"beneficiary:{name}", id=name, name="") for name in _ids(len(groups))]
    owners = {piece.id: client.key for client, group in zip(clients, groups, strict=True) for piece in group}
    owned = [replace(piece, subject=owners.get(piece.id)) for piece in pieces]
    entries = _entries(owned, clients, rulebook)
    return Draft(
        kind=dossier.kind,
        piece_kinds=tuple(dict.fromkeys(piece.kind for piece in pieces)),
        schemes=_schemes_in(pieces, rulebook.schemes),
        sections=_without_twin({name: tuple(found) for name, found in entries.items() if ":" not in name}),
        clients=tuple(
            Client(
                id=client.id,
                entries=tuple(entries.get(client.key, ())),
                files=_files_of(client.key, owned),
                recognised_on=_recognised_on(group),
            )
            for client, group in zip(clients, groups, strict=True)
        ),
        unattributed=tuple(piece.id for piece in gathered.unattributed),
        unclear=tuple(piece.id for piece in dossier.pieces if not clear(piece)),
        unread=tuple(file.path for file in dossier.files if file.fate == Fate.UNREADABLE),
        pieces=len(pieces),
    )


def _is_used(piece: Piece, rulebook: Rulebook) -> bool:
    return piece.kind not in UNUSED and not rulebook.kinds[piece.kind].look_alike and clear(piece)


def _ids(count: int) -> list[str]:
    """Ids in the order of the clients; a word that no file name is likely to hold, for a file name is a hint."""
    width = max(2, len(str(count)))
    return [f"client-{number:0{width}}" for number in range(1, count + 1)]


def _entries(pieces: Sequence[Piece], clients: Sequence[Beneficiary], rulebook: Rulebook) -> Mapping[str, list[Entry]]:
    """What is to stand in each section and, under its key, for each client; in the order of the vocabulary."""
    settler = Settler(pieces, rulebook.kinds.values())
    entries: dict[str, list[Entry]] = {}
    for claim in claims.join({}, None, frozenset(), clients, pieces, rulebook.attributes):
        attribute = rulebook.attributes[claim.attribute]
        if attribute.request is None:
            continue
        section, _, key = attribute.request.rpartition(".")
        entry = settler.entry(attribute, section or BENEFICIARIES, key, claim.facts)
        if entry is not None:
            entries.setdefault(section or claim.subject, []).append(entry)
    return entries


def _without_twin(sections: Mapping[str, tuple[Entry, ...]]) -> Mapping[str, tuple[Entry, ...]]:
    """The sections without that of a publisher who is the applicant."""
    sirets = [
        {entry.settled.value for entry in sections.get(name, ()) if entry.key == "siret" and entry.settled}
        for name in ("applicant", "publisher")
    ]
    twins = bool(sirets[0] & sirets[1])
    return {name: found for name, found in sections.items() if not (twins and name == "publisher")}


def _files_of(client: str, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The files all of whose pieces are this client's; a scan that several share is left to its contents."""
    owners: dict[str, set[str | None]] = {}
    for piece in pieces:
        owners.setdefault(piece.file, set()).add(piece.subject)
    return tuple(file for file, found in owners.items() if found == {client} and file == file.strip())


def _recognised_on(group: Sequence[Piece]) -> str:
    """Where the first identifier, paper or name stands that the client is known by; else its first piece."""
    facts = [fact for piece in group for fact in piece.facts if fact.attribute in (*IDENTITY, *PAPERS, NAME)]
    return place_of(facts[0]) if facts else readable_name(group[0].id)


def _schemes_in(pieces: Sequence[Piece], schemes: Mapping[str, Scheme]) -> tuple[tuple[str, str], ...]:
    """The codes of schemes that stand in the pieces, in a listing number for instance; none is certain."""
    seen: dict[str, str] = {}
    for code, scheme in schemes.items():
        names = [name.lower() for name in (code, *scheme.aliases) if "-" in name]  # « paramédicaux » is a plain word
        if not names:
            continue
        written = "|".join(re.escape(name).replace(r"\-", r"[ _-]?") for name in names)
        pattern = re.compile(rf"(?<![a-z0-9])(?:{written})(?![a-z0-9])")
        piece = next((piece for piece in pieces if pattern.search(piece.text)), None)
        if piece is not None:
            seen[code] = readable_name(piece.id)
    return tuple(seen.items())
