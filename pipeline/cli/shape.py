"""Commands whose help speaks the language of the call; what click says by itself is English."""

from __future__ import annotations

from typing import Any

import click

from pipeline.cli.speech import Say


class _Spoken:
    """What a command and a group share: the usage line, the help option, the headings."""

    say: Say

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=self.say("usage"))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = self.say("help")
        return option

    def write_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [parameter.get_help_record(ctx) for parameter in self.get_params(ctx)]  # type: ignore[attr-defined]
        with formatter.section(self.say("options")):
            formatter.write_dl([record for record in records if record is not None])


class Command(_Spoken, click.Command):
    """One verb."""

    def __init__(self, say: Say, **attributes: Any) -> None:
        self.say = say
        super().__init__(**attributes)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.write_options(ctx, formatter)


class UnknownCommandError(click.UsageError):
    """A verb that does not exist."""

    def __init__(self, name: str, ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.unknown_command = name


class Group(_Spoken, click.Group):
    """Several verbs under one name."""

    def __init__(self, say: Say, **attributes: Any) -> None:
        self.say = say
        super().__init__(**attributes)

    def summary_of(self, name: str) -> str:
        """Return what a verb does, without loading it when that can be helped."""
        command = self.commands[name]
        return command.help or ""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise UnknownCommandError(args[0], ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self.say("commands")):
            formatter.write_dl([(name, self.summary_of(name)) for name in self.list_commands(ctx)])
        self.write_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            formatter.write_paragraph()
            formatter.write_text(self.epilog)
