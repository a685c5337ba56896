"""What an action is called, and what is asked in a sentence."""

from __future__ import annotations

from pipeline.planning.shown import Shown
from pipeline.planning.words import plan_words
from pipeline.reporting.wording import fill
from validators.planning.model import Action, What


def title_of(case: Shown, action: Action) -> str:
    """Name what is to be done: « Facture à refaire – Cabinet du Parc (B07) »."""
    words = plan_words(case.lang)["title"]
    target = action.target
    form = "piece_missing" if target.what is What.PIECE and not action.files else str(target.what)
    named = {
        "kind": _kind(case, target.key) if target.what is What.PIECE else "",
        "entry": _entry(case, target.key) if target.what is What.ENTRY else "",
        "document": _document(case, target.key) if target.what is What.DOCUMENT else "",
        "addressee": case.addressees.roles[action.addressee].label[case.lang],
        "about": f"{case.finding(action.findings[0]).title} ({action.findings[0].rule})",
        "file": case.files.get(target.key, target.key),
    }
    looked_at = target.what is What.LOOK and target.subject.startswith(("piece:", "file:"))
    if looked_at or target.subject.startswith("requirement:"):
        named["about"] = case.finding(action.findings[0]).subject_label
        return fill(words[form], named)
    title = fill(words[form], named)
    client = case.names.get(target.subject)
    return title if client is None else fill(words["of"], {"title": title, "subject": client})


def ask_of(case: Shown, action: Action) -> str:
    """Say in a sentence what is asked of the addressee."""
    giver = case.addressees.givers.get(action.target.key) if action.target.what is What.PIECE else None
    if giver is not None:
        return giver.ask[case.lang]
    words = plan_words(case.lang)["ask"]
    return words[str(action.target.what)] if action.target.what is not What.PIECE else words["fix"]


def _kind(case: Shown, kind: str) -> str:
    known = case.rulebook.kinds.get(kind)
    label = known.label[case.lang] if known else kind
    return label[:1].upper() + label[1:]


def _entry(case: Shown, key: str) -> str:
    told = plan_words(case.lang)["entries"].get(key)
    labels = (one.label[case.lang] for one in case.rulebook.attributes.values() if one.request == key)
    return told or next((f"{label} ({key})" for label in labels), key)


def _document(case: Shown, scheme: str) -> str:
    known = case.rulebook.scheme(scheme)
    return known.ceiling_document[case.lang] if known else scheme
