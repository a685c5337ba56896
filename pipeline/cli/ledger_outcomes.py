"""`ledger outcomes` and `ledger agreement`: what the payer decided, and how far the rules had said so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from pipeline.cli.ledgers import ledger_at
from pipeline.cli.options import settings
from pipeline.cli.parameters import language
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say, refusal
from pipeline.cli.streams import shown
from pipeline.errors import ExitCode
from pipeline.packing.place import machine_errors
from pipeline.scale.outcomes import OutcomesError, RuleAgreement, agreement, keep, read_outcomes


def commands(say: Say, lang: str) -> list[Command]:
    """Make both commands."""
    made = []
    for name, callback, more in (("outcomes", _outcomes(say), ["table"]), ("agreement", _agreement(say), [])):
        params: list[click.Parameter] = [
            click.Argument([one], type=click.Path(path_type=Path), metavar=say(words))
            for one, words in zip(["file", *more], ["file_metavar", "table_metavar"], strict=False)
        ]
        params.append(language(say, lang))
        made.append(Command(say, name=name, help=say(f"ledger_{name}_help"), params=params, callback=callback))
    return made


def _outcomes(say: Say) -> Callable[..., ExitCode]:
    def outcomes(file: Path, table: Path, lang: str) -> ExitCode:
        with machine_errors(table):
            content = table.read_bytes()
        try:
            decided = read_outcomes(content)
        except OutcomesError as error:
            raise refusal("bad_outcomes", file=shown(table), why=error) from error
        with ledger_at(file) as connection:
            lost = keep(connection, decided)
        click.echo(say("outcomes_kept", count=len(decided) - len(lost)), err=True)
        if lost:
            click.echo(say("outcomes_lost", references=", ".join(lost)), err=True)
        return ExitCode.CONFORMING if len(lost) < len(decided) else ExitCode.NOTHING_TO_DO

    return outcomes


def _agreement(say: Say) -> Callable[..., ExitCode]:
    def agreed(file: Path, lang: str) -> ExitCode:
        rules = settings(lang).rulebook.rules
        with ledger_at(file) as connection:
            found = agreement(connection, [rules[key] for key in sorted(rules)])
        click.echo(say("agreement_of", decided=found.decided, refused=found.refused))
        for one in found.rules:
            click.echo(_line(one, say))
        for refused in found.unforeseen:
            click.echo(say("unforeseen", reference=refused.reference, reason=refused.reason or "-"))
        return ExitCode.CONFORMING if found.decided else ExitCode.NOTHING_TO_DO

    return agreed


def _line(one: RuleAgreement, say: Say) -> str:
    shares = {name: "-" if value is None else f"{value:.0%}" for name, value in _shares(one).items()}
    silent = "-" if one.silent is None else one.silent
    return say("agreement_line", rule=one.rule, right=one.right, wrong=one.wrong, silent=silent, **shares)


def _shares(one: RuleAgreement) -> dict[str, float | None]:
    return {"precision": one.precision, "recall": one.recall}
