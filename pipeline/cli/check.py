"""`check`: judge dossiers and say why, writing nothing but what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.judging import Tally, each, found
from pipeline.cli.main import VERSION
from pipeline.cli.options import judging, settings
from pipeline.cli.output import Outputs, Wanted, formats
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode
from pipeline.reporting.batch import render_summary, summary_line
from validators.model import Moment


def command(say: Say, lang: str) -> Command:
    """Make the command."""

    def check(
        inputs: Sequence[Path],
        moment: Moment | None,
        overlay: Path | None,
        jobs: int,
        fail_on: str,
        show_personal_data: bool,
        quiet: bool,
        lang: str,
        wanted: Sequence[Wanted],
    ) -> int:
        submissions = found(inputs, say)
        if not submissions:
            return ExitCode.NOTHING_TO_DO
        outputs = Outputs(wanted, lang, personal=show_personal_data, count=len(submissions), say=say)
        tally, lines = Tally(fail_on), []
        with outputs.opened():
            for judged in each(submissions, settings(overlay, moment, lang, VERSION), jobs=jobs, say=say):
                tally.add(judged.report)
                lines.append(summary_line(judged.report))
                if not (quiet and outputs.text_on_terminal):
                    outputs.write(judged.report)
        if outputs.text_on_terminal and (quiet or len(lines) > 1):
            click.echo(render_summary(lines, lang=lang))
        return tally.code

    return Command(
        say, name="check", help=say("check_help"), params=[*judging(say, lang), formats(say)], callback=check
    )
