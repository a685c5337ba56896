"""Which requests a rule, or a check by hand, is for."""

from __future__ import annotations

from rules.model import Applies, HandCheck, Scheme
from rules.rulebook import Rulebook
from validators.model import Dossier


def closed_to(applies: Applies, dossier: Dossier, scheme: Scheme | None) -> str | None:
    """None when it is for this dossier, "no" when it is not, else the reason why nobody can tell."""
    if applies.kinds and dossier.kind not in applies.kinds:
        return "no"
    if applies.roles:
        if dossier.role is None:
            return "role_unknown"
        if dossier.role not in applies.roles:
            return "no"
    if applies.schemes or applies.lanes or applies.waves:
        if scheme is None:
            return "no_scheme"
        code, lane, wave = scheme.code, scheme.lane, scheme.wave
        listed = not applies.schemes or code in applies.schemes
        if not (
            listed and (not applies.lanes or lane in applies.lanes) and (not applies.waves or wave in applies.waves)
        ):
            return "no"
    return None


def to_check_by_hand(dossier: Dossier, rulebook: Rulebook) -> tuple[HandCheck, ...]:
    """Return what a person has to look at before depositing; what may be for this dossier is told, only what is not is left out."""
    scheme = rulebook.scheme(dossier.scheme) if dossier.scheme else None
    return tuple(check for check in rulebook.hand_checks if closed_to(check.applies, dossier, scheme) != "no")
