"""The source keys of a mapping: what they may be, and the value each has in a dossier."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.packing.pieces import Citation
from validators.model import REQUEST, Beneficiary, Claim, Dossier, Value

Found = Value | int | float | bool | None

PIECE_KEYS = ("id", "kind", "file", "sha256", "size", "pages")  # pages only when the file holds other pieces too
_RULES = Path(__file__).resolve().parents[2] / "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A dossier and its citations, indexed for reading by key."""

    dossier: Dossier
    citations: Mapping[str | None, tuple[Citation, ...]]  # by subject; all of them under None
    claims: Mapping[tuple[str, str], Claim]  # by attribute and subject
    declared: Mapping[str, Mapping[str, Any]]  # entries of [[beneficiaries]], by beneficiary key


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where in the JSON a value is asked for: at the request, in a beneficiary, in a piece."""

    material: Material
    beneficiary: Beneficiary | None = None
    citation: Citation | None = None


def gather(dossier: Dossier, citations: tuple[Citation, ...]) -> Scope:
    """Index a dossier for a mapping, at the scope of the request."""
    entries: Any = dossier.declared.get("beneficiaries", ())
    by_id = {entry["id"]: entry for entry in entries if "id" in entry}
    in_order = dict(zip((each.id for each in dossier.beneficiaries), entries, strict=False))
    declared = {each.key: by_id.get(each.id, in_order.get(each.id, {})) for each in dossier.beneficiaries}
    claims = {(claim.attribute, claim.subject): claim for claim in dossier.claims}
    by_subject: dict[str | None, tuple[Citation, ...]] = {None: citations}
    for citation in citations:
        by_subject[citation.subject] = (*by_subject.get(citation.subject, ()), citation)
    return Scope(material=Material(dossier=dossier, citations=by_subject, claims=claims, declared=declared))


def value_of(source: str, scope: Scope) -> Found:
    """Return the value a source key has in a scope, None when nothing says it."""
    head, _, rest = source.partition(".")
    if head == "claim":
        return _claimed(rest, scope)
    if head == "piece":
        return getattr(scope.citation, rest) if scope.citation else None
    if head == "beneficiary":
        return _of_beneficiary(rest, scope)
    return _of_request(rest, scope.material.dossier)


def source_problem(source: str, scope: str) -> str | None:
    """Say what is wrong with a source key where it stands (request, beneficiary or piece), None when nothing is."""
    head, _, rest = source.partition(".")
    known = {
        "request": _request_keys(),
        "claim": _attributes(),
        "beneficiary": _beneficiary_keys() if scope != "request" else frozenset(),
        "piece": frozenset(PIECE_KEYS) if scope == "piece" else frozenset(),
    }
    return None if rest in known.get(head, frozenset()) else f"{source}: no such source key here"


def _claimed(attribute: str, scope: Scope) -> Found:
    subjects = [attribute.partition(".")[0], REQUEST]
    if scope.beneficiary is not None:
        subjects.insert(0, scope.beneficiary.key)
    claims = scope.material.claims
    claim = next((claims[attribute, subject] for subject in subjects if (attribute, subject) in claims), None)
    return None if claim is None else _settled(claim)


def _settled(claim: Claim) -> Found:
    """What the request declares, else what all the pieces agree on: a disagreement is never settled here."""
    declared = [fact.value for fact in claim.facts if fact.witness.how == "request_file"]
    values = declared or [fact.value for fact in claim.facts]
    return values[0] if values and all(value == values[0] for value in values) else None


def _of_request(path: str, dossier: Dossier) -> Found:
    judged = {"reference": dossier.reference, "kind": dossier.kind, "scheme": dossier.scheme}
    if path in judged:
        return judged[path]
    if path == "applicant.role" and dossier.role:
        return dossier.role
    return _walk(path, dossier.declared)


def _of_beneficiary(path: str, scope: Scope) -> Found:
    if scope.beneficiary is None:
        return None
    if path in ("id", "name"):
        return scope.beneficiary.id if path == "id" else scope.beneficiary.name
    return _walk(path, scope.material.declared[scope.beneficiary.key])


def _walk(path: str, tree: Mapping[str, Any]) -> Found:
    found: Any = tree
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, (str, int, float, Decimal, date)) else None


@cache
def _attributes() -> frozenset[str]:
    return frozenset(tomllib.loads((_RULES / "attributes.toml").read_text(encoding="utf-8")))


@cache
def _request_schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((_RULES / "schemas" / "request.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def _request_keys() -> frozenset[str]:
    keys: set[str] = set()
    for name, entry in _request_schema()["properties"].items():
        inner = entry.get("properties", {})
        keys.update(f"{name}.{key}" for key in inner)
        if not inner and entry.get("type") != "array":
            keys.add(name)
    return frozenset(keys)


@cache
def _beneficiary_keys() -> frozenset[str]:
    return frozenset(_request_schema()["properties"]["beneficiaries"]["items"]["properties"]) - {"pieces"}
