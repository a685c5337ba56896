"""The command `segur-dossier`: finds the verb, and ends in one of three ways: an exit code, an explained error, a bug."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from pipeline.cli import streams
from pipeline.cli.complaints import in_words
from pipeline.cli.parameters import language
from pipeline.cli.shape import Group
from pipeline.cli.speech import Say, language_of, speaker
from pipeline.errors import ExitCode, SegurDossierError
from pipeline.version import VERSION

VERBS = ("check", "build", "plan", "verify", "init", "rules", "ledger")  # a file each, loaded when called


class _Verbs(Group):
    """The verbs, each in a module of its own that is imported only when it is called."""

    def __init__(self, say: Say, lang: str) -> None:
        version = click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help=say("version_help"),
        )
        super().__init__(
            say,
            name="segur-dossier",
            help=say("about"),
            epilog=f"{say('examples')}\n{say('examples_of_all')}\n\n{say('exit_codes')}",
            params=[language(say, lang), version],
            callback=lambda lang: None,
        )
        self._lang = lang

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"pipeline.cli.{cmd_name}").command(self.say, self._lang)
        return command

    def summary_of(self, name: str) -> str:
        return self.say(f"{name}_help")


def _show_version(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"segur-dossier {VERSION}")
        context.exit()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    streams.prepare()
    lang = language_of(given)
    say = speaker(lang)
    try:
        return _called(given, say, lang)
    except SegurDossierError as error:
        _explain(say, error.messages[lang], error.remedies[lang])
        return error.code
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "segur-dossier"
        _explain(say, in_words(say, error), say("try_help", command=command))
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo(say("interrupted"), err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away: nobody is left to tell
        streams.silence()
        return ExitCode.INTERNAL
    except Exception as error:  # anything else is a bug and looks like one
        _explain(say, say("internal", detail=f"{type(error).__name__}: {error}"), say("internal_remedy"))
        return ExitCode.INTERNAL


def _called(arguments: list[str], say: Say, lang: str) -> ExitCode:
    """Call the verb; click's own `main` would end in 1, "non-conforming", when the reader of our output goes away."""
    verbs = _Verbs(say, lang)
    try:
        with verbs.make_context("segur-dossier", arguments) as context:
            code = verbs.invoke(context)
    except click.exceptions.Exit as done:  # --help and --version
        code = done.exit_code
    sys.stdout.flush()  # that nobody reads any more is noticed here, not when Python ends
    return ExitCode(code)


def _explain(say: Say, message: str, remedy: str) -> None:
    click.echo(f"{streams.painted(say('error'), sys.stderr, fg='red', bold=True)} {message}", err=True)
    click.echo(say("remedy", remedy=remedy), err=True)
