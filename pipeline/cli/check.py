"""`check`: judge dossiers and say why, writing nothing but what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from pipeline.cli.baselines import Baselines, baselines
from pipeline.cli.judging import Tally, each, found
from pipeline.cli.ledgers import ledger_option, recorded
from pipeline.cli.options import JudgingCall, as_one_call, judging
from pipeline.cli.output import Outputs, Wanted, formats
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode
from pipeline.reporting.batch import render_summary, summary_line
from pipeline.reporting.crops import crops_of
from pipeline.reporting.masking import masked, masked_reference


def command(say: Say, lang: str) -> Command:
    """Make the command."""
    return Command(
        say,
        name="check",
        help=say("check_help"),
        epilog=f"{say('examples')}\n{say('examples_of_check')}\n\n{say('exit_codes')}",
        params=[*judging(say, lang), *baselines(say), ledger_option(say), formats(say)],
        callback=as_one_call(partial(_check, say)),
    )


def _check(
    say: Say,
    call: JudgingCall,
    baseline: Path | None,
    write_baseline: Path | None,
    ledger: Path | None,
    wanted: Sequence[Wanted],
) -> ExitCode:
    submissions = found(call.inputs, say)
    if not submissions:
        return ExitCode.NOTHING_TO_DO
    compared = Baselines(baseline, write_baseline)
    run_settings = replace(call.settings(), baseline=compared.known)
    outputs = Outputs(wanted, call.lang, count=len(submissions), quiet=call.quiet, say=say)
    tally, lines = Tally(call.fail_on), []
    with recorded(ledger, run_settings.rulebook, say) as run, outputs.opened():
        for judged in each(
            submissions, run_settings, jobs=call.jobs, hidden=call.hidden, say=say, ledger=run.connection
        ):
            run.add(judged)
            tally.add(judged.report)
            compared.add(judged.report)
            line = summary_line(judged.report)
            lines.append(replace(line, reference=masked_reference(judged.report)) if call.hidden else line)
            if outputs.take_reports:
                if call.hidden:
                    outputs.write(masked(judged.report))
                else:
                    outputs.write(judged.report, crops_of(judged.report, judged.dossier))
    if outputs.text_on_stdout and (call.quiet or len(lines) > 1):
        click.echo(render_summary(lines, lang=call.lang))
    compared.finish(say)
    return tally.code
