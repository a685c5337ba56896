"""What several requests of a batch ask of one party, joined; a document to fetch for many of them is asked once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.planning.model import Asked, Due, PlannedAction
from validators.planning.model import What


def joined(parts: Sequence[Asked]) -> Asked:
    """Join what is asked of one party."""
    return Asked(
        party=parts[0].party,
        requests=tuple(request for part in parts for request in part.requests),
        actions=tuple(_once(action for part in parts for action in part.actions)),
    )


def _once(actions: Iterable[PlannedAction]) -> Iterable[PlannedAction]:
    """Gather the actions that are one and the same thing to do for several requests."""
    gathered: dict[tuple[str, ...], list[PlannedAction]] = {}
    for action in actions:
        shared = action.what is What.DOCUMENT
        key = (action.what, action.key) if shared else (action.what, action.key, action.subject, *action.references)
        gathered.setdefault(key, []).append(action)
    return (same[0] if len(same) == 1 else _merged(same) for same in gathered.values())


def _merged(same: Sequence[PlannedAction]) -> PlannedAction:
    """Merge the actions; what waits on them is told request by request, and the first deadline counts."""
    return replace(
        same[0],
        references=tuple(dict.fromkeys(reference for action in same for reference in action.references)),
        findings=tuple(found for action in same for found in action.findings),
        beneficiaries=(),
        money=None,
        due=min((action.due for action in same), key=_sooner),
    )


def _sooner(due: Due) -> tuple[bool, str]:
    return due.closes is None, (due.closes or "")[:10]
