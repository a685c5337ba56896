"""What is wrong with a call, in plain words of the call's language: click says it in English only."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import click

from pipeline.cli.speech import Say


class UnknownVerbError(click.UsageError):
    """A verb that does not exist."""

    def __init__(self, name: str, known: Sequence[str], context: click.Context) -> None:
        super().__init__(name, context)
        self.name, self.known = name, known


class ExtraArgumentsError(click.UsageError):
    """More arguments than the verb takes."""

    def __init__(self, extra: Sequence[str], context: click.Context) -> None:
        super().__init__(", ".join(extra), context)


def in_words(say: Say, error: click.UsageError) -> str:
    """Say what is wrong with a call."""
    if isinstance(error, UnknownVerbError):
        close = get_close_matches(error.name, error.known, n=1)
        return say("no_such_command", name=error.name) + (say("did_you_mean", near=close[0]) if close else "")
    if isinstance(error, ExtraArgumentsError):
        return say("extra_arguments", extra=error.message)
    if isinstance(error, click.NoSuchOption):
        near = say("did_you_mean", near=", ".join(error.possibilities)) if error.possibilities else ""
        return say("no_such_option", name=error.option_name) + near
    if isinstance(error, click.BadOptionUsage):
        return say("no_value" if _is_flag(error) else "missing_value", name=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        if isinstance(error.param, click.Option):
            return say("missing_option", name=error.param.opts[0])
        return say("missing_argument", name=error.param.human_readable_name.removesuffix("..."))
    if isinstance(error, click.BadParameter) and error.param is not None:
        named = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name
        return say("bad_value", name=named, message=error.message)
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return say("missing_command", known=", ".join(error.ctx.command.list_commands(error.ctx)))
    return error.format_message()


def _is_flag(error: click.BadOptionUsage) -> bool:
    options = error.ctx.command.params if error.ctx else []
    return any(error.option_name in option.opts and getattr(option, "is_flag", False) for option in options)
