"""`build`: judge dossiers and write their reports, and for the conforming ones what is to be deposited with its proof."""

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
from pipeline.cli.output import destination
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say, refusal
from pipeline.cli.streams import shown
from pipeline.errors import ExitCode
from pipeline.packing.names import safe_reference
from pipeline.packing.place import left_clean, prepare_out, refuse_overlap
from pipeline.reporting.batch import SummaryLine, render_index, render_summary, summary_csv, summary_line
from pipeline.reporting.masking import masked_reference
from pipeline.run import package
from pipeline.stages import Judged


def command(say: Say, lang: str) -> Command:
    """Make the command."""
    return Command(
        say,
        name="build",
        help=say("build_help"),
        epilog=f"{say('examples')}\n{say('examples_of_build')}\n\n{say('exit_codes')}",
        params=[*judging(say, lang), *baselines(say), ledger_option(say), _output(say)],
        callback=as_one_call(partial(_build, say)),
    )


def _build(
    say: Say,
    call: JudgingCall,
    baseline: Path | None,
    write_baseline: Path | None,
    ledger: Path | None,
    out: Path,
) -> ExitCode:
    submissions = found(call.inputs, say)
    if not submissions:
        return ExitCode.NOTHING_TO_DO
    compared = Baselines(baseline, write_baseline)
    run_settings = replace(call.settings(), baseline=compared.known)
    refuse_overlap([submission.path for submission in submissions], out)
    prepare_out(out)
    tally, lines, told, packed = Tally(call.fail_on), list[SummaryLine](), list[SummaryLine](), 0
    seen = dict[str, str]()
    with left_clean(out), recorded(ledger, run_settings.rulebook, say) as run:
        for judged in each(
            submissions, run_settings, jobs=call.jobs, hidden=call.hidden, say=say, ledger=run.connection
        ):
            _refuse_same_reference(seen, judged)
            final, written = package(judged, run_settings, out)
            run.add(final)
            tally.add(final.report)
            compared.add(final.report)
            packed += written.packed
            file = f"{written.folder.name}/report.html"
            lines.append(summary_line(final.report, file=file))
            told.append(replace(lines[-1], reference=masked_reference(final.report)) if call.hidden else lines[-1])
            if final is not judged:
                why = final.dossier.problems[-1].arguments["why"]
                click.echo(say("refused", reference=final.dossier.reference, why=why), err=True)
    _write_summaries(lines, out, call.lang)
    click.echo(render_summary(told, lang=call.lang))
    if not call.quiet:
        index = shown(out / "index.html")
        click.echo(say("written", out=shown(out), count=len(lines), packed=packed, index=index), err=True)
    compared.finish(say)
    return tally.code


def _output(say: Say) -> click.Option:
    def given(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path:
        if path is None:
            raise click.MissingParameter(ctx=context, param=parameter)
        return path

    path = click.Path(path_type=Path)
    words, metavar = say("out_help"), say("folder_metavar")
    return click.Option(["--output", "-o", "out"], type=path, callback=given, metavar=metavar, help=words)


def _refuse_same_reference(seen: dict[str, str], judged: Judged) -> None:
    """Two dossiers that would be written in one folder would overwrite each other: that is for the caller to settle."""
    reference, name = judged.dossier.reference, judged.opened.submission.name
    folder = safe_reference(reference).casefold()
    if folder in seen:
        raise refusal("same_reference", reference=reference, first=seen[folder], second=name)
    seen[folder] = name


def _write_summaries(lines: Sequence[SummaryLine], out: Path, lang: str) -> None:
    """Write the batch's table and page beside the dossiers."""
    for name, text in (("summary.csv", summary_csv(lines, lang=lang)), ("index.html", render_index(lines, lang=lang))):
        with destination(out / name) as stream:
            stream.write(text.encode())
