"""What each open finding needs: the ways of `rules/addressees.toml`, as things to do in this dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.addressees import Addressees, Way
from rules.model import Scheme
from rules.rulebook import Rulebook
from validators.context import Facts
from validators.model import REQUEST, Dossier, Fact, Finding, Level, Outcome, Piece
from validators.planning.model import Need, Target, What

WAITS = "need_not_passed"  # the reason of what is settled with the control it depends on
_SLIP = "slip"  # the reason of a wrong value beside the right one, which is evidence too
_PROOF, _PROOFS = "proof", ("va", "mom")
_FILE = "file:"
_LOOK = (Way(what="look"),)
_OPEN = (Outcome.FAILED, Outcome.INCONCLUSIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A judged dossier, and what settles what."""

    facts: Facts
    scheme: Scheme | None
    rulebook: Rulebook
    addressees: Addressees
    pieces: Mapping[str, Piece]  # by id
    files: Mapping[tuple[str, str | None], tuple[str, ...]]  # of the pieces of a kind and subject
    paths: frozenset[str]
    passed: frozenset[tuple[str, str | None]]  # rule and beneficiary, and rule alone, of what passed

    @property
    def dossier(self) -> Dossier:
        """Return the dossier."""
        return self.facts.dossier


def case_of(dossier: Dossier, findings: Sequence[Finding], rulebook: Rulebook, addressees: Addressees) -> Case:
    """Gather what the ways of a dossier's findings depend on."""
    passed = [finding for finding in findings if finding.outcome is Outcome.PASSED]
    keys = {(one.rule, one.beneficiary) for one in passed} | {(one.rule, None) for one in passed}
    files: dict[tuple[str, str | None], dict[str, None]] = {}
    for piece in dossier.pieces:
        files.setdefault((piece.kind, piece.subject), {})[piece.file] = None
    return Case(
        facts=Facts(dossier),
        scheme=rulebook.scheme(dossier.scheme) if dossier.scheme else None,
        rulebook=rulebook,
        addressees=addressees,
        pieces={piece.id: piece for piece in dossier.pieces},
        files={key: tuple(paths) for key, paths in files.items()},
        paths=frozenset(file.path for file in dossier.files),
        passed=frozenset(keys),
    )


def is_open(finding: Finding) -> bool:
    """Tell whether a finding stands between the dossier and conformity."""
    return finding.level is Level.BLOCKING and finding.outcome in _OPEN and finding.decision is None


def needs_of(case: Case, finding: Finding) -> tuple[Need, ...]:
    """Return what an open finding needs; nothing when no way settles it.

    Several needs when several places hold the wrong value. A value of the request file that other pieces agree with is
    not the one to change: that way is left out where another one remains.
    """
    ways = _ways(case, finding)
    if any(way.what == "source" for way in ways):
        sources = tuple(dict.fromkeys(_sources(case, finding)))
        return tuple(Need(finding=finding, options=(target,)) for target in sources or (_fix(finding),))
    targets = tuple(dict.fromkeys(target for way in ways for target in _targets(case, finding, way)))
    if not targets and any(way.what == "nothing" for way in ways):
        return ()
    kept = tuple(target for target in targets if not _would_undo(case, finding, target))
    return (Need(finding=finding, options=kept or targets or (_fix(finding),)),)


def _ways(case: Case, finding: Finding) -> tuple[Way, ...]:
    known = case.addressees
    if finding.reason is not None and finding.reason in known.by_reason:
        return known.by_reason[finding.reason]
    about_file = finding.subject.startswith(_FILE)
    ways = known.by_rule.get(finding.rule, (Way(what="file" if about_file else "piece"),))
    if finding.outcome is Outcome.FAILED or about_file:
        return ways
    # A person may find right what is only open; that a value of the request is wrong is not known then.
    return (*_LOOK, *(way for way in ways if way.what not in ("entry", "source")))


def _targets(case: Case, finding: Finding, way: Way) -> Iterator[Target]:
    match way.what:
        case "piece":
            yield from _piece(case, finding, way.key)
        case "entry":
            key = way.key or _argument(finding, "key")
            if key:
                subject = finding.beneficiary if finding.beneficiary and "." not in key else REQUEST
                yield Target(what=What.ENTRY, key=key, subject=subject)
        case "file":
            about_file = finding.subject.startswith(_FILE)
            path = finding.subject.removeprefix(_FILE) if about_file else _argument(finding, "file")
            if path in case.paths:
                yield Target(what=What.FILE, key=str(path), subject=REQUEST)
        case "look":
            on_piece = finding.subject.startswith("piece:")  # one look at a piece sees all of it
            yield Target(what=What.LOOK, key="" if on_piece else finding.rule, subject=finding.subject)
        case "document":
            document = _argument(finding, "document") or (case.dossier.scheme or "")
            yield Target(what=What.DOCUMENT, key=document, subject=REQUEST)
        case "call":
            yield Target(what=What.CALL, key="", subject=REQUEST)
        case "ask":
            yield Target(what=What.ASK, key=way.key or "", subject=REQUEST)


def _piece(case: Case, finding: Finding, kind: str | None) -> Iterator[Target]:
    piece = case.pieces.get(finding.subject.removeprefix("piece:"))
    kind = kind or (piece.kind if piece else _argument(finding, "kind"))
    if kind is None:
        return
    owner = finding.beneficiary or REQUEST
    if kind == _PROOF:
        kind = _proof(case, owner)
    # A client's piece is one of its kind; of the request's own, such as two identity documents, each is itself.
    own = piece is not None and piece.kind == kind and owner == REQUEST
    yield Target(what=What.PIECE, key=kind, subject=finding.subject if own else owner)


def _proof(case: Case, owner: str) -> str:
    there = [kind for kind in _PROOFS if (kind, owner) in case.files]
    taken = case.scheme.proof_kinds if case.scheme else ()
    return next(iter((*there, *taken)), "va")


def _sources(case: Case, finding: Finding) -> Iterator[Target]:
    """Yield each place that the finding's evidence was read from."""
    for fact in finding.evidence[:1] if finding.reason == _SLIP else finding.evidence:
        if fact.witness.how == "request_file":
            yield Target(what=What.ENTRY, key=_request_key(case, fact), subject=_subject(case, fact))
        elif (piece := case.pieces.get(fact.witness.piece or "")) is not None:
            owned = piece.subject not in (None, REQUEST)
            subject = str(piece.subject) if owned else f"piece:{piece.id}"
            yield Target(what=What.PIECE, key=piece.kind, subject=subject)
        else:
            yield Target(what=What.FILE, key=fact.witness.file, subject=REQUEST)


def _request_key(case: Case, fact: Fact) -> str:
    attribute = case.rulebook.attributes.get(fact.attribute)
    return (attribute.request if attribute else None) or fact.attribute


def _subject(case: Case, fact: Fact) -> str:
    owners = (claim.subject for claim in case.dossier.claims if fact in claim.facts)
    return next((owner for owner in owners if owner.startswith("beneficiary:")), REQUEST)


def _would_undo(case: Case, finding: Finding, target: Target) -> bool:
    owner = None if target.subject == REQUEST else target.subject
    return target.what is What.ENTRY and (finding.rule, owner) in case.passed


def _fix(finding: Finding) -> Target:
    return Target(what=What.FIX, key=finding.rule, subject=finding.subject)


def _argument(finding: Finding, name: str) -> str | None:
    said = finding.arguments.get(name)
    return None if said is None or said.value in ("", "-") else str(said.value)
