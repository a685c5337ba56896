"""`build`: judge dossiers and write their reports, and for the conforming ones what is to be deposited with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.judging import Tally, each, found
from pipeline.cli.main import VERSION
from pipeline.cli.options import judging, settings
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode, SegurDossierError
from pipeline.packing.place import prepare_out, refuse_overlap
from pipeline.reporting.batch import SummaryLine, render_index, render_summary, summary_csv, summary_line
from pipeline.run import package
from validators.model import Moment


def command(say: Say, lang: str) -> Command:
    """Make the command."""

    def build(
        inputs: Sequence[Path],
        moment: Moment | None,
        overlay: Path | None,
        jobs: int,
        fail_on: str,
        show_personal_data: bool,
        quiet: bool,
        lang: str,
        out: Path,
    ) -> int:
        submissions = found(inputs, say)
        if not submissions:
            return ExitCode.NOTHING_TO_DO
        run_settings = settings(overlay, moment, lang, VERSION)
        refuse_overlap([submission.path for submission in submissions], out)
        prepare_out(out)
        tally, lines, packed, seen = Tally(fail_on), [], 0, dict[str, str]()
        for judged in each(submissions, run_settings, jobs=jobs, say=say):
            _refuse_same_reference(seen, judged.dossier.reference, judged.opened.submission.name, say)
            told, written = package(judged, run_settings, out)
            tally.add(told.report)
            packed += written.packed
            lines.append(summary_line(told.report, file=f"{written.folder.name}/report.html"))
            if told is not judged:
                problem = told.dossier.problems[-1].arguments["why"]
                click.echo(say("refused", reference=told.dossier.reference, why=problem), err=True)
        _write_summaries(lines, out, lang)
        click.echo(render_summary(lines, lang=lang))
        click.echo(say("written", out=out, count=len(lines), packed=packed, index=out / "index.html"), err=True)
        return tally.code

    option = click.Option(
        ["--output", "-o", "out"], type=click.Path(path_type=Path, file_okay=False), required=True, help=say("out_help")
    )
    return Command(say, name="build", help=say("build_help"), params=[*judging(say, lang), option], callback=build)


def _refuse_same_reference(seen: dict[str, str], reference: str, name: str, say: Say) -> None:
    """Two dossiers under one reference would overwrite each other: that is for the caller to settle."""
    if reference in seen:
        first = seen[reference]
        raise SegurDossierError(
            fr=f"Deux dossiers portent la référence « {reference} » : {first} et {name}.",
            en=f"Two dossiers bear the reference “{reference}”: {first} and {name}.",
            remedy_fr="Leur donner des références distinctes, ou les traiter l'un après l'autre dans des sorties distinctes.",
            remedy_en="Give them references of their own, or treat them one after the other into outputs of their own.",
        )
    seen[reference] = name


def _write_summaries(lines: Sequence[SummaryLine], out: Path, lang: str) -> None:
    """Write the batch's table and page beside the dossiers."""
    (out / "summary.csv").write_text(summary_csv(lines, lang=lang), encoding="utf-8", newline="")
    (out / "index.html").write_text(render_index(lines, lang=lang), encoding="utf-8", newline="\n")
