"""`ledger`: list, show, search and export what earlier runs kept of their dossiers; beside it lies what was decided of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from pipeline.cli import ledger_outcomes
from pipeline.cli.ledgers import ledger_at
from pipeline.cli.parameters import language
from pipeline.cli.shape import Command, Group
from pipeline.cli.speech import Say
from pipeline.cli.streams import painted
from pipeline.errors import ExitCode
from pipeline.scale.ledger import Entry, entries, entry_json, matching
from pipeline.scale.store import folded


def command(say: Say, lang: str) -> Group:
    """Make the group of commands."""
    epilog = f"{say('examples')}\n{say('examples_of_ledger')}"
    group = Group(say, name="ledger", help=say("ledger_help"), epilog=epilog)
    words = click.Argument(["words"], metavar=say("words_metavar"))
    for name, callback, arguments in (
        ("list", _list(say), []),
        ("show", _show(say), [click.Argument(["reference"], metavar=say("reference_metavar"))]),
        ("search", _search(say), [words]),
        ("export", _export, []),
    ):
        file = click.Argument(["file"], type=click.Path(path_type=Path), metavar=say("file_metavar"))
        params: list[click.Parameter] = [file, *arguments, language(say, lang)]
        group.add_command(Command(say, name=name, help=say(f"ledger_{name}_help"), params=params, callback=callback))
    for outcome_command in ledger_outcomes.commands(say, lang):
        group.add_command(outcome_command)
    return group


def _list(say: Say) -> Callable[..., ExitCode]:
    def ledger_list(file: Path, lang: str) -> ExitCode:
        with ledger_at(file) as connection:
            return _told(entries(connection), say)

    return ledger_list


def _search(say: Say) -> Callable[..., ExitCode]:
    def search(file: Path, words: str, lang: str) -> ExitCode:
        with ledger_at(file) as connection:
            return _told((entry for entry in entries(connection) if matching(entry, words)), say)

    return search


def _show(say: Say) -> Callable[..., ExitCode]:
    def show(file: Path, reference: str, lang: str) -> ExitCode:
        with ledger_at(file) as connection:
            found = [one for one in entries(connection) if folded(one.header.reference) == folded(reference)]
        for entry in found:
            _line(entry, say)
            for one in entry.bearers:
                click.echo(f"    {say(f'bears_{one.sort}'):<12} {one.value}  {one.file}")
            for sheet in entry.sheets:
                click.echo(f"    {say('bears_sheet'):<12} {sheet.kind}  {sheet.file}, page {sheet.page}")
            for rule in entry.findings:
                settled = f", {say('settled')}" if rule.decided else ""
                click.echo(
                    f"    {rule.rule:<12} {say(f'level_{rule.level}')}, {say(f'outcome_{rule.outcome}')}{settled}"
                )
        return _found(len(found), say)

    return show


def _export(file: Path, lang: str) -> ExitCode:
    with ledger_at(file) as connection:
        for entry in entries(connection):
            click.echo(entry_json(entry))
    return ExitCode.CONFORMING


def _told(found: Iterable[Entry], say: Say) -> ExitCode:
    count = 0
    for count, entry in enumerate(found, start=1):  # noqa: B007
        _line(entry, say)
    return _found(count, say)


def _found(count: int, say: Say) -> ExitCode:
    if not count:
        click.echo(say("ledger_nothing"), err=True)
    return ExitCode.CONFORMING if count else ExitCode.NOTHING_TO_DO


def _line(entry: Entry, say: Say) -> None:
    header = entry.header
    reference = painted(header.reference, sys.stdout, bold=True)
    click.echo(
        f"{reference}  {header.kind}  {header.scheme or '-'}  {say(f'verdict_{header.verdict}')}  {header.judged_on}"
    )
