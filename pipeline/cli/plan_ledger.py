"""`plan --ledger`: what is left to do by what earlier runs kept, without their folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.judging import Tally
from pipeline.cli.ledgers import ledger_at
from pipeline.cli.options import JudgingCall
from pipeline.cli.output import Wanted
from pipeline.cli.plan_outputs import write_all
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode
from pipeline.planning.formats import PLAN_FORMATS
from pipeline.planning.remembered import tell_remembered, unknown_rules
from pipeline.planning.tell import Told, gather
from pipeline.planning.text import render_plan
from pipeline.scale.outcomes import standing
from pipeline.stages import Settings


def plan_ledger(say: Say, call: JudgingCall, settings: Settings, file: Path, wanted: Sequence[Wanted]) -> ExitCode:
    """Write the plan of each request that a ledger knows, as its last run left it; the exit code is that of its verdicts."""
    with ledger_at(file) as connection:
        entries = standing(connection)
    if not entries:
        click.echo(say("ledger_nothing"), err=True)
        return ExitCode.NOTHING_TO_DO
    tally, told = Tally(call.fail_on), list[Told]()
    for entry in entries:
        one, report = tell_remembered(entry, settings, hidden=call.hidden)
        tally.add(report)
        told.append(one)
    unknown = set().union(*(unknown_rules(entry, settings.rulebook) for entry in entries))
    if unknown:
        click.echo(say("plan_unknown_rules", rules=", ".join(sorted(unknown))), err=True)
    plan = gather(told, lang=call.lang, version=settings.version, remembered=True)
    write_all(wanted, plan, PLAN_FORMATS, lambda width: render_plan(plan, width=width, quiet=call.quiet))
    return tally.code
