"""Who is asked: the role, the name, and an identity by which the same party is known again in another dossier."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.planning.model import Party
from pipeline.planning.shown import Shown
from pipeline.reporting.hiding import initials
from validators.planning.model import Action

_NUMBERS = ("siret", "finess", "rpps", "adeli")


def party_of(case: Shown, action: Action) -> tuple[tuple[str, str], Party]:
    """Return whom an action is asked of, behind the identity that groups a batch: the role and a number or name."""
    role = case.addressees.roles[action.addressee]
    identity, name = "", ""
    if role.each == "beneficiary" and action.target.subject.startswith("beneficiary:"):
        identity, name = _client(case, action.target.subject)
    elif role.each in ("applicant", "publisher"):
        identity, name = _company(case, role.each)
        if role.each == "applicant" and not role.own:
            name = ""  # the applicant's bank, not a bank of that name
    party = Party(role=role.key, label=role.label[case.lang], name=name, own=role.own)
    return (role.key, identity), party


def company_of(declared: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return what the request declares of the applicant or the publisher."""
    table = declared.get(key)
    return table if isinstance(table, Mapping) else {}


def _client(case: Shown, key: str) -> tuple[str, str]:
    client = case.facts.beneficiaries[key]
    numbers = [number for name in _NUMBERS if (number := case.facts.text(name, client))]
    # Without a number, a namesake in another dossier may be somebody else.
    return (numbers[0] if numbers else f"{case.dossier.reference}/{key}"), case.names[key]


def _company(case: Shown, which: str) -> tuple[str, str]:
    declared = company_of(case.dossier.declared, which)
    name = str(declared.get("name") or "")
    shown = initials(name) if name and case.hidden else name
    return str(declared.get("siret") or name), shown
