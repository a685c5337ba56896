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
from pipeline.cli.options import ChangedLimit, hides_personal_data, judging, settings
from pipeline.cli.output import Outputs, Wanted, formats
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode
from pipeline.reporting.batch import render_summary, summary_line
from pipeline.reporting.crops import crops_of
from pipeline.reporting.masking import masked, masked_reference
from validators.model import Moment


def command(say: Say, lang: str) -> Command:
    """Make the command."""
    return Command(
        say,
        name="check",
        help=say("check_help"),
        epilog=f"{say('examples')}\n{say('examples_of_check')}\n\n{say('exit_codes')}",
        params=[*judging(say, lang), *baselines(say), ledger_option(say), formats(say)],
        callback=partial(_check, say),
    )


def _check(
    say: Say,
    inputs: Sequence[Path],
    moment: Moment | None,
    overlay: Path | None,
    registers: Path | None,
    jobs: int,
    limits: Sequence[ChangedLimit],
    trust: Path | None,
    fail_on: str,
    show_personal_data: bool,
    quiet: bool,
    lang: str,
    baseline: Path | None,
    write_baseline: Path | None,
    ledger: Path | None,
    wanted: Sequence[Wanted],
) -> ExitCode:
    submissions = found(inputs, say)
    if not submissions:
        return ExitCode.NOTHING_TO_DO
    compared = Baselines(baseline, write_baseline)
    run_settings = replace(settings(lang, overlay, moment, limits, registers, trust), baseline=compared.known)
    outputs = Outputs(wanted, lang, count=len(submissions), quiet=quiet, say=say)
    hidden = hides_personal_data(show_personal_data)
    tally, lines = Tally(fail_on), []
    with recorded(ledger, run_settings.rulebook, say) as run, outputs.opened():
        for judged in each(submissions, run_settings, jobs=jobs, hidden=hidden, say=say, ledger=run.connection):
            run.add(judged)
            tally.add(judged.report)
            compared.add(judged.report)
            line = summary_line(judged.report)
            lines.append(replace(line, reference=masked_reference(judged.report)) if hidden else line)
            if outputs.take_reports:
                if hidden:
                    outputs.write(masked(judged.report))
                else:
                    outputs.write(judged.report, crops_of(judged.report, judged.dossier))
    if outputs.text_on_stdout and (quiet or len(lines) > 1):
        click.echo(render_summary(lines, lang=lang))
    compared.finish(say)
    return tally.code
