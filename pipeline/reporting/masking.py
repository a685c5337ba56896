"""A report that others may read along: IBANs, names and identity numbers of persons are masked wherever they stand."""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.reporting.hiding import DOTS, Secrets, french_ibans_masked, mask
from pipeline.reporting.model import Report

# Closed vocabularies, digests, days and rule data: nothing personal, and a client called « Passed » must not break them.
_KEPT = frozenset(
    (
        *("action", "address", "at", "attribute", "basis", "code", "content", "decided", "digest", "expires", "fate"),
        *("baseline", "fingerprint"),
        *("how", "lang", "level", "outcome", "overlay_digest", "piece", "rule", "rules", "schema", "sha256", "source"),
        *("integrity", "issuer", "sources", "state", "taken_on", "tool", "type", "verdict", "when", "why"),
    )
)


def masked(report: Report) -> Report:
    """Return the report with every personal value masked in messages, evidence, claims, labels, keys and paths.

    « FR76 •••• 2606 » for an IBAN, « C. d. P. » for a name, the last three digits of an RPPS or ADELI number. Masked are
    the personal values that the report holds, the names of its beneficiaries and of those who decided, and whatever has
    the form of a French IBAN; spacing, case, accents and the order of first and family name do not matter.
    """
    # All strings of the report pass here, whatever their field: one that is added later is masked too.
    return msgspec.convert(_Masker(report).masked(msgspec.to_builtins(report)), Report)


def masked_reference(report: Report) -> str:
    """Return the reference alone as `masked` does: a table of many dossiers shows nothing else of them."""
    return _Masker(report).text(report.reference)


class _Masker:
    def __init__(self, report: Report) -> None:
        self._secrets = Secrets(_personal_values(report))
        self._done: dict[str, str] = {}  # text → masked text: labels and paths come back in every finding
        for number, beneficiary in enumerate(report.beneficiaries, start=1):
            if self._secrets.hidden(beneficiary.id) != beneficiary.id:
                # Initials could make one key of two.
                self._done[beneficiary.id] = f"{DOTS}{number}"
                self._done[beneficiary.key] = f"beneficiary:{DOTS}{number}"

    def masked(self, value: Any) -> Any:
        """Return a value of the report masked, whatever it is made of."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            if value.get("personal"):
                value = _hide_values(value, value["type"])
            return {key: inner if key in _KEPT else self.masked(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.masked(inner) for inner in value]
        return value

    def text(self, text: str) -> str:
        """Return one text masked."""
        if text not in self._done:
            self._done[text] = french_ibans_masked(self._secrets.hidden(text))
        return self._done[text]


def _hide_values(entry: dict[str, Any], value_type: str) -> dict[str, Any]:
    """Mask what a personal claim, argument or piece of evidence says, in whatever words the page puts it."""
    if "witnesses" in entry:
        return entry | {"witnesses": [_hide_values(witness, value_type) for witness in entry["witnesses"]]}
    hidden = mask(entry["value"], value_type)
    return entry | {name: hidden for name in ("value", "text", "words") if entry.get(name)}


def _personal_values(report: Report) -> list[tuple[str, str]]:
    """List the personal values of a report with their types."""
    values = [(beneficiary.name, "name") for beneficiary in report.beneficiaries]
    values += [(decision.who, "name") for decision in report.decisions]
    for finding in report.findings:
        values += [(said.value, said.type or "") for said in finding.arguments if said.personal]
        values += [(seen.value, seen.type) for seen in finding.evidence if seen.personal]
    for claim in report.claims:
        values += [(seen.value, claim.type) for seen in claim.witnesses if claim.personal]
    for piece in report.pieces:
        values += [(seen.value, seen.type) for seen in piece.linked_by if seen.personal]
        values += [(name, "name") for one in piece.signatures for name in (one.name, one.signer) if name]
    return list(dict.fromkeys(values))
