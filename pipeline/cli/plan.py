"""`plan`: what is to be done, and by whom, so that dossiers conform; letters; the roadmap to a scheme's closings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from pipeline.cli.judging import Tally, each, found
from pipeline.cli.options import JudgingCall, as_one_call, judging
from pipeline.cli.output import Wanted
from pipeline.cli.parameters import flag, option
from pipeline.cli.plan_ledger import plan_ledger
from pipeline.cli.plan_outputs import LetterDraft, formats, refuse_mixing, write_all, write_letters
from pipeline.cli.plan_roadmap import roadmap, states
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode
from pipeline.packing.place import refuse_overlap
from pipeline.planning.formats import PLAN_FORMATS
from pipeline.planning.letters import LANG as LETTERS_LANG
from pipeline.planning.letters import ibans_of, sender_of
from pipeline.planning.tell import Told, gather, tell_dossier
from pipeline.planning.text import render_plan
from pipeline.reporting.masking import masked
from pipeline.reporting.model import Report
from pipeline.stages import Judged, Settings, report_of


def command(say: Say, lang: str) -> Command:
    """Make the command."""
    path = click.Path(path_type=Path)
    return Command(
        say,
        name="plan",
        help=say("plan_help"),
        epilog=f"{say('examples')}\n{say('examples_of_plan')}\n\n{say('exit_codes')}\n{say('exit_codes_of_plan')}",
        params=[
            *judging(say, lang, required=False),
            formats(say),
            click.Option(["--ledger"], type=path, metavar=say("file_metavar"), help=say("plan_ledger_help")),
            click.Option(["--letters"], type=path, metavar=say("folder_metavar"), help=say("letters_help")),
            flag(["--roadmap", "as_roadmap"], help=say("roadmap_help")),
            option(["--scheme"], str, metavar=say("scheme_metavar"), help=say("plan_scheme_help")),
            option(["--state"], states(say), metavar=say("state_metavar"), help=say("state_help"), default=""),
        ],
        callback=as_one_call(partial(_plan, say)),
    )


def _plan(
    say: Say,
    call: JudgingCall,
    wanted: Sequence[Wanted],
    ledger: Path | None,
    letters: Path | None,
    as_roadmap: bool,
    scheme: str | None,
    state: Sequence[str],
) -> ExitCode:
    _refuse_muddle(say, call.inputs, ledger, letters, as_roadmap=as_roadmap, scheme=scheme, state=state)
    refuse_mixing(wanted, say, known=("text", "json") if as_roadmap else tuple(PLAN_FORMATS))
    run_settings = call.settings()
    if as_roadmap:
        return roadmap(run_settings, scheme or "", state, wanted)
    if ledger is not None:
        return plan_ledger(say, call, run_settings, ledger, wanted)
    submissions = found(call.inputs, say)
    if not submissions:
        return ExitCode.NOTHING_TO_DO
    if letters is not None:
        refuse_overlap([submission.path for submission in submissions], letters)
    tally, told, draft = Tally(call.fail_on), list[Told](), LetterDraft()
    for judged in each(submissions, run_settings, jobs=call.jobs, hidden=call.hidden, say=say):
        tally.add(judged.report)
        told.append(_told(judged, judged.report, run_settings, hidden=call.hidden))
        if letters is not None:
            _draft(draft, judged, run_settings)
    plan = gather(told, lang=call.lang, version=run_settings.version)
    write_all(wanted, plan, PLAN_FORMATS, lambda width: render_plan(plan, width=width, quiet=call.quiet))
    if letters is not None:
        write_letters(letters, draft, run_settings, hidden=call.hidden, quiet=call.quiet, say=say)
    return tally.code


def _refuse_muddle(
    say: Say,
    inputs: Sequence[Path],
    ledger: Path | None,
    letters: Path | None,
    *,
    as_roadmap: bool,
    scheme: str | None,
    state: Sequence[str],
) -> None:
    """Raise click.UsageError when what is given belongs to the other use of the verb."""
    if ledger and (inputs or letters or as_roadmap):
        raise click.UsageError(say("plan_ledger_alone"))
    if as_roadmap and (inputs or letters):
        raise click.UsageError(say("roadmap_alone"))
    if as_roadmap and scheme is None:
        raise click.UsageError(say("roadmap_scheme"))
    if not as_roadmap and (scheme is not None or state):
        raise click.UsageError(say("only_roadmap"))
    if not as_roadmap and not ledger and not inputs:
        raise click.UsageError(say("missing_argument", name=say("folders_metavar")))


def _told(judged: Judged, report: Report, run_settings: Settings, *, hidden: bool) -> Told:
    return tell_dossier(
        judged.dossier,
        judged.judgement.findings,
        report=report,
        shown=masked(report) if hidden else report,
        rulebook=run_settings.rulebook,
        moment=run_settings.moment,
        hidden=hidden,
    )


def _draft(draft: LetterDraft, judged: Judged, run_settings: Settings) -> None:
    """Keep what the letters will say of a dossier: in French, with the names of those they are written to."""
    french = replace(run_settings, lang=LETTERS_LANG)
    report = judged.report if run_settings.lang == LETTERS_LANG else report_of(judged.dossier, judged.judgement, french)
    draft.told.append(_told(judged, report, french, hidden=False))
    draft.senders.setdefault(report.reference, sender_of(judged.dossier))
    draft.ibans.update(ibans_of(report))
