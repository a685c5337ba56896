"""Commands whose help speaks the language of the call; what click says by itself is English."""

from __future__ import annotations

from typing import Any

import click

from pipeline.cli.complaints import ExtraArgumentsError, UnknownVerbError
from pipeline.cli.speech import Say

WIDTH = 100  # columns of a help page, at most


class _Spoken(click.Command):
    """What a command and a group share: the usage line, the help option, the headings."""

    def __init__(self, say: Say, **attributes: Any) -> None:
        self.say = say
        super().__init__(
            add_help_option=False,
            options_metavar="[OPTIONS]",
            context_settings={"max_content_width": WIDTH},
            **attributes,
        )
        self.params.append(_help_option(say))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=self.say("usage"))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            formatter.write_paragraph()
            for line in self.epilog.splitlines():
                formatter.write(f"{line}\n")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # the parser does not always say which verb it was parsing for
            raise

    def _write_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section(self.say("options")):
            formatter.write_dl([record for record in records if record is not None])


class Command(_Spoken):
    """One verb."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self._write_options(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True  # told below in our own words
        rest = super().parse_args(ctx, args)
        if rest:
            raise ExtraArgumentsError(rest, ctx)
        return rest


class Group(_Spoken, click.Group):
    """Several verbs under one name."""

    def __init__(self, say: Say, **attributes: Any) -> None:
        super().__init__(say, no_args_is_help=False, subcommand_metavar=say("verb_metavar"), **attributes)

    def summary_of(self, name: str) -> str:
        """Return what a verb does, without loading it when that can be helped."""
        return self.commands[name].help or ""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            raise UnknownVerbError(args[0], self.list_commands(ctx), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self.say("commands")):
            formatter.write_dl([(name, self.summary_of(name)) for name in self.list_commands(ctx)])
        self._write_options(ctx, formatter)


def _help_option(say: Say) -> click.Option:
    def show(context: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            click.echo(context.get_help())
            context.exit()

    return click.Option(
        ["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=say("help")
    )
