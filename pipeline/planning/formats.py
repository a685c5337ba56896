"""The formats of a repair plan: a table, name → how."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from pipeline.planning.model import Plan, PlannedAction
from pipeline.planning.text import render_plan
from pipeline.planning.words import plan_words
from pipeline.reporting.batch import BYTE_ORDER_MARK, csv_rows
from pipeline.reporting.encode import writable

PLAIN_WIDTH = 100  # columns of text that goes to a file
SCHEMA_FILE = Path(__file__).with_name("plan.schema.json")


def plan_text(plan: Plan) -> bytes:
    """Write a plan as text for a file."""
    return render_plan(plan, width=PLAIN_WIDTH).encode()


def plan_json(plan: Plan) -> bytes:
    """Encode a plan as UTF-8 JSON; amounts are strings, days and instants ISO."""
    return msgspec.json.format(msgspec.json.encode(writable(msgspec.to_builtins(plan))), indent=2) + b"\n"


def plan_csv(plan: Plan) -> bytes:
    """Write one row per action, as a French Excel reads it."""
    words = plan_words(plan.lang)["table"]
    return (BYTE_ORDER_MARK + csv_rows([list(words.values()), *_rows(plan)])).encode()


def _rows(plan: Plan) -> Iterator[list[object]]:
    for asked in plan.asked:
        for action in asked.actions:
            yield [asked.party.label, asked.party.name, ", ".join(action.references), action.title, *_cells(action)]


def _cells(action: PlannedAction) -> list[object]:
    money = action.money
    sources = {action.source, *(found.source for found in action.findings)}
    sources |= {source for source in (action.due.source, money.source if money else None) if source}
    return [
        " | ".join(found.message for found in action.findings),
        " | ".join(dict.fromkeys((action.ask, *(found.remedy for found in action.findings if found.remedy)))),
        " | ".join(action.files),
        ", ".join(dict.fromkeys(found.rule for found in action.findings)),
        (money.excl_tax or "") if money else "",
        (money.incl_tax or "") if money else "",
        money.unknown if money else "",
        action.due.text,
        ", ".join(sorted(sources)),
    ]


PLAN_FORMATS: Mapping[str, Callable[[Plan], bytes]] = {"text": plan_text, "json": plan_json, "csv": plan_csv}
