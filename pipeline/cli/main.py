"""The command `segur-dossier`: finds the verb, and ends in one of three ways: an exit code, an explained error, a bug."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module

import click

from pipeline.cli.shape import Command, Group
from pipeline.cli.speech import LANGUAGES, Say, language_of, speaker
from pipeline.errors import ExitCode, SegurDossierError

VERSION = "0.1.0"
VERBS = ("check", "build", "verify", "rules", "init")  # a file each, loaded when called or listed


class _Verbs(Group):
    """The verbs, each in a module of its own that is imported only when it is called."""

    def __init__(self, say: Say, lang: str) -> None:
        super().__init__(
            say,
            name="segur-dossier",
            help=say("about"),
            epilog=say("exit_codes"),
            params=[
                click.Option(["--lang"], type=click.Choice(LANGUAGES), default=lang, help=say("lang_help")),
                click.Option(
                    ["--version"],
                    is_flag=True,
                    is_eager=True,
                    expose_value=False,
                    callback=_show_version,
                    help=say("version_help"),
                ),
            ],
            callback=lambda lang: None,
        )
        self._lang = lang

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: Command = import_module(f"pipeline.cli.{cmd_name}").command(self.say, self._lang)
        return command

    def summary_of(self, name: str) -> str:
        return self.say(f"{name}_help")


def _show_version(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"segur-dossier {VERSION}")
        context.exit()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = language_of(given)
    say = speaker(lang)
    try:
        code = _Verbs(say, lang).main(given or ["--help"], prog_name="segur-dossier", standalone_mode=False)
        return int(code) if isinstance(code, int) else ExitCode.CONFORMING
    except SegurDossierError as error:
        _explain(say, error.messages[lang], error.remedies[lang])
        return error.code
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "segur-dossier"
        _explain(say, _in_words(say, error), say("try_help", command=command))
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo(say("interrupted"), err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away: nobody is left to tell
        sys.stderr.close()
        return ExitCode.INTERNAL
    except Exception as error:  # anything else is a bug and looks like one
        _explain(say, say("internal", detail=f"{type(error).__name__}: {error}"), say("internal_remedy"))
        return ExitCode.INTERNAL


def _explain(say: Say, message: str, remedy: str) -> None:
    click.echo(f"{click.style(say('error'), fg='red', bold=True)} : {message}", err=True)
    if remedy:
        click.echo(f"{say('remedy')} : {remedy}", err=True)


def _in_words(say: Say, error: click.UsageError) -> str:
    """Say what is wrong with a call."""
    if isinstance(error, click.NoSuchOption):
        near = say("did_you_mean", near=", ".join(error.possibilities)) if error.possibilities else ""
        return say("no_such_option", name=error.option_name) + near
    if isinstance(error, click.MissingParameter) and error.param is not None:
        kind = "missing_option" if isinstance(error.param, click.Option) else "missing_argument"
        return say(kind, name=error.param.opts[0] if kind == "missing_option" else error.param.human_readable_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return say("bad_value", name=error.param.opts[0], message=error.message)
    unknown = getattr(error, "unknown_command", None)
    if unknown:
        close = get_close_matches(unknown, VERBS, n=1)
        return say("no_such_command", name=unknown) + (say("did_you_mean", near=close[0]) if close else "")
    return error.format_message()
